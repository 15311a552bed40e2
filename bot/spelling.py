"""Typing mistakes in a question, mended toward the documents' words and English. Pure.

A noisy channel (Kernighan, Church and Gale, COLING 1990): among the words a mistake or two away,
the one that is likelier to have been meant, by how common it is and how far. Words of the documents
count as very common. What is quoted, a name or a medicine stays as it was typed, and red flags are
looked for in the words as typed (``bot/assistant.py``).
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from bot.frequency import UNSEEN, zipf
from corpus.document import Document
from index.lexical import WORD

MEDICINES = Path(__file__).with_name("medicines.txt")

SHORTEST = 4  # letters; shorter words are near too many others
TWICE_FROM = 8  # letters; longer words may hold two mistakes, behind the first letter
MEANT = 3.0  # in zipf: rarer English words are known, but nobody is taken to have meant them
ESTABLISHED = 3.5  # in zipf: a word this common is no mistake, listed or not: "neighbor"
OWN = 5.5  # in zipf: a word of the documents is as good as a common one
# In zipf: by how much a word has to be commoner to make up for ...
MISTAKE = 1.9
OTHER_FIRST = 0.9  # ... another first letter, which is seldom mistyped
OTHER_LETTER = 0.7  # ... a letter in another's place; one too few or too many is likelier
VOWELS_ONLY = -0.4  # ... mistakes in vowels alone, which are likely
DOUBLED_ONLY = -1.2  # ... a letter doubled or not, which is likelier still
REMEMBERED = 4096

_QUOTED = re.compile(r"[\"“«][^\"”»]*[\"”»]|(?<!\w)['‘][^'’]*['’](?!\w)")
_SENTENCE_START = re.compile(r"(?:^|[.!?\n])\W*$")
_DOUBLED = re.compile(r"(.)(?=\1)")
_VOWELS = re.compile(r"[aeiouy]|(.)(?=\1)")


@dataclass(frozen=True)
class Speller:
    """Knows the documents' words beside English, and the treatments' names among them."""

    vocabulary: frozenset[str]
    names: frozenset[str]

    @classmethod
    def of(cls, documents: Sequence[Document]) -> "Speller":
        """With the words of these documents."""
        texts = (text for document in documents for text in (document.title, document.text))
        titles = (document.title for document in documents if document.about == "treatment")
        return cls(
            frozenset(word for text in texts for word in _words(text)),
            frozenset(word for title in titles for word in _words(title) if word not in english()),
        )

    def mend(self, message: str) -> str:
        """The message with typing mistakes mended; itself where there are none."""
        kept = [match.span() for match in _QUOTED.finditer(message)]
        mended, end = [], 0
        for match in WORD.finditer(message):
            start = match.start()
            if any(first <= start < last for first, last in kept) or _is_name(message, match):
                continue
            typed = match[0].lower()
            meant = self._meant(typed)
            if meant != typed:
                shown = meant.capitalize() if match[0][0].isupper() else meant
                mended += [message[end:start], shown]
                end = match.end()
        return "".join([*mended, message[end:]])

    @cached_property
    def _candidates(self) -> dict[int, list[str]]:
        """What may be meant, by length."""
        common = (word for word in english() if zipf(word) >= MEANT)
        by_length = defaultdict(list)
        for word in sorted(filter(_may_be_meant, {*common, *self.vocabulary})):
            by_length[len(word)].append(word)
        return by_length

    @cached_property
    def _meant(self) -> Callable[[str], str]:
        return lru_cache(REMEMBERED)(self._look_up)

    def _look_up(self, typed: str) -> str:
        """What a word in lower case stands for: itself if it is known, or like nothing."""
        if not _may_be_meant(typed) or typed in self.vocabulary or typed in english():
            return typed
        if name := self._shortened(typed):
            return name
        if self._is_known(typed):
            return typed
        mistakes = 2 if len(typed) >= TWICE_FROM else 1
        lengths = range(len(typed) - mistakes, len(typed) + mistakes + 1)
        words = [word for length in lengths for word in self._candidates.get(length, ())]
        (distances,) = cdist(
            [typed], words, scorer=OSA.distance, score_cutoff=mistakes, dtype=np.uint8
        )
        near = [(words[i], int(distances[i])) for i in np.flatnonzero(distances <= mistakes)]
        likely = (
            (self._likely(typed, word, distance), word)
            for word, distance in near
            if distance == 1 or word[0] == typed[0]
        )
        return max(likely, default=(0.0, typed))[1]

    def _is_known(self, word: str) -> bool:
        """Though neither the documents nor the list of correct words has it."""
        return word in medicines() or zipf(word) >= ESTABLISHED or zipf(word, "es") > UNSEEN

    def _shortened(self, typed: str) -> str | None:
        """The one treatment whose name begins so: "prolo"."""
        begun = [name for name in self.names if name.startswith(typed)]
        return begun[0] if len(begun) == 1 else None

    def _likely(self, typed: str, word: str, mistakes: float) -> float:
        common = max(zipf(word), OWN if word in self.vocabulary else 0.0)
        cost = MISTAKE * mistakes
        if word[0] != typed[0]:
            cost += OTHER_FIRST
        if len(word) == len(typed) and sorted(word) != sorted(typed):
            cost += OTHER_LETTER
        if _DOUBLED.sub("", word) == _DOUBLED.sub("", typed):
            cost += DOUBLED_ONLY
        elif _VOWELS.sub("", word) == _VOWELS.sub("", typed):
            cost += VOWELS_ONLY
        return common - cost


def _may_be_meant(word: str) -> bool:
    return len(word) >= SHORTEST and word.isalpha()


def _is_name(message: str, match: re.Match[str]) -> bool:
    """In capitals, or with one where no sentence begins."""
    word = match[0]
    inside = not _SENTENCE_START.search(message[: match.start()])
    return (word.isupper() and not message.isupper()) or (
        inside and word[0].isupper() and not message.istitle()
    )


def _words(text: str) -> Iterable[str]:
    return (match[0].lower() for match in WORD.finditer(text))


@cache
def english() -> frozenset[str]:
    """English words, correctly spelled: SCOWL's, as far as books have them often."""
    text = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text("utf-8-sig")
    return frozenset(line.split(" ", 1)[0] for line in text.splitlines())


@cache
def medicines() -> frozenset[str]:
    """Names of medicines and preparations: never taken for a mistyped word."""
    return frozenset(MEDICINES.read_text(encoding="utf-8").split())
