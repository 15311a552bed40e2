"""The kernel's page cache, emptied before a cold start of what that start reads."""

import os
import sysconfig
from collections.abc import Iterable
from pathlib import Path

from index.weights import packaged_model

_DROP_CACHES = Path("/proc/sys/vm/drop_caches")
EVERYTHING = os.access(_DROP_CACHES, os.W_OK)

HOW = (
    "cold: the whole page cache dropped by /proc/sys/vm/drop_caches"
    if EVERYTHING
    else "cold: packages, model and index dropped from the page cache by posix_fadvise"
)


def drop(index: Path) -> None:
    """Forget what is cached of ``index``, the model, Python's library and every package.

    As root the whole page cache goes. Pages that a running process has mapped stay either way.
    """
    os.sync()  # a page that is not written yet cannot be dropped
    if EVERYTHING:
        _DROP_CACHES.write_text("3", encoding="ascii")
        return
    paths = sysconfig.get_paths()
    folders = {paths[name] for name in ("stdlib", "purelib", "platlib")}
    for folder in (index, packaged_model(), *map(Path, folders)):
        _drop_files(folder.rglob("*"))


def _drop_files(paths: Iterable[Path]) -> None:
    for path in paths:
        try:
            if not path.is_file():
                continue
            descriptor = os.open(path, os.O_RDONLY)
        except OSError:  # gone, or not ours to read: nothing of it to forget
            continue
        try:
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(descriptor)
