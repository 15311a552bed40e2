"""What the documents say to a message: its meaning, retrieval, reading and decision in a row."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bot.answer import WITHIN, Decision, asked_back, decide
from bot.conversation import NOTHING, Conversation, Meaning, understand
from bot.language import Language, language
from bot.reader import Reader
from bot.retrieval import Retrieved, Weights, retrieve
from bot.spanish.finding import find_spanish
from bot.spanish.gloss import lexicon
from bot.spanish.version import in_spanish
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
    """Finds in one index version, with one reader. ``within`` is that of ``decide``."""

    snapshot: Snapshot
    reader: Reader
    within: float = WITHIN

    @cached_property
    def speller(self) -> Speller:
        """Knows the documents' words."""
        return Speller.of(self.snapshot.documents)

    @cached_property
    def subjects(self) -> Subjects:
        """What names each treatment."""
        return Subjects.of(self.snapshot.documents)

    @property
    def spanish(self) -> bool:
        """Whether questions in Spanish can be answered."""
        return self.snapshot.multilingual is not None

    def language(self, message: str) -> Language | None:
        """The language of a message, as far as it is one that may be answered."""
        return language(message, self.speller.vocabulary, self.subjects.words)

    def meaning(self, message: str, said: Conversation = NOTHING) -> Meaning:
        """What is asked by a message after what was ``said``."""
        if self.spanish and self.language(message) == "es":
            gloss = lexicon().gloss(message, self.speller.vocabulary)
            meaning = understand(gloss, said, self.snapshot.documents, self.subjects)
            return replace(meaning, spanish=message)
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
        among = None if meaning.among is None else self._passages(meaning.among)

        def decided(wording: str) -> tuple[Decision, str]:
            if meaning.spanish:
                return self._decide_spanish(meaning.spanish, wording, among), wording
            return self._decide(wording, among), wording

        wordings = meaning.wordings
        if meaning.either:
            wordings = (*wordings, self._likelier(wordings[0], meaning.either, among))
        found = max(map(decided, wordings), key=lambda one: one[0].score)
        otherwise = meaning.otherwise or (meaning.typed if len(wordings) == 1 else None)
        if otherwise and not found[0].excerpts:
            second = decided(otherwise)
            found = second if second[0].excerpts else found
        decision, wording = found
        return asked_back(decision) if meaning.ambiguous else decision, wording

    def _likelier(
        self, message: str, either: Sequence[tuple[int, str]], among: Sequence[int] | None
    ) -> str:
        """The wording that supposes the document which the message itself finds first."""
        wordings = dict(either)
        owners = (
            self.snapshot.passages[p.passage].document for p in self._retrieve(message, among)
        )
        return wordings[next((d for d in owners if d in wordings), either[0][0])]

    def _decide_spanish(self, question: str, gloss: str, among: Sequence[int] | None) -> Decision:
        decision = find_spanish(
            question, gloss, self.snapshot, self.reader, self.subjects, self._versions, among
        )
        excerpts = tuple(in_spanish(excerpt, self.snapshot) for excerpt in decision.excerpts)
        return replace(decision, excerpts=excerpts)

    def _decide(self, question: str, among: Sequence[int] | None) -> Decision:
        snapshot = self.snapshot
        retrieved = self._retrieve(question, among)
        readings = self.reader.read(snapshot.encoder.question(question), to_read(retrieved))
        return decide(
            snapshot.documents,
            snapshot.passages,
            retrieved,
            readings,
            self.reader.threshold,
            self.subjects.named(question),
            self.within,
        )

    def _retrieve(self, question: str, among: Sequence[int] | None) -> list[Retrieved]:
        sources = self.snapshot.vector_source, self.snapshot.lexical_source
        found = retrieve(question, *sources, Weights(), RETRIEVED, among)
        return [one for one in found if one.passage not in self._versions]

    def _passages(self, documents: frozenset[int]) -> list[int]:
        owned = self._by_document
        return [passage for document in sorted(documents) for passage in owned[document]]

    @cached_property
    def _versions(self) -> frozenset[int]:
        """The passages of translations: what they say is found in the original."""
        return frozenset(
            number
            for number, passage in enumerate(self.snapshot.passages)
            if self.snapshot.documents[passage.document].translation_of
        )

    @cached_property
    def _by_document(self) -> list[list[int]]:
        owned: list[list[int]] = [[] for _ in self.snapshot.documents]
        for number, passage in enumerate(self.snapshot.passages):
            owned[passage.document].append(number)
        return owned


def to_read(retrieved: Sequence[Retrieved], behind: float = BEHIND) -> list[Retrieved]:
    """The first few of the passages that were found, best first: those that are read."""
    return [one for one in retrieved[:READ] if retrieved[0].score - one.score <= behind]
