"""Small answers to judge, made by hand."""

from bot.quality.cases import Case
from bot.quality.judged import Judged
from bot.quality.judging import judge
from bot.quality.support import Place, Text, support
from bot.web.schemas import ChatResponse
from index.sentences import Span

TEXTS = {
    "botox": Text("Botox", "It lasts for months. It is safe. But there are risks.\n\n• neck pain"),
    "prolo": Text("Prolotherapy", "Nobody knows how long it lasts."),
}
PASSAGES = (
    Place("botox", Span(0, 53)),
    Place("botox", Span(55, 66)),
    Place("prolo", Span(0, 31)),
)


def case(**fields: object) -> Case:
    return Case.model_validate({"id": "a", "question": "?", "expect": "answered", **fields})


def excerpt(document: str, *marked: str, start: int = 0, end: int | None = None, score=0.9):
    text = TEXTS[document].text[start:end]
    return {
        "text": text,
        "document": {"id": document, "title": TEXTS[document].title, "url": "", "language": "en"},
        "section": "",
        "start": start,
        "end": start + len(text),
        "sha256": "",
        "highlights": [
            {"start": text.index(mark), "end": text.index(mark) + len(mark)} for mark in marked
        ],
        "score": score,
    }


def answer(*excerpts, status="answered", related=(), score=None) -> ChatResponse:
    best = max((shown["score"] for shown in (*excerpts, *related)), default=0.0)
    return ChatResponse.model_validate(
        {
            "answer_id": "",
            "conversation": "",
            "language": "en",
            "index_version": "v",
            "status": status,
            "message": "",
            "excerpts": excerpts,
            "related": related,
            "referral": {"text": "", "phone": "", "url": ""},
            "suggestions": [],
            "reason_codes": [],
            "score": best if score is None else score,
        }
    )


def judged(case: Case, response: ChatResponse, ranking=PASSAGES) -> Judged:
    return judge(case, support(case, TEXTS), response, ranking, PASSAGES, TEXTS)
