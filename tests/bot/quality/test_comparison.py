from bot.quality.comparison import compare
from bot.quality.evaluation import Evaluation, figures_by_tag
from tests.bot.quality.answers import answer, case, excerpt, judged

SAFE = "It is safe."


def evaluation(*cases) -> Evaluation:
    return Evaluation(
        format=1,
        index_version="v",
        documents={},
        test_set="",
        split=None,
        figures=figures_by_tag(cases),
        cases=cases,
    )


def right(name, **fields):
    return judged(case(id=name, quotes=[SAFE], **fields), answer(excerpt("botox", SAFE)))


def unanswered(name, **fields):
    return judged(case(id=name, quotes=[SAFE], **fields), answer(status="no_answer"))


def missed(name):
    return judged(case(id=name, quotes=[SAFE]), answer(excerpt("botox", "It lasts for months.")))


def test_changes_are_told_case_by_case_the_broken_ones_first():
    found = compare(
        evaluation(unanswered("a"), right("b"), unanswered("c"), right("d")),
        evaluation(right("a"), unanswered("b"), missed("c"), right("d")),
    )
    assert [(c.id, c.verdict) for c in found.changes] == [
        ("b", "broken"),
        ("c", "changed"),
        ("a", "mended"),
    ]


def test_differences_are_paired():
    names = [str(i) for i in range(20)]
    before = evaluation(*map(right, names))
    after = evaluation(*(unanswered(n) if n == "3" else right(n) for n in names))
    found = compare(before, after).differences["answer_first"]
    assert found.value == -0.05
    assert found.low < -0.05 < found.high <= 0
    same = compare(before, before).differences["answer_first"]
    assert (same.value, same.low, same.high) == (0, 0, 0)


def test_only_the_same_case_can_be_compared():
    found = compare(
        evaluation(right("a"), right("b")),
        evaluation(right("a"), unanswered("b", question="another question?")),
    )
    assert found.changes == ()
    assert (found.only_before, found.only_after) == (("b",), ("b",))
    assert found.differences["answer_first"].value == 0
