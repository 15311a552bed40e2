"""Measure the safety rules and write ``docs/safety.md``: ``make safety``."""

import argparse
import json

from benchmarks.machine import describe
from benchmarks.safety.measure import measure
from benchmarks.safety.page import PAGE, RESULTS, render
from bot.safety.triage import Triage
from index.onnx_encoder import OnnxEncoder


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    encoder = OnnxEncoder()
    figures = measure(Triage.load(encoder=encoder.fingerprint), encoder)
    figures["machine"] = describe()
    RESULTS.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", "utf-8")
    PAGE.write_text(render(), "utf-8")
    print(f"{PAGE} is written.")


if __name__ == "__main__":
    main()
