"""The golden set: is it fair, and does the product still reach what it reached?

The floors are what was measured, rounded down (ceilings: up). They only ever get stricter: a change
that misses one has made answers worse.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.quality.cases import read_test_set
from bot.quality.evaluation import ALL, Evaluation, evaluate, figures_by_tag
from bot.quality.gate import Limit, parse
from bot.quality.respondents import InProcess
from bot.quality.statistics import Estimate
from bot.reader import JointReader
from bot.safety.triage import Triage
from bot.settings import Settings
from index.encoder import Encoder
from index.snapshot import Snapshot

GOLDEN = read_test_set(Path(__file__).with_name("golden.jsonl"))
STYLES = "plain short typo lay ramble first_person non_native comparison".split()
OTHERS = ("near_miss", "off_topic", "gibberish", "injection")

FLOORS = (
    "answer_first=0.52",
    "answer_any=0.53",
    "highlight_precision=0.86",
    "right_document=0.67",
    "answered_when_answerable=0.69",
    "recall_at_1=0.70",
    "recall_at_3=0.90",
    "recall_at_10=0.98",
    "mrr=0.81",
    "ndcg_at_10=0.85",
    "auroc_near_miss=0.91",
    "auroc_off_topic=0.98",
)
CEILINGS = (
    "false_answers_near_miss=0.09",
    "false_answers_off_topic=0",
    "false_answers_other=0",
    # 0 before there was a reader: a few questions about visits and about the assistant are answered
    # from another page; none about one treatment from the page of the other.
    "wrong_document=0.035",
    "calibration_error=0.04",
    "area_under_risk_coverage=0.28",
)


@pytest.fixture(scope="module")
def evaluation(sample: Snapshot, sample_settings: Settings, encoder: Encoder) -> Evaluation:
    """Every case put to the sample clinic."""
    reader = JointReader(sample)
    assistant = Assistant(
        sample,
        reader,
        sample_settings.clinic,
        sample_settings.texts,
        triage=Triage.load(None, encoder.fingerprint),
    )
    return evaluate(GOLDEN, InProcess(assistant))


@pytest.fixture(scope="module")
def held_out(evaluation: Evaluation) -> dict[str, Estimate]:
    """The figures of the half that nothing was chosen on."""
    test_half = [judged for judged in evaluation.cases if judged.case.split == "test"]
    return figures_by_tag(test_half)[ALL]


@pytest.mark.parametrize("limit", [*parse(FLOORS, "below"), *parse(CEILINGS, "above")], ids=str)
def test_the_half_that_tests_reaches_its_floors(held_out: dict[str, Estimate], limit: Limit):
    missed = limit.missed(held_out)
    assert missed is None, missed


def test_no_support_is_lost_and_every_excerpt_is_word_for_word(evaluation: Evaluation):
    failures = Counter(failure for judged in evaluation.cases for failure in judged.failures)
    assert failures["lost_support"] == 0, [judged.lost for judged in evaluation.cases]
    assert failures["not_verbatim"] == 0


def test_it_is_large_and_a_third_of_it_are_near_misses():
    tags = Counter(tag for case in GOLDEN for tag in case.tags)
    assert len(GOLDEN) >= 400
    assert tags["near_miss"] >= len(GOLDEN) / 3
    assert all(tags[tag] for tag in (*STYLES, *OTHERS))
    questions = Counter(case.question.casefold() for case in GOLDEN)
    assert max(questions.values()) == 1


def test_every_fact_is_asked_for_three_times(sample: Snapshot):
    quoted = Counter(quote for case in GOLDEN for quote in case.quotes)
    seldom = {
        sentence: quoted[sentence]
        for passage in sample.passages
        for span in passage.sentences
        for sentence in [sample.documents[passage.document].text[span.start : span.end]]
        if not sentence.endswith(":") and quoted[sentence] < 3
    }
    assert not seldom


def test_styles_stand_in_the_same_proportions_on_both_sides():
    """Else refusing typos, say, would look like telling what has no answer."""
    sides = {
        answerable: [case for case in GOLDEN if (case.expect == "answered") == answerable]
        for answerable in (True, False)
    }
    for style in STYLES:
        with_answer, without = (
            sum(style in case.tags for case in side)
            / sum(any(s in case.tags for s in STYLES) for case in side)
            for side in sides.values()
        )
        assert abs(with_answer - without) < 0.03, style


def test_a_second_reading_agrees_with_every_case():
    """Each question was read again, without its labels: which sentences answer it?"""
    path = Path(__file__).with_name("second_reading.jsonl")
    lines = path.read_text("utf-8").splitlines()
    read = {row["id"]: row["answers"] for row in map(json.loads, lines)}
    assert list(read) == [case.id for case in GOLDEN]
    for case in GOLDEN:
        assert bool(read[case.id]) == (case.expect == "answered"), case.id
        assert set(read[case.id]) <= {*case.quotes, *case.also}, case.id
        assert not case.quotes or set(read[case.id]) & set(case.quotes), case.id


def test_each_case_has_one_kind_and_at_most_one_style():
    for case in GOLDEN:
        assert len(set(case.tags) & set(OTHERS)) == (0 if case.expect == "answered" else 1) or (
            "injection" in case.tags
        )
        assert len(set(case.tags) & set(STYLES)) <= 1


def test_both_halves_can_tell():
    halves = Counter(case.split for case in GOLDEN)
    assert min(halves.values()) > 0.4 * len(GOLDEN)


def test_figures_on_the_page_are_those_of_today(held_out: dict[str, Estimate]):
    """docs/quality.md shows what the product does now, not what it once did."""
    results = Path(__file__).parents[2] / "benchmarks" / "quality" / "results" / "golden.json"
    shown = json.loads(results.read_text("utf-8"))["halves"]["test"][ALL]
    for name, figure in held_out.items():
        assert figure.value == pytest.approx(shown[name]["value"], abs=0.02), name
