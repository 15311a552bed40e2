"""The sample's questions in Spanish: a second reading agrees, and no worse than measured."""

import json
from pathlib import Path

import pytest

from benchmarks.quality.page import RESULTS
from benchmarks.quality.spanish import CASES, measure
from bot.assistant import Assistant
from bot.quality.cases import read_test_set
from bot.quality.respondents import InProcess
from bot.quality.support import support
from bot.reader import JointReader
from bot.safety.triage import Triage
from bot.settings import load_settings

SECOND = Path(__file__).with_name("spanish_second_reading.jsonl")
FLOORS = {"answer_first": 0.55, "answered_when_answerable": 0.55, "highlight_precision": 0.75}
CEILINGS = {"false_answers_near_miss": 0.10, "false_answers_off_topic": 0.02}
ROUNDING = 0.03  # one machine's eight bits are not another's, and the half is small


@pytest.fixture(scope="module")
def assistant(sample, encoder) -> Assistant:
    ours = load_settings()
    triage = Triage.load(None, encoder.fingerprint)
    return Assistant(sample, JointReader(sample), ours.clinic, ours.texts, triage=triage)


@pytest.fixture(scope="module")
def measured(assistant):
    return measure(assistant)


def test_answers_are_found_and_near_misses_refused(measured):
    test = measured["halves"]["test"]
    assert {
        name: test[name]["value"] for name in FLOORS if test[name]["value"] < FLOORS[name]
    } == {}
    over = {name: test[name]["value"] for name in CEILINGS if test[name]["value"] > CEILINGS[name]}
    assert over == {}


def test_the_page_tells_what_the_product_does(measured):
    told = json.loads((RESULTS / "spanish.json").read_text("utf-8"))
    for name, found in measured["halves"]["test"].items():
        value = told["halves"]["test"][name]["value"]
        assert value == pytest.approx(found["value"], abs=ROUNDING), name


def test_a_second_reading_agrees_on_every_case(assistant):
    texts = InProcess(assistant).texts
    read = {}
    for line in SECOND.read_text("utf-8").splitlines():
        one = json.loads(line)
        read[one["id"]] = one
    cases = read_test_set(CASES)
    assert len(cases) == len(read)
    for case in cases:
        assert not support(case, texts).lost, case.id
        assert read[case.id]["expect"] == case.expect, case.id
        if case.quotes:
            assert set(read[case.id]["quotes"]) & set(case.quotes), case.id
