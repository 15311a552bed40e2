"""Hybrid retrieval: one ranking from vectors and BM25.

Each source's scores are z-normalised over the candidates of this question and mixed by fixed
weights (a convex combination: Bruch, Gai and Ingber, ACM TOIS 2023). ``docs/quality.md`` compares
it with rank fusion and says where the weights come from.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.candidates import Candidate, CandidateSource

Floats = npt.NDArray[np.float64]

CANDIDATES = 50  # taken from each source


@dataclass(frozen=True, slots=True)
class Weights:
    """Each is a share between 0 and 1.

    ``dense`` is the share of cosine similarity against BM25, ``sentence`` that of a passage's best
    sentence against the whole passage.
    """

    dense: float = 0.85
    sentence: float = 0.75


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A passage as retrieval sees it.

    ``score`` and ``sentence_scores`` are mixed and compare within one question only; ``cosine``
    and ``sentence_cosines`` compare across questions.
    """

    passage: int
    score: float
    sentence_scores: tuple[float, ...]
    cosine: float
    sentence_cosines: tuple[float, ...]


def retrieve(
    question: str,
    vectors: CandidateSource,
    lexical: CandidateSource,
    weights: Weights,
    k: int,
    among: Sequence[int] | None = None,
) -> list[Retrieved]:
    """The ``k`` best passages for ``question``, best first; with ``among``, none but these."""
    dense = vectors.search(question, CANDIDATES, among)
    return combine(dense, lexical.search(question, CANDIDATES, among), weights)[:k]


def combine(
    dense: Sequence[Candidate], lexical: Sequence[Candidate], weights: Weights
) -> list[Retrieved]:
    """Mix what two sources found, best first.

    What a source did not return counts as its worst candidate, or as 0 where that is lower.
    """
    by_vector = {candidate.passage: candidate for candidate in dense}
    by_words = {candidate.passage: candidate for candidate in lexical}
    lengths = {c.passage: len(c.sentences) for c in [*dense, *lexical]}
    if not lengths:
        return []
    cosine, sentence_cosines = _table(by_vector, lengths)
    bm25, sentence_bm25 = _table(by_words, lengths)
    best = np.array([max(row, default=0.0) for row in sentence_cosines])
    meaning = weights.sentence * best + (1 - weights.sentence) * cosine
    scores = weights.dense * z(meaning) + (1 - weights.dense) * z(bm25)

    by_meaning, by_word = z(np.concatenate(sentence_cosines)), z(np.concatenate(sentence_bm25))
    mixed = weights.dense * by_meaning + (1 - weights.dense) * by_word
    sentences = np.split(mixed, np.cumsum([len(row) for row in sentence_cosines])[:-1])
    retrieved = [
        Retrieved(
            passage=passage,
            score=float(scores[i]),
            sentence_scores=tuple(sentences[i].tolist()),
            cosine=float(cosine[i]),
            sentence_cosines=tuple(sentence_cosines[i].tolist()),
        )
        for i, passage in enumerate(lengths)
    ]
    return sorted(retrieved, key=lambda r: (-r.score, r.passage))


def z(values: Floats) -> Floats:
    """Values with mean 0 and deviation 1; all 0 where they do not differ."""
    deviation = float(values.std()) if values.size else 0.0
    if deviation < 1e-9:  # rounding, not a difference
        return np.zeros_like(values)
    normalised: Floats = (values - values.mean()) / deviation
    return normalised


def _table(
    found: Mapping[int, Candidate], lengths: Mapping[int, int]
) -> tuple[Floats, list[Floats]]:
    """Passage scores and sentence scores of every candidate, with the missing ones filled in."""
    floor = min((0.0, *(candidate.score for candidate in found.values())))
    scores = np.array([found[p].score if p in found else floor for p in lengths])
    sentences = [
        np.array(found[p].sentences if p in found else [floor] * length, dtype=np.float64)
        for p, length in lengths.items()
    ]
    return scores, sentences
