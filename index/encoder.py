"""Texts to vectors: what an encoder is. ``index/onnx_encoder.py`` is the one that serves."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.memory import Memory
from index.tokens import Tokens

Vectors = npt.NDArray[np.float32]
Progress = Callable[[], None]  # told that one more text is done

PACKAGED_MODEL = "all-MiniLM-L6-v2"
# Which layers' token states are kept side by side, counted from the embeddings: an early one still
# holds the words, the last one what they mean here.
TOKEN_LAYERS = (3, 6)
MAX_TOKENS = 320  # the passage with its title; all-MiniLM-L6-v2 knows 512 positions


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """All that an encoder makes of one text: its unit vector, shape ``(d,)``, and its tokens.

    Each is equal to itself alone, so that what was made of it can be remembered by it.
    """

    vector: Vectors
    tokens: Tokens


class Encoder(Protocol):
    """Whatever turns texts into unit vectors, so that an inner product is a cosine similarity.

    A text's vector is the same, bit for bit, whichever texts are encoded beside it.
    """

    @property
    def fingerprint(self) -> str:
        """Changes whenever the vectors would: an index and its questions must share it."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    @property
    def token_width(self) -> int:
        """The length of a token's states."""

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Unit vectors, shape ``(len(texts), dimension)``; ``progress`` hears of each text."""

    def encode_with_tokens(
        self, texts: Iterable[str], progress: Progress | None = None
    ) -> Iterator[Encoded]:
        """What is made of each text, in order and as it comes: a corpus need not fit into memory.

        A text too long for the encoder is cut.
        """

    @property
    def remembered(self) -> Memory[str, Encoded]:
        """The latest questions."""

    def question(self, text: str) -> Encoded:
        """What is made of a question, whose case and spacing mean nothing.

        The same object again while it is remembered.
        """


def normalised(question: str) -> str:
    """A question as it is encoded and remembered: lower case, single spaces."""
    return " ".join(question.lower().split())
