"""What the product retrieves and reads for each question of each clinic, beside what is right."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.quality.cached_encoder import CachedEncoder
from bot.finding import BEHIND, READ, to_read
from bot.network import Logits, Network, Preparer
from bot.reader import JointReader
from bot.retrieval import Retrieved, Weights
from bot.spelling import Speller
from training.asked import Asked, ask_all
from training.clinics import Clinic, Split, read_clinics
from training.pages import read_golden, read_pages


@dataclass(frozen=True)
class Read:
    """One passage: what retrieval and the network say, and its sentences.

    ``labels``: 1 a sentence answers, 0 it does not, -1 it answers in part.
    """

    found: Retrieved
    logits: Logits
    labels: tuple[int, ...]
    texts: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Whether the passage answers."""
        return 1 in self.labels


@dataclass(frozen=True)
class Case:
    """One question and the passages that were read for it, in retrieval's order."""

    asked: Asked
    reads: list[Read]

    @property
    def kind(self) -> str:
        """As of the question; but "" where nobody checked the clinic's other passages."""
        return "" if self.asked.question.unread else str(self.asked.kind)

    @property
    def source(self) -> str:
        """Where its clinic comes from."""
        return self.asked.source

    @property
    def group(self) -> str:
        """What the question stands or falls with."""
        return self.asked.question.group


def clinics_of(benchmarks: Path, split: Split) -> list[Clinic]:
    """Made-up clinics of that split, and the golden half that tunes with those that calibrate."""
    every = [*read_pages(), *read_clinics(benchmarks), read_golden()]
    return [clinic for clinic in every if clinic.split == split]


def read_cases(
    clinics: Sequence[Clinic], encoder: CachedEncoder | None = None, behind: float = BEHIND
) -> list[Case]:
    """Ask everything, as the product does without typing mistakes.

    Passages that nobody checked for an answer are left out.
    """
    network = Network()
    readers: dict[int, JointReader] = {}
    cases = []
    for asked in ask_all(list(map(_mended, clinics)), encoder, Preparer()):
        snapshot = asked.snapshot
        if id(snapshot) not in readers:
            readers[id(snapshot)] = JointReader(snapshot, network)
        found = [
            one
            for one in to_read(asked.retrieved(Weights(), READ), behind)
            if snapshot.passages[one.passage].document not in asked.question.unread
        ]
        encoded = snapshot.encoder.question(asked.question.text)
        logits = readers[id(snapshot)].logits(encoded, found)
        cases.append(Case(asked, [_read(asked, *pair) for pair in zip(found, logits, strict=True)]))
    return cases


def _mended(clinic: Clinic) -> Clinic:
    speller = Speller.of(clinic.documents)
    questions = (replace(one, text=speller.mend(one.text)) for one in clinic.questions)
    return replace(clinic, questions=tuple(questions))


def _read(asked: Asked, found: Retrieved, logits: Logits) -> Read:
    passage = asked.snapshot.passages[found.passage]
    text = asked.snapshot.documents[passage.document].text
    rows = [(found.passage, row) for row in range(len(passage.sentences))]
    return Read(
        found,
        logits,
        tuple(1 if row in asked.gold else -1 if row in asked.also else 0 for row in rows),
        tuple(text[span.start : span.end] for span in passage.sentences),
    )
