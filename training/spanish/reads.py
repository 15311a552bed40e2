"""What the product finds and reads for each question in Spanish, beside what is right.

``questions.tsv`` holds questions of the made-up clinics that calibrate, put in Spanish by writers
who saw neither code nor answers; which sentences answer them is known from the English test sets.
Those were read a second time in part (docs/reader.md), their Spanish wordings were not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.progress import track

from bot.building import load_documents
from bot.network import Network, Preparer
from bot.quality.cases import Split, only, read_test_set
from bot.reader import JointReader
from bot.settings import load_settings
from bot.spanish.finding import READ, spanish_features, spanish_sentence_features
from bot.spanish.gloss import lexicon
from bot.spanish.retrieval import MEANING_SHARE, retrieve_spanish
from bot.spelling import Speller
from index.builder import build
from index.encoder import Encoder
from index.multilingual import MultilingualEncoder
from training.asked import rows
from training.clinics import Clinic
from training.pages import question_of, read_pages

QUESTIONS = Path(__file__).with_name("questions.tsv")
CASES = Path(__file__).parents[2] / "tests" / "quality" / "spanish.jsonl"


@dataclass(frozen=True)
class SpanishRead:
    """One passage: the values of its features, and those of each sentence beside its label.

    ``labels``: 1 a sentence answers, 0 it does not, -1 it answers in part.
    """

    values: tuple[float, ...]
    sentences: list[tuple[float, ...]]
    labels: tuple[int, ...]

    @property
    def right(self) -> bool:
        """Whether the passage answers."""
        return 1 in self.labels


@dataclass(frozen=True)
class SpanishCase:
    """One question and the passages read for it."""

    kind: str
    group: str
    source: str
    reads: list[SpanishRead]


def made_up() -> list[Clinic]:
    """The made-up clinics that calibrate, with their questions in Spanish."""
    said = dict(
        line.split("\t", 1) for line in QUESTIONS.read_text(encoding="utf-8").splitlines() if line
    )
    return [
        replace(
            clinic,
            questions=tuple(
                replace(one, text=said[one.id]) for one in clinic.questions if one.id in said
            ),
        )
        for clinic in read_pages()
        if clinic.split == "calibrate"
    ]


def sample(split: Split) -> Clinic:
    """The sample clinic with one half of its cases in Spanish."""
    documents = load_documents(load_settings()).documents
    cases = only(read_test_set(CASES), split)
    questions = tuple(question_of(case, documents) for case in cases)
    return Clinic("calibrate", documents, questions, "sample")


def read_spanish(
    clinics: Sequence[Clinic],
    encoder: Encoder,
    multilingual: MultilingualEncoder,
    share: float = MEANING_SHARE,
) -> Iterator[SpanishCase]:
    """Ask everything, as the product does."""
    network = Network()
    for clinic in track(clinics, description="asking in Spanish", transient=True):
        with TemporaryDirectory() as folder:
            snapshot = build(
                clinic.documents,
                Path(folder),
                encoder,
                preparer=Preparer(),
                multilingual=multilingual,
            ).snapshot
        reader = JointReader(snapshot, network)
        vocabulary = Speller.of(clinic.documents).vocabulary
        for question in clinic.questions:
            gloss = lexicon().gloss(question.text, vocabulary)
            found = retrieve_spanish(question.text, gloss, snapshot, READ, share=share)
            gold, also = rows(question.answers, snapshot), rows(question.also, snapshot)
            logits = reader.logits(encoder.question(gloss), [one.by_gloss for one in found])
            reads = [
                SpanishRead(
                    spanish_features(one, said),
                    spanish_sentence_features(one, said),
                    tuple(
                        1
                        if (one.by_gloss.passage, row) in gold
                        else -1
                        if (one.by_gloss.passage, row) in also
                        else 0
                        for row in range(len(one.sentence_cosines))
                    ),
                )
                for one, said in zip(found, logits, strict=True)
            ]
            yield SpanishCase(question.kind, question.group, clinic.source, reads)
