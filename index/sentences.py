"""Where sentences begin and end, as code-point offsets.

sentencex (Wikimedia) finds the boundaries in linear time and knows common abbreviations. Clinical
text has a few more, and a sentence cut in the middle would be quoted in the middle, so boundaries
that cannot be right are taken back here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import sentencex

_NEVER_FINAL = re.compile(
    r"(?:^|[\s(])(?:approx|max|min|incl|excl|ca|esp|resp|vs|cf|dept|tel|ext|appt|fig|no|vol|temp)\.$",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\b[ap]\.m\.$", re.IGNORECASE)
_TIME_GOES_ON = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|E[SD]T\b|C[SD]T\b|M[SD]T\b|P[SD]T\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range ``[start, end)`` of code points in a document's text."""

    start: int
    end: int


def split_sentences(text: str, start: int, end: int, language: str = "en") -> list[Span]:
    """The sentences of ``text[start:end]``, in order, without the white space around them."""
    spans: list[Span] = []
    for boundary in sentencex.get_sentence_boundaries(language.split("-")[0], text[start:end]):
        span = _trim(text, start + boundary["start_index"], start + boundary["end_index"])
        if span.start == span.end:
            continue
        if spans and _belongs_together(text, spans[-1], span):
            spans[-1] = Span(spans[-1].start, span.end)
        else:
            spans.append(span)
    return spans


def lines(text: str, start: int, end: int) -> Iterator[Span]:
    """The non-empty lines of ``text[start:end]``, without the white space around them."""
    for match in re.compile(r"[^\n]+").finditer(text, start, end):
        span = _trim(text, match.start(), match.end())
        if span.start < span.end:
            yield span


def _belongs_together(text: str, left: Span, right: Span) -> bool:
    before, after = text[left.start : left.end], text[right.start : right.end]
    if not any(character.isalnum() for character in after):
        return True  # stray punctuation belongs to what it follows
    if _NEVER_FINAL.search(before):
        return after[0].isdigit() or after[0].islower()
    return bool(_CLOCK.search(before) and _TIME_GOES_ON.match(after))


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
