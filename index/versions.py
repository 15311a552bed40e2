"""The versions of an index on disk, and the one atomic step that makes one current.

<index>/CURRENT                 the name of the version that is served
<index>/versions/<time>-<seal>  complete, verified versions
<index>/building-<random>       a build under way, or what a killed one left
<index>/lock                    held while building
"""

import os
import shutil
from pathlib import Path

KEPT = 3  # the current version, and two to fall back on


def current(index: Path) -> str | None:
    """The name of the current version, if one was ever made current."""
    try:
        return (index / "CURRENT").read_text(encoding="ascii").strip() or None
    except (FileNotFoundError, UnicodeDecodeError):
        return None


def folder_of(index: Path, name: str) -> Path:
    """Where the version ``name`` lives. A name is one path segment, whatever CURRENT may say."""
    return index / "versions" / Path(name).name


def newest_first(index: Path) -> list[str]:
    """Every version's name, the current one first, then by age; the oldest stands last."""
    found = index / "versions"
    names = [folder.name for folder in found.iterdir()] if found.is_dir() else []
    served = current(index)
    return sorted(names, key=lambda name: (name == served, name), reverse=True)


def make_current(index: Path, built: Path, name: str) -> Path:
    """Move a finished build among the versions and switch to it, durably.

    Everything is on disk before CURRENT changes, and CURRENT changes in one rename: whoever reads
    it, and whenever the power fails, it names a whole version.
    """
    for path in [*built.rglob("*"), built]:
        _sync(path)
    target = folder_of(index, name)
    target.parent.mkdir(parents=True, exist_ok=True)
    built.rename(target)
    _sync(target.parent)
    point_to(index, name)
    return target


def point_to(index: Path, name: str) -> None:
    """Make ``name`` the current version, in one rename."""
    pointer = index / "CURRENT.new"
    pointer.write_text(name + "\n", encoding="ascii")
    _sync(pointer)
    pointer.replace(index / "CURRENT")
    _sync(index)


def clean_up(index: Path) -> None:
    """Delete what killed builds left and versions beyond the ``KEPT`` newest. Hold the lock."""
    leftovers = list(index.glob("building-*"))
    superseded = [folder_of(index, name) for name in newest_first(index)[KEPT:]]
    for folder in leftovers + superseded:
        shutil.rmtree(folder, ignore_errors=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
