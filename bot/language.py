"""English, Spanish, or another language: told by how common a message's words are in each. Pure.

Only two languages can be answered, so the others need not be told apart. A treatment's name is the
same in every language and says nothing; the documents' other words count as common English, so that
"botox cost" is not taken for Romanian.
"""

import unicodedata
from collections.abc import Collection
from functools import cache
from typing import Literal

from bot.frequency import UNSEEN, commonest, listed, zipf
from bot.safety.phrases import plain
from bot.spelling import medicines
from index.lexical import WORD

Language = Literal["en", "es"]

# Told from English and Spanish by their most common words alone.
OTHERS = ("fr", "pt", "it", "de", "nl", "pl", "vi", "fil", "sv", "id", "ro")
COMMONEST = 2500
OWN = 5.0  # in zipf: a word of the documents is as good as a common English one
MORE = 0.35  # in zipf a word: how much another language has to be ahead of both
AT_HOME = 4.8  # in zipf a word: so common in one of the two that no other need be looked at
CERTAIN = 2.0  # in zipf, all words together: the same for the whole message


def language(
    message: str, vocabulary: Collection[str] = (), names: Collection[str] = ()
) -> Language | None:
    """The language of a message; None for any but the two.

    ``vocabulary`` and ``names`` are words of the documents in lower case. What cannot be told is
    English.
    """
    letters = [c for c in message if c.isalpha()]
    strange = sum(not unicodedata.name(c, "LATIN").startswith("LATIN") for c in letters)
    if 2 * strange > len(letters):
        return None
    typed = [match[0].lower().replace("’", "'") for match in WORD.finditer(message)]
    words = [word for word in typed if word not in names and not word.isdigit()]
    marked = "¿" in message or "¡" in message
    if not words:
        return "es" if marked else "en"
    english = sum(
        max(zipf(word), OWN if word in vocabulary or word in medicines() else 0.0) for word in words
    )
    spanish = sum(_spanish(word) for word in words)
    if marked:
        spanish += 2 * CERTAIN
    best = max(english, spanish)
    if best >= AT_HOME * len(words):
        return "es" if spanish > english else "en"
    other = max(
        sum(commonest(code, COMMONEST).get(word, UNSEEN) for word in words) for code in OTHERS
    )
    if len(words) > 1 and other > best + max(CERTAIN, MORE * len(words)):
        return None
    return "es" if spanish > english else "en"


def _spanish(word: str) -> float:
    """As common as it is with its accents, which few type on a phone."""
    return max(zipf(word, "es"), _unaccented().get(word, UNSEEN))


@cache
def _unaccented() -> dict[str, float]:
    found: dict[str, float] = {}
    for word in listed("es"):
        bare = plain(word)
        if bare != word:
            found[bare] = max(found.get(bare, UNSEEN), zipf(word, "es"))
    return found
