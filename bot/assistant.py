"""One message in, one Answer out: retrieval, reading, decision and referral in a row."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from bot.answer import Decision, Excerpt, Status, decide, verify
from bot.clinic import Clinic, Texts, UrgentHelp
from bot.reader import Reader
from bot.referral import refer
from bot.retrieval import Retrieved, Weights, retrieve
from bot.safety.small_talk import Kind
from bot.safety.triage import Examined, Finding, Triage
from bot.safety.urgent import Urgent, urgent
from bot.subjects import named
from corpus.document import Document, Referral
from index.memory import Memory
from index.snapshot import Snapshot

RETRIEVED = 20
READ = 6  # passages at most
# A passage whose score of retrieval is so far behind the best one's is not read: it seldom answers,
# and what is not read cannot be mistaken for an answer. docs/reader.md has the figures.
BEHIND = 0.75
SUGGESTED = 3
ANSWERS_REMEMBERED = 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that is said in reply, and which index version said it."""

    status: Status
    message: str
    excerpts: tuple[Excerpt, ...]
    related: tuple[Excerpt, ...]
    referral: Referral
    suggestions: tuple[str, ...]
    reason_codes: tuple[str, ...]
    score: float
    index_version: str
    urgent: Urgent | None = None


@dataclass(frozen=True)
class Assistant:
    """Answers from one index version, and remembers what it answered to messages.

    An answer depends on nothing but its message: nobody's conversation stands in it.
    """

    snapshot: Snapshot
    reader: Reader
    clinic: Clinic
    texts: Texts
    help: UrgentHelp = field(default_factory=UrgentHelp)
    triage: Triage = field(default_factory=Triage)

    def answer(self, message: str) -> Answer:
        """Answer one message that stands by itself.

        What cannot wait, and small talk, are answered before any document is searched. A request
        for advice about one person is referred to the physician, with what the documents say in
        general below. Raises ``VerbatimError`` rather than return an excerpt that is not in its
        document.
        """
        return self._verified(self.remembered(message))

    def recall(self, message: str) -> Answer | None:
        """The same answer at once, if it was given lately."""
        answer = self.remembered.recall(message)
        return self._verified(answer) if answer else None

    @cached_property
    def remembered(self) -> Memory[str, Answer]:
        """The latest answers by their messages."""
        return Memory(self._answer, ANSWERS_REMEMBERED)

    def memories(self) -> dict[str, Memory[Any, Any]]:
        """What is remembered, by what it is."""
        return {
            "answer": self.remembered,
            "question": self.snapshot.encoder.remembered,
            "reading": self.reader.remembered,
        }

    def _verified(self, answer: Answer) -> Answer:
        for excerpt in (*answer.excerpts, *answer.related):
            verify(excerpt, self.snapshot.hashes[excerpt.document.id])
        return answer

    def _answer(self, message: str) -> Answer:
        if kind := self.triage.small_talk(message):
            return self._small_talk(kind, message)
        examined = self.triage.examine(message, self.snapshot.encoder.question(message).vector)
        if examined.urgent:
            return urgent_answer(examined.urgent, self.help, self.clinic, self.snapshot.version)
        return self._from_documents(message, examined)

    def _small_talk(self, kind: Kind, message: str) -> Answer:
        return Answer(
            status="smalltalk",
            message=getattr(self.texts, kind),
            excerpts=(),
            related=(),
            referral=refer(None, self.clinic),
            suggestions=suggest(self.snapshot, None, asked=message),
            reason_codes=(kind,),
            score=0.0,
            index_version=self.snapshot.version,
        )

    def _from_documents(self, message: str, examined: Examined) -> Answer:
        decision = find(message, self.snapshot, self.reader)
        cited = next((e.document for e in (*decision.excerpts, *decision.related)), None)
        advice, danger = examined.advice, examined.mentioned
        lead = self.texts.answered if decision.excerpts else self.texts.no_answer
        return Answer(
            status="advice" if advice else decision.status,
            message=self.texts.advice if advice else lead,
            excerpts=decision.excerpts,
            related=decision.related,
            referral=refer(cited, self.clinic),
            suggestions=suggest(self.snapshot, cited, asked=message),
            reason_codes=(*((advice,) if advice else ()), *decision.reason_codes),
            score=decision.score,
            index_version=self.snapshot.version,
            urgent=urgent(danger, self.help, self.clinic, asked=True) if danger else None,
        )


def urgent_answer(found: Finding, help_: UrgentHelp, clinic: Clinic, index_version: str) -> Answer:
    """The reply to a message that cannot wait. It needs no index."""
    notice = urgent(found.action, help_, clinic)
    return Answer(
        status="urgent",
        message=notice.text,
        excerpts=(),
        related=(),
        referral=refer(None, clinic),
        suggestions=(),
        reason_codes=("red_flag", found.by),
        score=0.0,
        index_version=index_version,
        urgent=notice,
    )


def find(question: str, snapshot: Snapshot, reader: Reader) -> Decision:
    """What the documents say to ``question``."""
    sources = snapshot.vector_source, snapshot.lexical_source
    retrieved = retrieve(question, *sources, Weights(), RETRIEVED)
    readings = reader.read(snapshot.encoder.question(question), to_read(retrieved))
    return decide(
        snapshot.documents,
        snapshot.passages,
        retrieved,
        readings,
        reader.threshold,
        named(question, snapshot.documents),
    )


def to_read(retrieved: Sequence[Retrieved], behind: float = BEHIND) -> list[Retrieved]:
    """The first few of the passages that were found, best first: those that are read."""
    return [one for one in retrieved[:READ] if retrieved[0].score - one.score <= behind]


def suggest(snapshot: Snapshot, near: Document | None, asked: str = "") -> tuple[str, ...]:
    """Questions that this index was seen to answer: those of the document ``near`` first.

    Without one, the documents take turns, so that the first questions shown span the subjects.
    """
    by_document: dict[str, list[str]] = {}
    for offer in snapshot.manifest.questions:
        if offer.answered and offer.question.casefold() != asked.strip().casefold():
            by_document.setdefault(offer.document, []).append(offer.question)
    first = by_document.pop(near.id, []) if near else []
    turns = (
        questions[turn]
        for turn in range(max(map(len, by_document.values()), default=0))
        for questions in by_document.values()
        if turn < len(questions)
    )
    return (*first, *turns)[:SUGGESTED]
