"""Pairs of a question and a passage for the network, and whether the passage answers.

    python -m training.reader.examples BENCHMARKS_DIR FOLDER

Every question is put to its clinic's index by the product's own retrieval, so the network learns on
what it will be shown: the passages that answer, and those that come near and do not. Writes
``FOLDER/examples.pt`` (about 1.5 GB), from which ``training.reader.train`` reads. BENCHMARKS_DIR
holds ``patient_questions``, ``medquad`` and the sets whose questions serve as off-topic ones.
"""

import argparse
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from rich.console import Console
from torch import Tensor

from benchmarks.quality.cached_encoder import CachedEncoder
from bot.retrieval import Retrieved, Weights
from corpus.document import Document
from index.context import sentence_spans
from index.encoder import Encoder
from index.onnx_encoder import OnnxEncoder
from index.tokens import sentence_rows
from training.asked import Asked, ask_all
from training.clinics import Clinic, read_clinics
from training.medquad import read_medquad
from training.pages import read_pages
from training.reader.typing_mistakes import mistyped

MEDQUAD_CLINICS = 150
RETRIEVED = 20
ANSWERING, OTHERS = 2, 6  # passages of each kind taken for a question, at most
OFF_TOPIC_OTHERS = 2


@dataclass
class Examples:
    """Token states once for each question and passage, and pairs that point to them.

    ``labels`` has one value a sentence: 1 it answers, 0 it does not, -1 nobody knows.
    """

    questions: list[Tensor] = field(default_factory=list)
    mistyped: list[Tensor] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)  # source, split, kind, group
    passages: list[Tensor] = field(default_factory=list)
    rows: list[Tensor] = field(default_factory=list)
    pairs: list[dict[str, Any]] = field(default_factory=list)

    def save(self, path: Path) -> None:
        """Write everything to one file."""
        torch.save(vars(self), path)

    @classmethod
    def load(cls, path: Path) -> "Examples":
        """Read what ``save`` wrote."""
        return cls(**torch.load(path, weights_only=True, mmap=True))


def main() -> None:
    options = _options()
    console = Console(stderr=True)
    options.output.mkdir(parents=True, exist_ok=True)
    encoder = CachedEncoder(OnnxEncoder(), options.output / "vectors")
    examples = Examples()
    for source, clinics in sources(options.folder).items():
        add(examples, source, clinics, encoder)
        console.print(f"{source}: {len(examples.questions)} questions, {len(examples.pairs)} pairs")
    examples.save(options.output / "examples.pt")


def sources(benchmarks: Path) -> dict[str, list[Clinic]]:
    """Everything that can be learnt from, by where it comes from."""
    return {
        "pages": read_pages(),
        "patients": read_clinics(benchmarks),
        "medquad": read_medquad(benchmarks, MEDQUAD_CLINICS),
    }


def add(examples: Examples, source: str, clinics: Sequence[Clinic], encoder: CachedEncoder) -> None:
    """Ask everything and keep what was found."""
    known: dict[tuple[int, int], int] = {}
    rng = random.Random(source)  # noqa: S311  the same mistakes every time
    everything = ask_all(clinics, encoder)
    for asked, states, typo in zip(
        everything,
        _states([a.question.text for a in everything], encoder),
        _states([mistyped(a.question.text, rng) for a in everything], encoder),
        strict=True,
    ):
        examples.questions.append(states)
        examples.mistyped.append(typo)
        examples.asked.append(
            {
                "source": source,
                "split": asked.split,
                "kind": asked.kind,
                "group": asked.question.group,
            }
        )
        for found in _chosen(asked):
            key = (id(asked.snapshot), found.passage)
            if key not in known:
                known[key] = len(examples.passages)
                _keep(examples, asked, found.passage)
            examples.pairs.append(
                _pair(asked, found, source)
                | {"passage": known[key]}
                | {"question": len(examples.questions) - 1}
            )


def _states(texts: Sequence[str], encoder: Encoder) -> Iterable[Tensor]:
    encoded = encoder.encode_with_tokens(texts)
    return [torch.from_numpy(one.tokens.states) for one in encoded]


def _keep(examples: Examples, asked: Asked, number: int) -> None:
    tokens = asked.snapshot.tokens[number]
    passage = asked.snapshot.passages[number]
    spans = sentence_spans(asked.snapshot.documents[passage.document], passage)
    examples.passages.append(torch.tensor(tokens.states))
    examples.rows.append(torch.from_numpy(sentence_rows(tokens, spans)))


def _chosen(asked: Asked) -> list[Retrieved]:
    """Passages that answer, and the nearest of those that do not and were read by somebody."""
    passages, documents = asked.snapshot.passages, asked.snapshot.documents
    partly = {number for number, _ in asked.also}
    found = asked.retrieved(Weights(), RETRIEVED)
    answering = [one for one in found if asked.found_by(one)][:ANSWERING]
    others = [
        one
        for one in found
        if not asked.found_by(one)
        and one.passage not in partly
        and passages[one.passage].document not in asked.question.unread
    ]
    # First the passage that a near-miss was written for, and the other sections of the subject.
    others.sort(key=lambda one: not _own(documents[passages[one.passage].document], asked))
    most = OFF_TOPIC_OTHERS if asked.kind == "off_topic" else OTHERS - len(answering)
    return [*answering, *others[:most]]


def _pair(asked: Asked, found: Retrieved, source: str) -> dict[str, Any]:
    passage = asked.snapshot.passages[found.passage]
    answers = asked.found_by(found)
    labels = [
        1 if (found.passage, row) in asked.gold else -1 if (found.passage, row) in asked.also else 0
        for row in range(len(passage.sentences))
    ]
    if source == "medquad" and answers:
        labels = [-1] * len(labels)  # the section answers; nobody marked where
    return {
        "answers": answers,
        "labels": labels,
        "cosine": found.cosine,
        "cosines": list(found.sentence_cosines),
        "own": _own(asked.snapshot.documents[passage.document], asked),
    }


def _own(document: Document, asked: Asked) -> bool:
    """Whether the question was written for this passage (patients), or its subject (MedQuAD)."""
    return asked.question.group in (document.id, document.title)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m training.reader.examples",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path, help="the folder that holds the open sets")
    parser.add_argument("output", type=Path, help="where to keep examples and vectors")
    return parser.parse_args()


if __name__ == "__main__":
    main()
