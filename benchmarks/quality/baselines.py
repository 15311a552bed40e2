"""The figures that come with the open sets: our own run of the baselines has to agree with them."""

import re
from pathlib import Path
from typing import Any

METHODS = ("bm25", "dense", "rrf")
_FIGURES = re.compile(r"\.(\d{3})/\.(\d{3})(?:[^(]*\(\.(\d)\))?")


def read_baselines(folder: Path) -> dict[str, dict[str, list[float]]]:
    """By set and method: (H@1, nDCG@10), from the table in the folder's README.

    Its first cell names the set, and BM25, dense, RRF and convex with its weight follow.
    """
    baselines = {}
    for line in (folder / "README.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        found = [_FIGURES.search(cell) for cell in cells[1:]]
        if len(found) == len(METHODS) + 1 and all(found):
            matches = [match for match in found if match]
            names = (*METHODS, f"convex 0.{matches[-1][3]}")
            baselines[cells[0]] = {
                name: [int(match[1]) / 1000, int(match[2]) / 1000]
                for name, match in zip(names, matches, strict=True)
            }
    return baselines


def differences(measured: dict[str, Any], folder: Path) -> dict[str, Any]:
    """How far our figures are from the published ones: by set, method and figure."""
    return {
        label: {
            method: [
                round(ours - theirs, 3)
                for ours, theirs in zip(measured[label]["methods"][method], pair, strict=True)
            ]
            for method, pair in methods.items()
        }
        for label, methods in read_baselines(folder).items()
        if label in measured
    }
