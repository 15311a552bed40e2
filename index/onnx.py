"""Networks run by onnxruntime; the only import of it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy.typing as npt
import onnxruntime

Arrays = Mapping[str, npt.NDArray[Any]]


class OnnxNetwork:
    """A network on the CPU, shared by threads: each call to ``run`` may come from another one.

    A call computes on the thread that makes it and on no other: several calls share the cores, with
    less waiting for each other than threads within a call.
    """

    def __init__(self, graph: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3  # errors; what it warns of is not a clinic's to mend
        self._session = onnxruntime.InferenceSession(graph, options, ["CPUExecutionProvider"])

    def run(self, inputs: Arrays, outputs: Sequence[str] | None = None) -> list[npt.NDArray[Any]]:
        """What the network makes of its inputs: all its outputs, or those that are named."""
        made: list[npt.NDArray[Any]] = self._session.run(outputs, dict(inputs))
        return made
