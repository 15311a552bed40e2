"""What came of one case: the record that an evaluation keeps of it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.quality.cases import Case

Failure = Literal[
    "lost_support",
    "not_verbatim",
    "wrong_status",
    "unanswered",
    "false_answer",
    "wrong_document",
    "forbidden_document",
    "answer_not_shown",
    "answer_not_first",
    "marked_besides",
]


class Shown(BaseModel):
    """A passage that was shown; ``highlights`` are the sentences marked in it."""

    model_config = ConfigDict(frozen=True)

    document: str
    start: int
    end: int
    text: str
    highlights: tuple[str, ...]
    score: float


class Judged(BaseModel):
    """A case, what came of it, and what that is worth. None where the case does not say.

    ``score`` is the decision score: the highest probability that any passage answers, and
    ``best_right`` whether the best of those shown does. ``marked`` counts highlighted sentences,
    ``marked_right`` those that may be. ``ranks`` are the places (from 1) of passages that hold a
    quote among the first ten that retrieval found, of ``relevant`` in the index.
    """

    model_config = ConfigDict(frozen=True)

    case: Case
    status: str
    reason_codes: tuple[str, ...]
    excerpts: tuple[Shown, ...]
    related: tuple[Shown, ...]
    score: float
    best_right: bool | None
    answer_first: bool | None
    answer_any: bool | None
    right_document: bool | None
    wrong_document: bool | None
    marked: int
    marked_right: int
    ranks: tuple[int, ...] | None
    relevant: int
    lost: tuple[str, ...]
    failures: tuple[Failure, ...]

    @property
    def answerable(self) -> bool:
        """Whether the documents answer, as the case says."""
        return self.case.expect == "answered"

    @property
    def answered(self) -> bool:
        """Whether an answer was shown: below the physician's number (``advice``) as well."""
        return self.status in ("answered", "advice") and bool(self.excerpts)

    @property
    def judgeable(self) -> bool:
        """Whether the documents still hold enough to judge by."""
        return self.best_right is not None
