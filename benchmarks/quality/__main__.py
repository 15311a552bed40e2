"""Measure answer quality, and write docs/quality.md and docs/reader.md from it.

    python -m benchmarks.quality DIR                       everything: about two hours on two cores
    python -m benchmarks.quality DIR --vectors FOLDER      keeps vectors: minutes the second time
    python -m benchmarks.quality --only golden             what needs no open sets: a minute
    python -m benchmarks.quality --page                    only the page, from the last results

DIR is a folder of open test sets, one folder each (benchmarks/quality/sets.py). Each part writes
benchmarks/quality/results/PART.json as soon as it is done; the page is made from these files.
"""

import argparse
import json
import time
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks.quality import (
    baselines,
    clinics,
    conversations,
    decisions,
    follow_ups,
    golden,
    peers,
    reading,
    retrieval,
    spanish,
    spelling,
    sweeps,
)
from benchmarks.quality.cached_encoder import CachedEncoder
from benchmarks.quality.page import PAGES, RESULTS, write
from bot.building import load_documents
from bot.settings import load_settings
from index.onnx_encoder import OnnxEncoder

# Whether a part needs the folder of open sets.
PARTS = {
    "golden": False,
    "decisions": False,
    "conversations": False,
    "spelling": False,
    "spanish": False,
    "peers": False,
    "follow_ups": True,
    "xquad": True,
    "retrieval": True,
    "reading": True,
    "clinics": True,
    "sweeps": True,
}


def main() -> None:
    options = _options()
    console = Console(stderr=True)
    if not options.page:
        encoder = CachedEncoder(OnnxEncoder(), options.vectors)
        for part in options.only:
            began = time.perf_counter()
            console.print(f"{part} …")
            measured = _measure(part, options.folder, encoder)
            text = json.dumps(measured, indent=1, ensure_ascii=False) + "\n"
            (RESULTS / f"{part}.json").write_text(text, encoding="utf-8")
            console.print(f"{part}: {time.perf_counter() - began:.0f} s", style="dim")
    write()
    console.print(f"{' and '.join(map(str, PAGES))} are written.")


def _measure(part: str, folder: Path, encoder: CachedEncoder) -> Any:
    match part:
        case "golden":
            return golden.measure(golden.cases(), golden.sample(encoder))
        case "decisions":
            return decisions.measure(golden.cases(), golden.sample(encoder))
        case "conversations":
            return conversations.measure(golden.sample(encoder))
        case "spelling":
            return spelling.measure(golden.cases(), golden.sample(encoder), golden.sample(encoder))
        case "spanish":
            return spanish.measure(golden.sample(encoder))
        case "follow_ups":
            return follow_ups.measure(folder, encoder)
        case "xquad":
            return spanish.xquad(folder / "xquad", encoder)
        case "peers":
            return peers.measure(golden.cases(), golden.sample(encoder))
        case "retrieval":
            rows = retrieval.measure_all(folder, encoder)
            return {"rows": rows, "differences": baselines.differences(rows, folder)}
        case "reading":
            return reading.measure(folder, encoder)
        case "clinics":
            return clinics.measure(folder, encoder)
    documents = load_documents(load_settings()).documents
    return sweeps.measure(folder, documents, golden.cases(), encoder)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.quality",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path, nargs="?", help="the folder that holds the open sets")
    parser.add_argument(
        "--only",
        nargs="+",
        choices=PARTS,
        default=list(PARTS),
        metavar="PART",
        help=f"only these parts: {', '.join(PARTS)}",
    )
    parser.add_argument("--vectors", type=Path, metavar="FOLDER", help="keep vectors there")
    parser.add_argument("--page", action="store_true", help="measure nothing, only write the page")
    options = parser.parse_args()
    needy = [part for part in options.only if PARTS[part]]
    if not options.page and needy and not (options.folder and options.folder.is_dir()):
        parser.error(f"name the folder of open sets: {', '.join(needy)} cannot do without")
    return options


if __name__ == "__main__":
    main()
