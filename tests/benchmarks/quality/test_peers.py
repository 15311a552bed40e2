import pytest

from benchmarks.peers.environments import Answers, Hit, Passage, parsed
from benchmarks.quality.peers import Source, _edges, _found, _whole
from bot.quality.support import Place, Text
from index.sentences import Span

TEXT = "It is safe. But there are risks.\n\nIt lasts."
TEXTS = {"d": Text("Botox", TEXT)}


def answers(*passages: str) -> Answers:
    ranking = tuple(Hit(i, 1 - i / 10) for i in range(len(passages)))
    return Answers("peer", "", tuple(Passage("d", text) for text in passages), (ranking,))


def test_passages_are_found_again_in_the_document():
    found = _found(answers("It lasts.", "It is safe."), 0, TEXTS, [Source("d", "Botox", TEXT)])
    assert found.places == (Place("d", Span(34, 43)), Place("d", Span(0, 11)))
    assert found.score == 1


def test_a_title_in_front_is_no_part_of_the_document():
    titled = [Source("d", "Botox", f"Botox\n\n{TEXT}")]
    found = _found(answers("Botox\n\nIt is safe.", "Botox", "It lasts."), 0, TEXTS, titled)
    assert found.places == (
        Place("d", Span(0, 11)),
        Place("d", Span(0, 0)),
        Place("d", Span(34, 43)),
    )


def test_a_peer_that_makes_text_up_is_found_out():
    with pytest.raises(ValueError, match="substring not found"):
        _found(answers("It is always safe."), 0, TEXTS, [Source("d", "Botox", TEXT)])


def test_a_passage_is_whole_when_it_cuts_no_sentence():
    edges = {"d": _edges(TEXTS["d"])}
    assert _whole(Place("d", Span(0, 11)), edges)
    assert _whole(Place("d", Span(0, 32)), edges)
    assert not _whole(Place("d", Span(0, 20)), edges)
    assert not _whole(Place("d", Span(3, 11)), edges)


def test_what_a_peer_writes_is_read():
    written = {
        "peer": "p",
        "method": "m",
        "passages": [{"document": "d", "text": "x"}],
        "rankings": [[[0, 0.5]], []],
    }
    assert parsed(written) == Answers("p", "m", (Passage("d", "x"),), ((Hit(0, 0.5),), ()))
