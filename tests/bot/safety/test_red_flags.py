import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.safety.red_flags import red_flag
from bot.safety.rules import load_rules

BOOK = load_rules()


@pytest.mark.parametrize(
    ("rule", "message"),
    [pytest.param(r, m, id=f"{r.id}: {m}") for r in BOOK.rules for m in r.examples.flag],
)
def test_every_rule_is_raised_by_its_examples(rule, message):
    found = red_flag(message, BOOK)
    assert found is not None
    assert found.id == rule.id


@pytest.mark.parametrize("message", [m for r in BOOK.rules for m in r.examples.passes])
def test_no_rule_is_raised_by_what_must_pass(message):
    assert red_flag(message, BOOK) is None


@given(st.text(max_size=300))
def test_any_message_gets_a_verdict(message):
    red_flag(message, BOOK)
