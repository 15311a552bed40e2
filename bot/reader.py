"""Whether a passage answers a question, and with which sentences.

``Reader`` is the seam. ``JointReader`` looks at question and passage together; how well it does is
measured, and the figures stand beside its threshold in ``reader.json``.
"""

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from bot.errors import IndexIncompatible, ReaderUnavailable
from bot.network import READING_SHA256, Logits, Network, Preparer, Seen
from bot.retrieval import Retrieved
from index.context import sentence_spans
from index.encoder import PACKAGED_MODEL, Encoded
from index.manifest import REBUILD, Decided
from index.memory import Memory
from index.snapshot import Snapshot
from index.tokens import sentence_rows

Asked = tuple[Encoded, tuple[Retrieved, ...]]  # a question beside the passages found for it
READINGS_REMEMBERED = 512  # each keeps its question


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading one passage found.

    ``probability`` is the calibrated chance that the passage answers the question; ``sentences``
    holds one for each sentence: the chance that it is the answer, if the passage is.
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

    @property
    def remembered(self) -> "Memory[Asked, tuple[Reading, ...]]":
        """The latest readings."""

    def read(self, question: Encoded, passages: Sequence[Retrieved]) -> list[Reading]:
        """One reading for each passage, in order. ``passages`` are best first."""

    def logits(self, question: Encoded, passages: Sequence[Retrieved]) -> list[Logits]:
        """What the network says of each passage, before calibration."""


class Calibration(BaseModel):
    """A logistic regression over ``FEATURES``, and another over ``SENTENCE_FEATURES``.

    Fitted by ``training/reader/calibrate.py`` on questions that the network was not trained on.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    passage: dict[str, float]
    passage_intercept: float
    sentence: dict[str, float]
    sentence_intercept: float
    decided: Decided

    def passage_probability(self, values: Sequence[float]) -> float:
        """The chance that a passage with these ``FEATURES`` answers."""
        return _logistic(self.passage.values(), values, self.passage_intercept)

    def sentence_probability(self, values: Sequence[float]) -> float:
        """The chance that a sentence with these ``SENTENCE_FEATURES`` answers."""
        return _logistic(self.sentence.values(), values, self.sentence_intercept)


FEATURES = ("passage_logit", "best_sentence_logit", "sentence_cosine", "passage_cosine")
SENTENCE_FEATURES = ("logit", "retrieval")


def passage_features(found: Retrieved, logits: Logits) -> tuple[float, ...]:
    """The values of ``FEATURES``."""
    return logits.passage, max(logits.sentences), max(found.sentence_cosines), found.cosine


def sentence_features(found: Retrieved, logits: Logits) -> list[tuple[float, ...]]:
    """The values of ``SENTENCE_FEATURES`` for each sentence: what network and retrieval say."""
    return list(zip(logits.sentences, found.sentence_scores, strict=True))


class JointReader:
    """Reads with the shipped network what the index keeps of each passage."""

    _FILE = Path(__file__).with_name("reader.json")

    calibration = Calibration.model_validate_json(_FILE.read_bytes())
    threshold = calibration.decided.threshold
    fingerprint = (
        f"joint:{READING_SHA256[:16]}:{hashlib.sha256(_FILE.read_bytes()).hexdigest()[:16]}"
    )

    def __init__(self, snapshot: Snapshot, network: Network | None = None) -> None:
        if snapshot.manifest.prepared != Preparer.fingerprint:
            raise IndexIncompatible(
                f"The index {snapshot.version} was not made for this reader. {REBUILD}"
            )
        if not snapshot.encoder.fingerprint.startswith(f"{PACKAGED_MODEL}:"):
            raise ReaderUnavailable(
                f"The network that reads was trained for {PACKAGED_MODEL}. Set encoder to it, or "
                "train the reader for yours (training/reader)."
            )
        self._snapshot = snapshot
        self._network = network or Network()
        self.remembered = Memory(self._read, READINGS_REMEMBERED)

    def read(self, question: Encoded, passages: Sequence[Retrieved]) -> list[Reading]:
        """See ``Reader.read``."""
        return list(self.remembered((question, tuple(passages))))

    def _read(self, asked: Asked) -> tuple[Reading, ...]:
        question, passages = asked
        return tuple(
            Reading(
                self.calibration.passage_probability(passage_features(found, logits)),
                tuple(map(self.calibration.sentence_probability, sentence_features(found, logits))),
            )
            for found, logits in zip(passages, self.logits(question, passages), strict=True)
        )

    def logits(self, question: Encoded, passages: Sequence[Retrieved]) -> list[Logits]:
        """See ``Reader.logits``."""
        return self._network.read(question.tokens, [self._seen(found) for found in passages])

    def _seen(self, found: Retrieved) -> Seen:
        passage = self._snapshot.passages[found.passage]
        document = self._snapshot.documents[passage.document]
        tokens = self._snapshot.tokens[found.passage]
        rows = sentence_rows(tokens, sentence_spans(document, passage))
        return Seen(tokens, rows, found.cosine, found.sentence_cosines)


def _logistic(weights: Iterable[float], values: Sequence[float], intercept: float) -> float:
    terms = zip(weights, values, strict=True)
    logit = intercept + sum(weight * value for weight, value in terms)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))
