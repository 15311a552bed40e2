"""Passages for a question in Spanish: by its gloss as in English, and by its meaning as typed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.retrieval import CANDIDATES, Retrieved, Weights, combine, z
from index.snapshot import Snapshot

MEANING_SHARE = 0.3  # of the multilingual similarity, beside what the gloss finds


@dataclass(frozen=True, slots=True)
class Found:
    """A passage as both see it; the cosines are the multilingual encoder's."""

    by_gloss: Retrieved
    cosine: float
    sentence_cosines: tuple[float, ...]


def retrieve_spanish(
    question: str,
    gloss: str,
    snapshot: Snapshot,
    k: int,
    among: Sequence[int] | None = None,
    share: float = MEANING_SHARE,
) -> list[Found]:
    """The ``k`` best passages, best first; with ``among``, none but these.

    The index has to hold multilingual vectors.
    """
    if snapshot.multilingual is None:
        raise ValueError("The index holds no multilingual vectors.")
    asked = (
        (snapshot.multilingual, question),
        (snapshot.vector_source, gloss),
        (snapshot.lexical_source, gloss),
    )
    numbers = sorted(
        {one.passage for source, text in asked for one in source.search(text, CANDIDATES, among)}
    )
    # Each source says what it thinks of what the others found.
    meant, dense, lexical = (source.search(text, len(numbers), numbers) for source, text in asked)
    weights = Weights()
    by_gloss = {one.passage: one for one in combine(dense, lexical, weights)}
    meaning = np.array(
        [weights.sentence * max(c.sentences) + (1 - weights.sentence) * c.score for c in meant]
    )
    scores = {
        c.passage: share * mixed + (1 - share) * by_gloss[c.passage].score
        for c, mixed in zip(meant, z(meaning).tolist(), strict=True)
    }
    best = sorted(meant, key=lambda c: (-scores[c.passage], c.passage))[:k]
    return [
        Found(
            Retrieved(
                one.passage,
                scores[one.passage],
                by_gloss[one.passage].sentence_scores,
                by_gloss[one.passage].cosine,
                by_gloss[one.passage].sentence_cosines,
            ),
            one.score,
            one.sentences,
        )
        for one in best
    ]
