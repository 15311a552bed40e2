"""Which treatments a question names: "botox or prolotherapy, what hurts less?" names two."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.frequency import zipf
from corpus.document import Document
from index.lexical import WORD, words

# Of all treatments' pages, a name stands nearly always on its own one.
SHARE = 0.75
# Words as common as these name nothing, wherever they stand: "treatment", "answer", "side".
COMMON = 4.4
RARE = 3.2
NAMELESS = frozenset({"clinic"})  # common in clinics alone


@dataclass(frozen=True, slots=True)
class Subjects:
    """What names each document that is about a treatment: stems by position.

    A name is an uncommon word of the title, or a rare one of the first paragraph (which gives other
    names: "or botulinum toxin"), that no other document has there and that stands, by its
    frequency, nearly only in this one: not the "pain" of "Botox Therapy for Pain".
    """

    names: Mapping[int, frozenset[str]]
    words: frozenset[str] = frozenset()  # of the titles that hold the names, in lower case

    @classmethod
    def of(cls, documents: Sequence[Document]) -> "Subjects":
        """The names of these documents."""
        titles = {
            position: _stems([*_rare(document.title, COMMON), *_rare(_opening(document), RARE)])
            for position, document in enumerate(documents)
            if document.about == "treatment" and not document.translation_of
        }
        often = Counter(word for title in titles.values() for word in title)
        shares = {position: _shares(documents[position]) for position in titles}
        total: Counter[str] = Counter()
        for share in shares.values():
            total.update(share)
        return cls(
            {
                position: frozenset(
                    word
                    for word in title
                    if often[word] == 1 and shares[position][word] >= SHARE * total[word]
                )
                for position, title in titles.items()
            },
            frozenset(word for n in titles for word in _rare(documents[n].title, COMMON)),
        )

    def named(self, question: str) -> frozenset[int]:
        """The positions of the documents that a question names. Words are compared as stems."""
        asked = set(words(question))
        return frozenset(position for position, names in self.names.items() if names & asked)

    def label(self, position: int, documents: Sequence[Document]) -> str:
        """What to call a treatment: its title from the first word that names it to the last."""
        title = documents[position].title
        found = [m for m in WORD.finditer(title) if set(words(m[0])) & self.names[position]]
        return title[found[0].start() : found[-1].end()] if found else title

    def named_in(self, question: str) -> list[tuple[int, int]]:
        """Where the names of treatments stand in a question."""
        names = frozenset().union(*self.names.values())
        return [m.span() for m in WORD.finditer(question) if set(words(m[0])) & names]


def _rare(text: str, common: float) -> list[str]:
    found = [match[0].lower() for match in WORD.finditer(text)]
    return [word for word in found if word not in NAMELESS and _commonness(word) < common]


def _commonness(word: str) -> float:
    """In zipf, of the commonest of its forms: "relieving" is as common as "relieve"."""
    (stem, *_) = words(word) or [word]
    return max(map(zipf, (word, stem, f"{stem}e", f"{stem}s", f"{stem}ed")))


def _opening(document: Document) -> str:
    return document.text.split("\n\n", 1)[0]


def _stems(some: Sequence[str]) -> frozenset[str]:
    return frozenset(stem for word in some for stem in words(word))


def _shares(document: Document) -> "Counter[str]":
    """How much of a document each of its words makes up, in millionths."""
    counts = Counter(words(document.text))
    return Counter({word: 1_000_000 * n // counts.total() for word, n in counts.items()})
