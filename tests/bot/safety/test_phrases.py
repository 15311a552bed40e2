import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.safety.phrases import Lexicon, Phrases, phrase, words


def found(wanted: str, message: str) -> bool:
    phrases = Phrases.of([wanted])
    return phrases.stand_in(Lexicon.of(phrases.phrases).hear(words(message)))


def test_words_are_plain():
    assert words("I CAN’T breathe! Está mal") == ("i", "cant", "breathe", "esta", "mal")
    assert phrase("can't breath*") == ("cant", "breath*")


@pytest.mark.parametrize(
    ("wanted", "message", "expected"),
    [
        ("cant breathe", "i cant breathe", True),
        ("cant breathe", "i cant really breathe", True),
        ("cant breathe", "breathe i cant", False),
        ("cant breathe", "cant go out and then breathe", False),
        ("trouble breathing", "truoble braething", True),
        ("trouble swallow*", "trouble swalowing", True),
        ("pain", "pian", True),
        ("pus", "pub", False),
        ("swell*", "swallow", False),
    ],
)
def test_a_phrase_stands_in_order_and_close(wanted: str, message: str, expected: bool):
    assert found(wanted, message) == expected


def test_a_word_that_means_something_else_is_no_typing_mistake():
    lexicon = Lexicon.of([("swallow",)], not_typos=["shallow", "swallows"])
    assert lexicon.hear(["swalow", "swallows"]) == [{"swallow"}, frozenset()]
    assert Lexicon.of([("fever",)]).hear(["never"]) == [frozenset()]


def test_a_word_of_the_rules_is_no_mistake_for_another():
    assert Lexicon.of([("taking",), ("talking",)]).hear(["talking"]) == [{"talking"}]


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_text_can_be_looked_through(message: str, wanted: str):
    if phrase(wanted):
        found(wanted, message)


@given(st.lists(st.sampled_from("abc"), max_size=8))
def test_places_are_positions_in_order(typed: list[str]):
    phrases = Phrases.of(["a b", "c"])
    for positions in phrases.places([frozenset(word) for word in typed]):
        assert list(positions) == sorted(positions)
        assert "".join(typed[i] for i in positions) in {"ab", "c"}
