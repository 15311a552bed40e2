"""Weights in eight bits, so that a network runs two to three times as fast on a CPU.

Products of matrices with fixed weights are computed in integers, one scale for each column of the
weights and one for the whole input, found as it comes ("dynamic quantization"; Jacob et al., CVPR
2018). A few channels whose values are far larger than the others would spoil that scale. ``smooth``
moves their size into the weights first (SmoothQuant: Xiao et al., ICML 2023); ``spare`` leaves them
out of it (LLM.int8(): Dettmers et al., NeurIPS 2022).
"""

from collections.abc import Collection, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

Array = npt.NDArray[Any]
SPARED = 16  # channels


def quantize(model: Any, path: Path, nodes: Collection[str]) -> None:
    """Write ``model`` to ``path`` with the weights of ``nodes`` in eight bits."""
    with TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        onnx.save(model, plain)
        quantize_dynamic(
            plain,
            path,
            op_types_to_quantize=["MatMul"],
            nodes_to_quantize=list(nodes),
            per_channel=True,
            weight_type=QuantType.QInt8,
        )
    written = onnx.load(path)
    strip(written)
    onnx.save(written, path)


def folded(path: Path) -> Any:
    """The model with everything computed that is constant, such as transposed weights."""
    with TemporaryDirectory() as folder:
        options = onnxruntime.SessionOptions()
        level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.graph_optimization_level = level
        options.optimized_model_filepath = str(Path(folder) / "folded.onnx")
        # A product with its sum stays two nodes: only products are put into eight bits.
        apart = {"disabled_optimizers": ["MatMulAddFusion"]}
        onnxruntime.InferenceSession(path, options, ["CPUExecutionProvider"], **apart)
        return onnx.load(options.optimized_model_filepath)


def products(model: Any) -> list[Any]:
    """The products of matrices whose right-hand side is fixed, in order."""
    fixed = {tensor.name for tensor in model.graph.initializer}
    return [
        node for node in model.graph.node if node.op_type == "MatMul" and node.input[1] in fixed
    ]


def largest(model: Any, inputs: Collection[Mapping[str, Array]]) -> dict[str, Array]:
    """The largest size of each channel of what goes into each product, over some inputs."""
    wanted = sorted({node.input[0] for node in products(model)})
    watched = onnx.ModelProto()
    watched.CopyFrom(model)
    watched.graph.output.extend(helper.make_empty_tensor_value_info(name) for name in wanted)
    session = onnxruntime.InferenceSession(
        watched.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    found: dict[str, Array] = {}
    for values in inputs:
        for name, value in zip(wanted, session.run(wanted, dict(values)), strict=True):
            sizes = np.abs(value).reshape(-1, value.shape[-1]).max(axis=0)
            found[name] = np.maximum(found.get(name, 0), sizes)
    return found


def smooth(model: Any, sizes: Mapping[str, Array], nodes: Collection[str]) -> None:
    """Divide the large channels that go into ``nodes``, and multiply the weights by as much.

    In place; ``sizes`` is what ``largest`` found. Only rounding changes what is computed.
    """
    fixed = {tensor.name: tensor for tensor in model.graph.initializer}
    chosen = [node for node in products(model) if node.name in nodes]
    by_input: dict[str, list[Any]] = {}
    for node in chosen:
        by_input.setdefault(node.input[0], []).append(node)
    for name, alike in by_input.items():
        weights = [numpy_helper.to_array(fixed[node.input[1]]) for node in alike]
        rows = np.max([np.abs(weight).max(axis=1) for weight in weights], axis=0)
        scale = np.sqrt(np.maximum(sizes[name], 1e-4) / np.maximum(rows, 1e-4))
        scale = (scale / np.exp(np.log(scale).mean())).astype(np.float32)
        model.graph.initializer.append(numpy_helper.from_array(1 / scale, f"{name}_smoothing"))
        product = helper.make_node("Mul", [name, f"{name}_smoothing"], [f"{name}_smooth"])
        place = min(list(model.graph.node).index(node) for node in alike)
        model.graph.node.insert(place, product)
        for node, weight in zip(alike, weights, strict=True):
            smoothed = numpy_helper.from_array(weight * scale[:, None], node.input[1])
            fixed[node.input[1]].CopyFrom(smoothed)
            node.input[0] = f"{name}_smooth"


def spare(model: Any, sizes: Mapping[str, Array], nodes: Collection[str]) -> None:
    """Compute the ``SPARED`` largest channels that go into ``nodes`` apart from the others.

    In place, before ``quantize``; ``sizes`` is what ``largest`` found. The few stay in 32 bits, and
    the others, with a zero in their place, get a scale that is not theirs to spoil.
    """
    fixed = {tensor.name: tensor for tensor in model.graph.initializer}
    for node in [node for node in products(model) if node.name in nodes]:
        name, (values, weights), (result,) = node.name, node.input, node.output
        weight = numpy_helper.to_array(fixed[weights])
        few = np.sort(np.argsort(-sizes[values])[:SPARED])
        kept = np.ones(len(weight), dtype=np.float32)
        kept[few] = 0
        model.graph.initializer.extend(
            numpy_helper.from_array(array, f"{name}_{suffix}")
            for suffix, array in (("few", few), ("kept", kept), ("weights", weight[few]))
        )
        before = [
            helper.make_node("Gather", [values, f"{name}_few"], [f"{name}_spared"], axis=-1),
            helper.make_node("MatMul", [f"{name}_spared", f"{name}_weights"], [f"{name}_exact"]),
            helper.make_node("Mul", [values, f"{name}_kept"], [f"{name}_others"]),
        ]
        total = helper.make_node("Add", [f"{name}_exact", f"{name}_rest"], [result])
        node.input[0], node.output[0] = f"{name}_others", f"{name}_rest"
        fixed[weights].CopyFrom(numpy_helper.from_array(weight * kept[:, None], weights))
        place = list(model.graph.node).index(node)
        for position, new in ((place + 1, total), *((place, n) for n in reversed(before))):
            model.graph.node.insert(position, new)


def strip(model: Any) -> None:
    """Leave out from whose Python each node came, and the shapes in between."""
    for node in model.graph.node:
        node.ClearField("metadata_props")
    del model.graph.value_info[:]
