import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.safety.framing import frame, load_framing
from bot.safety.phrases import Lexicon

FRAMING = load_framing()
LEXICON = Lexicon.of(
    (words for phrases in FRAMING.phrases.values() for words in phrases.phrases), FRAMING.not_typos
)


def said(message: str) -> list[str]:
    return [part.said for parts in frame(message, FRAMING, LEXICON) for part in parts]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("I cannot breathe", ["told"]),
        ("Can Botox cause trouble?", ["asked"]),
        ("what if it swells, or itches?", ["asked", "asked"]),
        ("Why must the arm hurt?", ["asked"]),
        ("Years ago I fainted", ["past"]),
        ("Back in 2011 I had a reaction, it swelled", ["past", "past"]),
        ("It swelled up badly. Never any trouble since.", ["past", "past"]),
        ("I had it years ago and now it is back", ["past", "told"]),
        ("is it normal that i cant breathe", ["told"]),
    ],
)
def test_how_a_part_is_said(message: str, expected: list[str]):
    assert said(message) == expected


@pytest.mark.parametrize(
    ("message", "denied"),
    [
        ("no fever", {1}),
        ("without pain or swelling", {1, 2, 3}),
        ("no I cant breathe", set()),
        ("fever: never", {0}),
        ("not sure why", set()),
    ],
)
def test_what_a_denial_reaches(message: str, denied: set[int]):
    first = frame(message, FRAMING, LEXICON)[0][0]
    assert set(first.denied) == denied


@given(st.text(max_size=200))
def test_any_message_has_a_framing(message: str):
    for parts in frame(message, FRAMING, LEXICON):
        for part in parts:
            assert all(0 <= position < len(part.heard) for position in part.denied)
