from hypothesis import given
from hypothesis import strategies as st

from bot.quality.cases import Case
from bot.quality.support import Place, Text, find, sentences, support
from index.sentences import Span

TEXTS = {
    "botox": Text("Botox", "It is safe. It lasts for months.\n\n• neck pain\n• back pain"),
    "prolo": Text("Prolotherapy", "It is safe. Nobody knows how long it lasts."),
}


def case(**fields: object) -> Case:
    return Case.model_validate({"id": "a", "question": "?", "expect": "answered", **fields})


def test_a_quote_is_found_wherever_it_stands():
    assert find("It is safe.", TEXTS) == (
        Place("botox", Span(0, 11)),
        Place("prolo", Span(0, 11)),
    )


def test_white_space_does_not_matter():
    text = {"a": Text("A", "It lasts\nfor  months.")}
    assert find(" It lasts for\nmonths. ", text) == (Place("a", Span(0, 21)),)


def test_a_named_document_is_the_only_place_to_look():
    for name in ("prolo", "Prolotherapy"):
        found = support(case(documents=[name], quotes=["It is safe."]), TEXTS)
        assert found.quotes == ((Place("prolo", Span(0, 11)),),)
        assert found.documents == {"prolo"}


def test_documents_that_are_not_named_follow_from_the_quotes():
    assert support(case(quotes=["It lasts for months."]), TEXTS).documents == {"botox"}


def test_lost_support_is_named_with_the_nearest_sentence():
    found = support(case(quotes=["It lasts for many months."]), TEXTS)
    assert not found.judgeable
    assert found.lost == (
        "“It lasts for many months.” stands in no document any more; "
        "nearest: “It lasts for months.”",
    )


def test_a_quote_that_moved_is_told_where_it_went():
    found = support(case(documents=["prolo"], quotes=["It lasts for months."]), TEXTS)
    assert found.lost == ("“It lasts for months.” stands in “Botox” and not where it should",)


def test_what_is_left_of_a_case_is_judged():
    lost, kept = "Gone for good and all.", "It lasts for months."
    any_of = support(case(quotes=[lost, kept]), TEXTS)
    assert any_of.lost
    assert any_of.judgeable
    assert not support(case(quotes=[lost, kept], match="all"), TEXTS).judgeable
    assert support(case(quotes=[kept], also=[lost]), TEXTS).lost


def test_a_document_that_is_not_there_is_lost_support():
    found = support(case(documents=["Acupuncture"], forbid=["Surgery"]), TEXTS)
    assert found.lost == ("no document “Acupuncture”", "no document “Surgery”")
    assert not found.judgeable


def test_list_items_are_sentences_of_their_own():
    text = TEXTS["botox"]
    assert [text.text[s.start : s.end] for s in sentences(text)] == [
        "It is safe.",
        "It lasts for months.",
        "• neck pain",
        "• back pain",
    ]


@given(st.text(alphabet="ab .\n•(*", max_size=40), st.data())
def test_any_slice_of_a_document_is_found_in_it(text: str, data: st.DataObject):
    start = data.draw(st.integers(0, len(text)))
    quote = text[start : data.draw(st.integers(start, len(text)))].strip()
    if quote:
        spans = [place.span for place in find(quote, {"a": Text("A", text)})]
        assert all(text[s.start : s.end].split() == quote.split() for s in spans)
        assert spans
