"""Pairs of like length together, padded to tensors."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from training.reader.examples import Examples
from training.reader.network import Batch

Pair = dict[str, Any]

SIZE = 32
TYPOS = 0.35  # how often a question is shown with typing mistakes
NOISE = 0.03  # deviation added to cosines, so that they are not relied on alone


@dataclass(frozen=True)
class Labelled:
    """A batch and what is right. ``labels`` is -1 where there is no sentence or nobody knows."""

    batch: Batch
    answers: Tensor  # (b,)
    labels: Tensor  # (b, s)
    weights: Tensor  # (b,)


def in_batches(
    examples: Examples, pairs: Sequence[Pair], rng: random.Random | None = None
) -> list[list[Pair]]:
    """Batches in which questions are about as long as each other, and so are passages.

    With ``rng`` in random order and composition, without it in the order of their lengths.
    """
    pairs = list(pairs)
    stretch = len(pairs)
    if rng:
        rng.shuffle(pairs)
        stretch = SIZE * 80
    batches = []
    for begin in range(0, len(pairs), stretch):
        some = sorted(
            pairs[begin : begin + stretch], key=lambda p: len(examples.questions[p["question"]])
        )
        for first in range(0, len(some), SIZE * 8):
            alike = sorted(
                some[first : first + SIZE * 8], key=lambda p: len(examples.rows[p["passage"]])
            )
            batches += [alike[i : i + SIZE] for i in range(0, len(alike), SIZE)]
    if rng:
        rng.shuffle(batches)
    return batches


def collate(
    examples: Examples, pairs: Sequence[Pair], rng: random.Random | None = None
) -> Labelled:
    """Tensors of these pairs; with ``rng`` as for training, with noise and typing mistakes."""
    questions = [_question(examples, pair, rng) for pair in pairs]
    passages = [examples.passages[pair["passage"]] for pair in pairs]
    cosine = torch.tensor([pair["cosine"] for pair in pairs])
    cosines = _padded([torch.tensor(pair["cosines"]) for pair in pairs], 0.0)
    if rng:
        shift = torch.randn(len(pairs), 1) * NOISE
        cosine = cosine + shift[:, 0]
        cosines = cosines + shift + torch.randn_like(cosines) * NOISE
    labels = _padded([torch.tensor(pair["labels"]) for pair in pairs], -1)
    lengths = torch.tensor([len(pair["labels"]) for pair in pairs])
    batch = Batch(
        question=_padded([q.float() for q in questions], 0.0),
        question_mask=_mask(questions),
        passage=_padded([p.float() for p in passages], 0.0),
        passage_mask=_mask(passages),
        rows=_padded([examples.rows[pair["passage"]].long() for pair in pairs], -1),
        sentence_mask=torch.arange(labels.shape[1]) < lengths[:, None],
        cosine=cosine,
        sentence_cosines=cosines,
    )
    return Labelled(
        batch,
        torch.tensor([float(pair["answers"]) for pair in pairs]),
        labels,
        torch.tensor([WEIGHTS[examples.asked[pair["question"]]["source"]] for pair in pairs]),
    )


# MedQuAD's questions all sound alike; they are there for variety of passages.
WEIGHTS = {"pages": 1.0, "patients": 1.0, "medquad": 0.5}


def _question(examples: Examples, pair: Pair, rng: random.Random | None) -> Tensor:
    typed = examples.mistyped if rng and rng.random() < TYPOS else examples.questions
    return typed[pair["question"]]


def _padded(tensors: list[Tensor], value: float) -> Tensor:
    return torch.nn.utils.rnn.pad_sequence(tensors, batch_first=True, padding_value=value)


def _mask(tensors: list[Tensor]) -> Tensor:
    lengths = torch.tensor([len(t) for t in tensors])
    return torch.arange(int(lengths.max())) < lengths[:, None]
