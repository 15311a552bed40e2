"""Does this passage answer this question, and with which sentences?

``Reader`` is the seam; ``RetrievalReader`` answers it with what retrieval already knows.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from bot.retrieval import Retrieved
from index.context import context
from index.lexical import words
from index.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading one passage found.

    ``probability`` is the calibrated chance that the passage answers the question. ``sentences``
    holds one score a sentence: how well it answers, higher is better, comparable within the passage.
    """

    probability: float
    sentences: tuple[float, ...]


class Reader(Protocol):
    """Whatever can tell an answer from a passage that is merely on the subject."""

    @property
    def threshold(self) -> float:
        """Passages whose probability reaches this are answers."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever a reading could."""

    def read(self, question: str, passages: Sequence[Retrieved]) -> list[Reading]:
        """One reading for each passage, in order. ``passages`` are best first."""


class Calibration(BaseModel):
    """A logistic regression over ``FEATURES``; fitted by ``training/retrieval_reader.py``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    features: tuple[str, ...]
    coefficients: tuple[float, ...]
    intercept: float
    threshold: float
    fitted_on: str
    measured: dict[str, float]

    def probability(self, values: Sequence[float]) -> float:
        """The chance that a passage with these feature values answers."""
        terms = zip(self.coefficients, values, strict=True)
        logit = self.intercept + sum(weight * value for weight, value in terms)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


FEATURES = ("sentence_cosine", "passage_cosine", "lead", "coverage", "sentence_coverage")


def features(
    question: str, passages: Sequence[Retrieved], snapshot: Snapshot
) -> list[tuple[float, ...]]:
    """The values of ``FEATURES`` for each passage.

    The cosine of the best sentence and of the passage; the lead over the best other passage in
    mixed score; and the share of the question's words, weighted by rarity, that stand in the
    passage, and in its best sentence, with title and heading.
    """
    asked = {word: snapshot.passage_words.rarity(word) for word in words(question)}
    total = sum(asked.values())

    def coverage(text: str) -> float:
        found = set(words(text))
        return sum(asked[word] for word in asked if word in found) / total if total else 0.0

    values = []
    for number, retrieved in enumerate(passages):
        passage = snapshot.passages[retrieved.passage]
        document = snapshot.documents[passage.document]
        front = context(document, passage)
        best = max(range(len(passage.sentences)), key=retrieved.sentence_cosines.__getitem__)
        span = passage.sentences[best]
        others = [other.score for i, other in enumerate(passages) if i != number]
        values.append(
            (
                retrieved.sentence_cosines[best],
                retrieved.cosine,
                retrieved.score - max(others, default=retrieved.score),
                coverage(f"{front} {document.text[passage.start : passage.end]}"),
                coverage(f"{front} {document.text[span.start : span.end]}"),
            )
        )
    return values
