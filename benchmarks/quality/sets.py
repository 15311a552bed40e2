"""Open test sets on disk: a corpus, its questions, and which documents answer them.

A set is a folder with ``corpus.jsonl`` (``id``, ``title``, ``text``), ``queries.jsonl`` (``id``,
``text``) and ``qrels.tsv`` (query, document, relevance).
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class RetrievalSet:
    """``relevant[i]`` holds the positions in ``texts`` of the documents that answer question i."""

    texts: list[str]
    questions: list[str]
    relevant: list[frozenset[int]]


def read_set(
    folder: Path, *, title: bool = False, wanted: dict[str, Any] | None = None
) -> RetrievalSet:
    """The questions that have an answer; with ``title``, each text begins with a line of it.

    ``wanted`` keeps the questions whose fields have these values.
    """
    texts: list[str] = []
    position: dict[str, int] = {}
    for row in read_jsonl(folder / "corpus.jsonl"):
        position[row["id"]] = len(texts)
        texts.append(f"{row['title']}\n{row['text']}" if title and row["title"] else row["text"])
    judged = defaultdict(set)
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        question, document, relevance = line.split("\t")
        if float(relevance) > 0 and document in position:
            judged[question].add(position[document])
    rows = [
        row
        for row in read_jsonl(folder / "queries.jsonl")
        if row["id"] in judged
        and all(row[field] == value for field, value in (wanted or {}).items())
    ]
    return RetrievalSet(
        texts, [row["text"] for row in rows], [frozenset(judged[row["id"]]) for row in rows]
    )


def read_jsonl(path: Path) -> Iterator[Any]:
    """One JSON value a line."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)
