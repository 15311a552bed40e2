"""English and Spanish are told apart, and from any other language."""

from pathlib import Path

import pytest

from bot.language import language
from bot.spelling import Speller
from bot.subjects import Subjects

LANGUAGES = Path(__file__).parents[1] / "quality" / "languages.tsv"
TOLD = {"English": "en", "Spanish": "es"}


@pytest.fixture(scope="module")
def told(sample):
    vocabulary = Speller.of(sample.documents).vocabulary
    names = Subjects.of(sample.documents).words
    return lambda message: language(message, vocabulary, names)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("how long does Botox last?", "en"),
        ("botox cost", "en"),
        ("prolotherapy", "en"),
        ("", "en"),
        ("12 34?", "en"),
        ("¿cuánto dura el efecto?", "es"),
        ("cuanto dura", "es"),
        ("botox costo", "es"),
        ("¿botox?", "es"),
        ("combien de temps dure l’effet du botox ?", None),
        ("wie lange hält botox an", None),
        ("сколько стоит ботокс", None),
        ("肉毒杆菌能维持多久", None),
    ],
)
def test_the_language_of_a_message_is_told(told, message, expected):
    assert told(message) == expected


def test_few_messages_are_taken_for_another_language(told):
    wrong: dict[str, list[str]] = {}
    counts: dict[str, int] = {}
    for line in LANGUAGES.read_text(encoding="utf-8").splitlines():
        name, message = line.split("\t", 1)
        kind = TOLD.get(name, "other")
        counts[kind] = counts.get(kind, 0) + 1
        if told(message) != TOLD.get(name):
            wrong.setdefault(kind, []).append(message)
    for kind, most in {"en": 0.05, "es": 0.15, "other": 0.1}.items():
        assert len(wrong.get(kind, [])) <= most * counts[kind], wrong[kind]
