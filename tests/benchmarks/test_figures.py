import math

from benchmarks.figures import Answering, Indexing, Measured, Starting, summed_up, table
from benchmarks.quality.retrieval import fuse, score
from benchmarks.quality.sets import read_set


def test_percentiles_are_in_milliseconds_and_errors_are_counted():
    answering = summed_up([0.001 * n for n in range(1, 101)], errors=2, resident_mib=1)
    assert (answering.questions, answering.errors) == (102, 2)
    assert round(answering.p50_ms, 1) == 50.5
    assert round(answering.p99_ms) == 99


def test_no_answer_at_all_is_not_a_fast_one():
    assert math.isnan(summed_up([], errors=3, resident_mib=1).p50_ms)


def test_the_ratio_is_ours_to_the_peers():
    def measured(seconds: float) -> Measured:
        return Measured(
            Indexing(seconds, 10, 20, 30, 1, 1), Starting(1, 1, 1), Answering(1, 0, 1, 1, 1, 1, 1)
        )

    shown = table("sample", ("us", measured(2)), ("peer", measured(4)))
    ratios = dict(zip(shown.columns[0].cells, shown.columns[-1].cells, strict=True))
    assert ratios["indexing, s"] == "0.50"
    assert ratios["passages/s"] == "2.00"


def test_rank_fusion_prefers_what_both_rank_high():
    assert fuse([1, 2, 3], [2, 1, 4])[:2] == [1, 2]
    assert fuse([1, 2], [3, 2])[0] == 2


def test_ndcg_counts_ranks():
    assert score([7], frozenset({7})) == (1.0, 1.0)
    assert score([1, 7], frozenset({7})) == (0.0, 1 / math.log2(3))
    assert score([], frozenset({7})) == (0.0, 0.0)


def test_a_set_is_read_with_titles_in_front_and_without_unanswerable_questions(tmp_path):
    (tmp_path / "corpus.jsonl").write_text(
        '{"id": "a", "title": "T", "text": "one"}\n{"id": "b", "title": "", "text": "two"}\n'
    )
    (tmp_path / "queries.jsonl").write_text('{"id": "q", "text": "?"}\n{"id": "r", "text": "!"}\n')
    (tmp_path / "qrels.tsv").write_text("q\tb\t1\nr\ta\t0\n")
    found = read_set(tmp_path, title=True)
    assert found.texts == ["T: one", "two"]
    assert found.questions == ["?"]
    assert found.relevant == [frozenset({1})]
