"""Token states of passages, kept with the index so that reading need not encode a passage again.

A passage and a question are encoded apart, and only a small network sees both (PreTTR: MacAvaney
et al., SIGIR 2020). What is kept is what the encoder made of each passage in context.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.mapped import mapped_rows
from index.sentences import Span

States = npt.NDArray[np.float16]
Spans = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the encoder made of one text.

    ``states`` has shape ``(tokens, width)``, halves. ``spans`` has shape ``(tokens, 2)``: where
    each token stands in the text; an empty span for the encoder's own marks.
    """

    states: States
    spans: Spans


class Preparer(Protocol):
    """What is kept of a passage's tokens: as much as can be computed before a question is asked."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever something else would be kept."""

    @property
    def width(self) -> int:
        """The length of a token's states as they are kept."""

    def __call__(self, tokens: Tokens) -> Tokens:
        """The same tokens with the states to keep."""


class TokenIndex:
    """The tokens of all passages, one after the other, mapped from disk and not read.

    ``starts`` has shape ``(texts + 1,)``: each text's first row, and one past the last.
    """

    def __init__(self, states: States, spans: Spans, starts: npt.NDArray[np.int64]) -> None:
        self._states = states
        self._spans = spans
        self._starts = starts

    @classmethod
    def open(cls, folder: Path, width: int) -> "TokenIndex":
        """Map what ``write`` wrote."""
        starts = np.load(folder / "token_starts.npy", allow_pickle=False)
        return cls(
            mapped_rows(folder / "token_states.f16", np.float16, width),
            mapped_rows(folder / "token_spans.i32", np.int32, 2),
            starts,
        )

    @staticmethod
    def write(folder: Path, texts: Iterable[Tokens]) -> None:
        """Write three files, a text at a time."""
        starts = [0]
        with (
            (folder / "token_states.f16").open("wb") as states,
            (folder / "token_spans.i32").open("wb") as spans,
        ):
            for tokens in texts:
                states.write(tokens.states.tobytes())
                spans.write(tokens.spans.tobytes())
                starts.append(starts[-1] + len(tokens.spans))
        np.save(folder / "token_starts.npy", np.array(starts, dtype=np.int64))

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
