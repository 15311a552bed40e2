"""Test sets: what is asked, and what has to come of it. JSON Lines or YAML.

``docs/test-sets.md`` explains the format to those who write them.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.answer import Status
from bot.quality.errors import InvalidTestSet
from bot.web.schemas import ChatRequest

Split = Literal["tune", "test"]

_VARIANT = re.compile(r"-\d+$")
_SHOWN = 20  # wrong cases named in one error


class Case(BaseModel):
    """One question and what is expected of the answer.

    ``quotes`` are sentences as they stand in a document: at least one (``match: any``), or each
    (``all``), has to be highlighted. Sentences in ``also`` may be. ``documents`` may be cited,
    those in ``forbid`` must not be; both hold titles or ids. With ``documents`` named, a quote has
    to stand in one of them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    question: str
    history: tuple[str, ...] = ()
    expect: Status
    documents: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    match: Literal["any", "all"] = "any"
    also: tuple[str, ...] = ()
    forbid: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        try:
            for message in (*self.history, self.question):
                ChatRequest(message=message)  # what could not be asked cannot be tested
        except ValidationError as error:
            raise ValueError(f"it cannot be asked: {error.errors()[0]['msg']}") from error
        if self.expect == "no_answer" and (self.quotes or self.also):
            raise ValueError("a case that expects no_answer has nothing to quote")
        if not all(text.strip() for text in (*self.quotes, *self.also)):
            raise ValueError("a quote is empty")
        return self

    @property
    def group(self) -> str:
        """What the case stands or falls with.

        Ids that differ only in a final number belong together: ``botox-onset-1`` and
        ``botox-onset-2`` ask for one fact, twice.
        """
        return _VARIANT.sub("", self.id)

    @property
    def split(self) -> Split:
        """``tune`` or ``test``, by a hash of the group: the same for ever, and whole groups."""
        return "test" if hashlib.sha256(self.group.encode()).digest()[0] % 2 else "tune"


def read_test_set(path: Path) -> tuple[Case, ...]:
    """The cases of a ``.jsonl``, ``.yaml`` or ``.yml`` file, in order.

    Raises ``InvalidTestSet``, which names every case that is wrong, not only the first.
    """
    cases, problems = [], []
    for where, raw in _raw(path):
        if isinstance(raw, str):
            problems.append(f"{where}: {raw}")
            continue
        try:
            cases.append(Case.model_validate(raw))
        except ValidationError as error:
            problems += [f"{where}: {_said(detail)}" for detail in error.errors()]
    repeated = [name for name, times in Counter(case.id for case in cases).items() if times > 1]
    problems += [f"the id {name!r} stands more than once" for name in repeated]
    if problems:
        more = len(problems) - _SHOWN
        shown = [*problems[:_SHOWN], *([f"… and {more} more"] if more > 0 else [])]
        raise InvalidTestSet("\n".join([f"{path} is not a test set:", *shown]))
    if not cases:
        raise InvalidTestSet(f"{path} holds no case. docs/test-sets.md shows what one looks like.")
    return tuple(cases)


def _raw(path: Path) -> Iterator[tuple[str, Any]]:
    """Where a case stands, and the case before it is checked; or text: what is wrong with it."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidTestSet(f"{path} cannot be read: {error}") from error
    if path.suffix == ".jsonl":
        for number, line in enumerate(text.split("\n"), start=1):
            if line.strip():
                try:
                    yield f"line {number}", _mapping(json.loads(line))
                except json.JSONDecodeError as error:
                    yield f"line {number}", f"no JSON: {error.msg} at column {error.colno}"
    elif path.suffix in (".yaml", ".yml"):
        try:
            loaded = yaml.safe_load(text)
        except yaml.YAMLError as error:
            raise InvalidTestSet(f"{path} is no YAML: {error}") from error
        if not isinstance(loaded, list):
            raise InvalidTestSet(f"{path} has to hold a list of cases, each beginning with “- id:”")
        for number, raw in enumerate(loaded, start=1):
            yield f"case {number}", _mapping(raw)
    else:
        raise InvalidTestSet(f"{path} has to end in .jsonl, .yaml or .yml")


def _mapping(raw: Any) -> Any:
    return raw if isinstance(raw, dict) else "a case is a mapping of id, question, expect, …"


def _said(detail: Any) -> str:
    place = ".".join(map(str, detail["loc"]))
    return (
        f"{place}: {detail['msg']}" if place else str(detail["msg"]).removeprefix("Value error, ")
    )


def only(cases: Sequence[Case], split: Split | None) -> tuple[Case, ...]:
    """The cases of one half, or all."""
    return tuple(case for case in cases if split in (None, case.split))
