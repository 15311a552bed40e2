"""What the documents say to a message: its meaning, retrieval, reading and decision in a row."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bot.answer import Decision, decide
from bot.conversation import NOTHING, Conversation, Meaning, understand
from bot.reader import Reader
from bot.retrieval import Retrieved, Weights, retrieve
from bot.spelling import Speller
from bot.subjects import Subjects
from index.snapshot import Snapshot

RETRIEVED = 20
READ = 6  # passages at most
# A passage whose score of retrieval is so far behind the best one's is not read: it seldom answers,
# and what is not read cannot be mistaken for an answer. docs/reader.md has the figures.
BEHIND = 0.75


@dataclass(frozen=True)
class Finder:
    """Finds in one index version, with one reader."""

    snapshot: Snapshot
    reader: Reader

    @cached_property
    def speller(self) -> Speller:
        """Knows the documents' words."""
        return Speller.of(self.snapshot.documents)

    @cached_property
    def subjects(self) -> Subjects:
        """What names each treatment."""
        return Subjects.of(self.snapshot.documents)

    def meaning(self, message: str, said: Conversation = NOTHING) -> Meaning:
        """What is asked by a message after what was ``said``."""
        mended = self.speller.mend(message)
        meaning = understand(mended, said, self.snapshot.documents, self.subjects)
        if mended == message:
            return meaning
        return replace(meaning, typed=message, mended=mended)

    def find(self, message: str) -> Decision:
        """What is quoted for a message that stands by itself."""
        decision, _ = self.read(self.meaning(message))
        return decision

    def read(self, meaning: Meaning) -> tuple[Decision, str]:
        """What is quoted, and for which of the wordings: the one that is answered best.

        The threshold is the same for each. Where nothing answers a message without its typing
        mistakes, it is tried as it was typed: what was mended may have been none.
        """
        passages = None if meaning.among is None else self._passages(meaning.among)
        read = [(self._decide(wording, passages), wording) for wording in meaning.wordings]
        best = max(read, key=lambda found: found[0].score)
        if meaning.typed and not best[0].excerpts:
            as_typed = self._decide(meaning.typed, passages), meaning.typed
            return as_typed if as_typed[0].excerpts else best
        return best

    def _decide(self, question: str, among: Sequence[int] | None) -> Decision:
        snapshot = self.snapshot
        retrieved = retrieve(
            question,
            snapshot.vector_source,
            snapshot.lexical_source,
            Weights(),
            RETRIEVED,
            among,
        )
        readings = self.reader.read(snapshot.encoder.question(question), to_read(retrieved))
        return decide(
            snapshot.documents,
            snapshot.passages,
            retrieved,
            readings,
            self.reader.threshold,
            self.subjects.named(question),
        )

    def _passages(self, documents: frozenset[int]) -> list[int]:
        owned = self._by_document
        return [passage for document in sorted(documents) for passage in owned[document]]

    @cached_property
    def _by_document(self) -> list[list[int]]:
        owned: list[list[int]] = [[] for _ in self.snapshot.documents]
        for number, passage in enumerate(self.snapshot.passages):
            owned[passage.document].append(number)
        return owned


def to_read(retrieved: Sequence[Retrieved], behind: float = BEHIND) -> list[Retrieved]:
    """The first few of the passages that were found, best first: those that are read."""
    return [one for one in retrieved[:READ] if retrieved[0].score - one.score <= behind]
