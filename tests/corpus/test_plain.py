"""Plain text: what a reader of the screen sees, and nothing that only a computer sees."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.plain import plain_line, plain_lines


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("one  \t two\u00a0three", "one two three"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("one\n \n\ntwo", "one\ntwo"),
        ("treat\u00adment\u200b and\ufeff re\u2060lief", "treatment and relief"),
        ("cafe\u0301", "café"),
        ("cafe\u200b\u0301", "café"),
        ("a\x00b\x07c\x9f", "abc"),
        ("left \u202eright\u202c", "left right"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("literal * and _ stay, and so do ’ “ ” – é", "literal * and _ stay, and so do ’ “ ” – é"),
    ],
)
def test_plain_lines(raw: str, plain: str) -> None:
    assert plain_lines(raw) == plain


def test_a_line_has_no_line_end() -> None:
    assert plain_line("one\ntwo\r\nthree") == "one two three"


@given(st.text(st.characters(exclude_categories=[])))
def test_plain_text_is_nfc_and_stays_as_it_is(raw: str) -> None:
    plain = plain_lines(raw)
    assert unicodedata.is_normalized("NFC", plain)
    assert "\r" not in plain
    assert plain_lines(plain) == plain
    plain.encode()
