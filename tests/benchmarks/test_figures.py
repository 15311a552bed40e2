import math
from collections import Counter

from benchmarks.figures import Indexing, Load, Measured, Starting, summed_up, table
from benchmarks.load import Replies


def test_percentiles_are_in_milliseconds_and_nothing_is_lost():
    replies = Replies([0.001 * n for n in range(1, 101)], 3, Counter({"500": 2}), took=4.0)
    load = summed_up(replies, clients=8, cpu_s=0.5, resident_mib=1, distinct=True)
    assert (load.questions, load.refused, load.errors) == (105, 3, {"500": 2})
    assert round(load.p50_ms, 1) == 50.5
    assert round(load.p99_ms) == 99
    assert load.rate == 25
    assert load.cpu_ms == 5


def test_no_answer_at_all_is_not_a_fast_one():
    replies = Replies([], 0, Counter({"OSError": 3}), took=1.0)
    load = summed_up(replies, clients=1, cpu_s=0.1, resident_mib=1, distinct=True)
    assert math.isnan(load.p50_ms)
    assert math.isnan(load.cpu_ms)
    assert load.rate == 0


def test_the_ratio_is_ours_to_the_first_peers():
    def measured(seconds: float) -> Measured:
        load = Load(32, True, 10, 1 / seconds, 1, 1, 1, 0, {}, 1, 1)
        return Measured(Indexing(seconds, 10, 20, 30, 1, 1), Starting(1, 1, 1), (load,))

    shown = table("sample", {"us": measured(2), "peer": measured(4), "other": measured(1)})
    assert [column.header for column in shown.columns[2:]] == ["us", "peer", "ratio", "other"]
    ratios = dict(zip(shown.columns[0].cells, shown.columns[4].cells, strict=True))
    assert ratios["indexing, s"] == "0.50"
    assert ratios["passages/s"] == "2.00"
    assert ratios["32 clients, distinct: answers/s"] == "2.00"
