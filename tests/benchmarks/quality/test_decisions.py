import pytest

from benchmarks.quality import golden
from benchmarks.quality.decisions import measure
from bot.assistant import Assistant
from bot.quality.evaluation import ALL, evaluate
from bot.quality.respondents import InProcess
from bot.reader import JointReader
from bot.settings import Settings
from index.snapshot import Snapshot


@pytest.fixture(scope="module")
def assistant(sample: Snapshot, sample_settings: Settings) -> Assistant:
    reader = JointReader(sample)
    return Assistant(sample, reader, sample_settings.clinic, sample_settings.texts)


def test_the_products_own_threshold_gives_the_products_own_figures(assistant: Assistant):
    cases = [case for case in golden.cases() if case.split == "tune"][::4]
    found = measure(cases, assistant)
    product = evaluate(cases, InProcess(assistant)).figures[ALL]
    for name, value in found["thresholds"][str(found["threshold"])].items():
        assert value == product[name].value, name


def test_a_lower_threshold_answers_more(assistant: Assistant):
    found = measure(golden.cases()[::6], assistant)["thresholds"]
    answered = [figures["answered_when_answerable"] for figures in found.values()]
    assert answered == sorted(answered, reverse=True)
    assert answered[0] > answered[-1]
