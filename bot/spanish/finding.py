"""What the documents say to a question in Spanish: the English reader over its gloss, and more.

The reader judges the gloss; the multilingual encoder judges the words as typed. Both go into one
probability with weights and a threshold of its own, ``spanish.json``: what is sure enough in
English need not be in Spanish. docs/quality.md has the figures.
"""

import hashlib
from collections.abc import Collection, Sequence
from pathlib import Path

from bot.answer import Decision, decide
from bot.network import Logits
from bot.reader import Calibration, Reader, Reading, passage_features, sentence_features
from bot.spanish.retrieval import Found, retrieve_spanish
from bot.subjects import Subjects
from index.snapshot import Snapshot

FILE = Path(__file__).with_name("spanish.json")
CALIBRATION = Calibration.model_validate_json(FILE.read_bytes())
FINGERPRINT = hashlib.sha256(FILE.read_bytes()).hexdigest()[:16]
FEATURES = (
    "passage_logit",
    "best_sentence_logit",
    "sentence_cosine",
    "passage_cosine",
    "multilingual_sentence_cosine",
    "multilingual_passage_cosine",
)
SENTENCE_FEATURES = ("logit", "retrieval", "multilingual_cosine")
RETRIEVED = 20
READ = 6


def spanish_features(found: Found, logits: Logits) -> tuple[float, ...]:
    """The values of ``FEATURES``."""
    english = passage_features(found.by_gloss, logits)
    return (*english, max(found.sentence_cosines), found.cosine)


def spanish_sentence_features(found: Found, logits: Logits) -> list[tuple[float, ...]]:
    """The values of ``SENTENCE_FEATURES`` for each sentence."""
    english = sentence_features(found.by_gloss, logits)
    return [(*one, cosine) for one, cosine in zip(english, found.sentence_cosines, strict=True)]


def find_spanish(
    question: str,
    gloss: str,
    snapshot: Snapshot,
    reader: Reader,
    subjects: Subjects,
    versions: Collection[int],
    among: Sequence[int] | None = None,
) -> Decision:
    """What is quoted for ``question``; with ``among``, from these passages only.

    Passages in ``versions`` say in Spanish what is found in English.
    """
    found = [
        one
        for one in retrieve_spanish(question, gloss, snapshot, RETRIEVED, among)
        if one.by_gloss.passage not in versions
    ]
    retrieved = [one.by_gloss for one in found]
    read = found[:READ]
    logits = reader.logits(snapshot.encoder.question(gloss), retrieved[:READ])
    readings = [
        Reading(
            CALIBRATION.passage_probability(spanish_features(one, said)),
            tuple(map(CALIBRATION.sentence_probability, spanish_sentence_features(one, said))),
        )
        for one, said in zip(read, logits, strict=True)
    ]
    return decide(
        snapshot.documents,
        snapshot.passages,
        retrieved,
        readings,
        CALIBRATION.decided.threshold,
        subjects.named(gloss),
    )
