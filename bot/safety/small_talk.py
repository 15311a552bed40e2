"""Greetings, thanks, and who is there: messages that hold nothing else. Pure.

Anything more is a question, and goes to the documents: abuse, code and commands too.
"""

from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.safety.phrases import Lexicon, Phrases, words
from bot.safety.rule_file import read_rule_file

Kind = Literal["who_i_am", "somebody", "thanks", "goodbye", "hello"]

SMALL_TALK = Path(__file__).with_name("small_talk.yaml")
LONGEST = 12  # words; nobody greets at greater length


class SmallTalk(BaseModel):
    """The phrases of ``small_talk.yaml``. What stands first wins: "hi, are you a person?"."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    fillers: tuple[str, ...]
    kinds: dict[Kind, tuple[str, ...]]

    @cached_property
    def phrases(self) -> dict[Kind, Phrases]:
        """Each kind's phrases, ready to be looked for."""
        return {kind: Phrases.of(texts) for kind, texts in self.kinds.items()}

    @cached_property
    def filling(self) -> Phrases:
        """What may stand between them."""
        return Phrases.of(self.fillers)

    @cached_property
    def lexicon(self) -> Lexicon:
        """Every word of the phrases."""
        every = (*self.phrases.values(), self.filling)
        return Lexicon.of(wanted for phrases in every for wanted in phrases.phrases)


def small_talk(message: str, book: SmallTalk) -> Kind | None:
    """What kind of small talk the whole message is; None where it says anything else."""
    typed = words(message)
    if not 0 < len(typed) <= LONGEST:
        return None
    heard = book.lexicon.hear(typed)
    covered = {kind: _covered(phrases, heard) for kind, phrases in book.phrases.items()}
    rest = set(range(len(typed))) - _covered(book.filling, heard)
    if rest - set().union(*covered.values()):
        return None
    # A filler alone is no small talk, and "hello" is none beside "are you a person".
    return next((kind for kind, places in covered.items() if places), None)


def _covered(phrases: Phrases, heard: list[frozenset[str]]) -> set[int]:
    return {position for found in phrases.places(heard, gap=0) for position in found}


def load_small_talk(path: Path = SMALL_TALK) -> SmallTalk:
    """Read ``small_talk.yaml``. Raises ``InvalidRules``."""
    return read_rule_file(path, SmallTalk)
