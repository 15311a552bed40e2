"""The designs that were compared. The first is the one that ships."""

from collections.abc import Callable
from pathlib import Path

import torch

from training.reader.deformer import DeFormer
from training.reader.network import JointNetwork, Shape

DESIGNS: dict[str, Callable[[], JointNetwork]] = {
    "joint-2": lambda: JointNetwork(Shape()),
    "joint-1": lambda: JointNetwork(Shape(layers=1)),
    "late-interaction": lambda: JointNetwork(Shape(layers=0)),
    "deformer": lambda: DeFormer(Shape(width=384, layers=3)),
}


def load(folder: Path, design: str) -> tuple[JointNetwork, int]:
    """The network of that design that training wrote, and on how many batches it was trained."""
    kept = torch.load(folder / f"{design}.pt", weights_only=True)
    network = DESIGNS[design]()
    network.load_state_dict(kept["weights"])
    return network.eval(), int(kept["batches"])
