"""One message in, one Answer out: retrieval, reading, decision and referral in a row."""

from dataclasses import dataclass, field

from bot.answer import Decision, Excerpt, Status, decide, verify
from bot.reader import Reader
from bot.referral import refer
from bot.retrieval import Weights, retrieve
from bot.safety.triage import Triage
from bot.safety.urgent import Urgent
from bot.settings import Clinic, Texts
from corpus.document import Document, Referral
from index.snapshot import Snapshot

RETRIEVED = 20
READ = 8
SUGGESTED = 3


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


@dataclass(frozen=True, slots=True)
class Assistant:
    """Answers from one index version."""

    snapshot: Snapshot
    reader: Reader
    clinic: Clinic
    texts: Texts
    triage: Triage = field(default_factory=Triage)

    def answer(self, message: str) -> Answer:
        """Answer one message that stands by itself; one that cannot wait without any document.

        Raises ``VerbatimError`` rather than return an excerpt that is not in its document.
        """
        if notice := self.triage(message, self.clinic):
            return urgent_answer(notice, self.clinic, self.snapshot.version)
        decision = find(message, self.snapshot, self.reader)
        for excerpt in (*decision.excerpts, *decision.related):
            verify(excerpt, self.snapshot.hashes[excerpt.document.id])
        cited = next((e.document for e in (*decision.excerpts, *decision.related)), None)
        return Answer(
            status=decision.status,
            message=self.texts.answered if decision.excerpts else self.texts.no_answer,
            excerpts=decision.excerpts,
            related=decision.related,
            referral=refer(cited, self.clinic),
            suggestions=suggest(self.snapshot, cited, asked=message),
            reason_codes=decision.reason_codes,
            score=decision.score,
            index_version=self.snapshot.version,
        )


def urgent_answer(notice: Urgent, clinic: Clinic, index_version: str) -> Answer:
    """The reply to a message that cannot wait. It needs no index."""
    return Answer(
        status="urgent",
        message=notice.text,
        excerpts=(),
        related=(),
        referral=refer(None, clinic),
        suggestions=(),
        reason_codes=("red_flag",),
        score=0.0,
        index_version=index_version,
        urgent=notice,
    )


def find(question: str, snapshot: Snapshot, reader: Reader) -> Decision:
    """What the documents say to ``question``."""
    retrieved = retrieve(
        question, snapshot.vector_source, snapshot.lexical_source, Weights(), RETRIEVED
    )
    readings = reader.read(question, retrieved[:READ])
    return decide(snapshot.documents, snapshot.passages, retrieved, readings, reader.threshold)


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
