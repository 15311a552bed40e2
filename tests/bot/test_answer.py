from dataclasses import replace

import pytest

from bot.answer import MAX_EXCERPTS, Excerpt, decide, verify
from bot.errors import VerbatimError
from bot.reader import Reading
from bot.retrieval import Retrieved
from corpus.document import Document, Page, Section
from index.passages import split_passages
from index.sentences import Span

TEXT = "Safety\n\nIt is safe. However, it may hurt.\n\nIt is 😀 fine.\n\nIt is é.\n\nIt is last."
DOCUMENT = Document(
    id="d",
    title="D",
    text=TEXT,
    source="d.txt",
    source_sha256="",
    sections=(Section("Safety", 2, 0, 8, len(TEXT)),),
    pages=(Page(1, 0), Page(2, 44)),
)
PASSAGES = split_passages(DOCUMENT, 0)


def made(*probabilities: float, cosine: float = 0.9):
    """Every passage retrieved in order, and read with these probabilities."""
    retrieved = [
        Retrieved(i, -i, (0.0,) * len(p.sentences), cosine, (cosine,) * len(p.sentences))
        for i, p in enumerate(PASSAGES)
    ]
    readings = [
        Reading(probability, tuple(float(i) for i, _ in enumerate(passage.sentences)))
        for probability, passage in zip(probabilities, PASSAGES, strict=False)
    ]
    return decide([DOCUMENT], PASSAGES, retrieved, readings, threshold=0.5)


def test_passages_over_the_threshold_are_quoted_best_first():
    decision = made(0.85, 0.9, 0.1, 0.49)
    assert decision.status == "answered"
    assert [excerpt.score for excerpt in decision.excerpts] == [0.9, 0.85]
    assert [excerpt.text for excerpt in decision.excerpts] == [
        "It is 😀 fine.",
        "It is safe. However, it may hurt.",
    ]
    assert decision.related == ()


def test_what_is_far_less_probable_than_the_best_is_left_out():
    assert [excerpt.score for excerpt in made(0.95, 0.7, 0.92, 0.89).excerpts] == [0.95, 0.92]
    assert made(0.6, 0.4).status == "answered"
    assert made(0.45, 0.4).status == "no_answer"


def test_no_more_than_three_are_quoted():
    assert len(made(0.9, 0.9, 0.9, 0.9).excerpts) == MAX_EXCERPTS == 3


def test_below_the_threshold_it_is_an_honest_no_with_what_is_near_and_nothing_marked():
    decision = made(0.4, 0.3, 0.1, 0.2)
    assert decision.status == "no_answer"
    assert decision.excerpts == ()
    assert decision.reason_codes == ("no_passage_answers",)
    assert [excerpt.score for excerpt in decision.related] == [0.4, 0.3, 0.2]
    assert all(excerpt.highlights == () for excerpt in decision.related)


def test_off_topic_nothing_is_shown_as_related():
    decision = made(0.4, cosine=0.1)
    assert decision.related == ()
    assert decision.reason_codes == ("off_topic",)
    assert decision.score == 0.4


def test_nothing_retrieved_is_an_honest_no():
    decision = decide([DOCUMENT], PASSAGES, [], [], 0.5)
    assert (decision.status, decision.excerpts, decision.related) == ("no_answer", (), ())
    assert decision.score == 0


def test_an_excerpt_says_where_it_stands():
    excerpt = made(0.0, 0.0, 0.9).excerpts[0]
    assert (excerpt.section, excerpt.page, excerpt.document.id) == ("Safety", 2, "d")
    assert excerpt.sha256 == DOCUMENT.sha256


def excerpt() -> Excerpt:
    first: Excerpt = made(0.9).excerpts[0]
    return first


def test_a_true_excerpt_passes():
    verify(excerpt(), DOCUMENT.sha256)


@pytest.mark.parametrize(
    "false",
    [
        {"text": "It is safe. However, it may hurt!"},
        {"text": "It is safe."},
        {"start": 9},
        {"end": 20},
        {"start": -1},
        {"start": 20, "end": 20, "text": ""},
        {"sha256": "0" * 64},
        {"highlights": (Span(0, 1000),)},
        {"highlights": (Span(5, 5),)},
        {"highlights": (Span(-3, 4),)},
        {"document": replace(DOCUMENT, text=TEXT.replace("safe", "SAFE"))},
    ],
    ids=lambda change: " ".join(f"{key}={value!r:.20}" for key, value in change.items()),
)
def test_anything_that_is_not_in_the_indexed_document_is_refused_without_quoting_it(false):
    with pytest.raises(VerbatimError) as caught:
        verify(replace(excerpt(), **false), DOCUMENT.sha256)
    assert "safe" not in str(caught.value).lower()


def test_a_document_that_is_not_the_one_in_the_manifest_is_refused():
    with pytest.raises(VerbatimError):
        verify(excerpt(), "0" * 64)


def test_a_question_about_two_documents_gets_an_excerpt_from_each():
    other = replace(
        DOCUMENT, id="e", title="E", text="It hurts.", sections=(Section("", 0, 0, 0, 9),)
    )
    passages = [*PASSAGES, *split_passages(other, 1)]
    retrieved = [
        Retrieved(i, -i, (0.0,) * len(p.sentences), 0.9, (0.9,) * len(p.sentences))
        for i, p in enumerate(passages)
    ]
    chances = [0.9, 0.95, 0.93, 0.92, 0.6]
    readings = [
        Reading(chance, (0.5,) * len(p.sentences))
        for chance, p in zip(chances, passages, strict=True)
    ]

    def cited(named: frozenset[int], threshold: float = 0.5) -> list[str]:
        decision = decide([DOCUMENT, other], passages, retrieved, readings, threshold, named)
        return [excerpt.document.id for excerpt in decision.excerpts]

    assert cited(frozenset()) == cited(frozenset({1})) == ["d", "d", "d"]
    assert cited(frozenset({0, 1})) == ["d", "e", "d"]
    assert cited(frozenset({0, 1}), threshold=0.7) == ["d", "d", "d"]
