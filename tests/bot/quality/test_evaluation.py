"""The real assistant over the sample documents, in process and over HTTP."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.assistant import Assistant
from bot.quality.cases import Case
from bot.quality.errors import IndexChanged, InvalidBaseline, ServerUnusable
from bot.quality.evaluation import ALL, Evaluation, evaluate, read_evaluation
from bot.quality.respondents import InProcess, over_http
from bot.reader import JointReader
from bot.settings import Settings
from index.snapshot import Snapshot
from tests.bot.quality.answers import answer

CASES = tuple(
    Case.model_validate(fields)
    for fields in (
        {
            "id": "lasts",
            "question": "how long does botox last?",
            "history": ["what is botox?"],
            "expect": "answered",
            "documents": ["Botox Therapy for Pain"],
            "quotes": ["Sometimes it lasts for several months."],
            "also": ["How long the relief then lasts differs from one patient to the next"],
            "tags": ["plain", "follow_up"],
        },
        {
            "id": "pizza",
            "question": "best pizza in town",
            "expect": "no_answer",
            "tags": ["off_topic"],
        },
        {
            "id": "lost",
            "question": "when are you open?",
            "expect": "answered",
            "quotes": ["The clinic is open on Sundays."],
        },
    )
)


@pytest.fixture(scope="module")
def respondent(sample: Snapshot, sample_settings: Settings) -> InProcess:
    return InProcess(
        Assistant(sample, JointReader(sample), sample_settings.clinic, sample_settings.texts)
    )


@pytest.fixture(scope="module")
def evaluation(respondent: InProcess) -> Evaluation:
    return evaluate(CASES, respondent)


def test_the_sample_is_judged(evaluation: Evaluation):
    by_id = {judged.case.id: judged for judged in evaluation.cases}
    assert by_id["lasts"].failures == ()
    assert by_id["lasts"].ranks == (1,)
    assert by_id["pizza"].failures == ()
    assert by_id["lost"].failures[0] == "lost_support"
    assert evaluation.figures[ALL]["answer_first"].n == 1


def test_a_server_is_judged_as_this_process_is(evaluation: Evaluation, client: httpx.Client):
    with over_http(str(client.base_url)) as respondent:
        asked = evaluate(CASES, respondent)
    assert asked.index_version == evaluation.index_version
    hidden = {"ranks": None, "relevant": 0}  # the API does not show what retrieval found
    assert asked.cases == tuple(judged.model_copy(update=hidden) for judged in evaluation.cases)


def test_the_same_answers_give_the_same_file(respondent: InProcess, evaluation: Evaluation):
    assert evaluate(CASES, respondent).model_dump_json() == evaluation.model_dump_json()


def test_what_is_written_can_be_read_again(evaluation: Evaluation, tmp_path: Path):
    path = tmp_path / "e.json"
    path.write_text(evaluation.model_dump_json(), "utf-8")
    assert read_evaluation(path) == evaluation


@pytest.mark.parametrize("content", [None, "", "{}", "[1]"])
def test_what_is_no_evaluation_says_so(content: str | None, tmp_path: Path):
    path = tmp_path / "e.json"
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(InvalidBaseline, match="--json"):
        read_evaluation(path)


def test_a_baseline_of_another_format_is_refused(evaluation: Evaluation, tmp_path: Path):
    path = tmp_path / "e.json"
    path.write_text(json.dumps(evaluation.model_dump(mode="json") | {"format": 0}), "utf-8")
    with pytest.raises(InvalidBaseline, match="Measure the baseline again"):
        read_evaluation(path)


def test_progress_is_heard_after_each_case(respondent: InProcess):
    heard = []
    evaluate(CASES, respondent, progress=lambda: heard.append(1))
    assert len(heard) == len(CASES)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "nonsense", "http://"])
def test_a_server_that_is_not_there_is_named(url: str):
    with pytest.raises(ServerUnusable, match="cannot be reached"):
        connect(url)


def connect(url="http://elsewhere.example", **options: Any) -> str:
    with over_http(url, **options) as respondent:
        return respondent.index_version


LIST = {"index_version": "v1", "documents": []}


def server(*replies: httpx.Response) -> httpx.MockTransport:
    """A server somewhere else that gives these replies, one after another."""
    waiting = iter(replies)
    return httpx.MockTransport(lambda request: next(waiting))


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (httpx.Response(404), "answered 404"),
        (httpx.Response(200, text="<html>"), "does not answer as this version"),
        (httpx.Response(200, json={"documents": []}), "does not answer as this version"),
    ],
)
def test_a_server_that_is_none_of_ours_is_named(reply: httpx.Response, says: str):
    with pytest.raises(ServerUnusable, match=says):
        connect(transport=server(reply))


def test_a_busy_server_is_waited_for():
    waited: list[float] = []
    busy = httpx.Response(429, headers={"Retry-After": "3"})
    replies = server(busy, busy, httpx.Response(200, json=LIST))
    assert connect(sleep=waited.append, transport=replies) == "v1"
    assert waited == [3, 3]


def test_a_server_that_stays_busy_is_given_up():
    busy = [httpx.Response(503, headers={"Retry-After": "1"})] * 100
    with pytest.raises(ServerUnusable, match="answered 503"):
        connect(sleep=lambda _: None, transport=server(*busy))


def test_another_index_in_the_middle_is_noticed():
    transport = server(
        httpx.Response(200, json=LIST),
        httpx.Response(200, content=answer(status="no_answer").model_dump_json()),
    )
    with (
        over_http("http://elsewhere.example", transport=transport) as respondent,
        pytest.raises(IndexChanged, match="Measure again"),
    ):
        respondent.ask("is it safe?")
