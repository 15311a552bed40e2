"""The regular forms of Spanish words, without accents: plurals, genders, conjugations. Pure.

Irregular forms are entries of their own in ``lexicon.tsv``. Endings are those of the Nueva
gramática de la lengua española (2009), as far as people use them on a phone.
"""

from collections.abc import Iterator

_AR = (
    "ar o as a amos an e aste o aron aba abas abamos aban are aras ara aremos aran aria arias "
    "ariamos arian es emos en aramos ase asen ando ado ada ados adas ad arme arte arse arle arlo "
    "arla arnos arles arlos arlas andome andote andose andole andolo andola andonos"
).split()
_COMMON = (
    "o es e en i iste io imos ieron ia ias iamos ian a as amos an iera ieras ieramos ieran iendo "
    "ido ida idos idas iendome iendote iendose iendole iendolo iendola iendonos"
).split()
_FUTURE = "e as a emos an ia ias iamos ian me te se le lo la nos les los las".split()
_ER = ["er", "emos", *_COMMON, *(f"er{end}" for end in _FUTURE)]
_IR = ["ir", *_COMMON, *(f"ir{end}" for end in _FUTURE)]
_ENDINGS = {"ar": _AR, "er": _ER, "ir": _IR}
# How a stem is spelled before certain vowels: "pague", "saque", "empiece", "conozco", "escojo".
_BEFORE_E = {"c": "qu", "g": "gu", "z": "c"}
_BEFORE_A_O = {"c": "zc", "g": "j"}


def forms(word: str) -> Iterator[str]:
    """The regular forms of a base form in lower case without accents; itself first."""
    yield word
    if len(word) > 3 and word[-2:] in _ENDINGS:
        yield from _conjugated(word[:-2], word[-2:])
    if word[-1:] in "aeiou":
        yield word + "s"
        if word.endswith("o"):
            yield from (word[:-1] + "a", word[:-1] + "as")
    elif word[-1:] == "z":
        yield word[:-1] + "ces"
    elif word[-1:] and word[-1] != "s":
        yield from (word + "es", word + "a", word + "as")


def _conjugated(stem: str, kind: str) -> Iterator[str]:
    last = stem[-1:]
    for ending in _ENDINGS[kind]:
        yield stem + ending
        if kind == "ar" and ending[0] == "e" and last in _BEFORE_E:
            yield stem[:-1] + _BEFORE_E[last] + ending
        if kind != "ar" and ending[0] in "ao" and last in _BEFORE_A_O:
            yield stem[:-1] + _BEFORE_A_O[last] + ending
