"""The network that reads. How it is made and what goes in: ``training/reader/network.py``."""

import hashlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.errors import ReaderUnavailable
from index.cores import CORES
from index.onnx import OnnxNetwork
from index.tokens import Tokens

# Both are made by training/reader/export.py.
PREPARING = Path(__file__).with_name("prepare.onnx")
READING = Path(__file__).with_name("reader.onnx")
PREPARING_SHA256 = "ffc8f98558adfd14030cade1fb5e573cf9f0185794d3833430cc1caf5c47e156"
READING_SHA256 = "c0afffe231dd7d5d2922f8991628cbcbc1ac3b0e82f2bcfa5748c84afe3df55e"

# What is kept of each token of a passage, side by side: itself in the network's width, its meaning,
# and how the learned similarities view it.
KEPT = {"tokens": slice(0, 256), "meaning": slice(256, 640), "views": slice(640, 896)}


@dataclass(frozen=True, slots=True)
class Seen:
    """One passage as the network sees it.

    ``rows`` says which sentence each token is part of, -1 for none; the cosines are those of the
    question with the passage and with each of its sentences.
    """

    tokens: Tokens
    rows: npt.NDArray[np.int16]
    cosine: float
    cosines: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Logits:
    """That the passage answers, and that each of its sentences does."""

    passage: float
    sentences: tuple[float, ...]


def inputs(
    question: Tokens, seen: Seen, columns: Mapping[str, slice] = KEPT
) -> dict[str, npt.NDArray[Any]]:
    """What goes into the network, of one passage.

    ``columns`` names the inputs that its tokens' states are, and where they stand side by side.
    """
    length, sentences = len(seen.rows), len(seen.cosines)
    return {
        "question": question.states,
        **{name: seen.tokens.states[None, :, place] for name, place in columns.items()},
        "passage_mask": np.ones((1, length), dtype=bool),
        "rows": seen.rows[None].astype(np.int64),
        "sentence_mask": np.ones((1, sentences), dtype=bool),
        "cosine": np.array([seen.cosine], dtype=np.float32),
        "sentence_cosines": np.array([seen.cosines], dtype=np.float32),
    }


class Network:
    """The shipped weights, opened once and shared by threads. Raises ``ReaderUnavailable``."""

    def __init__(self, path: Path = READING, sha256: str = READING_SHA256) -> None:
        self._network = _opened(path, sha256)
        self._cores = ThreadPoolExecutor(CORES, thread_name_prefix="reading")

    def read(self, question: Tokens, passages: Sequence[Seen]) -> list[Logits]:
        """One result for each passage, in order. Their tokens are those that ``Preparer`` kept.

        Each passage is read by itself, on one core: passages of one question, or of several, side
        by side on all of them. So a reading depends on nothing else that is being read.
        """
        return list(self._cores.map(lambda seen: self._one(question, seen), passages))

    def _one(self, question: Tokens, seen: Seen) -> Logits:
        sentences, passage = self._network.run(inputs(question, seen))
        return Logits(float(passage[0]), tuple(sentences[0].tolist()))


class Preparer:
    """What the index keeps of a passage's tokens: all that reading it needs, whatever is asked."""

    fingerprint = PREPARING_SHA256[:16]
    width = 896  # KEPT, all of it

    def __init__(self, path: Path = PREPARING, sha256: str = PREPARING_SHA256) -> None:
        self._network = _opened(path, sha256)

    def __call__(self, tokens: Tokens) -> Tokens:
        """The same tokens with other states, shape ``(tokens, width)``."""
        (states,) = self._network.run({"passage": tokens.states[None].astype(np.float32)})
        return Tokens(states[0], tokens.spans)


def _opened(path: Path, sha256: str) -> OnnxNetwork:
    try:
        weights = path.read_bytes()
    except OSError as error:
        raise ReaderUnavailable(f"{path} cannot be read. Reinstall clinic-faq.") from error
    if hashlib.sha256(weights).hexdigest() != sha256:
        raise ReaderUnavailable(f"{path} is not what was shipped. Reinstall clinic-faq.")
    return OnnxNetwork(path)
