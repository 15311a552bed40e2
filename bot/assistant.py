"""One message in, one Answer out: triage, meaning, finding and referral in a row."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from bot.answer import Excerpt, Status, verify
from bot.clinic import Clinic, Texts, UrgentHelp
from bot.conversation import NOTHING, Conversation, after
from bot.finding import Finder
from bot.reader import Reader
from bot.referral import refer
from bot.safety.small_talk import Kind
from bot.safety.triage import Examined, Finding, Triage
from bot.safety.urgent import Urgent, urgent
from corpus.document import Document, Referral
from index.memory import Memory
from index.snapshot import Snapshot

SUGGESTED = 3
ANSWERS_REMEMBERED = 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that is said in reply, and which index version said it.

    ``understood`` is the message as it was read, and ``subject`` the treatment it is about; both
    are empty where no document was searched. ``mended``: the message without its typing
    mistakes, where it was read so.
    """

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
    understood: str = ""
    subject: Document | None = None
    mended: str | None = None

    def carry_on(self, said: Conversation) -> Conversation:
        """The conversation after this answer."""
        if not self.understood:
            return said
        cited = ((excerpt.document, excerpt.section) for excerpt in self.excerpts)
        return after(said, self.understood, self.subject, *next(cited, (None, "")))


@dataclass(frozen=True)
class Assistant:
    """Answers from one index version, and remembers what it answered to messages.

    What is remembered depends on nothing but its message: nobody's conversation stands in it.
    """

    snapshot: Snapshot
    reader: Reader
    clinic: Clinic
    texts: Texts
    help: UrgentHelp = field(default_factory=UrgentHelp)
    triage: Triage = field(default_factory=Triage)

    def answer(self, message: str, said: Conversation = NOTHING) -> Answer:
        """Answer one message after what was ``said``.

        What cannot wait, and small talk, are answered before any document is searched. A request
        for advice about one person is referred to the physician, with what the documents say in
        general below. Raises ``VerbatimError`` rather than return an excerpt that is not in its
        document.
        """
        if self._stands_alone(message, said):
            return self._verified(self.remembered(message))
        return self._verified(self._answer(message, said))

    def recall(self, message: str, said: Conversation = NOTHING) -> Answer | None:
        """The same answer at once, if it was given lately and the message stands by itself."""
        if not self._stands_alone(message, said):
            return None
        answer = self.remembered.recall(message)
        return self._verified(answer) if answer else None

    @cached_property
    def remembered(self) -> Memory[str, Answer]:
        """The latest answers by their messages."""
        return Memory(lambda message: self._answer(message, NOTHING), ANSWERS_REMEMBERED)

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

    @cached_property
    def _finder(self) -> Finder:
        return Finder(self.snapshot, self.reader)

    def _stands_alone(self, message: str, said: Conversation) -> bool:
        """Whether it means the same as if nothing had been said."""
        return said == NOTHING or (
            self._finder.meaning(message, said) == self._finder.meaning(message)
        )

    def _answer(self, message: str, said: Conversation) -> Answer:
        if kind := self.triage.small_talk(message):
            return self._small_talk(kind, message)
        examined = self.triage.examine(message, self.snapshot.encoder.question(message).vector)
        if examined.urgent:
            return urgent_answer(examined.urgent, self.help, self.clinic, self.snapshot.version)
        return self._from_documents(message, said, examined)

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

    def _from_documents(self, message: str, said: Conversation, examined: Examined) -> Answer:
        meaning = self._finder.meaning(message, said)
        decision, understood = self._finder.read(meaning)
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
            understood=understood,
            mended=meaning.mended if understood != meaning.typed else None,
            subject=None if meaning.subject is None else self.snapshot.documents[meaning.subject],
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
