"""What a message means in its conversation: which treatment "does it hurt?" is about. Pure.

Nothing is glued together: what a message leaves out is filled in (its pronoun, or the subject of
the question before), and the documents that may be cited are those of the treatment it is about
and those about the clinic. Whether the words as typed or the filled-in ones are answered better is
for the reader to say (``bot/assistant.py``).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.subjects import Subjects
from corpus.document import Document
from index.lexical import WORD, words

SHORT = 6  # words; a longer message says more than "is it safe?"
IN_PLAY = 2  # treatments that "the other one" can tell apart

_NOUN = r"(?:treatments?|therap(?:y|ies)|procedures?|injections?|shots?|things?|stuff|ones?)"
_OTHER = re.compile(
    r"\b(?:the\s+)?(?:other|alternative)\s+(?:one|treatment|therapy|procedure|option|thing)\b|"
    r"\bthe (?:other|second one)\b",
    re.IGNORECASE,
)
_BOTH = re.compile(r"\b(?:both|either|neither|the two|which(?: (?:one|of them))?)\b", re.IGNORECASE)
_BEFORE = (  # "does that hurt", "the risks of this"; but not "I heard that it hurts"
    r"(?<=\bis )|(?<=\bdo )|(?<=\bof )|(?<=\bdoes )|(?<=\bwill )|(?<=\bcan )|(?<=\babout )|"
    r"(?<=\bfor )|(?<=\bwith )|(?<=\bafter )|(?<=\bbefore )|(?<=\bfrom )|(?<=\bwas )|"
    r"(?<=\bare )|(?<=\bdid )|(?<=\bget )|(?<=\bhaving )|(?<=\bduring )|(?<=\bdoing )"
)
_PRONOUN = re.compile(
    rf"\b(?:this|that|these|those|the) {_NOUN}\b|\b(?:it|they|them|its|their)\b|"
    rf"(?:{_BEFORE})(?:this|that|these|those)\b(?! (?:clinic|place|assistant|chat|bot|site))",
    re.IGNORECASE,
)
# What opens a message that adds to the one before, and what merely accompanies one.
_OPENS = re.compile(
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
_MORE = re.compile(
    r"\b(?:why|more|explain|such as|like what|for example|how come|mean|really|sure)\b",
    re.IGNORECASE,
)
# "do you treat migraines?", "any other options?": asks what there is, not about what was spoken of.
_WHAT_THERE_IS = re.compile(
    r"\b(?:treatments|therapies|options?|do you (?:treat|offer|do|have)|you treat|you offer|"
    r"anything (?:else|for)|something (?:else|for)|what else|instead of)\b",
    re.IGNORECASE,
)


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
        if said.question and page is None and not _content(message, subjects.names[subject]):
            return renewed(subject)
        return about(subject, message)
    if named:
        return Meaning((message,), None, tuple(sorted(named)))
    other = _other(topics, subjects)
    if _OTHER.search(message) and other is not None:
        wording = _OTHER.sub(subjects.label(other, documents), message, count=1)
        if said.question and page is None and not _content(wording, subjects.names[other]):
            return renewed(other)
        return about(other, wording)
    if len(topics) == IN_PLAY and _BOTH.search(message):
        labels = " or ".join(subjects.label(topic, documents) for topic in topics)
        return Meaning((message, f"{_bare(message)}, {labels}"), clinic | set(topics), (*topics,))
    if said.compared and len(topics) == IN_PLAY and _leans(message):
        return Meaning((message,), clinic | set(topics), ambiguous=True)
    if page is not None and (not topics or _leans(message)):
        front = ", ".join(filter(None, (documents[page].title, said.section)))
        if not topics:
            return Meaning((message, f"{front}: {message}"))
        filled_in = _filled_in(message, topics[0], said, documents, subjects)
        either = (topics[0], filled_in), (page, f"{front}: {message}")
        return Meaning((message,), clinic | {topics[0]}, either=either)
    if not topics or (_WHAT_THERE_IS.search(message) and not _leans(message)):
        return Meaning((message,), ambiguous=not topics and _is_ambiguous(message, subjects))
    filled_in = _filled_in(message, topics[0], said, documents, subjects)
    if _leans(message):
        return about(topics[0], message, filled_in)
    return replace(about(topics[0], message), otherwise=filled_in)


def _is_ambiguous(message: str, subjects: Subjects) -> bool:
    """Whether it is short, speaks of "it", and there are several treatments that it may mean."""
    few = len(WORD.findall(message)) <= SHORT
    leans = _OPENS.match(message) or _PRONOUN.search(message)
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
    wording, times = _PRONOUN.subn(label, message, count=1)
    if times:
        return wording
    bare = _bare(message)
    if said.section and _MORE.search(message) and not _content(bare):  # of what was just read
        return f"{label}, {said.section}: {bare}"
    return f"{bare} {label}"


def _asked_of(
    question: str, subject: int, documents: Sequence[Document], subjects: Subjects
) -> str:
    """A question about one treatment, asked of another."""
    label = subjects.label(subject, documents)
    for start, end in subjects.named_in(question):
        return f"{question[:start]}{label}{question[end:]}"
    return f"{_bare(question)} {label}"


def _bare(message: str) -> str:
    """The message without what opens it and without the sign at its end."""
    return _OPENS.sub("", message).rstrip(" ?!.") or message


def _other(topics: Sequence[int], subjects: Subjects) -> int | None:
    """The treatment that "the other one" is."""
    if len(topics) > 1:
        return topics[1]
    if len(subjects.names) == IN_PLAY and topics:
        return next(number for number in subjects.names if number != topics[0])
    return None


def _content(message: str, names: frozenset[str] = frozenset()) -> set[str]:
    """The stems that say something, besides names."""
    return {word for word in words(message) if word not in names} - _FILLS


def _leans(message: str) -> bool:
    """Whether it is a fragment, or begins or stands in for something as only a follow-up does."""
    typed = WORD.findall(message.casefold().replace("’", "'"))
    fragment = len(typed) <= 4 and not _VERBS & set(typed)
    found = (_OPENS.match(message), _PRONOUN.search(message), _PERSON.search(message))
    return fragment or any(found)


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
