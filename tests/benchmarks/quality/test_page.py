import json

import pytest

from benchmarks.quality.page import PAGES, RESULTS, pair, render, share


@pytest.mark.parametrize(("page", "template"), PAGES.items(), ids=PAGES.values())
def test_a_page_is_made_from_the_results_and_not_by_hand(page, template):
    assert page.read_text("utf-8") == render(template)


def test_results_are_as_the_command_writes_them():
    for path in RESULTS.glob("*.json"):
        text = path.read_text("utf-8")
        assert text == json.dumps(json.loads(text), indent=1, ensure_ascii=False) + "\n"


def test_figures_have_three_digits():
    assert share(0.8125) == ".812"
    assert share(1.0) == "1.000"
    assert share(0.05) == ".050"
    assert share(-0.05) == "-.050"
    assert pair([0.5, 0.25]) == ".500/.250"
