"""Where to put the threshold, and how many excerpts to show: the golden set's half that tunes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.answer import WITHIN, decide
from bot.assistant import Assistant
from bot.finding import RETRIEVED, to_read
from bot.quality.cases import Case
from bot.quality.evaluation import ALL, figures_by_tag
from bot.quality.judging import judge
from bot.quality.respondents import InProcess
from bot.quality.support import Support, Text, support
from bot.reader import Reading
from bot.reply import Answer
from bot.retrieval import Retrieved, Weights, retrieve
from bot.subjects import Subjects
from bot.web.schemas import ChatResponse

THRESHOLDS = (0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6)
WITHINS = (0.0, 0.02, 0.05, 0.1, 0.2, 1.0)
SHOWN = (
    "answer_first",
    "answer_any",
    "highlight_precision",
    "answered_when_answerable",
    "false_answers_near_miss",
    "false_answers_off_topic",
)


@dataclass(frozen=True)
class Asked:
    """A case, what its answer has to hold, and all that a decision rests on."""

    case: Case
    expected: Support
    retrieved: list[Retrieved]
    readings: list[Reading]
    answer: Answer


def measure(cases: Sequence[Case], assistant: Assistant) -> dict[str, Any]:
    """By threshold and by the distance within which a further excerpt is shown: the figures."""
    texts = InProcess(assistant).texts
    asked = [_ask(case, assistant, texts) for case in cases if case.split == "tune"]
    threshold = assistant.reader.threshold

    def figures(threshold: float, within: float) -> dict[str, float]:
        judged = [
            judge(
                one.case, one.expected, _reply(one, assistant, threshold, within), None, None, texts
            )
            for one in asked
        ]
        found = figures_by_tag(judged)[ALL]
        return {name: found[name].value for name in SHOWN}

    return {
        "threshold": threshold,
        "within": WITHIN,
        "thresholds": {
            str(value): figures(value, WITHIN) for value in sorted({*THRESHOLDS, threshold})
        },
        "withins": {str(value): figures(threshold, value) for value in WITHINS},
    }


def _ask(case: Case, assistant: Assistant, texts: Mapping[str, Text]) -> Asked:
    snapshot = assistant.snapshot
    found = retrieve(
        case.question, snapshot.vector_source, snapshot.lexical_source, Weights(), RETRIEVED
    )
    readings = assistant.reader.read(snapshot.encoder.question(case.question), to_read(found))
    return Asked(case, support(case, texts), found, readings, assistant.answer(case.question))


def _reply(asked: Asked, assistant: Assistant, threshold: float, within: float) -> ChatResponse:
    """What the assistant would say with that threshold."""
    snapshot = assistant.snapshot
    decision = decide(
        snapshot.documents,
        snapshot.passages,
        asked.retrieved,
        asked.readings,
        threshold,
        Subjects.of(snapshot.documents).named(asked.case.question),
        within,
    )
    answer = replace(
        asked.answer,
        status=decision.status,
        excerpts=decision.excerpts,
        related=decision.related,
        score=decision.score,
    )
    return ChatResponse.of(answer, answer_id="", conversation="")
