"""Which pairs an epoch shows.

All that answer, the nearest that does not and a draw of the others; but of those that the network
knew when it last saw them only a share (selective backpropagation: Jiang et al., 2019).
"""

import random
from collections.abc import Sequence

import torch
from torch import Tensor

from training.reader.batches import Pair, in_batches
from training.reader.examples import Examples

SEED = 1
OTHERS = 3  # passages a question that do not answer, drawn anew every epoch
KNOWN = 0.03  # nats: what costs less is known
AGAIN = 0.25  # the share of the known that is shown all the same


class Lesson:
    """``costs`` holds what each pair's passage cost when it was last seen."""

    def __init__(self, examples: Examples) -> None:
        self._examples = examples
        self._by_question: dict[int, list[Pair]] = {}
        for number, pair in enumerate(examples.pairs):
            if examples.asked[pair["question"]]["split"] == "tune":
                numbered = pair | {"number": number}
                self._by_question.setdefault(pair["question"], []).append(numbered)
        self.costs = torch.full((len(examples.pairs),), torch.inf)

    def batches(self, epoch: int) -> list[list[Pair]]:
        """The epoch's batches; the same for the same costs."""
        rng = random.Random(f"{SEED} {epoch}")  # noqa: S311
        drawn = [pair for pairs in self._by_question.values() for pair in self._drawn(pairs, rng)]
        return in_batches(self._examples, drawn, rng)

    def learnt(self, batch: Sequence[Pair], costs: Tensor) -> None:
        """Remember what each pair of the batch cost."""
        self.costs[[pair["number"] for pair in batch]] = costs

    def _drawn(self, pairs: Sequence[Pair], rng: random.Random) -> list[Pair]:
        others = [pair for pair in pairs if not pair["answers"]]
        answering = [pair for pair in pairs if pair["answers"]]
        drawn = answering + others[:1] + rng.sample(others[1:], min(len(others[1:]), OTHERS - 1))
        return [p for p in drawn if self.costs[p["number"]] > KNOWN or rng.random() < AGAIN]
