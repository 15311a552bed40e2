"""Passages and their readings become an answer or an honest no. Pure.

An excerpt is a whole passage; the sentences that answer are highlighted inside it. So a reassurance
is never shown without the risk that the same paragraph goes on to name.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot import highlights
from bot.errors import VerbatimError
from bot.reader import Reading
from bot.retrieval import Retrieved
from corpus.document import Document
from index.passages import Passage
from index.sentences import Span

Status = Literal["answered", "no_answer", "urgent", "advice", "smalltalk"]

MAX_EXCERPTS = 3
# A passage this much less probable than the best is left out: it rarely adds an answer, and what it
# highlights rarely belongs there.
WITHIN = 0.05
# Nearness to the subject is what a cosine does tell. Below this, a passage is about something else.
RELATED_COSINE = 0.4
WHICH_TREATMENT = "which_treatment"  # a reason for no answer


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A quotation: ``text`` is ``document.text[start:end]``.

    ``highlights`` are offsets into ``text``; ``score`` is the probability that this answers, and
    ``page`` the printed page it stands on, if there are pages.
    """

    text: str
    document: Document
    section: str
    page: int | None
    start: int
    end: int
    sha256: str
    highlights: tuple[Span, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Decision:
    """What the documents say: excerpts that answer, or passages that only come near.

    ``score`` is the highest probability of any passage that was read; 0 when none was.
    """

    status: Status
    excerpts: tuple[Excerpt, ...]
    related: tuple[Excerpt, ...]
    reason_codes: tuple[str, ...]
    score: float


def decide(
    documents: Sequence[Document],
    passages: Sequence[Passage],
    retrieved: Sequence[Retrieved],
    readings: Sequence[Reading],
    threshold: float,
    named: frozenset[int] = frozenset(),
    within: float = WITHIN,
) -> Decision:
    """Quote the passages whose probability reaches ``threshold``, or say honestly that none does.

    ``readings`` belong to the first ``len(readings)`` of ``retrieved``, in order. Passages whose
    probability is not ``within`` that of the best are not quoted beside it; but where a question
    names several documents, the best passage of each comes first, if it answers.
    """
    read = sorted(
        zip(retrieved, readings, strict=False), key=lambda pair: pair[1].probability, reverse=True
    )
    score = read[0][1].probability if read else 0.0
    answering = [pair for pair in read if pair[1].probability >= threshold]
    if answering:
        firsts = _first_of_each(answering, passages, named) if len(named) > 1 else []
        others = [p for p in answering if p not in firsts and p[1].probability >= score - within]
        shown = [*firsts, *others][:MAX_EXCERPTS]
        excerpts = tuple(_excerpt(documents, passages, *pair) for pair in shown)
        return Decision("answered", excerpts, (), (), score)
    near = [pair for pair in read if max(pair[0].sentence_cosines) >= RELATED_COSINE]
    related = tuple(
        replace(_excerpt(documents, passages, *pair), highlights=()) for pair in near[:MAX_EXCERPTS]
    )
    reason = "no_passage_answers" if related else "off_topic"
    return Decision("no_answer", (), related, (reason,), score)


def asked_back(decision: Decision) -> Decision:
    """No answer where "is it safe?" would be answered from one of several treatments' pages."""
    if not decision.excerpts or decision.excerpts[0].document.about == "clinic":
        return decision
    near = tuple(replace(excerpt, highlights=()) for excerpt in decision.excerpts)
    return Decision("no_answer", (), near, (WHICH_TREATMENT,), decision.score)


def _first_of_each(
    answering: Sequence[tuple[Retrieved, Reading]],
    passages: Sequence[Passage],
    named: frozenset[int],
) -> list[tuple[Retrieved, Reading]]:
    """The best passage of each document that is named, best first."""
    best: dict[int, tuple[Retrieved, Reading]] = {}
    for pair in answering:
        best.setdefault(passages[pair[0].passage].document, pair)
    return [pair for document, pair in best.items() if document in named]


def verify(excerpt: Excerpt, sha256: str) -> None:
    """Check that ``excerpt`` is the exact slice of the document whose text has this hash.

    ``sha256`` comes from the index's manifest, not from the document in memory. Raises
    ``VerbatimError``, which names offsets and never text.
    """
    text = excerpt.document.text
    length = excerpt.end - excerpt.start
    sound = (
        hashlib.sha256(text.encode()).hexdigest() == sha256 == excerpt.sha256
        and 0 <= excerpt.start < excerpt.end <= len(text)
        and text[excerpt.start : excerpt.end] == excerpt.text
        and all(0 <= mark.start < mark.end <= length for mark in excerpt.highlights)
    )
    if not sound:
        raise VerbatimError(
            f"The excerpt [{excerpt.start}:{excerpt.end}] of {excerpt.document.id} "
            "is not what stands in the indexed document."
        )


def _excerpt(
    documents: Sequence[Document], passages: Sequence[Passage], found: Retrieved, reading: Reading
) -> Excerpt:
    passage = passages[found.passage]
    text = documents[passage.document].text
    sentences = [text[span.start : span.end] for span in passage.sentences]
    marked = highlights.choose(reading.sentences, sentences)
    return quote(documents, passage, marked, reading.probability)


def quote(
    documents: Sequence[Document], passage: Passage, marked: Sequence[int], score: float
) -> Excerpt:
    """A whole passage, with the sentences at these positions highlighted."""
    document = documents[passage.document]
    return Excerpt(
        text=document.text[passage.start : passage.end],
        document=document,
        section=document.sections[passage.section].heading,
        page=document.page_at(passage.start),
        start=passage.start,
        end=passage.end,
        sha256=document.sha256,
        highlights=tuple(
            Span(
                passage.sentences[i].start - passage.start, passage.sentences[i].end - passage.start
            )
            for i in marked
        ),
        score=score,
    )
