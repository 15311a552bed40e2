"""Typing mistakes, as thumbs make them on a phone."""

import random
import re

_RATES = (0.03, 0.06, 0.09)  # mistakes a character
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def mistyped(question: str, rng: random.Random) -> str:
    """The question in lower case with letters lost, swapped, doubled or hit beside."""
    letters = list(question.lower())
    for _ in range(max(1, int(len(letters) * rng.choice(_RATES)))):
        at = rng.randrange(len(letters))
        if not letters[at].isalpha():
            continue
        kind = rng.random()
        if kind < 0.35:
            letters[at] = ""
        elif kind < 0.6 and at + 1 < len(letters):
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        elif kind < 0.8:
            letters[at] *= 2
        else:
            letters[at] = rng.choice(_LETTERS)
        letters = list("".join(letters)) or ["x"]
    text = "".join(letters)
    return re.sub(r"[?.!']", "", text) if rng.random() < 0.5 else text
