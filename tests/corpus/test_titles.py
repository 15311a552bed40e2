"""Titles that say something, and ids that are safe in a URL."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.titles import humanised, is_meaningful, slug


@pytest.mark.parametrize(
    "title", ["", "  ", "Untitled", "untitled 3", "Microsoft Word - knee.doc", "knee.pdf", "12"]
)
def test_a_title_nobody_wrote_means_nothing(title: str) -> None:
    assert not is_meaningful(title)


@pytest.mark.parametrize(
    "title", ["Knee Injection", "Microsoft and your back", "Documents we need"]
)
def test_a_written_title_means_something(title: str) -> None:
    assert is_meaningful(title)


def test_a_file_name_becomes_a_title() -> None:
    assert humanised("knee-injection_for pain") == "Knee injection for pain"
    assert humanised("__") == "__"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Knee Injection", "knee-injection"),
        ("Café & Straße", "cafe-strasse"),
        ("cafe\u0301", "cafe"),
        ("--a--b--", "a-b"),
        ("", ""),
    ],
)
def test_slug(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_a_name_in_another_script_has_an_id_of_its_own() -> None:
    assert slug("膝") != slug("肩")
    assert slug("が") == slug("か\u3099")


@given(st.text(min_size=1))
def test_a_slug_is_a_safe_path_segment(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug(name))
