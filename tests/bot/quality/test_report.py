import re

from bot.quality.comparison import compare
from bot.quality.report import page
from bot.quality.words import FAILURES
from tests.bot.quality.answers import answer, case, excerpt, judged
from tests.bot.quality.test_comparison import evaluation

SAFE = "It is safe."
NASTY = "<script>alert(1)</script> & is it safe?"


def several(question="is it safe?"):
    return evaluation(
        judged(case(id="a", quotes=[SAFE], tags=["plain"]), answer(excerpt("botox", SAFE))),
        judged(
            case(id="b", question=question, expect="no_answer", tags=["near_miss", "typo"]),
            answer(excerpt("botox", SAFE)),
        ),
    ).model_copy(update={"documents": {"botox": "Botox", "prolo": "Prolotherapy"}})


def test_the_page_needs_nothing_else():
    html = page(several())
    assert "<script" not in html
    for target in re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?(.)""", html):
        assert target == "#"
    for address in re.findall(r"https?://[^\s\"'<]+", html):
        assert address.startswith("http://www.w3.org/")  # a namespace, never fetched


def test_what_was_asked_is_text_and_never_markup():
    html = page(several(NASTY))
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_the_same_evaluation_gives_the_same_page():
    assert page(several()) == page(several())


def test_failing_cases_are_shown_with_what_was_expected_and_got():
    html = page(several())
    assert FAILURES["false_answer"].meaning in html
    assert "<blockquote>It lasts for months. It is safe." in html


def test_a_baseline_shows_what_changed():
    before = evaluation(
        judged(case(id="a", quotes=[SAFE], tags=["plain"]), answer(status="no_answer"))
    )
    html = page(several(), compare(before, several()))
    assert "mended" in html
    assert "1 of this run" in html


def test_plots_carry_their_names():
    html = page(several())
    for name in ("Risk and coverage", "Reliability"):
        assert f"<title>{name}</title>" in html
    assert html.count('role="img"') == html.count("<svg")
