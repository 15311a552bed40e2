"""The second layer: what no phrase foresaw, recognised by its likeness to examples.

A support vector machine over two views of a message: the encoder's vector, which retrieval uses
as well, and its character n-grams, which keep what a sentence vector blurs (who, when, not) and
survive typing mistakes. Both are compared by cosine, under one Gaussian kernel.
``training/safety`` fits it; ``docs/safety.md`` says how good it is.
"""

import zlib
from collections import Counter
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any
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

    Of the examples' features, ``vectors`` has shape ``(examples, d)``, ``grams`` lists who has
    which n-grams, and ``squares`` are their squared lengths. ``kinds`` are the examples' labels as
    numbers. From ``threshold`` on a score is certain, below ``clearing`` it is ordinary.
    ``encoder`` is the fingerprint of the encoder whose vectors it knows.
    """

    labels: tuple[str, ...]
    vectors: Floats
    grams: "Grams"
    squares: Floats
    weights: Floats
    kinds: npt.NDArray[np.int64]
    intercept: float
    threshold: float
    clearing: float
    encoder: str

    def judge(self, seen: "Seen") -> Judgement:
        """Judge one message."""
        alike = self.vectors @ seen.vector + self.grams.alike(seen, len(self.vectors))
        square = float(seen.vector @ seen.vector + seen.grams @ seen.grams)
        distances = self.squares + square - 2 * alike
        score = float(self.weights @ np.exp(-GAMMA * distances)) + self.intercept
        near = np.bincount(self.kinds, np.exp(-NARROW * distances), minlength=len(self.labels))
        among = np.bincount(self.kinds, minlength=len(self.labels))
        label = self.labels[1 + int(np.argmax(near[1:] / np.sqrt(among[1:])))]
        return Judgement(label, score, score >= self.threshold, score < self.clearing)


@dataclass(frozen=True, slots=True)
class Grams:
    """The examples' n-grams by bucket: those of bucket b stand from ``starts[b]`` to the next.

    A message touches few of the buckets, and few examples have any one of them.
    """

    starts: npt.NDArray[np.int64]  # (BUCKETS + 1,)
    examples: npt.NDArray[np.int32]
    values: Floats

    @classmethod
    def of(cls, dense: npt.NDArray[np.float16]) -> "Grams":
        """From shape ``(examples, BUCKETS)``."""
        buckets, examples = np.nonzero(dense.T)
        starts = np.searchsorted(buckets, np.arange(BUCKETS + 1))
        values = dense[examples, buckets].astype(np.float32)
        return cls(starts, examples.astype(np.int32), values)

    def alike(self, seen: "Seen", examples: int) -> npt.NDArray[np.float64]:
        """The inner product of the message's n-grams with each example's, shape ``(examples,)``."""
        begins = self.starts[seen.buckets]
        counts = self.starts[seen.buckets + 1] - begins
        shifts = np.repeat(begins - np.cumsum(counts) + counts, counts)
        places = shifts + np.arange(len(shifts))
        products = np.repeat(seen.grams, counts) * self.values[places]
        return np.bincount(self.examples[places], products, examples).astype(np.float64)


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


def halves(features: Floats) -> dict[str, Any]:
    """What a model keeps of its examples' features, shape ``(examples, features)``.

    Rounded to halves, which is what their squared lengths are of.
    """
    rounded = features.astype(np.float16)
    blocks = (rounded[at : at + 256].astype(np.float32) for at in range(0, len(rounded), 256))
    return {
        "vectors": rounded[:, :-BUCKETS].astype(np.float32),
        "grams": Grams.of(rounded[:, -BUCKETS:]),
        "squares": np.concatenate([(block**2).sum(axis=1) for block in blocks]),
    }


def save_model(model: SemanticModel, path: Path) -> None:
    """Write a model to one file."""
    np.savez_compressed(
        path,
        labels=np.array(model.labels),
        vectors=model.vectors.astype(np.float16),
        **{f"grams_{part.name}": getattr(model.grams, part.name) for part in fields(Grams)},
        squares=model.squares,
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
                vectors=stored["vectors"].astype(np.float32),
                grams=Grams(*(stored[f"grams_{part.name}"] for part in fields(Grams))),
                squares=stored["squares"].astype(np.float32),
                weights=stored["weights"].astype(np.float32),
                kinds=stored["kinds"].astype(np.int64),
                intercept=float(stored["intercept"]),
                threshold=float(stored["threshold"]),
                clearing=float(stored["clearing"]),
                encoder=str(stored["encoder"]),
            )
    except (OSError, EOFError, KeyError, ValueError, BadZipFile) as error:
        raise InvalidRules(f"{path} cannot be read ({error}). Reinstall clinic-faq.") from error
