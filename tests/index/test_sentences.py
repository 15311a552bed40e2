import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sentences import lines, split_sentences


def split(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    "sentence",
    [
        "Ask Dr. Smith about it.",
        "Use 1.5 mg of it.",
        "Take dextrose, e.g. a sugar-based solution.",
        "Risks are rare, i.e. few.",
        "The U.S. Food and Drug Administration approved it.",
        "Call 555-0100 after 2 p.m. or later.",
        "We are open at 8 a.m. Monday to Friday.",
        "He took approx. 3 mL of it.",
        "Give max. two doses.",
        "See Fig. 2 for this.",
        "“Really?” she said.",
        "It costs 2.5 units/kg.",
    ],
)
def test_an_abbreviation_does_not_end_a_sentence(sentence):
    assert split(f"Before it. {sentence} After it.") == ["Before it.", sentence, "After it."]


def test_ends_of_sentences_are_found():
    text = (
        "It is safe. Is it? Yes! Then… we’ll see. 😀 Good. “So it is.” "
        "He left at 8 a.m. Then she did."
    )
    assert split(text) == [
        "It is safe.",
        "Is it?",
        "Yes!",
        "Then… we’ll see.",
        "😀 Good.",
        "“So it is.”",
        "He left at 8 a.m.",
        "Then she did.",
    ]


@given(st.text(alphabet=st.sampled_from("aB.?! \n\té😀’“”(1"), max_size=200), st.integers(0, 20))
def test_sentences_hold_everything_but_space_in_order(text, start):
    spans = split_sentences(text, min(start, len(text)), len(text))
    at = min(start, len(text))
    for span in spans:
        assert text[at : span.start].strip() == ""
        assert span.start < span.end
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        at = span.end
    assert text[at:].strip() == ""


@given(st.text(alphabet="ab \n", max_size=80))
def test_lines_are_trimmed_and_complete(text):
    found = [text[span.start : span.end] for span in lines(text, 0, len(text))]
    assert found == [line.strip() for line in text.split("\n") if line.strip()]


def test_long_repetitive_text_takes_linear_work():
    text = "It may hurt e.g. a little. " * 20_000
    assert len(split_sentences(text, 0, len(text))) == 20_000
