"""Red-flag rules: a file that a physician can read, change and sign, checked when it is loaded."""

from functools import cached_property
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.safety.errors import InvalidRules
from bot.safety.phrases import Phrase, phrase

Action = Literal["emergency", "crisis", "clinic"]

RED_FLAGS = Path(__file__).with_name("red_flags.yaml")


class Examples(BaseModel):
    """Messages that must raise the rule, and messages that must raise none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    flag: tuple[str, ...] = Field(min_length=1)
    passes: tuple[str, ...] = Field(alias="pass", min_length=1)


class Rule(BaseModel):
    """All of its concepts in one sentence call for ``action``.

    ``reviewed_by`` is empty until a physician has signed it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    meaning: str = Field(min_length=1)
    concepts: tuple[str, ...] = Field(alias="all", min_length=1)
    action: Action
    hazard: str = Field(min_length=1)
    source: str = Field(min_length=1)
    reviewed_by: str
    examples: Examples


class RuleBook(BaseModel):
    """The rules and the words that they are made of. The most urgent rules come first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    not_typos: frozenset[str]
    denials: tuple[str, ...]
    past: tuple[str, ...]
    information: tuple[str, ...]
    concepts: dict[str, tuple[str, ...]]
    rules: tuple[Rule, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        unknown = {name for rule in self.rules for name in rule.concepts} - self.concepts.keys()
        if unknown:
            raise ValueError(f"no such concept: {', '.join(sorted(unknown))}")
        texts = (*self.denials, *self.past, *self.information, *sum(self.concepts.values(), ()))
        if not all(map(phrase, texts)):
            raise ValueError("a phrase holds no word")
        ids = [rule.id for rule in self.rules]
        if len(set(ids)) < len(ids):
            raise ValueError("two rules have the same id")
        return self

    @cached_property
    def phrases(self) -> dict[str, tuple[Phrase, ...]]:
        """Each concept's phrases, ready to be looked for."""
        return {name: tuple(map(phrase, texts)) for name, texts in self.concepts.items()}

    @cached_property
    def denied(self) -> frozenset[str]:
        """Words that deny the phrase behind them."""
        return frozenset(word for text in self.denials for word in phrase(text))

    @cached_property
    def only_asking(self) -> tuple[Phrase, ...]:
        """What makes a sentence a request for information, or a tale of the past."""
        return tuple(map(phrase, (*self.information, *self.past)))


def load_rules(path: Path = RED_FLAGS) -> RuleBook:
    """Read a rule file. Raises ``InvalidRules``, which names what is wrong and where."""
    try:
        text = path.read_text(encoding="utf-8")
        # Every scalar is text: to YAML's other loaders, a plain "no" is false.
        return RuleBook.model_validate(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InvalidRules(f"{path} cannot be read: {error}") from error
    except ValidationError as error:
        wrong = "\n".join(
            f"  {'.'.join(map(str, detail['loc']))}: {detail['msg']}" for detail in error.errors()
        )
        raise InvalidRules(f"{path} is not a file of rules:\n{wrong}") from error
