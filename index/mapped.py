"""Arrays on disk, mapped and not read: rows of fixed width, one after the other, nothing else."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt


def mapped_rows(path: Path, dtype: type[np.generic], width: int) -> npt.NDArray[Any]:
    """The rows of a file; an empty file, which cannot be mapped, has none."""
    if path.stat().st_size == 0:
        return np.empty((0, width), dtype=dtype)
    return np.memmap(path, dtype=dtype, mode="r").reshape(-1, width)
