"""Token states of passages, kept with the index so that reading need not encode a passage again.

A passage and a question are encoded apart, and only a small network sees both (PreTTR: MacAvaney
et al., SIGIR 2020). What is kept is what the encoder made of each passage in context.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.sentences import Span


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the encoder made of one text.

    ``states`` has shape ``(tokens, width)``, halves. ``spans`` has shape ``(tokens, 2)``: where
    each token stands in the text; an empty span for the encoder's own marks.
    """

    states: npt.NDArray[np.float16]
    spans: npt.NDArray[np.int32]


class TokenIndex:
    """The tokens of all passages, one after the other; states on disk are mapped, not read."""

    def __init__(
        self,
        states: npt.NDArray[np.float16],
        spans: npt.NDArray[np.int32],
        starts: npt.NDArray[np.int64],
    ) -> None:
        self._states = states
        self._spans = spans
        self._starts = starts

    @classmethod
    def build(cls, texts: Sequence[Tokens], width: int) -> "TokenIndex":
        """An index of these texts, in order."""
        return cls(
            np.concatenate([np.empty((0, width), np.float16), *(t.states for t in texts)]),
            np.concatenate([np.empty((0, 2), np.int32), *(t.spans for t in texts)]),
            np.array([0, *accumulate(len(t.spans) for t in texts)], dtype=np.int64),
        )

    @classmethod
    def open(cls, folder: Path) -> "TokenIndex":
        """Read what ``save`` wrote."""
        return cls(
            np.load(folder / "token_states.npy", mmap_mode="r", allow_pickle=False),
            np.load(folder / "token_spans.npy", allow_pickle=False),
            np.load(folder / "token_starts.npy", allow_pickle=False),
        )

    def save(self, folder: Path) -> None:
        """Write three files."""
        np.save(folder / "token_states.npy", self._states)
        np.save(folder / "token_spans.npy", self._spans)
        np.save(folder / "token_starts.npy", self._starts)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> Tokens:
        begin, end = int(self._starts[number]), int(self._starts[number + 1])
        return Tokens(self._states[begin:end], self._spans[begin:end])


def sentence_rows(tokens: Tokens, sentences: Sequence[Span]) -> npt.NDArray[np.int16]:
    """For each token the row of the sentence it is part of; -1 for titles and what lies between."""
    starts, ends = tokens.spans[:, 0], tokens.spans[:, 1]
    rows = np.full(len(tokens.spans), -1, dtype=np.int16)
    for row, sentence in enumerate(sentences):
        rows[(starts < sentence.end) & (ends > sentence.start) & (ends > starts)] = row
    return rows
