"""Questions in Spanish: what is found in English passages, and what is answered.

XQuAD has the same questions in English and Spanish over English passages. The sample's cases in
Spanish were written, and read a second time, by others; how far a language is told from others is
measured on them, on the golden set, and on messages in further languages.
"""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from rich.progress import track

from benchmarks.quality.cached_encoder import CachedEncoder
from benchmarks.quality.clinic_of import document
from benchmarks.quality.golden import cases as golden_cases
from benchmarks.quality.retrieval import score
from benchmarks.quality.sets import read_set
from bot.assistant import Assistant
from bot.finding import Finder
from bot.network import Preparer
from bot.quality.cases import Split, only, read_test_set
from bot.quality.evaluation import ALL, evaluate
from bot.quality.respondents import InProcess
from bot.quality.statistics import proportion
from bot.reader import JointReader
from bot.retrieval import Weights, retrieve
from bot.spanish.gloss import lexicon
from bot.spanish.retrieval import MEANING_SHARE, retrieve_spanish
from index.builder import build
from index.multilingual import MultilingualEncoder
from index.snapshot import Snapshot

TESTS = Path(__file__).parents[2] / "tests" / "quality"
CASES = TESTS / "spanish.jsonl"
LANGUAGES = TESTS / "languages.tsv"
DEPTH = 50
SHOWN = (
    "answer_first",
    "answer_any",
    "answered_when_answerable",
    "right_document",
    "highlight_precision",
    "false_answers_near_miss",
    "false_answers_off_topic",
    "auroc_near_miss",
)


def measure(assistant: Assistant) -> dict[str, Any]:
    """The sample's cases by half, and languages told apart."""
    cases = read_test_set(CASES)
    halves = {}
    splits: tuple[Split, ...] = ("tune", "test")
    for split in splits:
        figures = evaluate(only(cases, split), InProcess(assistant)).figures[ALL]
        halves[split] = {name: figures[name].model_dump() for name in SHOWN}
    return {"cases": len(cases), "halves": halves, "languages": languages(assistant)}


def languages(assistant: Assistant) -> dict[str, Any]:
    """By what a message is in: how many there are, and the share that is told rightly."""
    finder = Finder(assistant.snapshot, assistant.reader)
    messages = {
        "English, the golden set": [(case.question, "en") for case in golden_cases()],
        "Spanish, the sample's cases": [(case.question, "es") for case in read_test_set(CASES)],
    }
    for line in LANGUAGES.read_text(encoding="utf-8").splitlines():
        name, message = line.split("\t", 1)
        told = {"English": "en", "Spanish": "es"}.get(name, "")
        kind = f"{name}, chosen to be hard" if told else "another language"
        messages.setdefault(kind, []).append((message, told))
    return {
        kind: proportion(
            [(finder.language(message) or "") == told for message, told in some],
            [message for message, _ in some],
        ).model_dump()
        for kind, some in messages.items()
    }


def xquad(folder: Path, encoder: CachedEncoder) -> dict[str, Any]:
    """By way of searching: the share of passages found first, and nDCG@10."""
    multilingual = MultilingualEncoder()
    english_set = read_set(folder, wanted=lambda row: bool(row["lang"] == "en"))
    spanish_set = read_set(folder, wanted=lambda row: bool(row["lang"] == "es"))
    documents = [
        document({"id": str(number), "title": "", "text": text})
        for number, text in enumerate(english_set.texts)
    ]
    with TemporaryDirectory() as place:
        snapshot = build(
            documents, Path(place), encoder, preparer=Preparer(), multilingual=multilingual
        ).snapshot
    finder = Finder(snapshot, JointReader(snapshot))
    vocabulary = finder.speller.vocabulary
    found: dict[str, list[tuple[float, float]]] = {}
    for english, spanish, relevant in zip(
        track(english_set.questions, description="xquad", transient=True),
        spanish_set.questions,
        spanish_set.relevant,
        strict=True,
    ):
        gloss = lexicon().gloss(spanish, vocabulary)
        rankings = {
            "the English question": _english(english, snapshot),
            "the Spanish words as if English": _english(spanish, snapshot),
            "its gloss alone": _spanish(spanish, gloss, snapshot, 0.0),
            "the multilingual encoder alone": _spanish(spanish, gloss, snapshot, 1.0),
            "both: the product": _spanish(spanish, gloss, snapshot, MEANING_SHARE),
        }
        for way, ranking in rankings.items():
            found.setdefault(way, []).append(score(ranking, relevant))
    return {
        way: {
            "first": proportion([hit for hit, _ in values], english_set.questions).model_dump(),
            "ndcg": float(np.mean([gain for _, gain in values])),
        }
        for way, values in found.items()
    }


def _english(question: str, snapshot: Snapshot) -> list[int]:
    sources = snapshot.vector_source, snapshot.lexical_source
    return _documents(
        [one.passage for one in retrieve(question, *sources, Weights(), 50)], snapshot
    )


def _spanish(question: str, gloss: str, snapshot: Snapshot, share: float) -> list[int]:
    found = retrieve_spanish(question, gloss, snapshot, DEPTH, share=share)
    return _documents([one.by_gloss.passage for one in found], snapshot)


def _documents(passages: Sequence[int], snapshot: Snapshot) -> list[int]:
    return list(dict.fromkeys(snapshot.passages[number].document for number in passages))
