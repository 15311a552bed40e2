"""Open test sets on disk: a corpus, its questions, and which documents answer them.

A set is a folder with ``corpus.jsonl`` (``id``, ``title``, ``text``), ``queries.jsonl`` (``id``,
``text``) and ``qrels.tsv`` (query, document, relevance). A conversation's query also has a
``history`` of turns (``role``, ``text``) and a ``rewrite``.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal


@dataclass(frozen=True)
class RetrievalSet:
    """``relevant[i]`` holds the positions in ``texts`` of the documents that answer question i.

    ``rows[i]`` is all that ``queries.jsonl`` says of it.
    """

    texts: list[str]
    questions: list[str]
    relevant: list[frozenset[int]]
    rows: list[Any]


Asked = Literal["last turn", "all user turns", "human rewrite"]
Wanted = Callable[[Any], bool]


def read_set(
    folder: Path, *, title: bool = False, wanted: Wanted | None = None, asked: Asked = "last turn"
) -> RetrievalSet:
    """The questions that have an answer; with ``title``, each text begins with a line of it.

    ``wanted`` keeps some questions. Of a conversation, ``asked`` is its last turn, all that the
    user said, or what a human made of it.
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
        if row["id"] in judged and (wanted is None or wanted(row))
    ]
    return RetrievalSet(
        texts,
        [_question(row, asked) for row in rows],
        [frozenset(judged[row["id"]]) for row in rows],
        rows,
    )


def _question(row: Any, asked: Asked) -> str:
    match asked:
        case "all user turns":
            said = [turn["text"] for turn in row["history"] if turn["role"] == "user"]
            return " ".join([*said, row["text"]])
        case "human rewrite":
            return str(row["rewrite"])
    return str(row["text"])


def read_jsonl(path: Path) -> Iterator[Any]:
    """One JSON value a line."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)
