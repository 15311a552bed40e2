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


def red_flag(message: str, book: RuleBook) -> RedFlag | None:
    """The most urgent rule that ``message`` raises; what is told comes before what is asked."""
    sentences = frame(message, book.framing, book.lexicon)
    anything = _join([part for parts in sentences for part in parts])
    said_or_asked = [[part for part in parts if part.said != "past"] for parts in sentences]
    asked = [_join(parts) for parts in said_or_asked]
    personal = [_join([p for p in ps if p.said == "told" or p.personal]) for ps in said_or_asked]
    told = [_join([part for part in parts if part.said == "told"]) for parts in said_or_asked]
    counts = {"never": told, "personal": personal, "always": asked}
    present = [
        rule
        for rule in book.rules
        if rule.with_ is None or book.phrases[rule.with_].stand_in(anything.heard)
    ]
    for rule in present:
        if any(_raises(rule, stretch, book) for stretch in counts[rule.even_asked]):
            return RedFlag(rule, "told")
    for rule in present:
        if any(_raises(rule, stretch, book) for stretch in asked):
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


def _raises(rule: Rule, stretch: Part, book: RuleBook) -> bool:
    return any(_told(line, rule.near, stretch, book) for line in rule.when) and not any(
        book.phrases[name].stand_in(stretch.heard) for name in rule.unless
    )


def _told(line: Sequence[str], near: int, stretch: Part, book: RuleBook) -> bool:
    """Whether all concepts of the line stand near each other, and none is denied.

    A denial that is itself part of what is told denies nothing: "not breathing".
    """
    places: list[list[tuple[int, ...]]] = []
    for name in line:
        found = list(islice(book.phrases[name].places(stretch.heard), PLACES))
        if not found:
            return False
        places.append(found)
    return any(_close(chosen, near) and not _denied(chosen, stretch) for chosen in _choices(places))


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
