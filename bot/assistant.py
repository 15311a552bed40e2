"""One message in, one Answer out: triage, language, meaning, finding and reply in a row."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from bot.answer import verify
from bot.clinic import Clinic, SpanishTexts, Texts, UrgentHelp
from bot.conversation import NOTHING, Conversation
from bot.finding import Finder
from bot.reader import Reader
from bot.reply import Answer, Reply, urgent_answer
from bot.safety.triage import Triage
from bot.safety.urgent import urgent
from index.memory import Memory
from index.snapshot import Snapshot

ANSWERS_REMEMBERED = 1024


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
    spanish_texts: SpanishTexts = field(default_factory=SpanishTexts)

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
        language = self._finder.language(message)
        texts = self.spanish_texts if language == "es" else self.texts
        reply = Reply(self.snapshot, self.clinic, texts)
        if kind := self.triage.small_talk(message):
            return reply.small_talk(kind, message)
        examined = self.triage.examine(message, self.snapshot.encoder.question(message).vector)
        if examined.urgent:
            return urgent_answer(examined.urgent, self.help, self.clinic, self.snapshot.version)
        danger = examined.mentioned
        notice = urgent(danger, self.help, self.clinic, asked=True) if danger else None
        if language is None:
            return reply.unread(self.texts.other_language, notice)
        if language == "es" and not self._finder.spanish:
            return reply.unread(self.spanish_texts.not_read, notice)
        meaning = self._finder.meaning(message, said)
        found = self._finder.read(meaning)
        return reply.from_documents(message, meaning, found, examined.advice, notice)
