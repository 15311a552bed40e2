"""The examples of the semantic layer: enough of both sides, and each said once."""

from collections import Counter

import pytest

from training.safety.fit import FOLDER, read


@pytest.mark.parametrize(
    ("name", "labels", "least"),
    [
        ("red_flags", {"none", "emergency", "crisis", "clinic"}, 150),
        ("advice", {"ordinary", "advice"}, 150),
    ],
)
def test_examples_are_many_and_of_every_kind(name: str, labels: set[str], least: int):
    examples = read(FOLDER / f"{name}.jsonl")
    counts = Counter(example["label"] for example in examples)
    assert set(counts) == labels
    assert min(counts.values()) >= least
    assert {example["language"] for example in examples} == {"en", "es"}
    texts = Counter(example["text"].casefold() for example in examples)
    assert max(texts.values()) == 1
