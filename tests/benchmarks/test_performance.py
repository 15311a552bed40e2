from benchmarks.performance import PAGE, render


def test_the_page_is_made_from_the_results_and_not_by_hand():
    assert PAGE.read_text("utf-8") == render()
