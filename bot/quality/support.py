"""Where a test set's quotes stand in the documents of today. Pure.

Quotes are anchored to text, not to offsets, so they survive any way of cutting passages, and a
quote that stands nowhere any more is found out.
"""

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.quality.cases import Case
from index.sentences import Span, lines, split_sentences


@dataclass(frozen=True, slots=True)
class Text:
    """A document as far as judging needs it."""

    title: str
    text: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a document's id and a span of its text."""

    document: str
    span: Span

    def holds(self, other: "Place") -> bool:
        """Whether ``other`` lies wholly inside."""
        return (
            self.document == other.document
            and self.span.start <= other.span.start
            and other.span.end <= self.span.end
        )


@dataclass(frozen=True, slots=True)
class Support:
    """What a case expects, as places in the documents: one tuple of places for each quote.

    ``lost`` says in words what the documents no longer hold; ``judgeable`` is False when too little
    is left to judge an answer by.
    """

    documents: frozenset[str]
    forbidden: frozenset[str]
    quotes: tuple[tuple[Place, ...], ...]
    also: tuple[Place, ...]
    lost: tuple[str, ...]
    judgeable: bool


def support(case: Case, texts: Mapping[str, Text]) -> Support:
    """Anchor what ``case`` expects in ``texts``, by document id."""
    documents, missing = _named(case.documents, texts)
    forbidden, missing_forbidden = _named(case.forbid, texts)
    among = {name: texts[name] for name in (documents or texts)}
    found = [(quote, find(quote, among)) for quote in case.quotes]
    also = [(quote, find(quote, among) or find(quote, texts)) for quote in case.also]
    quotes = tuple(places for _, places in found if places)
    lost_quotes = [quote for quote, places in found if not places]
    lost = [
        *(f"no document “{name}”" for name in (*missing, *missing_forbidden)),
        *(_gone(quote, among, texts) for quote in lost_quotes),
        *(_gone(quote, texts, texts) for quote, places in also if not places),
    ]
    enough = not lost_quotes if case.match == "all" else not case.quotes or bool(quotes)
    return Support(
        documents=documents or frozenset(p.document for places in quotes for p in places),
        forbidden=forbidden,
        quotes=quotes,
        also=tuple(place for _, places in also for place in places),
        lost=tuple(lost),
        judgeable=enough and not (case.documents and not documents),
    )


def find(quote: str, texts: Mapping[str, Text]) -> tuple[Place, ...]:
    """Every place where ``quote`` stands, whatever white space lies between its words."""
    pattern = r"\s+".join(map(re.escape, unicodedata.normalize("NFC", quote).split()))
    return tuple(
        Place(name, Span(match.start(), match.end()))
        for name, text in texts.items()
        for match in re.finditer(pattern, text.text)
    )


def sentences(text: Text, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentences of a stretch of text, list items by themselves."""
    stop = len(text.text) if end is None else end
    return [
        span
        for line in lines(text.text, start, stop)
        for span in split_sentences(text.text, line.start, line.end, text.language)
    ]


def _named(
    wanted: Sequence[str], texts: Mapping[str, Text]
) -> tuple[frozenset[str], tuple[str, ...]]:
    """The ids of documents called by id or title, and the names that no document has."""
    ids = {name: {i for i, t in texts.items() if name in (i, t.title)} for name in wanted}
    return frozenset().union(*ids.values()), tuple(name for name, found in ids.items() if not found)


def _gone(quote: str, among: Mapping[str, Text], texts: Mapping[str, Text]) -> str:
    """What to tell whoever has to mend the test set: where it stands now, or what comes nearest."""
    moved = find(quote, texts)
    if moved:
        return f"“{quote}” stands in “{texts[moved[0].document].title}” and not where it should"
    standing = [t.text[s.start : s.end] for t in among.values() for s in sentences(t)]
    nearest = difflib.get_close_matches(quote, standing, n=1, cutoff=0.5)
    hint = f"; nearest: “{nearest[0]}”" if nearest else ""
    return f"“{quote}” stands in no document any more{hint}"
