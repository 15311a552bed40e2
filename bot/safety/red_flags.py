"""Whether a message tells of something that cannot wait. Pure: no index, model or disk.

A sentence raises a rule when it holds all its concepts and does not deny them. Parts of it that
only ask for information, or speak of the past, are not listened to. In doubt a rule is raised: a
false alarm costs a moment.
"""

from collections.abc import Collection, Iterable, Sequence

from bot.safety.phrases import Phrase, find, sentences
from bot.safety.rules import Rule, RuleBook

NEAR = 4  # words before a phrase in which a denial counts
BREAK = ""  # stands where a comma stood; a denial does not reach across it
_SUBJECTS = frozenset("i im ive my he she we it its they".split())  # "no I can't breathe"


def red_flag(message: str, book: RuleBook) -> Rule | None:
    """The first rule of ``book`` that ``message`` raises; rules stand most urgent first."""
    told = [_told(parts, book) for parts in sentences(message)]
    for rule in book.rules:
        if any(_raises(rule, words, book) for words in told):
            return rule
    return None


def _told(parts: Iterable[Phrase], book: RuleBook) -> list[str]:
    """The words of the parts that tell something."""
    words: list[str] = []
    for part in parts:
        if all(find(asking, part, frozenset()) is None for asking in book.only_asking):
            words += [*part, BREAK]
    return words


def _raises(rule: Rule, words: Sequence[str], book: RuleBook) -> bool:
    """Whether all concepts of the rule stand there, and none is denied."""
    found = [_find(concept, words, book) for concept in rule.concepts]
    if None in found:
        return False
    held = {position for positions in found for position in positions or ()}
    return not any(_denied(positions[0], held, words, book) for positions in found if positions)


def _find(concept: str, words: Sequence[str], book: RuleBook) -> tuple[int, ...] | None:
    places = (find(wanted, words, book.not_typos) for wanted in book.phrases[concept])
    return next((positions for positions in places if positions), None)


def _denied(start: int, held: Collection[int], words: Sequence[str], book: RuleBook) -> bool:
    """Whether a word in front of a concept denies it, and is no part of what is told.

    "Not breathing" holds a denial and denies nothing; neither does "No I can't breathe".
    """
    for position in range(start - 1, max(-1, start - 1 - NEAR), -1):
        word, after = words[position], words[position + 1]
        if word == BREAK:
            return False
        if word in book.denied and position not in held and after not in _SUBJECTS:
            return True
    return False
