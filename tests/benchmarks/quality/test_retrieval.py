import numpy as np
import pytest

from benchmarks.quality.baselines import differences, read_baselines
from benchmarks.quality.plain_bm25 import PlainBm25
from benchmarks.quality.retrieval import convex, fuse, score
from benchmarks.quality.sets import read_set


def test_score_is_the_first_hit_and_ndcg():
    assert score([3, 1], frozenset({3})) == (1, 1)
    assert score([1, 3], frozenset({3})) == pytest.approx((0, 1 / np.log2(3)))
    assert score([], frozenset({3})) == (0, 0)
    assert score([1, 2], frozenset({1, 2})) == (1, 1)


def test_rank_fusion_prefers_what_both_rank_high():
    assert fuse([1, 2, 3], [2, 3, 1]) == [2, 1, 3]
    assert fuse([1], []) == [1]


def test_a_convex_combination_goes_from_one_ranking_to_the_other():
    cosines, words = np.array([0.9, 0.5, 0.1]), np.array([1.0, 2.0, 9.0])
    assert convex(cosines, words, 1.0) == [0, 1, 2]
    assert convex(cosines, words, 0.0) == [2, 1, 0]


def test_plain_bm25_scores_every_text():
    words = PlainBm25(["the pain goes away", "free parking", ""])
    assert words.scores("parking spaces").argmax() == 1
    assert words.scores("unheard").tolist() == [0, 0, 0]
    assert words.scores("the").tolist() == [0, 0, 0]


def test_a_set_on_disk_is_read_with_its_judgements(tmp_path):
    (tmp_path / "corpus.jsonl").write_text(
        '{"id": "a", "title": "T", "text": "x"}\n{"id": "b", "title": "", "text": "y"}\n'
    )
    (tmp_path / "queries.jsonl").write_text(
        '{"id": "1", "text": "q", "lang": "en"}\n{"id": "2", "text": "r", "lang": "es"}\n'
        '{"id": "3", "text": "unjudged", "lang": "en"}\n'
    )
    (tmp_path / "qrels.tsv").write_text("1\ta\t1\n1\tb\t0\n2\tb\t2\n2\tgone\t1\n")
    found = read_set(tmp_path, title=True)
    assert found.texts == ["T\nx", "y"]
    assert found.questions == ["q", "r"]
    assert found.relevant == [{0}, {1}]
    assert read_set(tmp_path, wanted=lambda row: row["lang"] == "es").questions == ["r"]


def test_a_conversation_can_be_asked_in_three_ways(tmp_path):
    (tmp_path / "corpus.jsonl").write_text('{"id": "a", "title": "", "text": "x"}\n')
    (tmp_path / "queries.jsonl").write_text(
        '{"id": "1", "text": "and then?", "rewrite": "what next?", "history": ['
        '{"role": "user", "text": "what?"}, {"role": "agent", "text": "That."},'
        '{"role": "user", "text": "why?"}]}\n'
    )
    (tmp_path / "qrels.tsv").write_text("1\ta\t1\n")
    ways = {
        asked: read_set(tmp_path, asked=asked).questions
        for asked in ("last turn", "all user turns", "human rewrite")
    }
    assert ways == {
        "last turn": ["and then?"],
        "all user turns": ["what? why? and then?"],
        "human rewrite": ["what next?"],
    }


def test_published_baselines_are_read_from_their_table(tmp_path):
    (tmp_path / "README.md").write_text(
        "| set | BM25 | dense | RRF | convex (w) |\n|---|---|---|---|---|\n"
        "| faq+T | .458/.635 | .640/.800 | .579/.764 | **.697/.830** (.8) |\n"
        "| turns: a / b | | .421 / .194 | | .469 / .250 |\n"
    )
    assert read_baselines(tmp_path) == {
        "faq+T": {
            "bm25": [0.458, 0.635],
            "dense": [0.64, 0.8],
            "rrf": [0.579, 0.764],
            "convex 0.8": [0.697, 0.83],
        },
        "turns: a": {"dense": [None, 0.421]},
        "turns: b": {"dense": [None, 0.194]},
    }
    assert differences({"turns: b": {"methods": {"dense": [0.1, 0.2]}}}, tmp_path) == {
        "turns: b": {"dense": [0.006]}
    }
    methods = {"bm25": [0.5, 0.6], "dense": [0.64, 0.8], "rrf": [0.6, 0.8], "convex 0.8": [1, 1]}
    found = differences({"faq+T": {"methods": methods}}, tmp_path)
    assert found["faq+T"]["bm25"] == [0.042, -0.035]
