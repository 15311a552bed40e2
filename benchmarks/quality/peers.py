"""The golden set put to other retrieval stacks: the same documents, the same embedding model.

A peer answers with its passages, best first, and never says no. So what is compared is whether the
first passages hold a sentence that answers, whether they begin and end where sentences do, and
whether a threshold on the peer's score could tell what has no answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.peers.environments import Answers, ask
from bot.assistant import Assistant
from bot.quality.cases import Case
from bot.quality.respondents import InProcess
from bot.quality.statistics import Floats, auroc, proportion, value
from bot.quality.support import Place, Text, sentences, support
from index.sentences import Span

# (peer, with its hybrid search, titles in front of the texts)
PEERS = (
    ("bare", False, False),
    ("bare", False, True),
    ("langchain", False, False),
    ("langchain", False, True),
    ("haystack", False, False),
    ("haystack", False, True),
    ("haystack", True, True),
    ("txtai", False, False),
    ("txtai", False, True),
    ("txtai", True, True),
)
K = 3


@dataclass(frozen=True)
class Source:
    """A document as a peer gets it: with the title in front of its text, or without."""

    id: str
    title: str
    text: str


@dataclass(frozen=True)
class Found:
    """What was found for one question, in the documents' texts; and how sure the best score is."""

    places: tuple[Place, ...]
    score: float


def measure(cases: Sequence[Case], assistant: Assistant) -> list[dict[str, Any]]:
    """A row for the product and one for each peer, on the half ``test`` of ``cases``."""
    product = InProcess(assistant)
    texts, found, answered = product.texts, [], []
    for case in cases:
        reply = product.ask(case.question)
        found.append(Found(product.rank(case.question, K) or (), reply.score))
        answered.append(reply.status == "answered")
    rows = [
        _row(cases, texts, found, np.array(answered))
        | {
            "peer": "clinic-faq",
            "method": "",
            "hybrid": False,
            "titled": False,
        }
    ]
    rate = float(np.mean([yes for yes, case in zip(answered, cases, strict=True) if _tune(case)]))
    for name, hybrid, titled in PEERS:
        sources = [
            Source(i, t.title, f"{t.title}\n\n{t.text}" if titled else t.text)
            for i, t in texts.items()
        ]
        answers = ask(name, sources, [case.question for case in cases], K, hybrid)
        found = [_found(answers, i, texts, sources) for i in range(len(cases))]
        threshold = _as_often(cases, found, rate)
        replies = np.array([one.score >= threshold for one in found])
        row = {"peer": answers.peer, "method": answers.method, "hybrid": hybrid, "titled": titled}
        rows.append(_row(cases, texts, found, replies) | row)
    return rows


def _tune(case: Case) -> bool:
    """The cases by which thresholds are set: as often as the product answers, so do the peers."""
    return case.split == "tune" and case.expect == "answered"


def _as_often(cases: Sequence[Case], found: Sequence[Found], rate: float) -> float:
    """The threshold at which that share of the answerable cases of ``tune`` is answered."""
    scores = [one.score for one, case in zip(found, cases, strict=True) if _tune(case)]
    return float(np.quantile(scores, 1 - rate))


def _row(
    cases: Sequence[Case], texts: Mapping[str, Text], found: Sequence[Found], answered: Floats
) -> dict[str, Any]:
    edges = {name: _edges(text) for name, text in texts.items()}
    chosen = [i for i, case in enumerate(cases) if case.split == "test"]
    asked = [i for i in chosen if cases[i].expect == "answered"]
    groups = [cases[i].group for i in asked]
    expected = {i: support(cases[i], texts) for i in asked}

    def holds(i: int, place: Place) -> bool:
        quotes = [any(place.holds(one) for one in places) for places in expected[i].quotes]
        return all(quotes) if cases[i].match == "all" else any(quotes)

    firsts = [(i, found[i].places[0]) for i in asked if found[i].places]
    row: dict[str, Any] = {
        "hit@1": [any(holds(i, place) for place in found[i].places[:1]) for i in asked],
        "hit@3": [any(holds(i, place) for place in found[i].places) for i in asked],
        "right document": [
            any(place.document in expected[i].documents for place in found[i].places[:1])
            for i in asked
        ],
    }
    row = {name: proportion(hits, groups).model_dump() for name, hits in row.items()}
    row["whole sentences"] = round(float(np.mean([_whole(p, edges) for _, p in firsts])), 4)
    row["characters"] = round(float(np.mean([p.span.end - p.span.start for _, p in firsts])))
    row["answered"] = round(float(np.mean(answered[asked])), 4)
    for tag in ("near_miss", "off_topic"):
        strange = [i for i in chosen if tag in cases[i].tags]
        both = [*asked, *strange]
        yes = np.arange(len(both)) < len(asked)
        scores = [found[i].score for i in both]
        row[f"AUROC {tag}"] = round(value(auroc(scores, yes, ~yes), len(both)), 4)
        row[f"false answers {tag}"] = round(float(np.mean(answered[strange])), 4)
    return row


def _found(
    answers: Answers, number: int, texts: Mapping[str, Text], sources: Sequence[Source]
) -> Found:
    """Where a peer's passages stand in the texts as they were before a title came in front."""
    given = {source.id: source.text for source in sources}
    places = []
    for hit in answers.rankings[number]:
        passage = answers.passages[hit.passage]
        front = len(given[passage.document]) - len(texts[passage.document].text)
        start = given[passage.document].index(passage.text)  # a peer's passages are slices
        span = Span(max(0, start - front), max(0, start + len(passage.text) - front))
        places.append(Place(passage.document, span))
    return Found(tuple(places), max((hit.score for hit in answers.rankings[number]), default=0.0))


def _edges(text: Text) -> tuple[frozenset[int], frozenset[int]]:
    spans = sentences(text)
    return frozenset(s.start for s in spans), frozenset(s.end for s in spans)


def _whole(place: Place, edges: Mapping[str, tuple[frozenset[int], frozenset[int]]]) -> bool:
    """Whether a passage begins where a sentence does and ends where one does."""
    starts, ends = edges[place.document]
    return place.span.start in starts and place.span.end in ends
