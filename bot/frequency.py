"""How common words are; the only import of wordfreq.

wordfreq (Speer 2022, doi:10.5281/zenodo.7199437) counts words of books, subtitles, news and the
web. Its shorter list holds what occurs at least once in a million words.
"""

import math
from functools import cache
from heapq import nlargest
from sys import intern

from wordfreq import get_frequency_dict, get_frequency_list

# Not among the most common words of a language, as in wordfreq; 3 is once in a million words.
UNSEEN = 2.0


@cache
def listed(language: str) -> dict[str, float]:
    """The words of a language, in lower case, and how often each occurs (0 to 1)."""
    found = {intern(w): f for w, f in get_frequency_dict(language, wordlist="small").items()}
    for function in (get_frequency_dict, get_frequency_list):  # which would keep them once more
        function.cache_clear()
    return found


@cache
def commonest(language: str, most: int) -> dict[str, float]:
    """The commonest words of a language, and how common they are in zipf."""
    frequencies = listed.__wrapped__(language)  # not to be kept whole
    best = nlargest(most, frequencies, key=frequencies.__getitem__)
    return {word: math.log10(frequencies[word]) + 9 for word in best}


def zipf(word: str, language: str = "en") -> float:
    """How often a word in lower case occurs, as the logarithm of its times in 10^9 words."""
    frequency = listed(language).get(word)
    return UNSEEN if frequency is None else math.log10(frequency) + 9
