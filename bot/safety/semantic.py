"""The second layer: what no phrase foresaw, recognised by its likeness to examples.

A support vector machine over two views of a message: the encoder's vector, which retrieval uses
as well, and its character n-grams, which keep what a sentence vector blurs (who, when, not) and
survive typing mistakes. Both are compared by cosine, under one Gaussian kernel.
``training/safety`` fits it; ``docs/safety.md`` says how good it is.
"""

import zlib
from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from bot.safety.errors import InvalidRules
from bot.safety.phrases import words
from index.encoder import Vectors

Floats = npt.NDArray[np.float32]

BUCKETS = 4096  # of hashed n-grams (Weinberger et al., ICML 2009)
SHORTEST, LONGEST = 2, 5  # characters in an n-gram, the spaces around a word included
NGRAM_SHARE = 1.2  # how far n-grams count beside the vector
GAMMA = 0.5  # the kernel is exp(-GAMMA * squared distance)
NARROW = 6.0  # the same for the label, which the nearest examples decide

RED_FLAGS = Path(__file__).with_name("red_flags.npz")
ADVICE = Path(__file__).with_name("advice.npz")


@dataclass(frozen=True)
class Judgement:
    """A score (0 is the middle) and the likeliest label of those that are not ordinary.

    ``certain``: it is like the examples of that label; ``ordinary``: it is clearly unlike them.
    """

    label: str
    score: float
    certain: bool
    ordinary: bool


@dataclass(frozen=True)
class SemanticModel:
    """Examples and their weights; the first label is the ordinary one.

    ``support`` has shape ``(examples, features)``; ``kinds`` are the examples' labels as numbers.
    From ``threshold`` on a score is certain, below ``clearing`` it is ordinary.
    ``encoder`` is the fingerprint of the encoder whose vectors it knows.
    """

    labels: tuple[str, ...]
    support: Floats
    weights: Floats
    kinds: npt.NDArray[np.int64]
    intercept: float
    threshold: float
    clearing: float
    encoder: str

    @cached_property
    def _vectors(self) -> Floats:
        return np.ascontiguousarray(self.support[:, :-BUCKETS])

    @cached_property
    def _grams(self) -> Floats:
        """A row a bucket: a message touches few of them."""
        return np.ascontiguousarray(self.support[:, -BUCKETS:].T)

    @cached_property
    def _squares(self) -> Floats:
        squares: Floats = (self.support**2).sum(axis=1)
        return squares

    def judge(self, seen: "Seen") -> Judgement:
        """Judge one message."""
        alike = self._vectors @ seen.vector + seen.grams @ self._grams[seen.buckets]
        square = float(seen.vector @ seen.vector + seen.grams @ seen.grams)
        distances = self._squares + square - 2 * alike
        score = float(self.weights @ np.exp(-GAMMA * distances)) + self.intercept
        near = np.bincount(self.kinds, np.exp(-NARROW * distances), minlength=len(self.labels))
        among = np.bincount(self.kinds, minlength=len(self.labels))
        label = self.labels[1 + int(np.argmax(near[1:] / np.sqrt(among[1:])))]
        return Judgement(label, score, score >= self.threshold, score < self.clearing)


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as the models see it: its vector, shape ``(d,)``, and its n-grams by bucket."""

    vector: Vectors
    buckets: npt.NDArray[np.int64]
    grams: Floats

    @classmethod
    def of(cls, message: str, vector: Vectors) -> "Seen":
        """Both views of one message."""
        counts = Counter(
            zlib.crc32(padded[start : start + size].encode()) % BUCKETS
            for padded in (f" {word} " for word in words(message))
            for size in range(SHORTEST, LONGEST + 1)
            for start in range(len(padded) - size + 1)
        )
        grams: Floats = 1 + np.log(np.array(list(counts.values()), dtype=np.float32))
        length = float(np.linalg.norm(grams)) or 1.0
        return cls(
            vector, np.array(list(counts), np.int64), grams * np.float32(NGRAM_SHARE / length)
        )

    @property
    def features(self) -> Floats:
        """Everything in a row, shape ``(d + BUCKETS,)``."""
        dense = np.zeros(BUCKETS, dtype=np.float32)
        dense[self.buckets] = self.grams
        return np.concatenate([self.vector, dense])


def save_model(model: SemanticModel, path: Path) -> None:
    """Write a model to one file."""
    np.savez_compressed(
        path,
        labels=np.array(model.labels),
        support=model.support.astype(np.float16),
        weights=model.weights,
        kinds=model.kinds,
        intercept=np.float64(model.intercept),
        threshold=np.float64(model.threshold),
        clearing=np.float64(model.clearing),
        encoder=np.array(model.encoder),
    )


@cache
def load_model(path: Path) -> SemanticModel:
    """Read what ``save_model`` wrote. Raises ``InvalidRules``."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            return SemanticModel(
                labels=tuple(map(str, stored["labels"])),
                support=stored["support"].astype(np.float32),
                weights=stored["weights"].astype(np.float32),
                kinds=stored["kinds"].astype(np.int64),
                intercept=float(stored["intercept"]),
                threshold=float(stored["threshold"]),
                clearing=float(stored["clearing"]),
                encoder=str(stored["encoder"]),
            )
    except (OSError, EOFError, KeyError, ValueError, BadZipFile) as error:
        raise InvalidRules(f"{path} cannot be read ({error}). Reinstall clinic-faq.") from error
