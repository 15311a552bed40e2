"""Where to put the threshold, and how many excerpts to show: the golden set's half that tunes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.answer import WITHIN
from bot.assistant import Assistant
from bot.finding import Finder
from bot.network import Logits
from bot.quality.cases import Case
from bot.quality.evaluation import ALL, figures_by_tag
from bot.quality.judging import judge
from bot.quality.respondents import InProcess
from bot.quality.support import support
from bot.reader import Asked, Reader, Reading
from bot.reply import Answer
from bot.retrieval import Retrieved
from bot.web.schemas import ChatResponse
from index.encoder import Encoded
from index.memory import Memory

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
class At:
    """A reader with another threshold."""

    reader: Reader
    threshold: float

    @property
    def fingerprint(self) -> str:
        """See ``Reader.fingerprint``."""
        return self.reader.fingerprint

    @property
    def remembered(self) -> Memory[Asked, tuple[Reading, ...]]:
        """See ``Reader.remembered``."""
        return self.reader.remembered

    def read(self, question: Encoded, passages: Sequence[Retrieved]) -> list[Reading]:
        """See ``Reader.read``."""
        return self.reader.read(question, passages)

    def logits(self, question: Encoded, passages: Sequence[Retrieved]) -> list[Logits]:
        """See ``Reader.logits``."""
        return self.reader.logits(question, passages)


def measure(cases: Sequence[Case], assistant: Assistant) -> dict[str, Any]:
    """By threshold and by the distance within which a further excerpt is shown: the figures."""
    texts = InProcess(assistant).texts
    tuning = [case for case in cases if case.split == "tune"]
    expected = [support(case, texts) for case in tuning]
    answers = [assistant.answer(case.question) for case in tuning]
    threshold = assistant.reader.threshold

    def figures(threshold: float, within: float) -> dict[str, float]:
        finder = Finder(assistant.snapshot, At(assistant.reader, threshold), within)
        judged = [
            judge(case, sought, _reply(answer, finder, case), None, None, texts)
            for case, sought, answer in zip(tuning, expected, answers, strict=True)
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


def _reply(answer: Answer, finder: Finder, case: Case) -> ChatResponse:
    """What the assistant would say with that finder."""
    decision = finder.find(case.question)
    answer = replace(
        answer,
        status=decision.status,
        excerpts=decision.excerpts,
        related=decision.related,
        score=decision.score,
    )
    return ChatResponse.of(answer, answer_id="", conversation="")
