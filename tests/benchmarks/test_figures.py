import math

from benchmarks.figures import Answering, Indexing, Measured, Starting, summed_up, table


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
