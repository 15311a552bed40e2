"""What would be won by running several questions, or more passages, through a network together.

    python -m benchmarks.batching [--json FILE]

On one thread. What shares a run waits for the others, and in eight bits shares their scale, so that
an answer would depend on who else asks; this is what that would buy.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks import machine
from bot import network
from bot.building import build_index, load_documents
from bot.network import Seen
from bot.settings import load_settings
from index.context import sentence_spans
from index.onnx import OnnxNetwork
from index.onnx_encoder import GRAPH, OnnxEncoder
from index.tokens import sentence_rows

RESULTS = Path(__file__).with_name("results") / "batching.json"
SIZES = (1, 2, 3, 4, 6, 8, 12)
TOKENS = 12  # of a question: a usual length
ROUNDS = 60

Inputs = dict[str, Any]


def main() -> None:
    options = _options()
    encoding, reading = OnnxNetwork(GRAPH), OnnxNetwork(network.READING)
    found = {
        "a question encoded": measure(encoding, questions),
        "a passage read": measure(reading, passages()),
    }
    shown = Table("milliseconds each, of so many together", *map(str, SIZES))
    for what, each in found.items():
        shown.add_row(what, *(f"{milliseconds:.2f}" for milliseconds in each.values()))
    Console().print(shown)
    report = {"machine": machine.describe(), "milliseconds": found}
    options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


def measure(net: OnnxNetwork, inputs: Callable[[int], Inputs]) -> dict[int, float]:
    """The median time of a run by how many share it, divided by how many they are; in ms."""
    each = {}
    for size in SIZES:
        given, seconds = inputs(size), []
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            net.run(given)
            seconds.append(time.perf_counter() - begun)
        each[size] = statistics.median(seconds) * 1000 / size
    return each


def questions(size: int) -> Inputs:
    """So many questions of ``TOKENS`` tokens; what they say does not change how long they take."""
    words = np.random.default_rng(0).normal(0, 0.05, (size, TOKENS, 384)).astype(np.float32)
    return {"words": words, "present": np.ones((size, TOKENS), dtype=np.int64)}


def passages() -> Callable[[int], Inputs]:
    """So many passages beside one question: one of the sample's, of middling length, repeated."""
    encoder = OnnxEncoder()
    with TemporaryDirectory(prefix="clinic-faq-batching-") as folder:
        settings = load_settings(data=Path(folder))
        snapshot = build_index(load_documents(settings), settings.index, encoder).snapshot
    by_length = sorted(range(len(snapshot.passages)), key=lambda n: len(snapshot.tokens[n].spans))
    number = by_length[len(by_length) // 2]
    passage, tokens = snapshot.passages[number], snapshot.tokens[number]
    spans = sentence_spans(snapshot.documents[passage.document], passage)
    seen = Seen(tokens, sentence_rows(tokens, spans), 0.5, (0.5,) * len(spans))
    question = encoder.question("how long does botox last for migraines?").tokens
    one = network.inputs(question, seen)
    return lambda size: {
        name: value if name == "question" else np.repeat(value, size, axis=0)
        for name, value in one.items()
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.batching",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--json", type=Path, default=RESULTS, metavar="FILE", help="%(default)s")
    return parser.parse_args()


if __name__ == "__main__":
    main()
