"""One protocol over every search engine, and its two implementations: vectors and BM25.

Another engine can stand in for either: it has to return candidates whose scores are higher for
better passages. Scores of different sources are on different scales; whoever mixes them normalises.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import Protocol

import numpy as np

from index.encoder import Encoder, Vectors
from index.lexical import LexicalIndex
from index.multilingual import MultilingualEncoder
from index.passages import Passage
from index.vectors import VectorIndex


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage (by its position) that one source found, with that source's scores."""

    passage: int
    score: float
    sentences: tuple[float, ...]


class CandidateSource(Protocol):
    """Whatever finds passages for a question."""

    def search(self, question: str, k: int, among: Sequence[int] | None = None) -> list[Candidate]:
        """About ``k`` passages, best first; fewer where the index holds fewer.

        With ``among``, no passages but these.
        """


class VectorSource:
    """Passages found by cosine similarity, of the passage or of any one of its sentences.

    A long passage can hide its answer: its vector is a mean of everything it says. So sentences
    are searched as well, and the union is returned.
    """

    def __init__(
        self,
        encoder: Encoder | MultilingualEncoder,
        passages: Sequence[Passage],
        passage_vectors: VectorIndex,
        sentence_vectors: VectorIndex,
    ) -> None:
        self._encoder = encoder
        self._passage_vectors = passage_vectors
        self._sentence_vectors = sentence_vectors
        self._first = first_sentences(passages)
        self._owner = np.repeat(
            np.arange(len(passages)), [len(passage.sentences) for passage in passages]
        )

    def search(self, question: str, k: int, among: Sequence[int] | None = None) -> list[Candidate]:
        """See ``CandidateSource.search``; scores are cosines."""
        vector = self._encoder.question(question).vector
        numbers = sorted(self._found(vector, k) if among is None else among)
        scores = self._passage_vectors.rows(numbers) @ vector
        rows = [range(self._first[number], self._first[number + 1]) for number in numbers]
        cosines = (self._sentence_vectors.rows([*chain(*rows)]) @ vector).tolist()
        ends = accumulate(map(len, rows))
        candidates = [
            Candidate(number, float(score), tuple(cosines[end - len(own) : end]))
            for number, score, own, end in zip(numbers, scores, rows, ends, strict=True)
        ]
        best = sorted(candidates, key=lambda c: max((c.score, *c.sentences)), reverse=True)
        return best if among is None else best[:k]

    @property
    def vectors(self) -> tuple[VectorIndex, VectorIndex]:
        """Those of passages and those of sentences."""
        return self._passage_vectors, self._sentence_vectors

    def _found(self, vector: Vectors, k: int) -> set[int]:
        passages = {row for row, _ in self._passage_vectors.search(vector, k)}
        return passages | {
            int(self._owner[row]) for row, _ in self._sentence_vectors.search(vector, k)
        }


class LexicalSource:
    """Passages that share words with the question, scored by BM25."""

    def __init__(
        self, passages: Sequence[Passage], passage_words: LexicalIndex, sentence_words: LexicalIndex
    ) -> None:
        self._passage_words = passage_words
        self._sentence_words = sentence_words
        self._first = first_sentences(passages)

    def search(self, question: str, k: int, among: Sequence[int] | None = None) -> list[Candidate]:
        """See ``CandidateSource.search``; scores are BM25, and no passage without a shared word."""
        scores = self._passage_words.scores(question)
        if among is not None:
            others = np.ones(len(scores), dtype=bool)
            others[list(among)] = False
            scores = np.where(others, 0, scores)
        sentences = self._sentence_words.scores(question)
        best = np.argsort(-scores, kind="stable")[: max(k, 0)]
        return [
            Candidate(
                int(number),
                float(scores[number]),
                tuple(map(float, sentences[self._first[number] : self._first[number + 1]])),
            )
            for number in best
            if scores[number] > 0
        ]


def first_sentences(passages: Sequence[Passage]) -> list[int]:
    """The row of each passage's first sentence, and one past the last row at the end."""
    return [0, *accumulate(len(passage.sentences) for passage in passages)]
