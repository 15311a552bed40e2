"""Every turn of the sample's conversations: no leak, and no worse than measured."""

import json

import pytest

from benchmarks.quality.conversations import CONVERSATIONS, measure, turns
from benchmarks.quality.page import RESULTS
from bot.assistant import Assistant
from bot.quality.respondents import InProcess
from bot.quality.support import support
from bot.reader import JointReader
from bot.safety.triage import Triage
from bot.settings import load_settings

FLOORS = {"turns_right": 0.68, "context_turns_right": 0.67}
ROUNDING = 0.02  # one machine's eight bits are not another's


@pytest.fixture(scope="module")
def assistant(sample, encoder) -> Assistant:
    ours = load_settings()
    triage = Triage.load(None, encoder.fingerprint)
    return Assistant(sample, JointReader(sample), ours.clinic, ours.texts, triage=triage)


@pytest.fixture(scope="module")
def measured(assistant):
    return measure(assistant)


def test_no_turn_about_one_treatment_cites_the_other(measured):
    assert measured["all"]["ours"]["rival_leaks"]["value"] == 0


@pytest.mark.parametrize(("name", "least"), FLOORS.items())
def test_turns_are_right(measured, name, least):
    assert measured["all"]["ours"][name]["value"] >= least
    alone = measured["all"]["last turn alone"][name]["value"]
    assert measured["all"]["ours"][name]["value"] > alone


def test_the_page_tells_what_the_product_does(measured):
    told = json.loads((RESULTS / "conversations.json").read_text("utf-8"))
    for name, found in measured["all"]["ours"].items():
        assert told["all"]["ours"][name]["value"] == pytest.approx(found["value"], abs=ROUNDING)


def test_every_quote_stands_in_its_document(assistant):
    texts = InProcess(assistant).texts
    for case, turn in turns(CONVERSATIONS):
        assert not support(case, texts).lost, case.id
        assert turn["kind"] in ("alone", "context")
        assert turn["kind"] == "alone" or turn["rewrite"]
