"""The figures that come with the open sets: our own run of the baselines has to agree with them."""

import re
from pathlib import Path
from typing import Any

METHODS = ("bm25", "dense", "rrf")
_FIGURES = re.compile(r"\.(\d{3})/\.(\d{3})(?:[^(]*\(\.(\d)\))?")


Baselines = dict[str, dict[str, list[float | None]]]


def read_baselines(folder: Path) -> Baselines:
    """By set and method: (H@1, nDCG@10), from the table in the folder's README.

    Its first cell names the set, and BM25, dense, RRF and convex with its weight follow. A row for
    several ways to ask ("turns: last / all") has nDCG@10 alone, in as many parts.
    """
    baselines: Baselines = {}
    for line in (folder / "README.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        found = [match for cell in cells[1:] if (match := _FIGURES.search(cell))]
        if len(found) == len(METHODS) + 1 == len(cells) - 1:
            names = (*METHODS, f"convex 0.{found[-1][3]}")
            baselines[cells[0]] = {
                name: [int(match[1]) / 1000, int(match[2]) / 1000]
                for name, match in zip(names, found, strict=True)
            }
        name, _, ways = cells[0].partition(": ")
        if ways and len(cells) == len(METHODS) + 2:
            dense = re.findall(r"\.(\d{3})", cells[2])
            for way, figure in zip(ways.split(" / "), dense, strict=True):
                baselines[f"{name}: {way}"] = {"dense": [None, int(figure) / 1000]}
    return baselines


def differences(measured: dict[str, Any], folder: Path) -> dict[str, Any]:
    """How far our figures are from the published ones: by set, method and figure."""
    return {
        label: {
            method: [
                round(ours - theirs, 3)
                for ours, theirs in zip(measured[label]["methods"][method], pair, strict=True)
                if theirs is not None
            ]
            for method, pair in methods.items()
        }
        for label, methods in read_baselines(folder).items()
        if label in measured
    }
