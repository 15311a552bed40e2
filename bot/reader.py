"""Whether a passage answers a question, and with which sentences.

``Reader`` is the seam; ``RetrievalReader`` answers it with what retrieval already knows.
"""

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
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
    holds one score a sentence: higher answers better, comparable within the passage.
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


FEATURES = ("sentence_cosine", "passage_cosine", "lead", "title_alone")


def features(
    question: str, passages: Sequence[Retrieved], snapshot: Snapshot
) -> list[tuple[float, ...]]:
    """The values of ``FEATURES`` for each passage.

    The cosine of the best sentence and of the passage; the lead over the best other passage in
    mixed score; and how far only the title and heading speak for the passage: the share of the
    question's words, weighted by rarity, that the passage in context covers, less the same share
    of those words that the title leaves open. A near-miss is on the subject and not to the point.
    """
    asked = {word: snapshot.passage_words.rarity(word) for word in words(question)}

    def coverage(wanted: set[str], text: str) -> float:
        total = sum(asked[word] for word in wanted)
        return sum(asked[word] for word in wanted & set(words(text))) / total if total else 1.0

    values: list[tuple[float, ...]] = []
    for number, retrieved in enumerate(passages):
        passage = snapshot.passages[retrieved.passage]
        document = snapshot.documents[passage.document]
        front = context(document, passage)
        body = document.text[passage.start : passage.end]
        others = [other.score for i, other in enumerate(passages) if i != number]
        values.append(
            (
                max(retrieved.sentence_cosines),
                retrieved.cosine,
                retrieved.score - max(others, default=retrieved.score),
                coverage(set(asked), f"{front} {body}")
                - coverage(asked.keys() - words(front), body),
            )
        )
    return values


class RetrievalReader:
    """Reads with retrieval's own scores: good at telling subjects apart, weak on near-misses.

    How good and how weak is measured: the figures stand beside the coefficients.
    """

    _FILE = Path(__file__).with_name("reader.json")

    calibration = Calibration.model_validate_json(_FILE.read_bytes())
    threshold = calibration.threshold
    fingerprint = f"retrieval:{hashlib.sha256(_FILE.read_bytes()).hexdigest()[:16]}"

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def read(self, question: str, passages: Sequence[Retrieved]) -> list[Reading]:
        """See ``Reader.read``."""
        return [
            Reading(self.calibration.probability(values), retrieved.sentence_scores)
            for retrieved, values in zip(
                passages, features(question, passages, self._snapshot), strict=True
            )
        ]
