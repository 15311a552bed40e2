from itertools import cycle, islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.safety.red_flags import red_flag
from bot.safety.rules import ADVICE, RED_FLAGS, Rule, RuleBook, load_rules

BOOKS = (load_rules(RED_FLAGS), load_rules(ADVICE))


@pytest.mark.parametrize(
    ("book", "rule", "message"),
    [
        pytest.param(book, rule, message, id=f"{rule.id}: {message}")
        for book in BOOKS
        for rule in book.rules
        for message in rule.examples.flag
    ],
)
def test_every_rule_is_raised_by_its_examples(book: RuleBook, rule: Rule, message: str):
    only = book.model_copy(update={"rules": (rule,)})  # another may be more urgent
    found = red_flag(message, only)
    assert found is not None
    assert found.said == "told"


@pytest.mark.parametrize(
    ("book", "message"), [(b, m) for b in BOOKS for r in b.rules for m in r.examples.passes]
)
def test_no_rule_is_raised_by_what_must_pass(book: RuleBook, message: str):
    found = red_flag(message, book)
    assert found is None or found.said == "asked"


def test_a_question_about_a_danger_is_asked_and_not_told():
    found = red_flag("Can Botox cause trouble swallowing?", BOOKS[0])
    assert found is not None
    assert (found.rule.id, found.said) == ("swallowing", "asked")


def test_the_most_urgent_rule_is_raised():
    found = red_flag("I have a fever since my shot and I cannot breathe", BOOKS[0])
    assert found is not None
    assert found.rule.action == "emergency"


@pytest.mark.parametrize("denied", ["I have no chest pain", "chest pain: never"])
def test_what_is_denied_is_not_told(denied: str):
    assert red_flag(denied, BOOKS[0]) is None


@given(st.text(max_size=300))
def test_any_message_gets_a_verdict(message: str):
    for book in BOOKS:
        red_flag(message, book)


@given(st.lists(st.sampled_from(sorted(BOOKS[0].lexicon.vocabulary)), min_size=1, max_size=20))
def test_the_rules_own_words_in_any_order_get_a_verdict(chosen: list[str]):
    red_flag(" ".join(islice(cycle(chosen), 100)).replace("*", "")[:1000], BOOKS[0])
