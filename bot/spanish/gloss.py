"""A Spanish question as English key words, for search and reading alone; nobody is shown them.

A gloss, word by word and phrase by phrase, not a translation: the encoder and the reader
understand "how long last effect botox". ``lexicon.tsv`` holds the pairs, Spanish in its base form
and irregular ones; regular forms are found too, typed with accents or without.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from bot.frequency import UNSEEN, zipf
from bot.safety.phrases import plain
from bot.spanish.inflection import forms
from bot.spelling import english
from index.lexical import WORD

LEXICON = Path(__file__).with_name("lexicon.tsv")
LONGEST = 5  # words in a phrase
FUZZY_FROM = 5  # letters; shorter words have to be spelled right

Words = tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """English by Spanish words and phrases, all without accents."""

    phrases: dict[Words, str]

    @classmethod
    def read(cls, path: Path = LEXICON) -> "Lexicon":
        """Read a file of pairs. What stands first wins where only accents differ."""
        phrases: dict[Words, str] = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            spanish, _, meaning = line.partition("\t")
            phrases.setdefault(_plain_words(spanish), meaning)
        return cls(phrases)

    @cached_property
    def _bases(self) -> dict[str, str]:
        """Each form's base form. What is listed itself is no form of another word."""
        alone = [words[0] for words in self.phrases if len(words) == 1]
        inside = [word for words in self.phrases if len(words) > 1 for word in words]
        bases = {word: word for word in alone}
        for word in dict.fromkeys([*alone, *inside]):
            for form in forms(word):
                bases.setdefault(form, word)
        return bases

    @cached_property
    def _by_bases(self) -> dict[Words, str]:
        found: dict[Words, str] = {}
        for words, meaning in self.phrases.items():
            found.setdefault(self._to_bases(words), meaning)
        return found

    @cached_property
    def _listed(self) -> dict[str, list[str]]:
        """The listed words by their first letter."""
        by_letter: dict[str, list[str]] = {}
        for words in self.phrases:
            if len(words) == 1 and len(words[0]) >= FUZZY_FROM - 1:
                by_letter.setdefault(words[0][0], []).append(words[0])
        return by_letter

    def gloss(self, question: str, kept: Collection[str] = ()) -> str:
        """English key words in the order of the Spanish ones.

        Words in ``kept`` (the documents' own, in lower case) and words nobody knows stay as they
        were typed.
        """
        typed = [match[0].lower() for match in WORD.finditer(question)]
        words = [plain(word) for word in typed]
        meanings: list[str] = []
        start = 0
        while start < len(words):
            length, meaning = self._longest(words[start:])
            if not length:
                length, meaning = 1, self._unlisted(typed[start], kept)
            meanings.append(meaning)
            start += length
        return " ".join(filter(None, meanings))

    def _to_bases(self, words: Sequence[str]) -> Words:
        return tuple(self._bases.get(word, word) for word in words)

    def _longest(self, words: Sequence[str]) -> tuple[int, str]:
        """How many words the longest known phrase takes from the start, and what it means."""
        for length in range(min(LONGEST, len(words)), 0, -1):
            some = tuple(words[:length])
            for table, key in ((self.phrases, some), (self._by_bases, self._to_bases(some))):
                if key in table:
                    return length, table[key]
        return 0, ""

    def _unlisted(self, typed: str, kept: Collection[str]) -> str:
        """A word that is neither listed nor a form of one that is: perhaps mistyped."""
        word = plain(typed)
        known = typed in kept or word in english() or zipf(typed, "es") > UNSEEN
        if known or len(word) < FUZZY_FROM:
            return typed
        near = extract(
            word, self._listed.get(word[0], ()), scorer=OSA.distance, score_cutoff=1, limit=1
        )
        return self.phrases[(near[0][0],)] if near else typed


@cache
def lexicon() -> Lexicon:
    """The product's, read once."""
    return Lexicon.read()


def _plain_words(text: str) -> Words:
    return tuple(plain(match[0]) for match in WORD.finditer(text))
