from random import Random

import torch

from training.reader.batches import collate, in_batches
from training.reader.designs import DESIGNS
from training.reader.examples import Examples
from training.reader.network import JointNetwork, Shape
from training.reader.train import loss
from training.reader.typing_mistakes import mistyped

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
    before = float(loss(network, labelled).detach())
    for _ in range(40):
        optimizer.zero_grad()
        loss(network, labelled).backward()
        optimizer.step()
    assert float(loss(network, labelled).detach()) < before / 2


def test_passages_whose_sentences_nobody_marked_teach_the_passage_alone():
    examples = made()
    for pair in examples.pairs:
        pair["labels"] = [-1] * len(pair["labels"])
    value = loss(JointNetwork(SMALL), collate(examples, examples.pairs))
    assert torch.isfinite(value)


def test_every_design_reads():
    examples = made(Shape().states)
    for make in DESIGNS.values():
        network = make().eval()
        with torch.inference_mode():
            sentences, passages = network(*collate(examples, examples.pairs).batch.inputs())
        assert sentences.shape == (12, 3)
        assert passages.shape == (12,)
        assert torch.isfinite(passages).all()
