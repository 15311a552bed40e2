import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.safety.phrases import find, phrase, same, sentences


def test_sentences_are_plain_words():
    assert sentences("I CAN’T breathe! Está mal but ok.") == [
        [("i", "cant", "breathe")],
        [("esta", "mal")],
        [("ok",)],
    ]
    assert sentences("now, (really)") == [[("now",), ("really",)]]


@pytest.mark.parametrize(
    ("wanted", "message", "found"),
    [
        ("cant breathe", "i cant breathe", True),
        ("cant breathe", "i cant really breathe", True),
        ("cant breathe", "breathe i cant", False),
        ("cant breathe", "cant go out and then breathe", False),
        ("trouble breathing", "truoble braething", True),
        ("pus", "pub", False),
    ],
)
def test_a_phrase_stands_in_order_and_close(wanted: str, message: str, found: bool):
    [[words]] = sentences(message)
    assert (find(phrase(wanted), words, frozenset()) is not None) == found


def test_a_word_that_means_something_else_is_no_typing_mistake():
    assert same("swalow", "swallow", {"shallow"})
    assert not same("shallow", "swallow", {"shallow"})
    assert not same("never", "fever", frozenset())


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_text_can_be_looked_through(message: str, wanted: str):
    for parts in sentences(message):
        for words in parts:
            if phrase(wanted):
                find(phrase(wanted), words, frozenset())
