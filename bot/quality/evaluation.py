"""A whole test set put to a respondent: every case judged, every figure with its interval."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.quality.cases import Case, Split
from bot.quality.errors import InvalidBaseline
from bot.quality.figures import measure
from bot.quality.judged import Judged
from bot.quality.judging import RANKED, judge
from bot.quality.respondents import Respondent
from bot.quality.statistics import Estimate, weights
from bot.quality.support import support

ALL = "all"
FORMAT = 1


class Evaluation(BaseModel):
    """What ``--json`` writes. It holds no time of day: the same answers give the same file.

    ``figures`` are by tag and name; the tag ``all`` is every case. ``test_set`` is the SHA-256 of
    the cases.
    """

    model_config = ConfigDict(frozen=True)

    format: int
    index_version: str
    documents: Mapping[str, str]
    test_set: str
    split: Split | None
    figures: Mapping[str, Mapping[str, Estimate]]
    cases: tuple[Judged, ...]

    @property
    def failing(self) -> tuple[Judged, ...]:
        """The cases that are not as they should be."""
        return tuple(judged for judged in self.cases if judged.failures)


def evaluate(
    cases: Sequence[Case],
    respondent: Respondent,
    *,
    split: Split | None = None,
    progress: Callable[[], None] = lambda: None,
) -> Evaluation:
    """Ask every case, judge it and count. ``progress`` is called after each."""
    judged = []
    passages = respondent.passages()
    for case in cases:
        answer = respondent.ask(case.question, case.history)
        expected = support(case, respondent.texts)
        ranking = respondent.rank(case.question, RANKED) if expected.quotes else None
        judged.append(judge(case, expected, answer, ranking, passages, respondent.texts))
        progress()
    lines = "\n".join(case.model_dump_json() for case in cases)
    return Evaluation(
        format=FORMAT,
        index_version=respondent.index_version,
        documents={name: text.title for name, text in respondent.texts.items()},
        test_set=hashlib.sha256(lines.encode()).hexdigest(),
        split=split,
        figures=figures_by_tag(judged),
        cases=tuple(judged),
    )


def figures_by_tag(cases: Sequence[Judged]) -> dict[str, dict[str, Estimate]]:
    """Every figure over all cases and over those of each tag, tags in alphabetical order."""
    w = weights([judged.case.group for judged in cases])
    figures = {ALL: measure(cases, w)}
    for tag in sorted({tag for judged in cases for tag in judged.case.tags}):
        where = [i for i, judged in enumerate(cases) if tag in judged.case.tags]
        figures[tag] = measure([cases[i] for i in where], w[:, where])
    return figures


def read_evaluation(path: Path) -> Evaluation:
    """Read what ``--json`` wrote. Raises ``InvalidBaseline``."""
    try:
        found = Evaluation.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        why = (
            f"{error.error_count()} places differ" if isinstance(error, ValidationError) else error
        )
        raise InvalidBaseline(
            f"{path} is not what clinic-faq evaluate --json writes ({why})."
        ) from error
    if found.format != FORMAT:
        raise InvalidBaseline(
            f"{path} has format {found.format}; this version of clinic-faq reads {FORMAT}. "
            "Measure the baseline again."
        )
    return found
