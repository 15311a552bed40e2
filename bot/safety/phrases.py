"""Finding phrases in what a patient typed, in spite of accents, apostrophes and typing mistakes.

No regular expression looks at the message beyond splitting it into words, so the time grows with
its length and no faster.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence

from rapidfuzz.distance import OSA

Phrase = tuple[str, ...]

GAP = 2  # words that may stand between two words of a phrase
FUZZY_FROM = 5  # shorter words have to be spelled right
_WORD = re.compile(r"[a-z0-9]+")
_SENTENCE = re.compile(r"[.!?;\n]+|\bbut\b|\bpero\b")
_PART = re.compile(r"[,:()]+")


def sentences(message: str) -> list[list[Phrase]]:
    """The message as sentences, these as the parts between commas, these as plain words.

    Plain words are lower case, without accents and apostrophes.
    """
    spelled = unicodedata.normalize("NFKD", message.casefold())
    plain = "".join(c for c in spelled if not unicodedata.combining(c) and c not in "'’`´")
    split = [
        [words for part in _PART.split(sentence) if (words := tuple(_WORD.findall(part)))]
        for sentence in _SENTENCE.split(plain)
    ]
    return [parts for parts in split if parts]


def phrase(text: str) -> Phrase:
    """A phrase of the rule file as words."""
    return tuple(word for parts in sentences(text) for words in parts for word in words)


def find(
    wanted: Phrase, words: Sequence[str], not_typos: Collection[str]
) -> tuple[int, ...] | None:
    """The positions of ``wanted`` in ``words``, where it stands first; None where it does not."""
    if not any(same(typed, wanted[0], not_typos) for typed in set(words)):
        return None  # most phrases: a message full of one word costs no more than that word
    for start in range(len(words) - len(wanted) + 1):
        positions: list[int] = []
        for word in wanted:
            first = positions[-1] + 1 if positions else start
            last = min(first + 1 + GAP, len(words)) if positions else first + 1
            hit = next((i for i in range(first, last) if same(words[i], word, not_typos)), None)
            if hit is None:
                break
            positions.append(hit)
        else:
            return tuple(positions)
    return None


def same(typed: str, word: str, not_typos: Collection[str]) -> bool:
    """Whether ``typed`` is ``word``, give or take one typing mistake behind its first letter."""
    if typed == word:
        return True
    if len(word) < FUZZY_FROM or typed[:1] != word[0] or typed in not_typos:
        return False
    return OSA.distance(typed, word, score_cutoff=1) <= 1
