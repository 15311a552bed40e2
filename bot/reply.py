"""The reply: the clinic's words, in the patient's language, around what was found. Pure."""

from dataclasses import dataclass, replace

from bot.answer import WHICH_TREATMENT, Decision, Excerpt, Status
from bot.clinic import Clinic, SpanishTexts, Texts, UrgentHelp
from bot.conversation import Conversation, Meaning, after
from bot.language import Language
from bot.referral import refer
from bot.safety.small_talk import Kind
from bot.safety.triage import Finding
from bot.safety.urgent import Urgent, urgent
from corpus.document import Document, Referral
from index.snapshot import Snapshot

SUGGESTED = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that is said in reply, and which index version said it.

    ``understood`` is the message as it was read, and ``subjects`` the treatments it is about; both
    are empty where no document was searched. ``mended``: the message without its typing
    mistakes, where it was read so. ``language`` is that of the words around the quotations.
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
    subjects: tuple[Document, ...] = ()
    mended: str | None = None
    language: Language = "en"

    def carry_on(self, said: Conversation) -> Conversation:
        """The conversation after this answer."""
        if not self.understood:
            return said
        cited = ((excerpt.document, excerpt.section) for excerpt in self.excerpts)
        return after(said, self.understood, self.subjects, *next(cited, (None, "")))


@dataclass(frozen=True, slots=True)
class Reply:
    """Puts the clinic's words in one language around what was found in one index version."""

    snapshot: Snapshot
    clinic: Clinic
    texts: Texts | SpanishTexts

    @property
    def language(self) -> Language:
        """That of the words."""
        return "es" if isinstance(self.texts, SpanishTexts) else "en"

    def small_talk(self, kind: Kind, message: str) -> Answer:
        """A fixed text."""
        return Answer(
            status="smalltalk",
            message=getattr(self.texts, kind),
            excerpts=(),
            related=(),
            referral=self._referral(None),
            suggestions=suggest(self.snapshot, None, asked=message, language=self.language),
            reason_codes=(kind,),
            score=0.0,
            index_version=self.snapshot.version,
            language=self.language,
        )

    def unread(self, text: str, notice: Urgent | None) -> Answer:
        """An honest no to a message in a language that is not read."""
        return Answer(
            status="no_answer",
            message=text,
            excerpts=(),
            related=(),
            referral=self._referral(None),
            suggestions=(),
            reason_codes=("language",),
            score=0.0,
            index_version=self.snapshot.version,
            urgent=notice,
            language=self.language,
        )

    def from_documents(
        self,
        message: str,
        meaning: Meaning,
        found: tuple[Decision, str],
        advice: str | None,
        notice: Urgent | None,
    ) -> Answer:
        """What was found, and for which wording; ``advice`` is the rule that calls it a request."""
        decision, understood = found
        cited = next((e.document for e in (*decision.excerpts, *decision.related)), None)
        documents = self.snapshot.documents
        return Answer(
            status="advice" if advice else decision.status,
            message=self.texts.advice if advice else self._lead(decision),
            excerpts=decision.excerpts,
            related=decision.related,
            referral=self._referral(cited),
            suggestions=suggest(self.snapshot, cited, asked=message, language=self.language),
            reason_codes=(*((advice,) if advice else ()), *decision.reason_codes),
            score=decision.score,
            index_version=self.snapshot.version,
            urgent=notice,
            understood=understood,
            subjects=tuple(documents[number] for number in meaning.subjects),
            mended=meaning.mended if understood != meaning.typed else None,
            language=self.language,
        )

    def _lead(self, decision: Decision) -> str:
        if WHICH_TREATMENT in decision.reason_codes:
            return self.texts.which_treatment
        if not decision.excerpts:
            return self.texts.no_answer
        english = any(not one.document.language.startswith("es") for one in decision.excerpts)
        if isinstance(self.texts, SpanishTexts) and english:
            return self.texts.answered_in_english
        return self.texts.answered

    def _referral(self, cited: Document | None) -> Referral:
        """The document's own words are in its language; whom to call is the same."""
        referral = refer(cited, self.clinic)
        if isinstance(self.texts, SpanishTexts):
            return replace(referral, text=self.texts.referral)
        return referral


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


def suggest(
    snapshot: Snapshot, near: Document | None, asked: str = "", language: Language = "en"
) -> tuple[str, ...]:
    """Questions that this index was seen to answer: those of the document ``near`` first.

    Without one, the documents take turns, so that the first questions shown span the subjects.
    """
    readable = {d.id for d in snapshot.documents if d.language.startswith(language)}
    by_document: dict[str, list[str]] = {}
    for offer in snapshot.manifest.questions:
        if offer.document not in readable or not offer.answered:
            continue
        if offer.question.casefold() != asked.strip().casefold():
            by_document.setdefault(offer.document, []).append(offer.question)
    first = by_document.pop(near.id, []) if near else []
    turns = (
        questions[turn]
        for turn in range(max(map(len, by_document.values()), default=0))
        for questions in by_document.values()
        if turn < len(questions)
    )
    return (*first, *turns)[:SUGGESTED]
