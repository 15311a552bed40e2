"""Write the trained network as it ships, and the SHA-256 of its two files into ``bot/network.py``.

    python -m training.reader.export [FOLDER]

FOLDER holds ``joint-2.pt``; without one, the weights that are kept beside this file are exported.
``bot/prepare.onnx`` computes what does not depend on a question, once for each passage of an
index; ``bot/reader.onnx`` the rest, with most of its weights in eight bits. Both are compared with
the trained network on the sample clinic's passages.
"""

import argparse
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import onnx
import torch
from rich.console import Console
from torch import Tensor, nn
from torch.export import Dim

from bot import network as shipped
from bot.settings import SAMPLE_DOCUMENTS
from corpus.loader import load as load_documents
from index.context import passage_texts, sentence_spans
from index.onnx import OnnxNetwork
from index.onnx_encoder import OnnxEncoder
from index.passages import split_passages
from index.tokens import sentence_rows
from training.quantize import folded, largest, products, quantize, smooth, strip
from training.reader.designs import load
from training.reader.network import INPUTS, JointNetwork

MODULE = Path(shipped.__file__)
TOLERANCE = 0.1  # logits; eight bits cost some hundredths
LEAST_WEIGHTS = 60_000  # a product with fewer is hardly faster in eight bits
QUESTIONS = (
    "how long does botox last",
    "What are the risks of prolotherapy, and who should not have it?",
    "is it safe if I take blood thinners?",
    "does it hurt",
)
TOGETHER = 3


class Preparing(nn.Module):
    """The part that needs no question; what it makes is kept as halves."""

    def __init__(self, network: JointNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, passage: Tensor) -> Tensor:
        """Shape ``(b, p, states)`` in, ``(b, p, prepared)`` out."""
        return self.network.prepare(passage).half()


class Reading(nn.Module):
    """The part that looks at both."""

    def __init__(self, network: JointNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(
        self,
        question: Tensor,
        question_mask: Tensor,
        passage: Tensor,
        passage_mask: Tensor,
        rows: Tensor,
        sentence_mask: Tensor,
        cosine: Tensor,
        sentence_cosines: Tensor,
    ) -> tuple[Tensor, Tensor]:
        """See ``JointNetwork.read``."""
        rest = passage_mask, rows, sentence_mask, cosine, sentence_cosines
        return self.network.read(question, question_mask, passage, *rest)


def main() -> None:
    options = _options()
    torch.set_num_threads(2)
    network, _ = load(options.folder, "joint-2")
    samples = sample_inputs()
    write_preparing(network, samples, shipped.PREPARING)
    write_reading(network, samples, shipped.READING)
    worst = check(network, samples)
    for name, path in (("PREPARING", shipped.PREPARING), ("READING", shipped.READING)):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        source = MODULE.read_text(encoding="utf-8")
        source = re.sub(rf'({name}_SHA256 = )"\w*"', rf'\1"{digest}"', source)
        MODULE.write_text(source, encoding="utf-8")
        size = path.stat().st_size / 2**20
        Console().print(f"{path} is written: {size:.1f} MiB, SHA-256 {digest}.")
    Console().print(f"The farthest logit is {worst:.3f} from the trained network's.")


def sample_inputs() -> list[dict[str, Tensor]]:
    """Batches for the whole network: the sample clinic's passages beside a few questions."""
    encoder = OnnxEncoder()
    documents = load_documents(SAMPLE_DOCUMENTS).documents
    passages = [p for i, document in enumerate(documents) for p in split_passages(document, i)]
    encoded = list(encoder.encode_with_tokens(passage_texts(documents, passages)))
    batches = []
    for question in QUESTIONS:
        asked = encoder.question(question)
        for first in range(0, len(passages), TOGETHER):
            some = range(first, min(first + TOGETHER, len(passages)))
            seen = []
            for i in some:
                spans = sentence_spans(documents[passages[i].document], passages[i])
                rows = sentence_rows(encoded[i].tokens, spans)
                cosine = float(encoded[i].vector @ asked.vector)
                seen.append(shipped.Seen(encoded[i].tokens, rows, cosine, (cosine,) * len(spans)))
            inputs = shipped.inputs(asked.tokens, seen)
            batches.append({name: torch.from_numpy(inputs[name]) for name in INPUTS})
    return batches


def write_preparing(
    network: JointNetwork, samples: Sequence[dict[str, Tensor]], path: Path
) -> None:
    """Write the part that needs no question, in 32 bits."""
    b, p = Dim("b", min=1, max=4096), Dim("p", min=1, max=4096)
    _export(Preparing(network), (samples[0]["passage"],), ["passage"], ({0: b, 1: p},), path)
    model = folded(path)
    strip(model)
    onnx.save(model, path)


def write_reading(network: JointNetwork, samples: Sequence[dict[str, Tensor]], path: Path) -> None:
    """Write the part that looks at both, the large products of passages' tokens in eight bits."""
    with torch.inference_mode():
        prepared = [batch | {"passage": network.prepare(batch["passage"])} for batch in samples]
    b, q, p, s = (Dim(name, min=1, max=4096) for name in "bqps")
    shapes = ({0: b, 1: q}, {0: b, 1: q}, {0: b, 1: p}, {0: b, 1: p}, {0: b, 1: p}, {0: b, 1: s})
    with TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        values = tuple(prepared[0][name] for name in INPUTS)
        _export(Reading(network), values, INPUTS, (*shapes, {0: b}, {0: b, 1: s}), plain)
        model = folded(plain)
    arrays = [{name: value.numpy() for name, value in batch.items()} for batch in prepared]
    weights = {tensor.name: np.prod(tensor.dims) for tensor in model.graph.initializer}
    large = [
        node.name
        for node in products(model)
        if weights[node.input[1]] >= LEAST_WEIGHTS and node.input[0] != "question"
    ]
    smooth(model, largest(model, arrays), large)
    quantize(model, path, large)


def check(network: JointNetwork, samples: Sequence[dict[str, Tensor]]) -> float:
    """The largest difference of a logit; raises ``ValueError`` beyond ``TOLERANCE``."""
    preparing, reading = (OnnxNetwork(p) for p in (shipped.PREPARING, shipped.READING))
    worst = 0.0
    for batch in samples:
        with torch.inference_mode():
            expected = network(*batch.values())
        arrays = {name: value.numpy() for name, value in batch.items()}
        (prepared,) = preparing.run({"passage": arrays["passage"]})
        found = reading.run(arrays | {"passage": prepared.astype(np.float32)})
        for ours, theirs in zip(expected, found, strict=True):
            shown = ours.numpy() > -1000  # where there is a sentence
            worst = max(worst, float(np.abs(ours.numpy() - theirs)[shown].max()))
    if worst > TOLERANCE:
        raise ValueError(f"A logit is {worst:.3f} from what the trained network says.")
    return worst


def _export(
    module: nn.Module, values: tuple[Tensor, ...], names: Sequence[str], shapes: Any, path: Path
) -> None:
    program = torch.onnx.export(
        module, values, dynamo=True, input_names=names, dynamic_shapes=shapes, external_data=False
    )
    if program is None:
        raise ValueError("torch exported nothing.")
    program.save(path)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m training.reader.export",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "folder", type=Path, nargs="?", default=Path(__file__).parent, help="where joint-2.pt lies"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
