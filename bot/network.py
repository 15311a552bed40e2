"""The network that reads, and the only import of onnxruntime.

How it is made and what goes in: ``training/reader/network.py``.
"""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from bot.errors import ReaderUnavailable
from index.tokens import Tokens

WEIGHTS = Path(__file__).with_name("reader.onnx")
WEIGHTS_SHA256 = "afae7fd3dfeeef5f5486b28091126f001c1404deee888c9fc3101a22601fd509"

Floats = npt.NDArray[np.float32]


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


class Network:
    """The shipped weights, opened once and shared. Raises ``ReaderUnavailable``."""

    def __init__(self, path: Path = WEIGHTS, sha256: str = WEIGHTS_SHA256) -> None:
        try:
            weights = path.read_bytes()
        except OSError as error:
            raise ReaderUnavailable(f"{path} cannot be read. Reinstall clinic-faq.") from error
        if hashlib.sha256(weights).hexdigest() != sha256:
            raise ReaderUnavailable(f"{path} is not what was shipped. Reinstall clinic-faq.")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = min(4, os.cpu_count() or 1)
        # Threads that spin while they wait would take the cores from the encoder's.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(weights, options, ["CPUExecutionProvider"])

    def read(self, question: Tokens, passages: Sequence[Seen]) -> list[Logits]:
        """One result for each passage; all of them are read in one go."""
        if not passages:
            return []
        count = len(passages)
        longest = max(len(seen.rows) for seen in passages)
        most = max(len(seen.cosines) for seen in passages)
        width = question.states.shape[1]
        states = np.zeros((count, longest, width), dtype=np.float32)
        rows = np.full((count, longest), -1, dtype=np.int64)
        present = np.zeros((count, longest), dtype=bool)
        cosines = np.zeros((count, most), dtype=np.float32)
        sentences = np.zeros((count, most), dtype=bool)
        for i, seen in enumerate(passages):
            length = len(seen.rows)
            states[i, :length] = seen.tokens.states
            rows[i, :length] = seen.rows
            present[i, :length] = True
            cosines[i, : len(seen.cosines)] = seen.cosines
            sentences[i, : len(seen.cosines)] = True
        asked = question.states.astype(np.float32)
        by_sentence, by_passage = self._session.run(
            None,
            {
                "question": np.broadcast_to(asked, (count, *asked.shape)).copy(),
                "question_mask": np.ones((count, len(asked)), dtype=bool),
                "passage": states,
                "passage_mask": present,
                "rows": rows,
                "sentence_mask": sentences,
                "cosine": np.array([seen.cosine for seen in passages], dtype=np.float32),
                "sentence_cosines": cosines,
            },
        )
        return [
            Logits(float(logit), tuple(scores[: len(seen.cosines)].tolist()))
            for logit, scores, seen in zip(by_passage, by_sentence, passages, strict=True)
        ]
