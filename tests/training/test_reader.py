from collections.abc import Callable
from random import Random
from typing import Any

import pytest
import torch

from training.reader.batches import collate, in_batches
from training.reader.designs import DESIGNS
from training.reader.examples import Examples
from training.reader.lesson import Lesson
from training.reader.network import JointNetwork, Shape
from training.reader.train import loss, train
from training.reader.typing_mistakes import mistyped

SAVE = torch.save
SMALL = Shape(states=16, meaning=8, width=8, layers=1, heads=2, similarities=2)


def made(states: int = SMALL.states) -> Examples:
    """Twelve pairs of random states."""
    torch.manual_seed(0)
    examples = Examples()
    for number in range(12):
        sentences = 1 + number % 3
        tokens = 4 * sentences + 2
        examples.questions.append(torch.randn(3 + number, states).half())
        examples.mistyped.append(torch.randn(4 + number, states).half())
        examples.asked.append({"source": "pages", "split": "tune", "kind": "", "group": ""})
        examples.passages.append(torch.randn(tokens, states).half())
        rows = [-1, *(row for row in range(sentences) for _ in range(4)), -1]
        examples.rows.append(torch.tensor(rows, dtype=torch.int16))
        labels = [1, *[0] * (sentences - 1)] if number % 2 else [0] * sentences
        examples.pairs.append(
            {
                "question": number,
                "passage": number,
                "answers": bool(number % 2),
                "labels": labels,
                "cosine": 0.5,
                "cosines": [0.4] * sentences,
            }
        )
    return examples


def stop_after(saves: int) -> Callable[..., None]:
    """``torch.save``, that many times; then the process is interrupted."""
    left = iter(range(saves))

    def save(*arguments: Any) -> None:
        SAVE(*arguments)
        if next(left) == saves - 1:
            raise KeyboardInterrupt

    return save


def test_typing_mistakes_are_the_same_every_time_and_change_something():
    question = "How long does the treatment usually last for most people?"
    first, again = (mistyped(question, Random(7)) for _ in range(2))  # noqa: S311
    assert first == again != question.lower()
    assert mistyped("?", Random(1)) in ("?", "")  # noqa: S311


def test_every_pair_is_in_one_batch():
    examples = made()
    for rng in (None, Random(1)):  # noqa: S311
        batches = in_batches(examples, examples.pairs, rng)
        questions = sorted(pair["question"] for batch in batches for pair in batch)
        assert questions == list(range(12))


def test_padding_changes_nothing():
    examples = made()
    network = JointNetwork(SMALL).eval()
    with torch.inference_mode():
        sentences, passages = network(*collate(examples, examples.pairs).batch.inputs())
        for number, pair in enumerate(examples.pairs):
            alone, passage = network(*collate(examples, [pair]).batch.inputs())
            count = len(pair["labels"])
            assert torch.allclose(alone[0], sentences[number, :count], atol=1e-5)
            assert torch.allclose(passage[0], passages[number], atol=1e-5)


def test_the_loss_falls_when_the_network_learns_its_few_examples():
    examples = made()
    torch.manual_seed(0)
    network = JointNetwork(SMALL)
    labelled = collate(examples, examples.pairs)
    optimizer = torch.optim.AdamW(network.parameters(), lr=1e-2)
    before = float(loss(network, labelled)[0].detach())
    for _ in range(40):
        optimizer.zero_grad()
        loss(network, labelled)[0].backward()
        optimizer.step()
    assert float(loss(network, labelled)[0].detach()) < before / 2


def test_passages_whose_sentences_nobody_marked_teach_the_passage_alone():
    examples = made()
    for pair in examples.pairs:
        pair["labels"] = [-1] * len(pair["labels"])
    value, _ = loss(JointNetwork(SMALL), collate(examples, examples.pairs))
    assert torch.isfinite(value)


def test_what_is_known_is_mostly_left_out_of_the_next_epoch():
    examples = made()
    lesson = Lesson(examples)
    first = [pair for batch in lesson.batches(0) for pair in batch]
    assert len(first) == 12
    known, unknown = first[:6], first[6:]
    lesson.learnt(known, torch.zeros(6))
    lesson.learnt(unknown, torch.ones(6))
    second = {pair["number"] for batch in lesson.batches(1) for pair in batch}
    assert second >= {pair["number"] for pair in unknown}
    assert len(second) < 12


def test_training_goes_on_where_it_was_stopped(tmp_path, monkeypatch):
    examples = made()
    torch.manual_seed(0)
    network = JointNetwork(SMALL)
    started = {name: value.clone() for name, value in network.state_dict().items()}
    train(network, examples, 3, tmp_path, "whole")
    network.load_state_dict(started)
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("training.reader.train.torch.save", stop_after(2))
        train(network, examples, 3, tmp_path, "parts")
    train(JointNetwork(SMALL), examples, 3, tmp_path, "parts")
    whole, parts = (
        torch.load(tmp_path / f"{name}.pt", weights_only=True) for name in ("whole", "parts")
    )
    for name, value in whole["weights"].items():
        assert torch.equal(value, parts["weights"][name]), name


def test_every_design_reads():
    examples = made(Shape().states)
    for make in DESIGNS.values():
        network = make().eval()
        with torch.inference_mode():
            sentences, passages = network(*collate(examples, examples.pairs).batch.inputs())
        assert sentences.shape == (12, 3)
        assert passages.shape == (12,)
        assert torch.isfinite(passages).all()
