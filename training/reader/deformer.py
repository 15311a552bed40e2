"""The other design: the encoder's own upper layers, fine-tuned, see question and passage together.

Cao et al., DeFormer (ACL 2020). Kept to compare with; it is not what ships.
"""

from typing import Any

import torch
from torch import Tensor, nn
from transformers import AutoModel

from index.encoder import TOKEN_LAYERS
from index.weights import packaged_model
from training.reader.network import JointNetwork, Shape


class DeFormer(JointNetwork):
    """From the states of the lower layers on, the upper ones run over both texts at once."""

    def __init__(self, shape: Shape) -> None:
        super().__init__(shape)
        lower = TOKEN_LAYERS[0]
        encoder: Any = AutoModel.from_pretrained(packaged_model())
        layers = encoder.encoder.layer
        self.upper = nn.ModuleList(layers[lower : lower + shape.layers])
        width = shape.states // len(TOKEN_LAYERS)
        project: Any
        for project in (self.to_question, self.to_passage):  # begin with the states as they are
            project[0].weight.data = torch.eye(width, shape.states)
            project[0].bias.data.zero_()
            project[1] = nn.Identity()
        for features in (self.question_matches, self.passage_matches):
            features.weight.data.zero_()
            features.bias.data.zero_()

    def _together(self, x: Tensor, mask: Tensor) -> Tensor:
        hidden = torch.zeros(mask.shape)[:, None, None].masked_fill(~mask[:, None, None], -1e9)
        for layer in self.upper:
            x = layer(x, attention_mask=hidden)
        return x
