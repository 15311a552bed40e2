from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quality.cases import Case, only, read_test_set
from bot.quality.errors import InvalidTestSet

GOOD = '{"id": "a", "question": "is it safe?", "expect": "answered", "quotes": ["It is safe."]}'


def test_json_lines_and_yaml_say_the_same(tmp_path: Path):
    lines = tmp_path / "set.jsonl"
    lines.write_text(GOOD + "\n\n", "utf-8")
    listed = tmp_path / "set.yaml"
    listed.write_text(
        "- id: a\n  question: is it safe?\n  expect: answered\n  quotes: [It is safe.]\n", "utf-8"
    )
    assert read_test_set(lines) == read_test_set(listed)


def test_every_wrong_line_is_named_at_once(tmp_path: Path):
    path = tmp_path / "set.jsonl"
    path.write_text(
        "\n".join(
            [
                GOOD,
                "{not json",
                "[]",
                '{"id": "b", "question": "?", "expect": "maybe"}',
                '{"id": "c", "question": "  ", "expect": "no_answer"}',
                '{"id": "d", "question": "cost?", "expect": "no_answer", "quotes": ["x"]}',
                '{"id": "e", "question": "cost?", "expect": "no_answer", "quots": ["x"]}',
                GOOD,
            ]
        ),
        "utf-8",
    )
    with pytest.raises(InvalidTestSet) as raised:
        read_test_set(path)
    said = str(raised.value)
    for part in (
        "line 2: no JSON",
        "line 3: a case is a mapping",
        "line 4: expect:",
        "line 5: it cannot be asked: it is empty",
        "line 6: a case that expects no_answer has nothing to quote",
        "line 7: quots:",
        "the id 'a' stands more than once",
    ):
        assert part in said


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("set.txt", "", "has to end in"),
        ("set.jsonl", "", "holds no case"),
        ("set.yaml", "a: [", "no YAML"),
        ("set.yaml", "a: 1", "list of cases"),
        ("absent.jsonl", None, "cannot be read"),
    ],
)
def test_what_is_no_test_set_says_so(tmp_path: Path, name: str, content: str | None, says: str):
    path = tmp_path / name
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(InvalidTestSet, match=says):
        read_test_set(path)


def test_many_mistakes_do_not_fill_the_screen(tmp_path: Path):
    path = tmp_path / "set.jsonl"
    path.write_text("nonsense\n" * 500, "utf-8")
    with pytest.raises(InvalidTestSet, match="… and 480 more"):
        read_test_set(path)


def test_variants_of_one_fact_belong_together():
    cases = [Case(id=f"onset-{n}", question="when?", expect="no_answer") for n in range(20)]
    assert {case.group for case in cases} == {"onset"}
    assert len({case.split for case in cases}) == 1
    assert Case(id="onset", question="when?", expect="no_answer").group == "onset"


def test_the_split_is_the_same_for_ever():
    halves = {
        name: Case(id=name, question="?", expect="no_answer").split for name in ("a", "b", "e")
    }
    assert halves == {"a": "tune", "b": "tune", "e": "test"}


@given(st.lists(st.text(min_size=1), unique=True, max_size=30))
def test_each_case_is_in_exactly_one_half(names: list[str]):
    cases = [Case(id=name, question="?", expect="no_answer") for name in names]
    both = [*only(cases, "tune"), *only(cases, "test")]
    assert sorted(case.id for case in both) == sorted(names)
    assert only(cases, None) == tuple(cases)
