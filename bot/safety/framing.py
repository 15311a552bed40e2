"""How each part of a message is said: told, asked about or past; and what is denied. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.safety.phrases import Lexicon, Phrases, plain, words
from bot.safety.rule_file import read_rule_file

Said = Literal["told", "asked", "past"]

FRAMING = Path(__file__).with_name("framing.yaml")
GAP = 1  # words that may stand between two words of a phrase
_YEAR = re.compile(r"(19|20)[0-9][0-9]")
REACH = 4  # words behind a denial that it denies
FURTHEST = 16  # the same where "or" carries it on
_SENTENCE = re.compile(r"[.!?;\n]+")
_PART = re.compile(
    r"[,:()\[\]]+|(?:\band )?\bnow\b(?! and)|\b(?:but|because|pero|porque)\b|\by ahora\b|\s-+\s"
)
EXPRESSIONS = (_SENTENCE, _PART, _YEAR)
_SUBJECTS = frozenset("i im ive my he she we it its they yo".split())  # "no I can't breathe"
_CARRIED_ON = frozenset("or and nor o y ni".split())
_ALTERNATIVE = frozenset("or nor o ni".split())
_NEW_THOUGHT = frozenset("just only except i im ive cant cannot solo".split())


class Framing(BaseModel):
    """The phrases of ``framing.yaml``, which says what each list is for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    reviewed_by: str
    not_typos: frozenset[str]
    asking: tuple[str, ...]
    not_asking: tuple[str, ...]
    asking_unless_now: tuple[str, ...]
    past: tuple[str, ...]
    over: tuple[str, ...]
    now: tuple[str, ...]
    question_openers: frozenset[str]
    persons: frozenset[str]
    denials: frozenset[str]
    not_denials: tuple[str, ...]

    @cached_property
    def phrases(self) -> dict[str, Phrases]:
        """Each list, ready to be looked for."""
        names = ("asking", "not_asking", "asking_unless_now", "past", "over", "now", "not_denials")
        return {name: Phrases.of(getattr(self, name)) for name in names}


@dataclass(frozen=True, slots=True)
class Part:
    """Words between two commas or the like, and how they are said.

    ``heard`` holds the rules' words that each word stands for, ``denied`` the positions that a
    denial reaches and where it stands. ``happening``: something says that it is so now;
    ``personal``: it names a person; ``denying``: it begins with a denial.
    """

    said: Said
    heard: Sequence[frozenset[str]]
    denied: dict[int, int] = field(default_factory=dict)
    happening: bool = False
    personal: bool = False
    denying: bool = False


def frame(message: str, framing: Framing, lexicon: Lexicon) -> list[list[Part]]:
    """The message as sentences, each a list of parts."""
    sentences = [list(_parts(s, framing, lexicon)) for s in _SENTENCE.split(plain(message))]
    over = False
    for parts in sentences:  # "Chest pain: never."
        for before, after in pairwise(parts):
            if len(after.heard) == 1 and after.denying:
                before.denied.update(dict.fromkeys(range(len(before.heard)), -1))
    for parts in reversed(sentences):  # "It swelled. Never any trouble since."
        over = over or any(framing.phrases["over"].stand_in(part.heard, GAP) for part in parts)
        if over:
            parts[:] = [p if p.happening else replace(p, said="past") for p in parts]
    return [parts for parts in sentences if parts]


def _parts(sentence: str, framing: Framing, lexicon: Lexicon) -> Iterator[Part]:
    said: Said = "told"
    for text in _cut(sentence):
        if not (typed := words(text)):
            continue
        heard = lexicon.hear(typed)
        own = _said(typed, heard, framing)
        happening = framing.phrases["now"].stand_in(heard, GAP)
        if own != "told" or happening or not _goes_on(said, typed, framing):
            said = own
        personal = bool(framing.persons & set(typed))
        yield Part(
            said,
            heard,
            _denied(typed, heard, framing),
            happening,
            personal,
            typed[0] in framing.denials,
        )


def _goes_on(said: Said, typed: Sequence[str], framing: Framing) -> bool:
    """Whether a part is said as the one before: "Back in 2011, …", "What if it swells, or …".

    A question goes on in "or …" and in what names nobody, as in a list.
    """
    return said == "past" or typed[0] in _CARRIED_ON or not framing.persons & set(typed)


def _cut(sentence: str) -> Iterator[str]:
    """The parts; "now" stays with what it opens."""
    start = 0
    for cut in _PART.finditer(sentence):
        yield sentence[start : cut.start()]
        start = cut.start() if "now" in cut.group() or "ahora" in cut.group() else cut.end()
    yield sentence[start:]


def _said(typed: Sequence[str], heard: Sequence[frozenset[str]], framing: Framing) -> Said:
    phrases = framing.phrases
    excused = _positions(phrases["not_asking"], heard)
    past = phrases["past"].stand_in(heard, GAP) or any(map(_YEAR.fullmatch, typed))
    happening = phrases["now"].stand_in(heard, GAP)
    if any(set(found) - excused for found in phrases["asking"].places(heard, GAP)):
        return "past" if past and not happening else "asked"
    if happening:
        return "told"
    in_general = typed[0] in framing.question_openers and not framing.persons & set(typed)
    if in_general or phrases["asking_unless_now"].stand_in(heard, GAP):
        return "asked"
    return "past" if past else "told"


def _denied(
    typed: Sequence[str], heard: Sequence[frozenset[str]], framing: Framing
) -> dict[int, int]:
    """The positions that are denied, and by the word at which position."""
    excused = _positions(framing.phrases["not_denials"], heard)
    denied: dict[int, int] = {}
    for position, word in enumerate(typed[:-1]):
        if word not in framing.denials or position in excused or typed[position + 1] in _SUBJECTS:
            continue
        left = REACH
        for reached in range(position + 1, min(position + 1 + FURTHEST, len(typed))):
            left = REACH if typed[reached] in _ALTERNATIVE else left - 1
            if left < 0 or typed[reached] in _NEW_THOUGHT:
                break
            denied.setdefault(reached, position)
    return denied


def _positions(phrases: Phrases, heard: Sequence[frozenset[str]]) -> set[int]:
    return {position for found in phrases.places(heard, GAP) for position in found}


def load_framing(path: Path = FRAMING) -> Framing:
    """Read ``framing.yaml``. Raises ``InvalidRules``."""
    return read_rule_file(path, Framing)
