from html.parser import HTMLParser

import httpx
import pytest

from bot.web.documents import parse_mark, runs
from index.sentences import Span


class Page(HTMLParser):
    """Collects the text inside <mark>, and every id."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.marked: list[str] = []
        self.ids: list[str | None] = []
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self._inside = self._inside or tag == "mark"
        self.ids += [value for name, value in attrs if name == "id"]

    def handle_endtag(self, tag):
        self._inside = self._inside and tag != "mark"

    def handle_data(self, data):
        if self._inside:
            self.marked.append(data)


def test_a_citation_leads_to_its_passage_and_nothing_else_is_marked(client: httpx.Client):
    for question in ("how long does Botox last?", "Which conditions is Botox used for?"):
        excerpt = client.post("/v1/chat", json={"message": question}).json()["excerpts"][0]
        link = httpx.URL(excerpt["document"]["url"])
        page = Page(client.get(link.copy_with(fragment=None)).text)
        assert "".join("".join(page.marked).split()) == "".join(excerpt["text"].split())
        assert link.fragment in page.ids
        assert page.ids.count(link.fragment) == 1


def test_a_citation_of_another_version_marks_nothing_and_says_so(client):
    response = client.get("/v1/documents/prolotherapy?version=0000000000000000&mark=0-50")
    assert Page(response.text).marked == []
    assert "revised" in Page(response.text).ids


@pytest.mark.parametrize(
    "mark", ["", "5", "9-3", "0-99999999", "-5-9", "a-b", "<script>", "١-٢", "0-10&x=y"]
)
def test_a_mark_that_is_no_passage_is_left_out(client, mark):
    response = client.get("/v1/documents/prolotherapy", params={"mark": mark})
    assert response.status_code == 200
    assert Page(response.text).marked == []
    assert "<script>" not in response.text.replace('<script type="module"', "")


def test_an_unknown_document_is_a_problem(client):
    for path in ("/v1/documents/none", "/v1/documents/none/text"):
        response = client.get(path)
        assert response.status_code == 404
        assert response.json()["type"].endswith("unknown-document")
        assert "none" not in response.text


def test_the_page_shows_the_whole_text(client, sample):
    for document in sample.documents:
        html = client.get(f"/v1/documents/{document.id}").text

        class Body(HTMLParser):
            seen = ""

            def handle_data(self, data):
                self.seen += data

        body = Body()
        body.feed(html)
        seen = "".join(body.seen.split())
        for paragraph in document.text.split("\n\n"):
            assert "".join(paragraph.split()) in seen


def test_pages_and_answers_carry_the_security_headers(client):
    for path in ("/", "/v1/documents/prolotherapy", "/livez", "/static/chat.js", "/nowhere"):
        headers = client.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "server" not in headers


def test_runs_join_to_the_paragraph():
    text = "abcdefghij"
    for start in range(10):
        for end in range(start + 1, 11):
            parts = runs(text, Span(2, 8), Span(start, end))
            assert "".join(part["text"] for part in parts) == "cdefgh"
            marked = "".join(part["text"] for part in parts if part["marked"])
            assert marked == text[max(2, start) : min(8, end)]


def test_a_mark_is_read_strictly(sample):
    document = sample.documents[0]
    assert parse_mark("3-9", document) == Span(3, 9)
    assert parse_mark(f"0-{len(document.text)}", document) == Span(0, len(document.text))
    assert parse_mark(f"0-{len(document.text) + 1}", document) is None
