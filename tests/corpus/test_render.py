"""Rendering: how a document reads, and that every offset is exact."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from corpus.blocks import Block, SourcePage
from corpus.document import Page
from corpus.front_matter import FrontMatter
from corpus.render import Rendered, render


def heading(text: str, level: int = 2) -> Block:
    return Block("heading", text, level=level)


def paragraph(text: str, page: int | None = None) -> Block:
    return Block("paragraph", text, page=page)


def item(text: str, marker: str = "•") -> Block:
    return Block("item", text, marker=marker)


def rendered(*blocks: Block, title: str | None = None, front_title: str = "") -> Rendered:
    page = SourcePage(blocks, title=title, about=FrontMatter(title=front_title))
    return render(page, fallback_title="File name")


def test_blocks_stand_apart_and_lists_stand_under_their_lead_in() -> None:
    text = rendered(
        paragraph("Intro."),
        paragraph("We treat:"),
        item("migraine"),
        item("neck\npain"),
        paragraph("In order:"),
        item("lie down", "1."),
        item("rest", "2."),
        heading("Costs"),
        item("none"),
        paragraph("The end."),
    ).text
    assert text == (
        "Intro.\n\n"
        "We treat:\n• migraine\n• neck pain\n\n"
        "In order:\n1. lie down\n2. rest\n\n"
        "Costs\n\n"
        "• none\n\n"
        "The end."
    )


def test_a_hard_line_break_stays() -> None:
    assert rendered(paragraph("1 Example Street \n  Sampleville")).text == (
        "1 Example Street\nSampleville"
    )


def test_sections_tile_the_text() -> None:
    page = rendered(paragraph("Café."), heading("One"), heading("Two", 3), paragraph("Text."))
    assert page.text == "Café.\n\nOne\n\nTwo\n\nText."
    parts = [(page.text[s.start : s.body], page.text[s.body : s.end]) for s in page.sections]
    assert parts == [("", "Café.\n\n"), ("One\n\n", ""), ("Two\n\n", "Text.")]
    assert [(s.heading, s.level) for s in page.sections] == [("", 0), ("One", 2), ("Two", 3)]


def test_the_title_comes_from_the_best_place() -> None:
    top, text = heading("Heading", 1), paragraph("Text.")
    assert rendered(top, text, title="Stated", front_title="Front").title == "Front"
    assert rendered(top, text, title="Stated").title == "Stated"
    assert rendered(top, text).title == "Heading"
    assert rendered(heading("Only a section"), text).title == "File name"


def test_the_heading_that_is_the_title_is_not_repeated() -> None:
    top, text = heading("Knee  Injection", 1), paragraph("Text.")
    assert rendered(top, text).text == "Text."
    assert rendered(top, text, front_title="Knee injection").text == "Text."
    assert rendered(top, text, front_title="Another").text == "Knee Injection\n\nText."


def test_a_title_further_down_keeps_its_place() -> None:
    page = rendered(heading("Before"), paragraph("One."), heading("Title", 1), paragraph("Two."))
    assert page.title == "Title"
    assert page.text == "Before\n\nOne.\n\nTitle\n\nTwo."


def test_printed_pages_begin_where_their_first_word_stands() -> None:
    page = rendered(
        paragraph("One runs\fover a page.", page=1),
        paragraph("Two.", page=2),
        Block("item", "three goes\fon", page=4),
    )
    assert page.text == "One runs over a page.\n\nTwo.\n• three goes on"
    begins = {p.number: page.text[p.start :].split()[0] for p in page.pages}
    assert begins == {1: "One", 2: "over", 4: "•", 5: "on"}
    assert page.pages[0] == Page(1, 0)


def test_blocks_without_text_leave_no_trace() -> None:
    empty = [paragraph(" \u200b"), heading(""), item(" ")]
    assert rendered(*empty, paragraph("Text.")).text == "Text."
    assert rendered(heading("Title", 1)) == Rendered("Title", "", (), ())


blocks = st.builds(
    Block,
    st.sampled_from(["heading", "paragraph", "item"]),
    st.text(max_size=30),
    level=st.integers(1, 6),
    marker=st.sampled_from(["•", "1.", "12."]),
    page=st.none() | st.integers(1, 3),
)


@given(st.lists(blocks, max_size=8))
def test_sections_and_pages_fit_any_text(source: list[Block]) -> None:
    page = rendered(*source)
    assert unicodedata.is_normalized("NFC", page.text)
    assert "\r" not in page.text
    assert page.text == page.text.strip()
    edges = [s.start for s in page.sections] + [len(page.text)]
    assert edges[0] == 0
    assert [s.end for s in page.sections] == edges[1:]
    for section in page.sections:
        assert section.start <= section.body <= section.end
        assert page.text[section.start : section.body].strip() == section.heading
    assert [p.number for p in page.pages] == sorted({p.number for p in page.pages})
    assert [p.start for p in page.pages] == sorted(p.start for p in page.pages)


@given(st.lists(blocks, max_size=8))
def test_a_rendered_text_renders_as_itself(source: list[Block]) -> None:
    text = rendered(*source).text
    assert rendered(*(paragraph(part) for part in text.split("\n\n"))).text == text
