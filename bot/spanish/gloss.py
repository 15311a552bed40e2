"""A Spanish question as English key words, for search and reading alone; nobody is shown them.

A gloss, word by word and phrase by phrase, not a translation: the encoder and the reader
understand "how long last effect botox". ``lexicon.tsv`` holds the pairs, Spanish in its base
form; other forms are found by their stem, typed with accents or without.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import Stemmer
from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from bot.frequency import UNSEEN, zipf
from bot.safety.phrases import plain
from index.lexical import WORD

LEXICON = Path(__file__).with_name("lexicon.tsv")
LONGEST = 5  # words in a phrase
FUZZY_FROM = 5  # letters; shorter words have to be spelled right
# "inyectarmelo": what may hang at the end of an infinitive.
_CLITICS = re.compile(r"(?<=[aei]r)(?:me|te|se|le|lo|la|nos|les|los|las){1,2}$")

Words = tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """English by Spanish: whole phrases as typed but for accents, and words by their stems too."""

    phrases: dict[Words, str]

    @classmethod
    def read(cls, path: Path = LEXICON) -> "Lexicon":
        """Read a file of pairs. What stands first wins where only accents differ."""
        phrases: dict[Words, str] = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            spanish, _, english = line.partition("\t")
            phrases.setdefault(_plain_words(spanish), english)
        return cls(phrases)

    @cached_property
    def _stems(self) -> dict[Words, str]:
        stems: dict[Words, str] = {}
        for words, english in self.phrases.items():
            stems.setdefault(_stems(words), english)
        return stems

    @cached_property
    def _words(self) -> list[str]:
        return sorted(words[0] for words in self.phrases if len(words) == 1)

    def gloss(self, question: str, kept: Collection[str] = ()) -> str:
        """English key words in the order of the Spanish ones.

        Words in ``kept`` (the documents' own, in lower case) and words nobody knows stay as they
        were typed.
        """
        typed = [match[0].lower() for match in WORD.finditer(question)]
        words = [plain(word) for word in typed]
        english: list[str] = []
        start = 0
        while start < len(words):
            length, meaning = self._longest(words[start:])
            if length:
                english.append(meaning)
                start += length
            else:
                word = typed[start]
                english.append(word if word in kept else self._single(word))
                start += 1
        return " ".join(filter(None, english))

    def _longest(self, words: Sequence[str]) -> tuple[int, str]:
        """How many words the longest known phrase takes from the start, and what it means."""
        for length in range(min(LONGEST, len(words)), 0, -1):
            some = tuple(words[:length])
            for table, key in ((self.phrases, some), (self._stems, _stems(some))):
                if key in table:
                    return length, table[key]
        return 0, ""

    def _single(self, typed: str) -> str:
        """A word that is not listed as it stands."""
        word = plain(typed)
        bare = _CLITICS.sub("", word)
        if bare != word and (found := self.phrases.get((bare,))) is not None:
            return found
        if len(word) >= FUZZY_FROM and zipf(word) == UNSEEN:
            near = extractOne(word, self._words, scorer=OSA.distance, score_cutoff=1)
            if near:
                return self.phrases[(near[0],)]
        return typed


@cache
def lexicon() -> Lexicon:
    """The product's, read once."""
    return Lexicon.read()


def _plain_words(text: str) -> Words:
    return tuple(plain(match[0]) for match in WORD.finditer(text))


def _stems(words: Sequence[str]) -> Words:
    return tuple(Stemmer.Stemmer("spanish").stemWords(list(words)))
