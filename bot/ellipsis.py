"""Signs that a message leaves something out: pronouns, openers, fragments. Pure."""

import re

from index.lexical import WORD, words

_NOUN = r"(?:treatments?|therap(?:y|ies)|procedures?|injections?|shots?|things?|stuff|ones?)"
OTHER = re.compile(
    r"\b(?:the\s+)?(?:other|alternative)\s+(?:one|treatment|therapy|procedure|option|thing)\b|"
    r"\bthe (?:other|second one)\b",
    re.IGNORECASE,
)
BOTH = re.compile(r"\b(?:both|either|neither|the two|which(?: (?:one|of them))?)\b", re.IGNORECASE)
_BEFORE = (  # "does that hurt", "the risks of this"; but not "I heard that it hurts"
    r"(?<=\bis )|(?<=\bdo )|(?<=\bof )|(?<=\bdoes )|(?<=\bwill )|(?<=\bcan )|(?<=\babout )|"
    r"(?<=\bfor )|(?<=\bwith )|(?<=\bafter )|(?<=\bbefore )|(?<=\bfrom )|(?<=\bwas )|"
    r"(?<=\bare )|(?<=\bdid )|(?<=\bget )|(?<=\bhaving )|(?<=\bduring )|(?<=\bdoing )"
)
PRONOUN = re.compile(
    rf"\b(?:this|that|these|those|the) {_NOUN}\b|\b(?:it|they|them|its|their)\b|"
    rf"(?:{_BEFORE})(?:this|that|these|those)\b(?! (?:clinic|place|assistant|chat|bot|site))",
    re.IGNORECASE,
)
# What opens a message that adds to the one before, and what merely accompanies one.
OPENS = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|so|and|or|but|then|also|what about|how about|wat about|y)\b\W*)+",
    re.IGNORECASE,
)
_FILLS = frozenset(
    words(
        "so then also ok okay please pls instead too now thanks more sorry mean meant one ones no "
        "yes asking talking thing things other"
    )
)
_VERBS = frozenset(
    "am is are was were be been do does did can could will would should shall may might must have "
    "has had isn't aren't don't doesn't didn't can't won't".split()
)
_PERSON = re.compile(r"\b(?:he|she|him|his|hers?)\b", re.IGNORECASE)
MORE = re.compile(
    r"\b(?:why|more|explain|such as|like what|for example|how come|mean|really|sure)\b",
    re.IGNORECASE,
)
# "do you treat migraines?", "any other options?": asks what there is, not about what was spoken of.
WHAT_THERE_IS = re.compile(
    r"\b(?:treatments|therapies|options?|do you (?:treat|offer|do|have)|you treat|you offer|"
    r"anything (?:else|for)|something (?:else|for)|what else|instead of)\b",
    re.IGNORECASE,
)


def bare(message: str) -> str:
    """The message without what opens it and without the sign at its end."""
    return OPENS.sub("", message).rstrip(" ?!.") or message


def content(message: str, names: frozenset[str] = frozenset()) -> set[str]:
    """The stems that say something, besides names."""
    return {word for word in words(message) if word not in names} - _FILLS


def leans(message: str) -> bool:
    """Whether it is a fragment, or begins or stands in for something as only a follow-up does."""
    typed = WORD.findall(message.casefold().replace("’", "'"))
    fragment = len(typed) <= 4 and not _VERBS & set(typed)
    found = (OPENS.match(message), PRONOUN.search(message), _PERSON.search(message))
    return fragment or any(found)
