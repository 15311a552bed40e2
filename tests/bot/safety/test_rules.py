from pathlib import Path

import pytest

from bot.safety.errors import InvalidRules
from bot.safety.red_flags import red_flag
from bot.safety.rules import RED_FLAGS, load_rules

CLINICS_OWN = """
version: 7
concepts:
  rash: [rash]
rules:
  - id: rash
    meaning: A rash.
    when: [[rash]]
    action: clinic
    hazard: "Infection."
    source: "The clinic"
    reviewed_by: "Somebody"
    examples: {flag: ["I have a rash"], pass: ["no rash"]}
"""


def changed(tmp_path: Path, old: str, new: str) -> Path:
    text = RED_FLAGS.read_text("utf-8")
    assert old in text
    path = tmp_path / "rules.yaml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("when: [[face, face_fails]]", "when: [[face, smile]]", "no such concept: smile"),
        ("    action: crisis", "    action: wait", r"rules\.\d+\.action: Input should be"),
        ("  - id: swallowing", "  - id: breathing", "two rules have the id breathing"),
        ("version: 2", "version: two", "version: Input should be"),
        ("    hazard: ", "    danger: ", "danger: Extra inputs"),
        ("drools: [", "drools: ['!', ", "the concept drools has a phrase without a word"),
    ],
)
def test_a_bad_file_is_refused_with_its_line(tmp_path: Path, old: str, new: str, says: str):
    path = changed(tmp_path, old, new)
    line = RED_FLAGS.read_text("utf-8").partition(old)[0].count("\n") + 1
    with pytest.raises(InvalidRules, match=says) as refused:
        load_rules(path)
    if "drools" not in old:  # that a concept holds words is asked of the whole file
        assert f"line {line}:" in str(refused.value)


@pytest.mark.parametrize("text", ["version: [", "- just\n- a list\n", ""])
def test_what_is_no_rule_file_is_refused(tmp_path: Path, text: str):
    path = tmp_path / "rules.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(InvalidRules, match=r"rules\.yaml"):
        load_rules(path)


def test_a_missing_file_is_refused(tmp_path: Path):
    with pytest.raises(InvalidRules, match="cannot be read"):
        load_rules(tmp_path / "none.yaml")


def test_a_clinic_adds_rules(tmp_path: Path):
    path = tmp_path / "own.yaml"
    path.write_text(CLINICS_OWN, "utf-8")
    book = load_rules(RED_FLAGS, path)
    found = red_flag("I have a rash", book)
    assert found is not None
    assert found.rule.id == "rash"
    assert book.version.endswith("+7")


def test_a_clinic_replaces_a_rule_and_a_concept(tmp_path: Path):
    path = tmp_path / "own.yaml"
    path.write_text(CLINICS_OWN.replace("id: rash", "id: eyelid"), "utf-8")
    book = load_rules(RED_FLAGS, path)
    assert red_flag("my eyelid is drooping", book) is None
    assert red_flag("I have a rash", book) is not None


def test_a_plain_no_is_a_word():
    assert "no" in load_rules(RED_FLAGS).framing.denials
