"""Whether the answering sentence is chosen, and what has no answer told from what has one.

SQuAD 2.0 has exact answers and questions that its authors made unanswerable on purpose; calvax is
closest to a clinic's FAQ, and most of its open questions have no answer in it.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from rich.progress import track

from benchmarks.quality.cached_encoder import CachedEncoder
from benchmarks.quality.clinic_of import document, index
from benchmarks.quality.plain_bm25 import PlainBm25
from benchmarks.quality.sets import read_jsonl
from bot.finding import RETRIEVED, to_read
from bot.quality.statistics import auroc, estimate, proportion, weights
from bot.reader import JointReader
from bot.retrieval import Floats, Retrieved, Weights, retrieve, z
from index.context import sentence_texts
from index.encoder import Encoded
from index.lexical import LexicalIndex
from index.sentences import Span
from index.snapshot import Snapshot

STRANGERS = 300  # questions of another domain


def measure(folder: Path, encoder: CachedEncoder) -> dict[str, Any]:
    """Sentence choice on SQuAD 2.0; abstention there and on calvax."""
    squad = _index(folder / "squad2", encoder)
    calvax = _index(folder / "calvax", encoder)
    strange = [row["text"] for row in read_jsonl(folder / "stackfaq" / "queries.jsonl")]
    return {
        "sentences": sentence_choice(squad, _questions(folder / "squad2"), encoder),
        "abstention": {
            "squad2, adversarial": abstention(squad, _questions(folder / "squad2"), encoder),
            "calvax": abstention(calvax, _questions(folder / "calvax"), encoder),
            "squad2, questions of another domain": abstention(
                squad,
                [
                    *(row for row in _questions(folder / "squad2") if row["answerable"]),
                    *({"text": text, "answerable": False} for text in strange[:STRANGERS]),
                ],
                encoder,
            ),
        },
    }


def sentence_choice(
    snapshot: Snapshot, questions: Sequence[Any], encoder: CachedEncoder
) -> dict[str, Any]:
    """How often the best sentence of the right paragraph holds the answer, by method.

    ``product`` reads the paragraph's passages as the product does.
    """
    wanted = [row for row in questions if row["answerable"]]
    where = {document.id: number for number, document in enumerate(snapshot.documents)}
    texts = [
        snapshot.documents[p.document].text[s.start : s.end]
        for p in snapshot.passages
        for s in p.sentences
    ]
    rows: dict[int, list[int]] = {}
    cut: dict[int, list[tuple[int, range]]] = {}  # each document's passages, and their sentences
    spans: list[Span] = []
    for number, passage in enumerate(snapshot.passages):
        own_rows = range(len(spans), len(spans) + len(passage.sentences))
        rows.setdefault(passage.document, []).extend(own_rows)
        cut.setdefault(passage.document, []).append((number, own_rows))
        spans += passage.sentences
    encoder.warm([*texts, *(row["text"] for row in wanted)], "sentences")
    vectors, words = encoder.encode(texts), PlainBm25(texts)
    in_contexts = sentence_texts(snapshot.documents, snapshot.passages)
    whole = snapshot.passage_vectors.rows(range(len(snapshot.passages)))
    contextual, ours = encoder.encode(in_contexts), LexicalIndex.build(in_contexts)
    share, reader = Weights().dense, JointReader(snapshot)
    hits: dict[str, list[bool]] = {}
    for row in track(wanted, description="sentences", transient=True):
        own = rows[where[row["para"]]]
        gold = {
            number
            for number in own
            if any(
                spans[number].start < end and start < spans[number].end
                for start, end in row["spans"]
            )
        }
        vector = encoder.encode([row["text"]])[0]
        cosines = np.asarray(vectors[own] @ vector, dtype=np.float64)
        bm25 = np.asarray(words.scores(row["text"])[own], dtype=np.float64)
        in_context = np.asarray(contextual[own] @ vector, dtype=np.float64)
        our_words = np.asarray(ours.scores(row["text"])[own], dtype=np.float64)
        choices = {
            "cosine": cosines,
            "bm25": bm25,
            "both": z(cosines) + z(bm25),
            "product": _read(
                reader,
                snapshot.encoder.question(row["text"]),
                cut[where[row["para"]]],
                share * z(in_context) + (1 - share) * z(our_words),
                in_context,
                whole @ vector,
            ),
        }
        for method, scores in choices.items():
            hits.setdefault(method, []).append(own[int(np.argmax(scores))] in gold)
    groups = [row["para"] for row in wanted]
    return {method: proportion(values, groups).model_dump() for method, values in hits.items()}


def _read(
    reader: JointReader,
    question: Encoded,
    passages: Sequence[tuple[int, range]],
    mixed: Floats,
    cosines: Floats,
    passage_cosines: npt.NDArray[np.float32],
) -> Floats:
    """The chance of each sentence of a paragraph that is given, over all of its passages."""
    retrieved, first = [], 0
    for number, own_rows in passages:
        its = slice(first, first + len(own_rows))
        retrieved.append(
            Retrieved(
                passage=number,
                score=0.0,
                sentence_scores=tuple(mixed[its].tolist()),
                cosine=float(passage_cosines[number]),
                sentence_cosines=tuple(cosines[its].tolist()),
            )
        )
        first = its.stop
    readings = reader.read(question, retrieved)
    return np.array([r.probability * chance for r in readings for chance in r.sentences])


def abstention(
    snapshot: Snapshot, questions: Sequence[Any], encoder: CachedEncoder
) -> dict[str, Any]:
    """AUROC, answerable against not: of the best cosine, and of the product's decision score."""
    encoder.warm([row["text"] for row in questions], "abstention")
    reader = JointReader(snapshot)
    cosines, decisions = [], []
    for row in track(questions, description="abstention", transient=True):
        found = retrieve(
            row["text"], snapshot.vector_source, snapshot.lexical_source, Weights(), RETRIEVED
        )
        cosines.append(max(retrieved.cosine for retrieved in found))
        readings = reader.read(snapshot.encoder.question(row["text"]), to_read(found))
        decisions.append(max(reading.probability for reading in readings))
    yes = np.array([bool(row["answerable"]) for row in questions])
    w = weights([str(number) for number in range(len(questions))])
    scored = {"cosine": cosines, "product": decisions}
    answered = np.array(decisions) >= reader.threshold
    measured: dict[str, Any] = {
        name: _dumped(estimate(auroc(scores, yes, ~yes), w, len(questions)))
        for name, scores in scored.items()
    }
    measured["answered when answerable"] = float(round(answered[yes].mean(), 4))
    measured["false answers"] = float(round(answered[~yes].mean(), 4))
    return measured


def _index(folder: Path, encoder: CachedEncoder) -> Snapshot:
    documents = [document(row) for row in read_jsonl(folder / "corpus.jsonl")]
    return index(documents, encoder, folder.name)


def _questions(folder: Path) -> list[Any]:
    return list(read_jsonl(folder / "queries.jsonl"))


def _dumped(found: Any) -> Any:
    return found.model_dump() if found else None
