import pytest

from index.snapshot import Snapshot


@pytest.mark.parametrize("k", [0, 1, 3, 10_000])
def test_candidates_are_real_passages_scored_sentence_by_sentence(sample: Snapshot, k):
    for source in (sample.vector_source, sample.lexical_source):
        found = source.search("How long does the relief last?", k)
        assert len({candidate.passage for candidate in found}) == len(found)
        for candidate in found:
            passage = sample.passages[candidate.passage]
            assert len(candidate.sentences) == len(passage.sentences)
        assert bool(found) == (k > 0)


def test_asking_for_all_returns_all(sample: Snapshot):
    assert len(sample.vector_source.search("pain", 10_000)) == len(sample.passages)


def test_scores_fall(sample: Snapshot):
    by_words = [c.score for c in sample.lexical_source.search("dextrose solution", 10)]
    by_vectors = [
        max((c.score, *c.sentences)) for c in sample.vector_source.search("dextrose solution", 10)
    ]
    assert by_words == sorted(by_words, reverse=True)
    assert by_vectors == sorted(by_vectors, reverse=True)


@pytest.mark.parametrize("question", ["?", "…", "zzzz", "😀", "of the"])
def test_a_question_without_words_finds_nothing_by_words(sample: Snapshot, question):
    assert sample.lexical_source.search(question, 5) == []
