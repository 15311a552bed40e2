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
# Passages read in one go. Where the parts of a question are cut never depends on what else is
# being asked, so neither does what is read.
TOGETHER = 3


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
    question: Tokens, passages: Sequence[Seen], columns: Mapping[str, slice] = KEPT
) -> dict[str, npt.NDArray[Any]]:
    """What goes into the network, padded to the longest of at least one passage.

    ``columns`` names the inputs that passages' states are, and where they stand side by side.
    """
    count = len(passages)
    longest = max(len(seen.rows) for seen in passages)
    most = max(len(seen.cosines) for seen in passages)
    kept = {
        name: np.zeros((count, longest, place.stop - place.start), dtype=np.float16)
        for name, place in columns.items()
    }
    rows = np.full((count, longest), -1, dtype=np.int64)
    present = np.zeros((count, longest), dtype=bool)
    cosines = np.zeros((count, most), dtype=np.float32)
    sentences = np.zeros((count, most), dtype=bool)
    for i, seen in enumerate(passages):
        length = len(seen.rows)
        for name, place in columns.items():
            kept[name][i, :length] = seen.tokens.states[:, place]
        rows[i, :length] = seen.rows
        present[i, :length] = True
        cosines[i, : len(seen.cosines)] = seen.cosines
        sentences[i, : len(seen.cosines)] = True
    return {
        "question": question.states,
        **kept,
        "passage_mask": present,
        "rows": rows,
        "sentence_mask": sentences,
        "cosine": np.array([seen.cosine for seen in passages], dtype=np.float32),
        "sentence_cosines": cosines,
    }


class Network:
    """The shipped weights, opened once and shared by threads. Raises ``ReaderUnavailable``."""

    def __init__(self, path: Path = READING, sha256: str = READING_SHA256) -> None:
        self._network = _opened(path, sha256)
        # Parts of one question, or of several, are read side by side on all cores: better than
        # all cores on one part, which have to wait for each other at every layer.
        self._cores = ThreadPoolExecutor(CORES, thread_name_prefix="reading")

    def read(self, question: Tokens, passages: Sequence[Seen]) -> list[Logits]:
        """One result for each passage, in order. Their tokens are those that ``Preparer`` kept."""
        # Passages of like length are read together: less padding is computed.
        by_length = sorted(range(len(passages)), key=lambda i: len(passages[i].rows), reverse=True)
        parts = [by_length[at : at + TOGETHER] for at in range(0, len(passages), TOGETHER)]
        read = self._cores.map(
            lambda part: self._part(question, [passages[i] for i in part]), parts
        )
        found = dict(zip(by_length, (logits for part in read for logits in part), strict=True))
        return [found[i] for i in range(len(passages))]

    def _part(self, question: Tokens, passages: Sequence[Seen]) -> list[Logits]:
        by_sentence, by_passage = self._network.run(inputs(question, passages))
        return [
            Logits(float(logit), tuple(scores[: len(seen.cosines)].tolist()))
            for logit, scores, seen in zip(by_passage, by_sentence, passages, strict=True)
        ]


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
