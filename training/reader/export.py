"""Write the trained network as ``bot/reader.onnx``, and its SHA-256 into ``bot/network.py``.

    python -m training.reader.export FOLDER

FOLDER holds ``joint-2.pt`` and ``examples.pt``; on some of these the two must agree.
"""

import argparse
import hashlib
import re
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from rich.console import Console
from torch.export import Dim

from bot.network import WEIGHTS
from training.reader.batches import SIZE, collate
from training.reader.designs import load
from training.reader.examples import Examples
from training.reader.network import INPUTS, JointNetwork

MODULE = WEIGHTS.with_name("network.py")
TOLERANCE = 1e-3  # logits


def main() -> None:
    options = _options()
    torch.set_num_threads(2)
    network, _ = load(options.folder, "joint-2")
    examples = Examples.load(options.folder / "examples.pt")
    export(network, examples, WEIGHTS)
    digest = hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()
    source = MODULE.read_text(encoding="utf-8")
    source = re.sub(r'(WEIGHTS_SHA256 = )"\w*"', rf'\1"{digest}"', source)
    MODULE.write_text(source, encoding="utf-8")
    size = WEIGHTS.stat().st_size / 2**20
    Console().print(f"{WEIGHTS} is written: {size:.1f} MiB, SHA-256 {digest}.")


def export(network: JointNetwork, examples: Examples, path: Path) -> None:
    """Write ``path``; raises ``ValueError`` if it does not compute what the network does."""
    batches = [
        collate(examples, examples.pairs[first : first + count]).batch
        for first, count in ((0, SIZE), (1000, 8), (5000, 5), (9000, 1))
    ]
    b, q, p, s = (Dim(name, min=1, max=4096) for name in "bqps")
    shapes = ({0: b, 1: q}, {0: b, 1: q}, {0: b, 1: p}, {0: b, 1: p}, {0: b, 1: p}, {0: b, 1: s})
    program = torch.onnx.export(
        network,
        batches[1].inputs(),
        dynamo=True,
        input_names=INPUTS,
        output_names=("sentence_logits", "passage_logit"),
        dynamic_shapes=(*shapes, {0: b}, {0: b, 1: s}),
        external_data=False,
    )
    if program is None:
        raise ValueError("torch exported nothing.")
    program.save(path)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    for batch in batches:
        named = {name: value.numpy() for name, value in vars(batch).items()}
        with torch.inference_mode():
            expected = network(*batch.inputs())
        for ours, theirs in zip(expected, session.run(None, named), strict=True):
            shown = ours.numpy() > -1000  # where there is a sentence
            if np.abs(ours.numpy() - theirs)[shown].max() > TOLERANCE:
                raise ValueError("The exported network does not compute what the trained one does.")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m training.reader.export",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path, help="where joint-2.pt and examples.pt lie")
    return parser.parse_args()


if __name__ == "__main__":
    main()
