"""Write the packaged encoder for onnxruntime as ``index/encoder.onnx``, most weights in eight bits.

    python -m training.encoder

The words' embeddings, half of all weights, are no part of it: they are looked up where they are
published, in the package's safetensors file. ``tests/index/test_onnx_encoder.py`` checks what eight
bits cost in accuracy.
"""

import hashlib
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
from rich.console import Console
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.export import Dim
from transformers import AutoModel

from bot.settings import SAMPLE_DOCUMENTS
from corpus.loader import load
from index import onnx_encoder
from index.context import passage_texts, sentence_texts
from index.encoder import MAX_TOKENS, TOKEN_LAYERS
from index.onnx_encoder import GRAPH, WORDS
from index.passages import split_passages
from index.weights import mapped_weights, packaged_model
from training.quantize import Array, folded, largest, products, quantize, smooth, spare

MODULE = Path(onnx_encoder.__file__)


class Encoding(nn.Module):
    """Words in; out come tokens' last states, and the kept layers' side by side, as halves."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def forward(self, words: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
        """Shapes ``(b, t, d)`` and ``(b, t)`` in, ``(b, t, d)`` and ``(b, t, width)`` out."""
        found = self.model(inputs_embeds=words, attention_mask=present, output_hidden_states=True)
        states = torch.cat([found.hidden_states[layer] for layer in TOKEN_LAYERS], dim=-1)
        return found.last_hidden_state, states.half()


def main() -> None:
    model = AutoModel.from_pretrained(
        packaged_model(),
        local_files_only=True,
        attn_implementation="eager",
        add_pooling_layer=False,
    )
    graph = exported(Encoding(model.eval()))
    texts = sample_texts()
    sizes = largest(graph, texts)
    every = {node.name: weight for node in products(graph) for weight in [node.input[1]]}
    shapes = {tensor.name: tuple(tensor.dims) for tensor in graph.graph.initializer}
    # What goes into the narrowing layers has a few channels that dwarf the others.
    narrowing = [name for name, weight in every.items() if shapes[weight][0] > shapes[weight][1]]
    spare(graph, sizes, narrowing)
    smooth(graph, sizes, [name for name in every if name not in narrowing])
    quantize(graph, GRAPH, list(every))
    digest = hashlib.sha256(GRAPH.read_bytes()).hexdigest()
    source = MODULE.read_text(encoding="utf-8")
    source = re.sub(r'(GRAPH_SHA256 = )"\w*"', rf'\1"{digest}"', source)
    MODULE.write_text(source, encoding="utf-8")
    Console().print(f"{GRAPH} is written: {GRAPH.stat().st_size / 2**20:.1f} MiB.")


def exported(encoding: nn.Module) -> Any:
    """The graph, weights and all, in 32 bits."""
    sample = torch.randn(2, 9, 384), torch.ones(2, 9, dtype=torch.int64)
    b, t = Dim("b", min=1, max=4096), Dim("t", min=2, max=512)
    program = torch.onnx.export(
        encoding,
        sample,
        dynamo=True,
        input_names=("words", "present"),
        output_names=("last", "states"),
        dynamic_shapes=({0: b, 1: t}, {0: b, 1: t}),
        external_data=False,
    )
    if program is None:
        raise ValueError("torch exported nothing.")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "plain.onnx"
        program.save(path)
        return folded(path)


def sample_texts() -> list[dict[str, Array]]:
    """The sample clinic's passages and sentences, as the network takes them."""
    tokenizer = Tokenizer.from_file(str(packaged_model() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    documents = load(SAMPLE_DOCUMENTS).documents
    passages = [p for i, document in enumerate(documents) for p in split_passages(document, i)]
    texts = [*passage_texts(documents, passages), *sentence_texts(documents, passages)]
    words = mapped_weights(packaged_model() / "model.safetensors")[WORDS]
    rows = (tokenizer.encode(text).ids for text in texts)
    return [
        {"words": words[ids][None], "present": np.ones((1, len(ids)), np.int64)} for ids in rows
    ]


if __name__ == "__main__":
    main()
