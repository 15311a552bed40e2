"""Safety rules: files that a physician can read, change and sign, checked when they are loaded."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.safety.framing import Framing, load_framing
from bot.safety.phrases import Lexicon, Phrases, phrase
from bot.safety.rule_file import read_rule_file, refuse

UrgentAction = Literal["emergency", "crisis", "clinic"]
Action = Literal["emergency", "crisis", "clinic", "advice"]
URGENCY: tuple[UrgentAction, ...] = ("emergency", "crisis", "clinic")

RED_FLAGS = Path(__file__).with_name("red_flags.yaml")
ADVICE = Path(__file__).with_name("advice.yaml")


class Examples(BaseModel):
    """Messages that must raise the rule, and messages that must raise none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    flag: tuple[str, ...] = Field(min_length=1)
    passes: tuple[str, ...] = Field(alias="pass", min_length=1)


class Rule(BaseModel):
    """Calls for ``action`` when all concepts of one line of ``when`` are told in one sentence.

    They stand no more than ``near`` words apart. ``with_`` has to stand somewhere in the message,
    and nothing of ``unless`` in the sentence. With ``even_asked`` a question tells as well,
    "always" or where it names a person: "would they be better off without me?". ``reviewed_by``
    is empty until a physician signed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1, pattern=r"^[a-z0-9-]+$")
    meaning: str = Field(min_length=1)
    when: tuple[tuple[str, ...], ...] = Field(min_length=1)
    with_: str | None = Field(None, alias="with")
    unless: tuple[str, ...] = ()
    near: int = Field(8, ge=0)
    even_asked: Literal["never", "personal", "always"] = "never"
    action: Action
    hazard: str = Field(min_length=1)
    source: str = Field(min_length=1)
    reviewed_by: str
    examples: Examples

    @property
    def concepts(self) -> set[str]:
        """Every concept that the rule names."""
        named = {name for line in self.when for name in line} | set(self.unless)
        return named | ({self.with_} if self.with_ else set())


class RuleFile(BaseModel):
    """A file of rules: the product's own, or a clinic's additions to it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    concepts: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    rules: tuple[Rule, ...] = ()

    @model_validator(mode="after")
    def _holds_words(self) -> Self:
        for name, texts in self.concepts.items():
            if not texts or not all(map(phrase, texts)):
                raise ValueError(f"the concept {name} has a phrase without a word")
        return self


class RuleBook(BaseModel):
    """All rules, the most urgent first, with the words that they are made of."""

    model_config = ConfigDict(frozen=True)

    version: str
    framing: Framing
    concepts: Mapping[str, tuple[str, ...]]
    rules: tuple[Rule, ...] = Field(min_length=1)

    @cached_property
    def phrases(self) -> dict[str, Phrases]:
        """Each concept's phrases, ready to be looked for."""
        return {name: Phrases.of(texts) for name, texts in self.concepts.items()}

    @cached_property
    def lexicon(self) -> Lexicon:
        """Every word of the rules and of the framing."""
        lists = (*self.phrases.values(), *self.framing.phrases.values())
        return Lexicon.of(
            (words for phrases in lists for words in phrases.phrases), self.framing.not_typos
        )


def load_rules(*paths: Path) -> RuleBook:
    """The rules of these files; in a later one, what has the same name is replaced.

    Raises ``InvalidRules``, which names what is wrong and on which line.
    """
    files = [read_rule_file(path, RuleFile) for path in paths]
    concepts = {name: texts for file in files for name, texts in file.concepts.items()}
    rules: dict[str, Rule] = {}
    for path, file in zip(paths, files, strict=True):
        seen: set[str] = set()
        for number, rule in enumerate(file.rules):
            if rule.id in seen:
                refuse(path, ("rules", number, "id"), f"two rules have the id {rule.id}")
            if unknown := sorted(rule.concepts - concepts.keys()):
                refuse(path, ("rules", number, "when"), f"no such concept: {unknown[0]}")
            seen.add(rule.id)
            rules[rule.id] = rule
    return RuleBook(
        version="+".join(str(file.version) for file in files),
        framing=load_framing(),
        concepts=concepts,
        rules=tuple(_by_urgency(rules.values())),
    )


def _by_urgency(rules: Iterable[Rule]) -> list[Rule]:
    order = (*URGENCY, "advice")
    return sorted(rules, key=lambda rule: order.index(rule.action))
