from pathlib import Path

import pytest

from bot.safety.errors import InvalidRules
from bot.safety.rules import RED_FLAGS, load_rules


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("all: [cannot, breathe]", "all: [cannot, breath]", "no such concept: breath"),
        ("action: crisis", "action: wait", r"rules.21.action"),
        ("  - id: swallowing", "  - id: breathing", "the same id"),
        ("version: 1", "version: [", "cannot be read"),
        ("hives all over,", "'!',", "a phrase holds no word"),
    ],
)
def test_a_bad_file_is_refused_with_the_place(tmp_path: Path, old: str, new: str, says: str):
    path = tmp_path / "rules.yaml"
    path.write_text(RED_FLAGS.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(InvalidRules, match=says):
        load_rules(path)


def test_a_plain_no_is_a_word():
    assert "no" in load_rules().denials
