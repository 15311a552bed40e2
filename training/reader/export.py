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
from dataclasses import replace
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
from index.tokens import Tokens, sentence_rows
from training.quantize import Array, folded, products, quantize, strip
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
Pair = tuple[Tokens, shipped.Seen]  # a question beside a passage


class Preparing(nn.Module):
    """The part that needs no question; what it makes is kept side by side, as halves."""

    def __init__(self, network: JointNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, passage: Tensor) -> Tensor:
        """Shape ``(b, p, states)`` in, ``(b, p, width)`` out."""
        return torch.cat(self.network.prepare(passage), dim=-1).half()


class Reading(nn.Module):
    """The part that looks at both: passages as they are kept, and one question beside them all."""

    def __init__(self, network: JointNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(
        self,
        question: Tensor,
        tokens: Tensor,
        meaning: Tensor,
        views: Tensor,
        passage_mask: Tensor,
        rows: Tensor,
        sentence_mask: Tensor,
        cosine: Tensor,
        sentence_cosines: Tensor,
    ) -> tuple[Tensor, Tensor]:
        """``question`` has shape ``(q, states)``; the others are as ``JointNetwork.read`` says."""
        asked = question.float()[None]
        present = torch.ones(asked.shape[:2], dtype=torch.bool)
        prepared = tokens.float(), meaning.float(), views.float()
        rest = passage_mask, rows, sentence_mask, cosine, sentence_cosines
        return self.network.read(asked, present, prepared, *rest)


def main() -> None:
    options = _options()
    torch.set_num_threads(2)
    network, _ = load(options.folder, "joint-2")
    pairs = sample_pairs()
    write_preparing(network, pairs, shipped.PREPARING)
    write_reading(network, pairs, shipped.READING)
    seal("PREPARING", shipped.PREPARING)
    seal("READING", shipped.READING)
    worst = check(network, pairs)
    Console().print(f"The farthest logit is {worst:.3f} from the trained network's.")


def sample_pairs() -> list[Pair]:
    """The sample clinic's passages beside a few questions."""
    encoder = OnnxEncoder()
    documents = load_documents(SAMPLE_DOCUMENTS).documents
    passages = [p for i, document in enumerate(documents) for p in split_passages(document, i)]
    encoded = list(encoder.encode_with_tokens(passage_texts(documents, passages)))
    pairs = []
    for question in QUESTIONS:
        asked = encoder.question(question)
        for passage, one in zip(passages, encoded, strict=True):
            spans = sentence_spans(documents[passage.document], passage)
            cosine = float(one.vector @ asked.vector)
            rows = sentence_rows(one.tokens, spans)
            seen = shipped.Seen(one.tokens, rows, cosine, (cosine,) * len(spans))
            pairs.append((asked.tokens, seen))
    return pairs


def write_preparing(network: JointNetwork, pairs: Sequence[Pair], path: Path) -> None:
    """Write the part that needs no question, in 32 bits."""
    b, p = Dim("b", min=1, max=4096), Dim("p", min=1, max=4096)
    states = torch.from_numpy(pairs[0][1].tokens.states)[None].float()
    _export(Preparing(network), (states.repeat(2, 1, 1),), ["passage"], ({0: b, 1: p},), path)
    model = folded(path)
    strip(model)
    onnx.save(model, path)


def write_reading(network: JointNetwork, pairs: Sequence[Pair], path: Path) -> None:
    """Write the part that looks at both, the large products of passages' tokens in eight bits."""
    # Two of one passage: of a batch of one, torch would make a network for one alone.
    values = {
        name: torch.from_numpy(array if name == "question" else np.repeat(array, 2, axis=0))
        for name, array in prepared(pairs[0]).items()
    }
    b, q, p, s = (Dim(name, min=1, max=4096) for name in "bqps")
    of = {"question": {0: q}, "sentence_mask": {0: b, 1: s}, "cosine": {0: b}}
    of["sentence_cosines"] = of["sentence_mask"]
    shapes = tuple(of.get(name, {0: b, 1: p}) for name in values)
    with TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        _export(Reading(network), tuple(values.values()), tuple(values), shapes, plain)
        model = folded(plain)
    weights = {tensor.name: np.prod(tensor.dims) for tensor in model.graph.initializer}
    large = [
        node.name
        for node in products(model)
        if weights[node.input[1]] >= LEAST_WEIGHTS and not of_question(model, node)
    ]
    quantize(model, path, large)


def of_question(model: Any, node: Any) -> bool:
    """Whether a product is of the question's tokens alone, which are few."""
    made_by = {output: other for other in model.graph.node for output in other.output}
    name = node.input[0]
    while name in made_by:
        if len(made_by[name].input) > 1 and made_by[name].op_type not in ("Unsqueeze", "Reshape"):
            return False
        name = made_by[name].input[0]
    return bool(name == "question")


def prepared(pair: Pair) -> dict[str, Array]:
    """What goes into the reading network as it is shipped."""
    question, seen = pair
    preparing = OnnxNetwork(shipped.PREPARING)
    (states,) = preparing.run({"passage": seen.tokens.states[None].astype(np.float32)})
    return shipped.inputs(question, replace(seen, tokens=replace(seen.tokens, states=states[0])))


def check(network: JointNetwork, pairs: Sequence[Pair]) -> float:
    """The largest difference of a logit; raises ``ValueError`` beyond ``TOLERANCE``."""
    reading, worst = OnnxNetwork(shipped.READING), 0.0
    for pair in pairs:
        found = reading.run(prepared(pair))
        with torch.inference_mode():
            expected = network(*as_trained(pair))
        for ours, theirs in zip(expected, found, strict=True):
            shown = ours.numpy() > -1000  # where there is a sentence
            worst = max(worst, float(np.abs(ours.numpy() - theirs)[shown].max()))
    if worst > TOLERANCE:
        raise ValueError(f"A logit is {worst:.3f} from what the trained network says.")
    return worst


def as_trained(pair: Pair) -> tuple[Tensor, ...]:
    """The same as the network was trained on it: every passage with the question beside it."""
    question, seen = pair
    same = {
        name: torch.from_numpy(array)
        for name, array in shipped.inputs(question, seen, {"passage": slice(0, 768)}).items()
    }
    asked = same["question"].float()[None]
    same |= {"question": asked, "passage": same["passage"].float()}
    same["question_mask"] = torch.ones(asked.shape[:2], dtype=torch.bool)
    return tuple(same[name] for name in INPUTS)


def seal(name: str, path: Path) -> None:
    """Write a file's SHA-256 into ``bot/network.py``."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    source = MODULE.read_text(encoding="utf-8")
    source = re.sub(rf'({name}_SHA256 = )"\w*"', rf'\1"{digest}"', source)
    MODULE.write_text(source, encoding="utf-8")
    Console().print(f"{path} is written: {path.stat().st_size / 2**20:.1f} MiB.")


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
