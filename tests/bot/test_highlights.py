import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.highlights import choose

ONSET = "It may take days or weeks to work."
VARIES = "The duration varies from person to person."
MONTHS = "In some cases, it can last for several months."
SAFE = "It is generally safe."
RISKS = "However, there are risks such as infection."


@pytest.mark.parametrize(
    ("scores", "texts", "marked"),
    [
        ([0.8, 0.7, 1.0], [ONSET, VARIES, MONTHS], [1, 2]),
        ([1.0, 0.2, 0.1], [ONSET, VARIES, MONTHS], [0]),
        ([0.2, 1.0, 0.5], [ONSET, VARIES, MONTHS], [1]),
        ([1.0, 0.1], [SAFE, RISKS], [0, 1]),
        ([0.8, 1.0], [ONSET, RISKS], [1]),
        ([0.98, 1.0, 0.95], [ONSET, VARIES, ONSET], [0, 1, 2]),
        ([0.1, 1.0, 0.2, 0.0], [SAFE, "Please bring:", "a photo ID", "your list"], [1, 2, 3]),
        ([0.1, 0.1, 1.0, 0.2], [ONSET, "You must not, if:", "pregnant", "ill"], [1, 2]),
        ([0.1, 0.2, 0.1, 1.0], [ONSET, "You must not, if:", "pregnant", "ill"], [1, 3]),
        ([0.5], [ONSET], [0]),
    ],
)
def test_the_best_sentence_and_what_completes_it(scores, texts, marked):
    assert choose(scores, texts) == marked


@given(
    st.lists(
        st.tuples(
            st.floats(-5, 5), st.sampled_from([ONSET, VARIES, MONTHS, SAFE, RISKS, "These:"])
        ),
        min_size=1,
        max_size=8,
    )
)
def test_marks_hold_the_best_with_its_lead_in_and_never_leave_out_its_risk(sentences):
    scores, texts = [s for s, _ in sentences], [t for _, t in sentences]
    marked = choose(scores, texts)
    assert marked == sorted(set(marked))
    best = scores.index(max(scores))
    assert best in marked
    assert not any(text.endswith(":") for text in texts[:best]) or any(
        texts[i].endswith(":") for i in marked
    )
    following = marked[-1] + 1
    assert following == len(texts) or texts[following] != RISKS
