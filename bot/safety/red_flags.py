"""Whether a message tells of something that cannot wait. Pure: no index, model or disk.

A sentence raises a rule when it tells all concepts of one of the rule's lines, close together, and
denies none. In doubt a rule is raised: a false alarm costs a moment.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Literal

from bot.safety.framing import Part, frame
from bot.safety.rules import Rule, RuleBook

PLACES = 30  # of one concept in one sentence; nobody but an attacker repeats it more often
BREAK: frozenset[str] = frozenset()  # stands where a comma stood; no phrase reaches across it


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A rule that a message raises: ``told`` as happening, or only ``asked`` about."""

    rule: Rule
    said: Literal["told", "asked"]


class Stretch:
    """Words that belong together, in which each concept is looked for once."""

    def __init__(self, parts: Sequence[Part], book: RuleBook) -> None:
        self.part = _join(parts)
        self._present = frozenset().union(*self.part.heard)
        self._phrases = book.phrases
        self._places: dict[str, list[tuple[int, ...]]] = {}

    def places(self, concept: str) -> list[tuple[int, ...]]:
        """Where the concept stands, ``PLACES`` times at most."""
        if concept not in self._places:
            phrases = self._phrases[concept]
            found = (
                iter(())
                if self._present.isdisjoint(phrases.firsts)
                else phrases.places(self.part.heard)
            )
            self._places[concept] = list(islice(found, PLACES))
        return self._places[concept]


def red_flag(message: str, book: RuleBook) -> RedFlag | None:
    """The most urgent rule that ``message`` raises; what is told comes before what is asked."""
    sentences = frame(message, book.framing, book.lexicon)
    anything = Stretch([part for parts in sentences for part in parts], book)
    said_or_asked = [[part for part in parts if part.said != "past"] for parts in sentences]
    asked = [Stretch(parts, book) for parts in said_or_asked]
    personal = [
        Stretch([p for p in parts if p.said == "told" or p.personal], book)
        for parts in said_or_asked
    ]
    told = [Stretch([p for p in parts if p.said == "told"], book) for parts in said_or_asked]
    counts = {"never": told, "personal": personal, "always": asked}
    present = [rule for rule in book.rules if rule.with_ is None or anything.places(rule.with_)]
    for rule in present:
        if any(_raises(rule, stretch) for stretch in counts[rule.even_asked]):
            return RedFlag(rule, "told")
    for rule in present:
        if any(_raises(rule, stretch) for stretch in asked):
            return RedFlag(rule, "asked")
    return None


def _join(parts: Sequence[Part]) -> Part:
    """The parts in one, with a break in between."""
    heard: list[frozenset[str]] = []
    denied: dict[int, int] = {}
    for part in parts:
        shift = len(heard)
        denied |= {at + shift: by + shift for at, by in part.denied.items()}
        heard += [*part.heard, BREAK]
    return Part("told", heard, denied)


def _raises(rule: Rule, stretch: Stretch) -> bool:
    return any(_told(line, rule.near, stretch) for line in rule.when) and not any(
        map(stretch.places, rule.unless)
    )


def _told(line: Sequence[str], near: int, stretch: Stretch) -> bool:
    """Whether all concepts of the line stand near each other, and none is denied.

    A denial that is itself part of what is told denies nothing: "not breathing".
    """
    places = []
    for name in line:
        if not (found := stretch.places(name)):
            return False
        places.append(found)
    return any(
        _close(chosen, near) and not _denied(chosen, stretch.part) for chosen in _choices(places)
    )


def _choices(
    places: Sequence[Sequence[tuple[int, ...]]],
) -> Iterator[list[tuple[int, ...]]]:
    """For each place of the first concept, the nearest of each other one."""
    for first in places[0]:
        yield [first, *(min(other, key=lambda o: abs(o[0] - first[0])) for other in places[1:])]


def _close(chosen: Sequence[tuple[int, ...]], near: int) -> bool:
    ordered = sorted(chosen)
    return all(after[0] - before[-1] - 1 <= near for before, after in pairwise(ordered))


def _denied(chosen: Sequence[tuple[int, ...]], stretch: Part) -> bool:
    held = {position for positions in chosen for position in positions}
    by = (stretch.denied.get(positions[0]) for positions in chosen)
    return any(denial is not None and denial not in held for denial in by)
