"""Red flags and requests for advice, on messages written without sight of the rules.

The floors are what was measured, rounded down (ceilings: up). They only ever get stricter.
"""

import json
from collections import Counter
from typing import Any

import pytest

from benchmarks.safety.measure import measure, read
from benchmarks.safety.page import PAGE, RESULTS, render
from bot.safety.triage import Triage

FLOORS = {
    ("red_flags", "both", "recall"): 0.92,
    ("red_flags", "rules", "recall"): 0.61,
    ("advice", "both", "recall"): 0.94,
}
CEILINGS = {
    ("red_flags", "both", "false_alarms"): 0.07,
    ("red_flags", "rules", "false_alarms"): 0.13,
    ("advice", "both", "false_alarms"): 0.08,
}


@pytest.fixture(scope="module")
def figures(encoder) -> dict[str, Any]:
    return measure(Triage.load(encoder=encoder.fingerprint), encoder)


@pytest.mark.parametrize("place", FLOORS, ids=" ".join)
def test_recall_reaches_its_floor(figures, place):
    part, layer, name = place
    assert figures[part][layer][name]["value"] >= FLOORS[place]


@pytest.mark.parametrize("place", CEILINGS, ids=" ".join)
def test_false_alarms_stay_below_their_ceiling(figures, place):
    part, layer, name = place
    assert figures[part][layer][name]["value"] <= CEILINGS[place]


def test_few_true_alarms_become_notices(figures):
    assert figures["red_flags"]["cleared"]["urgent"] <= 3


def test_the_page_shows_what_the_product_does(figures):
    shown = json.loads(RESULTS.read_text("utf-8"))
    for part in ("red_flags", "advice"):
        for layer in ("rules", "both"):
            for name, figure in figures[part][layer].items():
                expected = shown[part][layer][name]["value"]
                assert figure["value"] == pytest.approx(expected, abs=0.02), (part, layer, name)
    assert shown["rules"] == figures["rules"]


def test_the_page_is_made_from_the_results_and_not_by_hand():
    assert PAGE.read_text("utf-8") == render()


def test_the_set_is_large_and_two_readers_agree_on_it():
    messages = read("red_flags")
    sides = Counter(message.ordinary for message in messages)
    assert min(sides.values()) >= 300
    assert sum(m.ordinary != (m.second_reading == "none") for m in messages) <= len(messages) / 50
    assert len({message.text.casefold() for message in messages}) == len(messages)
    assert all(m.label == m.second_reading for m in read("advice"))


def test_no_test_message_was_an_example():
    from training.safety.fit import FOLDER
    from training.safety.fit import read as examples

    for name in ("red_flags", "advice"):
        known = {row["text"].casefold() for row in examples(FOLDER / f"{name}.jsonl")}
        assert not known & {message.text.casefold() for message in read(name)}
