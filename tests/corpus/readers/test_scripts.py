"""Raised and lowered characters: digits and signs, nothing else."""

import pytest

from corpus.plain import plain_line
from corpus.readers.scripts import scripted


@pytest.mark.parametrize(
    ("text", "tag", "expected"),
    [
        ("6", "sup", "⁶"),
        ("-6", "sup", "⁻⁶"),
        ("2+", "sup", "²⁺"),
        ("2", "sub", "₂"),
        ("th", "sup", "th"),
        ("-up", "sup", "-up"),
        ("6", "", "6"),
    ],
)
def test_scripted(text: str, tag: str, expected: str) -> None:
    assert scripted(text, tag) == expected
    assert plain_line(expected) == expected
