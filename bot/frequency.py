"""How common words are; the only import of wordfreq.

wordfreq (Speer 2022, doi:10.5281/zenodo.7199437) counts words of books, subtitles, news and the
web. Its shorter list holds what occurs at least once in a million words.
"""

import math
from functools import cache

from wordfreq import get_frequency_dict

# Not among the most common words of a language, as in wordfreq; 3 is once in a million words.
UNSEEN = 2.0


@cache
def listed(language: str) -> dict[str, float]:
    """The words of a language, in lower case, and how often each occurs (0 to 1)."""
    return dict(get_frequency_dict(language, wordlist="small"))


def zipf(word: str, language: str = "en") -> float:
    """How often a word in lower case occurs, as the logarithm of its times in 10^9 words."""
    frequency = listed(language).get(word)
    return UNSEEN if frequency is None else math.log10(frequency) + 9
