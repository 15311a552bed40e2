"""Mistyped questions of the golden set beside the plain ones, with and without mending."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.assistant import Assistant
from bot.finding import Finder
from bot.quality.cases import Case, Split, only
from bot.quality.evaluation import evaluate
from bot.quality.respondents import InProcess
from bot.spelling import Speller

TAGS = ("typo", "plain")
SHOWN = ("answer_first", "answered_when_answerable", "false_answers_near_miss")


@dataclass(frozen=True)
class NoSpeller(Speller):
    """Leaves every message as it was typed."""

    def mend(self, message: str) -> str:
        """The message itself."""
        return message


def measure(golden: Sequence[Case], mending: Assistant, not_mending: Assistant) -> dict[str, Any]:
    """By half, tag and whether mistakes are mended: the figures. And what was changed in vain."""
    # A cached property's value is an attribute of the instance.
    vars(not_mending._finder)["speller"] = NoSpeller(frozenset(), frozenset())
    ways = {"mended": mending, "as typed": not_mending}
    halves: dict[str, Any] = {}
    splits: tuple[Split, ...] = ("tune", "test")
    for split in splits:
        halves[split] = {}
        for way, assistant in ways.items():
            figures = evaluate(only(golden, split), InProcess(assistant)).figures
            halves[split][way] = {
                tag: {name: figures[tag][name].model_dump() for name in SHOWN} for tag in TAGS
            }
    speller = Finder(mending.snapshot, mending.reader).speller
    without = [case.question for case in golden if "typo" not in case.tags]
    changed = [question for question in without if speller.mend(question) != question]
    return {"halves": halves, "without_mistakes": len(without), "changed": changed}
