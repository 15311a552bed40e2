"""The golden set over the sample documents, by the product as it stands."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args

from benchmarks.quality.cached_encoder import CachedEncoder
from bot.assistant import Assistant
from bot.building import build_index, load_documents
from bot.quality.cases import Case, Split, only, read_test_set
from bot.quality.evaluation import ALL, evaluate
from bot.quality.respondents import InProcess
from bot.reader import JointReader
from bot.safety.triage import Triage
from bot.settings import load_settings

GOLDEN = Path(__file__).parents[2] / "tests" / "quality" / "golden.jsonl"


def cases() -> tuple[Case, ...]:
    """The golden set."""
    return read_test_set(GOLDEN)


def sample(encoder: CachedEncoder) -> Assistant:
    """The sample clinic's assistant, whatever index lies in its data folder."""
    with TemporaryDirectory() as folder:
        settings = load_settings(data=Path(folder))
        corpus = load_documents(settings)
        snapshot = build_index(corpus, settings.index, encoder, settings.multilingual).snapshot
    return Assistant(
        snapshot,
        JointReader(snapshot),
        settings.clinic,
        settings.texts,
        triage=Triage.load(None, encoder.fingerprint),
    )


def measure(golden: Sequence[Case], assistant: Assistant) -> dict[str, Any]:
    """The figures of both halves, by tag; and how many cases of each tag there are."""
    halves = {}
    for split in get_args(Split):
        cases = only(golden, split)
        evaluation = evaluate(cases, InProcess(assistant))
        halves[split] = {
            tag: {name: found.model_dump() for name, found in figures.items()}
            for tag, figures in evaluation.figures.items()
        }
        halves[split][ALL]["cases"] = {"n": len(cases)}
    tags = sorted({tag for case in golden for tag in case.tags})
    counts = {tag: sum(tag in case.tags for case in golden) for tag in tags}
    answerable = sum(case.expect == "answered" for case in golden)
    return {"cases": len(golden), "answerable": answerable, "tags": counts, "halves": halves}
