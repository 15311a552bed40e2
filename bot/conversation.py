"""What a message means in its conversation: which treatment "does it hurt?" is about. Pure.

Nothing is glued together: what a message leaves out is filled in (its pronoun, or the subject of
the question before), and the documents that may be cited are those of the treatment it is about
and those about the clinic. Whether the words as typed or the filled-in ones are answered better is
for the reader to say (``bot/assistant.py``).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.ellipsis import (
    BOTH,
    MORE,
    OPENS,
    OTHER,
    PRONOUN,
    WHAT_THERE_IS,
    bare,
    content,
    leans,
)
from bot.subjects import Subjects
from corpus.document import Document
from index.lexical import WORD

SHORT = 6  # words; a longer message says more than "is it safe?"
IN_PLAY = 2  # treatments that "the other one" can tell apart


@dataclass(frozen=True, slots=True)
class Conversation:
    """All that is kept of a conversation.

    ``topics``: ids of the treatments it is about, the latest first. ``page``: the id of a document
    about the clinic, where the last answer came from one. ``section``: the last answer's heading.
    ``question``: the last question, as it was understood. ``compared``: it was about two treatments
    at once, so that "it" may be either.
    """

    topics: tuple[str, ...] = ()
    page: str | None = None
    section: str = ""
    question: str = ""
    compared: bool = False

    @property
    def topic(self) -> str | None:
        """The id of the document that a follow-up is taken to be about."""
        return self.page or next(iter(self.topics), None)

    def about(self, document: Document) -> "Conversation":
        """The same conversation, turned to this document."""
        turned_to = document.translation_of or document.id
        if document.about == "clinic":
            return replace(self, page=turned_to)
        others = (topic for topic in self.topics if topic != turned_to)
        return replace(self, topics=(turned_to, *others)[:IN_PLAY], page=None)


NOTHING = Conversation()  # was said before


@dataclass(frozen=True, slots=True)
class Meaning:
    """What may be meant: ``wordings``, at most two, to be read in the documents ``among``.

    Without ``among``, every document may answer. ``subjects`` are the positions of the treatments
    that it is about. ``either``: further wordings, each with the position of the document that it
    supposes; the one whose document is found first for the message itself is read too.
    ``otherwise`` is read only where nothing answers those. ``typed`` and ``mended``: the message
    with and without its typing mistakes, if it has any. ``spanish``: the message, where the
    wordings are glosses of it. ``ambiguous``: nothing says which treatment it is about.
    """

    wordings: tuple[str, ...]
    among: frozenset[int] | None = None
    subjects: tuple[int, ...] = ()
    either: tuple[tuple[int, str], ...] = ()
    otherwise: str | None = None
    typed: str | None = None
    mended: str | None = None
    spanish: str | None = None
    ambiguous: bool = False


def understand(
    message: str, said: Conversation, documents: Sequence[Document], subjects: Subjects
) -> Meaning:
    """What ``message`` means after what was ``said``."""
    position = {document.id: number for number, document in enumerate(documents)}
    topics = [position[topic] for topic in said.topics if topic in position]
    page = position.get(said.page or "")
    clinic = frozenset(
        number
        for number, document in enumerate(documents)
        if document.about == "clinic" and not document.translation_of
    )
    named = subjects.named(message)

    def about(subject: int, *wordings: str) -> Meaning:
        return Meaning(tuple(dict.fromkeys(wordings)), clinic | {subject}, (subject,))

    def renewed(subject: int) -> Meaning:
        """The last question, asked of another subject."""
        return about(subject, _asked_of(said.question, subject, documents, subjects))

    if len(named) == 1:
        (subject,) = named
        if said == NOTHING:
            return Meaning((message,), None, (subject,))
        if said.question and page is None and not content(message, subjects.names[subject]):
            return renewed(subject)
        return about(subject, message)
    if named:
        return Meaning((message,), None, tuple(sorted(named)))
    other = _other(topics, subjects)
    if OTHER.search(message) and other is not None:
        wording = OTHER.sub(subjects.label(other, documents), message, count=1)
        if said.question and page is None and not content(wording, subjects.names[other]):
            return renewed(other)
        return about(other, wording)
    if len(topics) == IN_PLAY and BOTH.search(message):
        labels = " or ".join(subjects.label(topic, documents) for topic in topics)
        return Meaning((message, f"{bare(message)}, {labels}"), clinic | set(topics), (*topics,))
    if said.compared and len(topics) == IN_PLAY and leans(message):
        return Meaning((message,), clinic | set(topics), ambiguous=True)
    if page is not None and (not topics or leans(message)):
        front = ", ".join(filter(None, (documents[page].title, said.section)))
        if not topics:
            return Meaning((message, f"{front}: {message}"))
        filled_in = _filled_in(message, topics[0], said, documents, subjects)
        either = (topics[0], filled_in), (page, f"{front}: {message}")
        return Meaning((message,), clinic | {topics[0]}, either=either)
    if not topics or (WHAT_THERE_IS.search(message) and not leans(message)):
        return Meaning((message,), ambiguous=not topics and _is_ambiguous(message, subjects))
    filled_in = _filled_in(message, topics[0], said, documents, subjects)
    if leans(message):
        return about(topics[0], message, filled_in)
    return replace(about(topics[0], message), otherwise=filled_in)


def _is_ambiguous(message: str, subjects: Subjects) -> bool:
    """Whether it is short, speaks of "it", and there are several treatments that it may mean."""
    few = len(WORD.findall(message)) <= SHORT
    leans = OPENS.match(message) or PRONOUN.search(message)
    return few and bool(leans) and len(subjects.names) > 1


def _filled_in(
    message: str,
    topic: int,
    said: Conversation,
    documents: Sequence[Document],
    subjects: Subjects,
) -> str:
    """The message with the treatment's name for its pronoun, or else behind it."""
    label = subjects.label(topic, documents)
    wording, times = PRONOUN.subn(label, message, count=1)
    if times:
        return wording
    rest = bare(message)
    if said.section and MORE.search(message) and not content(rest):  # of what was just read
        return f"{label}, {said.section}: {rest}"
    return f"{rest} {label}"


def _asked_of(
    question: str, subject: int, documents: Sequence[Document], subjects: Subjects
) -> str:
    """A question about one treatment, asked of another."""
    label = subjects.label(subject, documents)
    for start, end in subjects.named_in(question):
        return f"{question[:start]}{label}{question[end:]}"
    return f"{bare(question)} {label}"


def _other(topics: Sequence[int], subjects: Subjects) -> int | None:
    """The treatment that "the other one" is."""
    if len(topics) > 1:
        return topics[1]
    if len(subjects.names) == IN_PLAY and topics:
        return next(number for number in subjects.names if number != topics[0])
    return None


def after(
    said: Conversation,
    understood: str,
    subjects: Sequence[Document],
    cited: Document | None,
    section: str,
) -> Conversation:
    """The conversation after an answer.

    ``cited`` is the document of its first excerpt; ``subjects`` the treatments the message was
    about.
    """
    for document in reversed((*([cited] if cited else []), *subjects)):
        said = said.about(document)
    return replace(
        said,
        question=understood,
        section=section if cited else "",
        compared=len(subjects) > 1,
    )
