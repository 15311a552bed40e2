"""Finding phrases in what a patient typed, in spite of accents, apostrophes and typing mistakes.

A message is split into plain words, and each word is looked up once: which words of the rules does
it stand for? Phrases are then found among those. The time grows with the length of the message.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz.distance import OSA

Words = tuple[str, ...]

GAP = 2  # words that may stand between two words of a phrase, unless told otherwise
FUZZY_FROM = 5  # letters; in shorter words only two neighbours may have changed places
TWICE_FROM = 9  # letters; longer words may hold two typing mistakes
WORDS_REMEMBERED = 4096
STEM_FROM = 6  # letters; a shorter stem has to be spelled right
_PHRASE_WORD = re.compile(r"[a-z0-9]+\*?")
_WORD = re.compile(r"[a-z0-9]+")
EXPRESSIONS = (_WORD, _PHRASE_WORD)
_MARKS = str.maketrans("", "", "'’`´")


def plain(text: str) -> str:
    """Lower case, without accents and apostrophes."""
    spelled = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in spelled if not unicodedata.combining(c)).translate(_MARKS)


def words(text: str) -> Words:
    """The plain words of a text."""
    return tuple(_WORD.findall(plain(text)))


def phrase(text: str) -> Words:
    """A phrase of a rule file as words; ``breath*`` stands for every word that begins so."""
    return tuple(_PHRASE_WORD.findall(plain(text)))


@dataclass(frozen=True)
class Lexicon:
    """The words that phrases are made of, and what is taken for one of them.

    A word in ``not_typos`` is never taken for a typing mistake.
    """

    vocabulary: frozenset[str]
    not_typos: frozenset[str] = frozenset()

    @classmethod
    def of(cls, phrases: Iterable[Words], not_typos: Collection[str] = ()) -> "Lexicon":
        """The lexicon of these phrases."""
        return cls(frozenset(word for words in phrases for word in words), frozenset(not_typos))

    @cached_property
    def _by_letter(self) -> dict[str, tuple[str, ...]]:
        by_letter = defaultdict(list)
        for word in sorted(self.vocabulary):
            by_letter[word[0]].append(word)
        return {letter: tuple(words) for letter, words in by_letter.items()}

    def hear(self, typed: Sequence[str]) -> list[frozenset[str]]:
        """For each typed word the words of the vocabulary that it stands for."""
        return [self._stands_for(word) for word in typed]

    @cached_property
    def _stands_for(self) -> Callable[[str], frozenset[str]]:
        """What a word stands for, remembered: patients use the same few thousand words."""
        return lru_cache(WORDS_REMEMBERED)(self._look_up)

    def _look_up(self, typed: str) -> frozenset[str]:
        near = self._by_letter.get(typed[0], ())
        spelled = frozenset(
            word
            for word in near
            if typed == word or (word[-1] == "*" and typed.startswith(word[:-1]))
        )
        if spelled or typed in self.not_typos or len(typed) < FUZZY_FROM - 1:
            return spelled
        return frozenset(
            word
            for word in near
            if (word[-1] == "*" or -2 <= len(word) - len(typed) <= 2) and mistyped(typed, word)
        )


def mistyped(typed: str, word: str) -> bool:
    """Whether ``typed`` may be ``word`` with a typing mistake behind its first letter.

    Distances are optimal string alignment: two neighbours that changed places are one mistake.
    """
    if word[-1] == "*":
        stem = word[:-1]  # what comes behind it is free
        if len(stem) < STEM_FROM or len(typed) < len(stem) - 1:
            return False
        return any(mistyped(typed[: len(stem) + more], stem) for more in (-1, 0, 1))
    if len(word) < FUZZY_FROM:
        return len(word) == 4 and sorted(typed) == sorted(word) and OSA.distance(typed, word) == 1
    mistakes = 2 if len(word) >= TWICE_FROM else 1
    return abs(len(typed) - len(word)) <= mistakes and (
        OSA.distance(typed, word, score_cutoff=mistakes) <= mistakes
    )


@dataclass(frozen=True)
class Phrases:
    """A list of phrases to look for."""

    phrases: tuple[Words, ...]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Phrases":
        """The phrases of a rule file's list."""
        return cls(tuple(map(phrase, texts)))

    @cached_property
    def _by_first(self) -> dict[str, tuple[Words, ...]]:
        by_first = defaultdict(list)
        for wanted in self.phrases:
            by_first[wanted[0]].append(wanted)
        return {first: tuple(wanted) for first, wanted in by_first.items()}

    @property
    def firsts(self) -> Collection[str]:
        """The words that phrases begin with."""
        return self._by_first.keys()

    def places(self, heard: Sequence[Collection[str]], gap: int = GAP) -> Iterator[tuple[int, ...]]:
        """The positions of the words of each phrase, wherever one stands."""
        for start, begins in enumerate(heard):
            for first in begins:
                for wanted in self._by_first.get(first, ()):
                    if positions := _follow(wanted, heard, start, gap):
                        yield positions

    def stand_in(self, heard: Sequence[Collection[str]], gap: int = GAP) -> bool:
        """Whether any phrase stands there."""
        return next(self.places(heard, gap), None) is not None


def _follow(
    wanted: Words, heard: Sequence[Collection[str]], start: int, gap: int
) -> tuple[int, ...]:
    """The positions of a phrase that begins at ``start``; none where it does not go on."""
    positions: tuple[int, ...] = (start,)
    for word in wanted[1:]:
        after = range(positions[-1] + 1, min(positions[-1] + 2 + gap, len(heard)))
        hit = next((i for i in after if word in heard[i]), None)
        if hit is None:
            return ()
        positions = (*positions, hit)
    return positions
