"""On what the figures were taken: without it they mean nothing."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

PACKAGES = (
    "clinic-faq",
    "sentence-transformers",
    "torch",
    "faiss-cpu",
    "bm25s",
    "fastapi",
    "uvicorn",
    "numpy",
)


def describe() -> dict[str, str]:
    """Processor, cores that may be used, how busy they were before, Python and the libraries."""
    return {
        "cpu": _processor(),
        "cores": str(len(os.sched_getaffinity(0))),
        "threads": os.environ.get("OMP_NUM_THREADS", "by default"),
        "load before": f"{os.getloadavg()[0]:.1f}",
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        **{name: version(name) for name in PACKAGES},
    }


def is_busy() -> bool:
    """Whether other programs take so much that figures would mislead."""
    return os.getloadavg()[0] > 0.25 * len(os.sched_getaffinity(0))


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())
