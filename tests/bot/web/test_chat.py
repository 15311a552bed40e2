"""POST /v1/chat over a real socket."""

import json
import threading

import httpx
import pytest
import structlog

from bot.log import configure
from bot.web.example import EXAMPLE
from bot.web.schemas import ChatResponse
from tests.live import running, until, wait_for

QUESTION = "how long does Botox last?"
SECRET = "Zebulon-Q"


def ask(client: httpx.Client, message: str = QUESTION, **more) -> httpx.Response:
    return client.post("/v1/chat", json={"message": message, **more})


def assert_problem(response: httpx.Response, status: int, slug: str) -> dict:
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert set(problem) == {"type", "title", "status", "detail", "request_id", "emergency"}
    assert problem["type"] == f"urn:clinic-faq:problem:{slug}"
    assert problem["status"] == status
    assert problem["request_id"] == response.headers["x-request-id"]
    assert "911" in problem["emergency"]
    assert SECRET not in response.text
    return problem


def test_an_answer_has_the_whole_shape(client):
    body = ask(client).json()
    assert set(body) == {
        "answer_id", "conversation", "index_version", "status", "message", "excerpts", "related",
        "referral", "urgent", "topic", "language", "understood", "suggestions", "reason_codes",
        "score",
    }  # fmt: skip
    assert body["status"] == "answered"
    assert body["urgent"] is body["understood"] is None
    assert body["topic"] == {"id": "botox-therapy-for-pain", "title": "Botox Therapy for Pain"}
    assert set(body["referral"]) == {"text", "phone", "url"}
    assert 1 <= len(body["excerpts"]) <= 3
    for excerpt in body["excerpts"]:
        assert set(excerpt) == {
            "text", "document", "section", "start", "end", "sha256", "highlights", "score", "page",
        }  # fmt: skip
        assert set(excerpt["document"]) == {"id", "title", "url", "language"}


def test_the_documented_example_is_a_valid_response():
    example = ChatResponse.model_validate(EXAMPLE)
    for excerpt in example.excerpts:
        assert excerpt.end - excerpt.start == len(excerpt.text)
        assert excerpt.highlights[-1].end == len(excerpt.text)


def test_every_excerpt_is_a_slice_of_the_text_that_the_server_publishes(client):
    for excerpt in ask(client).json()["excerpts"]:
        response = client.get(f"/v1/documents/{excerpt['document']['id']}/text")
        assert response.headers["etag"] == f'"{excerpt["sha256"]}"'
        assert response.text[excerpt["start"] : excerpt["end"]] == excerpt["text"]


def test_the_answering_sentences_are_highlighted(client):
    first = ask(client).json()["excerpts"][0]
    marked = [first["text"][h["start"] : h["end"]] for h in first["highlights"]]
    assert len(marked) == 2
    assert "differs from one patient" in marked[0]
    assert "several months" in marked[1]


def test_no_answer_is_a_200_that_says_so(client):
    body = ask(client, "who invented the telephone?").json()
    assert (body["status"], body["excerpts"]) == ("no_answer", [])
    assert body["referral"]["phone"]


def test_a_conversation_is_begun_and_kept(client):
    begun = ask(client).json()["conversation"]
    assert len(begun) >= 20
    assert ask(client, conversation=begun).json()["conversation"] == begun
    assert ask(client, conversation=None).json()["conversation"] not in (begun, None)
    assert ask(client, conversation="of-my-own-making").json()["conversation"] != "of-my-own-making"


def cited(body: dict) -> set[str]:
    return {excerpt["document"]["id"] for excerpt in (*body["excerpts"], *body["related"])}


def test_a_follow_up_is_read_in_its_conversation_and_an_absent_topic_keeps_it(client):
    begun = ask(client, "what is prolotherapy?").json()
    assert begun["topic"]["id"] == "prolotherapy"
    follow = ask(client, "and the side effects?", conversation=begun["conversation"]).json()
    assert follow["status"] == "answered"
    assert cited(follow) == {"prolotherapy"}
    assert follow["topic"] == begun["topic"]
    lasting = ask(client, "how long does it last?", conversation=begun["conversation"]).json()
    assert lasting["status"] == "no_answer"  # only the page on Botox speaks of it
    assert "botox-therapy-for-pain" not in cited(lasting)


def test_a_topic_of_null_clears_it(client):
    begun = ask(client, "what is prolotherapy?").json()["conversation"]
    cleared = ask(client, "side effects?", conversation=begun, topic=None).json()
    alone = ask(client, "side effects?").json()
    assert cleared["excerpts"] == alone["excerpts"]
    assert cleared["related"] == alone["related"]


def test_a_topic_that_is_named_is_set(client):
    body = ask(client, "what are the side effects?", topic="prolotherapy").json()
    assert body["status"] == "answered"
    assert cited(body) == {"prolotherapy"}
    assert body["topic"] == {"id": "prolotherapy", "title": "Prolotherapy"}
    other = ask(client, "side effects?", topic="botox-therapy-for-pain").json()
    assert cited(other) == {"botox-therapy-for-pain"}
    assert_problem(ask(client, topic=SECRET), 404, "unknown-document")


def test_one_conversation_does_not_leak_into_another(client):
    ask(client, "what is prolotherapy?")
    assert ask(client, "side effects?").json()["topic"] != {"id": "prolotherapy"}
    assert (
        ask(client, "side effects?").json()["excerpts"]
        == ask(client, "side effects?", conversation="x").json()["excerpts"]
    )


def test_a_mended_question_is_shown_as_it_was_understood(client):
    body = ask(client, "is prolotherpy dangerus").json()
    assert body["understood"] == "is prolotherapy dangerous"
    assert cited(body) == {"prolotherapy"}


def test_answer_ids_are_all_different(client):
    assert len({ask(client).json()["answer_id"] for _ in range(5)}) == 5


@pytest.mark.parametrize("length", [1, 1000])
def test_the_longest_and_the_shortest_message_are_read(client, length):
    assert ask(client, "é" * length).status_code == 200
    assert ask(client, "  \n" + "é" * length + "\t ").status_code == 200


BAD = {
    "empty": (b'{"message": ""}', "empty"),
    "blank": (b'{"message": " \\n\\t "}', "empty"),
    "too long": (json.dumps({"message": SECRET * 200}).encode(), "longer than 1,000"),
    "missing": (b'{"massage": "Zebulon-Q"}', "“message” is missing"),
    "number": (b'{"message": 5550142}', "must be a string"),
    "null": (b'{"message": null}', "must be a string"),
    "list": (b'{"message": ["Zebulon-Q"]}', "must be a string"),
    "not an object": (b'["Zebulon-Q"]', "JSON object"),
    "a string": (b'"Zebulon-Q"', "JSON object"),
    "no body": (b"", "body is missing"),
    "not JSON": (b'{"message": Zebulon-Q}', "not valid JSON"),
    "cut short": (b'{"message": "Zebulon-Q', "not valid JSON"),
    "NUL": (b'{"message": "Zebulon-Q\\u0000"}', "control character"),
    "raw NUL": (b'{"message": "Zebulon-Q\x00"}', "not valid JSON"),
    "escape": (b'{"message": "Zebulon-Q\\u001b[31m"}', "control character"),
    "lone surrogate": (b'{"message": "Zebulon-Q\\ud800"}', "Unicode"),
    "bad conversation": (b'{"message": "x", "conversation": "Zebulon-Q !"}', "conversation"),
    "bad topic": (b'{"message": "x", "topic": 5}', "“topic” must be a string"),
}


@pytest.mark.parametrize(("body", "said"), BAD.values(), ids=BAD)
def test_what_is_not_a_question_is_told_why_without_being_repeated(client, body, said):
    response = client.post("/v1/chat", content=body, headers={"Content-Type": "application/json"})
    problem = assert_problem(response, 422, "invalid-request")
    assert said in problem["detail"]


@pytest.mark.parametrize("body", [b'{"message": "\xff\xfe"}', b"[" * 8000 + b"]" * 8000])
def test_bytes_that_are_not_text_and_deep_json_are_a_client_error(client, body):
    response = client.post("/v1/chat", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code in (400, 422)
    assert response.headers["content-type"] == "application/problem+json"


def test_a_form_is_no_question(client):
    response = client.post("/v1/chat", data={"message": SECRET})
    assert "application/json" in assert_problem(response, 422, "invalid-request")["detail"]


def test_a_megabyte_is_refused_announced_or_not(client):
    big = b'{"message": "' + b"x" * 2**20 + b'"}'
    headers = {"Content-Type": "application/json"}
    assert_problem(client.post("/v1/chat", content=big, headers=headers), 413, "body-too-large")
    chunked = client.post("/v1/chat", content=iter([big[:5000], big[5000:]]), headers=headers)
    assert_problem(chunked, 413, "body-too-large")
    assert ask(client).status_code == 200


def test_unknown_addresses_and_methods_are_problems_too(client):
    assert_problem(client.get(f"/v2/{SECRET}"), 404, "not-found")
    assert_problem(client.get("/v1/chat"), 405, "method-not-allowed")


def test_one_client_is_limited_and_another_is_not(sample_settings, encoder):
    limited = sample_settings.model_copy(
        update={"rate_per_minute": 1, "rate_burst": 2, "trusted_proxies": loopback()}
    )
    with running(limited, lambda: encoder) as client:
        statuses = [ask(client).status_code for _ in range(2)]
        refused = ask(client)
        assert statuses == [200, 200]
        assert_problem(refused, 429, "rate-limited")
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        other = client.post(
            "/v1/chat", json={"message": QUESTION}, headers={"X-Forwarded-For": "203.0.113.9"}
        )
        assert other.status_code == 200


def loopback():
    from ipaddress import ip_network

    return (ip_network("127.0.0.0/8"),)


class Slow:
    """The real encoder behind a gate, so that a test decides when it answers."""

    def __init__(self, encoder):
        self.encoder, self.gate = encoder, threading.Event()
        self.fingerprint, self.dimension = encoder.fingerprint, encoder.dimension
        self.token_width, self.remembered = encoder.token_width, encoder.remembered
        self.gate.set()

    def encode(self, texts, progress=None):
        assert self.gate.wait(30)
        return self.encoder.encode(texts, progress)

    def encode_with_tokens(self, texts, progress=None):
        assert self.gate.wait(30)
        return self.encoder.encode_with_tokens(texts, progress)

    def question(self, text):
        assert self.gate.wait(30)
        return self.encoder.question(text)


def test_while_one_question_is_answered_few_wait_and_the_server_stays_awake(
    sample_settings, encoder
):
    slow = Slow(encoder)
    settings = sample_settings.model_copy(update={"queue": 2})
    with running(settings, lambda: slow) as client:
        slow.gate.clear()
        answers: list[httpx.Response] = []
        waiting = [threading.Thread(target=lambda: answers.append(ask(client))) for _ in range(2)]
        for thread in waiting:
            thread.start()
        # Metrics are answered while the model is busy.
        until(lambda: "clinic_faq_waiting 2.0" in client.get("/metrics").text)
        refused = ask(client)
        assert_problem(refused, 503, "overloaded")
        assert refused.headers["retry-after"]
        slow.gate.set()
        for thread in waiting:
            thread.join()
        assert [answer.status_code for answer in answers] == [200, 200]
        assert ask(client).status_code == 200


def test_before_the_index_is_open_everything_but_the_answer_works(sample_settings, encoder):
    loading = threading.Event()

    def load():
        loading.wait(30)
        return encoder

    with running(sample_settings, load, ready=False) as client:
        assert client.get("/").status_code == 200
        assert_problem(client.get("/readyz"), 503, "not-ready")
        refused = ask(client)
        assert_problem(refused, 503, "not-ready")
        assert refused.headers["retry-after"]
        loading.set()
        wait_for(client, "/readyz")
        assert ask(client).status_code == 200


def test_without_an_index_the_reason_is_told_to_staff(sample_settings, encoder, tmp_path):
    settings = sample_settings.model_copy(update={"data": tmp_path / "none"})
    with running(settings, lambda: encoder, ready=False) as client:
        until(lambda: "clinic-faq index" in client.get("/readyz").json()["detail"])
        assert_problem(ask(client), 503, "not-ready")


def fail(message: str):
    raise RuntimeError(f"somewhere deep below: {message}")


def test_an_unforeseen_error_is_a_500_without_the_message_anywhere(
    sample_settings, encoder, monkeypatch, capfd
):
    with running(sample_settings, lambda: encoder) as client:
        monkeypatch.setattr("bot.finding.Finder.meaning", lambda _, message, *__: fail(message))
        response = ask(client, SECRET)
        assert_problem(response, 500, "internal-error")
        assert "clinic_faq_unexpected_errors_total 1.0" in client.get("/metrics").text
    printed = "".join(capfd.readouterr())
    assert "RuntimeError" in printed
    assert SECRET not in printed


def test_an_excerpt_that_fails_its_check_is_withheld_and_counted(
    sample_settings, encoder, monkeypatch, capfd
):
    with running(sample_settings, lambda: encoder) as client:
        snapshot = client.app.state.live.assistant.snapshot
        monkeypatch.setitem(snapshot.hashes, "botox-therapy-for-pain", "0" * 64)
        assert_problem(ask(client), 503, "not-ready")
        assert "clinic_faq_verbatim_failures_total 1.0" in client.get("/metrics").text
    assert "VerbatimError" in "".join(capfd.readouterr())


def test_no_message_stands_in_logs_metrics_or_redirects(client, capfd):
    configure("json")
    ask(client, f"my name is {SECRET}")
    assert SECRET not in client.get("/metrics").text
    slashed = client.get(f"/v1/chat/?message={SECRET}", follow_redirects=False)
    assert_problem(slashed, 404, "not-found")
    printed = "".join(capfd.readouterr())
    structlog.reset_defaults()
    assert '"route": "/v1/chat"' in printed
    assert SECRET not in printed
