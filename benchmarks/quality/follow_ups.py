"""Follow-ups in conversations that nobody here wrote: how much of the gap is closed.

MTRAG has conversations with a human rewrite of each turn, and passages that answer it. CANARD has
rewrites and no passages: there the turn's own rewrite has to be found among all turns' rewrites.
Compared are the last turn alone, the product's reading of it in its conversation, everything the
user said glued together, and the human rewrite.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from rich.progress import track

from benchmarks.quality.cached_encoder import CachedEncoder
from benchmarks.quality.clinic_of import document, index
from benchmarks.quality.retrieval import score
from benchmarks.quality.sets import read_jsonl, read_set
from bot.conversation import NOTHING, Conversation, after, understand
from bot.finding import Finder
from bot.quality.statistics import proportion
from bot.reader import JointReader
from bot.retrieval import Weights, retrieve
from bot.subjects import Subjects
from corpus.document import Document

MTRAG = ("mtrag_cloud", "mtrag_clapnq")
TITLE_CHARS = 80


def _continued(row: Any) -> bool:
    return bool(row["set"] == "mtrag" and row["history"])


def measure(folder: Path, encoder: CachedEncoder) -> dict[str, Any]:
    """By set and by way of asking: the share that is found first, and nDCG@10."""
    return {
        **{name: mtrag(folder / name, encoder) for name in MTRAG},
        "canard": canard(folder / "canard", encoder),
    }


def mtrag(folder: Path, encoder: CachedEncoder) -> dict[str, Any]:
    """Passages found for the turns that have a history."""
    rows = list(read_jsonl(folder / "corpus.jsonl"))
    documents = [document(row | {"title": _title(row)}) for row in rows]
    snapshot = index(documents, encoder, folder.name)
    finder = Finder(snapshot, JointReader(snapshot))
    asked = read_set(folder, wanted=_continued)
    found: dict[str, list[tuple[float, float]]] = {}
    for row, relevant in zip(
        track(asked.rows, description=folder.name, transient=True), asked.relevant, strict=True
    ):
        users = [turn["text"] for turn in row["history"] if turn["role"] == "user"]
        ways = {
            "last turn alone": row["text"],
            "ours": _understood(finder, row["text"], _said(finder, users)),
            "all user turns": " ".join([*users, row["text"]]),
            "human rewrite": row["rewrite"],
        }
        for way, question in ways.items():
            ranking = _ranking(finder, question)
            found.setdefault(way, []).append(score(ranking, relevant))
    return _figures(found, asked.rows)


def canard(folder: Path, encoder: CachedEncoder) -> dict[str, Any]:
    """Each turn's own rewrite among the rewrites of all turns, by the encoder's vector."""
    turns = [row for row in read_jsonl(folder / "queries.jsonl") if row["history"]]
    rewrites = list(dict.fromkeys(row["rewrite"] for row in turns))
    position = {text: number for number, text in enumerate(rewrites)}
    asked: dict[str, list[str]] = {"last turn alone": [], "ours": [], "all user turns": []}
    for row in turns:
        users = [turn["text"] for turn in row["history"] if turn["role"] == "user"]
        subject = _page(row["topic"][0])
        meaning = understand(
            row["text"],
            Conversation(topics=(subject.id,), question=users[-1]),
            [subject],
            Subjects.of([subject]),
        )
        asked["last turn alone"].append(row["text"])
        asked["ours"].append(meaning.wordings[-1])
        asked["all user turns"].append(" ".join([*users, row["text"]]))
    encoder.warm([*rewrites, *(text for texts in asked.values() for text in texts)], "canard")
    matrix = encoder.encode(rewrites)
    found = {
        way: [
            score(list(np.argsort(-(matrix @ vector))[:10]), frozenset({position[row["rewrite"]]}))
            for row, vector in zip(turns, encoder.encode(texts), strict=True)
        ]
        for way, texts in asked.items()
    }
    return _figures(found | {"human rewrite": [(1.0, 1.0)] * len(turns)}, turns)


def _said(finder: Finder, users: Sequence[str]) -> Conversation:
    """What the product would keep after these turns, each answered by what is found first."""
    said = NOTHING
    for message in users:
        understood = _understood(finder, message, said)
        first = finder.snapshot.documents[_ranking(finder, understood)[0]]
        said = after(said, understood, (), first, "")
    return said


def _understood(finder: Finder, message: str, said: Conversation) -> str:
    """The wording that the reader finds answered best."""
    meaning = replace(finder.meaning(message, said), among=None, typed=None)
    return finder.read(meaning)[1]


def _ranking(finder: Finder, question: str) -> list[int]:
    snapshot = finder.snapshot
    sources = snapshot.vector_source, snapshot.lexical_source
    found = retrieve(question, *sources, Weights(), 50)
    return list(dict.fromkeys(snapshot.passages[one.passage].document for one in found))


def _figures(found: dict[str, list[tuple[float, float]]], rows: Sequence[Any]) -> dict[str, Any]:
    conversations = [row["id"].partition("<::>")[0].partition("#")[0] for row in rows]
    alone, human = (np.mean(found[way], axis=0)[0] for way in ("last turn alone", "human rewrite"))
    figures: dict[str, Any] = {"turns": len(found["ours"]), "ways": {}}
    for way, values in found.items():
        first = proportion([hit for hit, _ in values], conversations)
        figures["ways"][way] = {
            "first": first.model_dump(),
            "ndcg": float(np.mean(values, axis=0)[1]),
            "gap_closed": float((np.mean(values, axis=0)[0] - alone) / (human - alone)),
        }
    return figures


def _title(row: Any) -> str:
    """A passage's title, or its first line, as the product takes it from a plain text file."""
    return str(row["title"] or row["text"].split("\n", 1)[0])[:TITLE_CHARS]


def _page(title: str) -> Document:
    return document({"id": "page", "title": title, "text": title})
