"""Conversations over the sample documents: the share of turns that are right, and any leak.

Each turn is asked after the turns before it, and judged as `clinic-faq evaluate` judges a case. A
turn is right if nothing about its answer is wrong: status, document, and a sentence that answers
among those highlighted. A leak is a citation of a document that the turn forbids.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.quality.sets import read_jsonl
from bot.assistant import Assistant
from bot.quality.cases import Case
from bot.quality.judged import Judged
from bot.quality.judging import judge
from bot.quality.respondents import InProcess
from bot.quality.statistics import proportion
from bot.quality.support import support
from bot.web.schemas import ChatResponse

CONVERSATIONS = Path(__file__).parents[2] / "tests" / "quality" / "conversations.jsonl"


def turns(path: Path = CONVERSATIONS) -> Iterator[tuple[Case, Any]]:
    """Each turn as a case, beside what the file says of it."""
    for conversation in read_jsonl(path):
        said: list[str] = []
        for number, turn in enumerate(conversation["turns"], start=1):
            yield (
                Case(
                    id=f"{conversation['id']}-{number}",
                    question=turn["message"],
                    history=tuple(said),
                    expect=turn["expect"],
                    documents=turn.get("documents", ()),
                    quotes=turn.get("quotes", ()),
                    forbid=turn.get("forbid", ()),
                    tags=(turn["kind"],),
                ),
                turn,
            )
            said.append(turn["message"])


def ask(assistant: Assistant, case: Case, way: str, turn: Any) -> ChatResponse:
    """The answer: in its conversation, alone, or to the human rewrite."""
    asked = turn.get("rewrite") or case.question if way == "human rewrite" else case.question
    return InProcess(assistant).ask(asked, case.history if way == "ours" else ())


WAYS = ("last turn alone", "ours", "human rewrite")


def measure(assistant: Assistant, path: Path = CONVERSATIONS) -> dict[str, Any]:
    """The figures of all conversations and of each half, by way of asking."""
    texts = InProcess(assistant).texts
    asked = list(turns(path))
    judged = {
        way: [
            judge(case, support(case, texts), ask(assistant, case, way, turn), None, None, texts)
            for case, turn in asked
        ]
        for way in WAYS
    }
    halves = {
        half: {
            way: _figures([one for one in found if half in ("all", one.case.split)], assistant)
            for way, found in judged.items()
        }
        for half in ("all", "tune", "test")
    }
    return {"conversations": len({case.group for case, _ in asked}), **halves}


def _figures(judged: list[Judged], assistant: Assistant) -> dict[str, Any]:
    treatments = {d.id for d in assistant.snapshot.documents if d.about == "treatment"}

    def leaks_from_rival(one: Judged) -> bool:
        """Of two treatments it is about one, and the other one's page is cited."""
        rivals = treatments & set(one.case.forbid)
        return len(rivals) == 1 and bool(rivals & {shown.document for shown in one.excerpts})

    forbids = [one for one in judged if one.case.forbid]
    context = [one for one in judged if "context" in one.case.tags]
    return {
        "turns_right": _share(judged, _right),
        "context_turns_right": _share(context, _right),
        "context_answered": _share([o for o in context if o.case.expect == "answered"], _right),
        "context_no_answer": _share([o for o in context if o.case.expect == "no_answer"], _right),
        "leaks": _share(forbids, _leaks),
        "rival_leaks": _share(forbids, leaks_from_rival),
    }


def _share(judged: list[Judged], hit: Callable[[Judged], bool]) -> dict[str, Any]:
    groups = [one.case.group for one in judged]
    return proportion([hit(one) for one in judged], groups).model_dump()


def _right(judged: Judged) -> bool:
    # A line that leads into a list is marked with the item that answers.
    return not set(judged.failures) - {"marked_besides"}


def _leaks(judged: Judged) -> bool:
    return "forbidden_document" in judged.failures
