"""Markdown: the text as it would be shown."""

import pytest

from corpus.errors import UnreadableDocument
from corpus.readers.markdown import read
from corpus.render import render


def text_of(markdown: str) -> str:
    (page,) = read(markdown.encode())
    return render(page, fallback_title="File name").text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("*A* **b** `c` [d](https://e) ~~f~~", "A b c d ~~f~~"),
        (r"2 \* 3 and snake_case &eacute; &#8217;", "2 * 3 and snake_case é ’"),
        ("soft\nbreak", "soft break"),
        ("hard  \nbreak and<br>another", "hard\nbreak and\nanother"),
        ("An image: ![a *knee*](knee.png)", "An image: a knee"),
        ("raw <b>bold</b> <!-- hidden --> text", "raw bold text"),
        ("<!-- hidden\n\nhidden -->\n\nText.", "Text."),
        ("<div><p>One</p><p>two\nlines<br>here</p></div>", "One\n\ntwo lines\n\nhere"),
        ("<script>\nalert(1)\n</script>\n\nText.", "Text."),
        ("</div>\n\nText.", "Text."),
        ("> quoted\n> text\n\nText.", "quoted text\n\nText."),
        ("```\ncode\n  more\n```", "code\nmore"),
        ("| a | b |\n|---|---|\n| 1 | *2* |\n\nText.", "a | b\n1 | 2\n\nText."),
        ("Lead-in:\n\n- a\n- b", "Lead-in:\n• a\n• b"),
        ("3. c\n4. d\n   - e\n\n     f\n   - g\n\nEnd.", "3. c\n4. d\n• e f\n• g\n\nEnd."),
        (
            "<table><tr><th>Who</th><th>Dose</th></tr>\n"
            "<tr><td><p>Adults</p></td><td>5 mg</td></tr></table>",
            "Who | Dose\n\nAdults | 5 mg",
        ),
        ("A <td>Adults</td><td>5 mg</td> cell", "A Adults 5 mg cell"),
        (
            "- doses\n\n  | a | b |\n  |---|---|\n  | 1 | 2 |\n\nEnd.",
            "• doses\n\na | b\n1 | 2\n\nEnd.",
        ),
        ("10<sup>6</sup> cells, 10<SUP>**-6**</SUP> g, CO<sub>2</sub>", "10⁶ cells, 10⁻⁶ g, CO₂"),
        (
            "<p>10<sup><b>6</b></sup> cells on the 4<sup>th</sup> day</p>",
            "10⁶ cells on the 4th day",
        ),
        ("- a\n  - b\n\n  after b", "• a\n• b\n\nafter b"),
        ("- [link](x)\n-\n- > quoted", "• link\n• quoted"),
        ("Text.\n\n---\n\nMore.", "Text.\n\nMore."),
        ("> " * 40 + "Deep.", "Deep."),
        ("## Costs\n\nNone.\n\nSetext\n------\nYes.", "Costs\n\nNone.\n\nSetext\n\nYes."),
    ],
)
def test_marks_are_gone_and_text_stays(markdown: str, text: str) -> None:
    assert text_of(markdown) == text


def test_the_first_heading_is_the_title() -> None:
    (page,) = read(b"# Knee *Injection*\n\nText.\n\n# Another\n\nMore.")
    result = render(page, fallback_title="File name")
    assert (result.title, result.text) == ("Knee Injection", "Text.\n\nAnother\n\nMore.")


def test_front_matter_is_read_and_is_no_text() -> None:
    (page,) = read(b"\xef\xbb\xbf---\r\ntitle: Knee\r\nlanguage: es\r\n---\r\n# Knee\r\n\r\nText.")
    assert (page.about.title, page.about.language) == ("Knee", "es")
    assert render(page, fallback_title="").text == "Text."


def test_broken_front_matter_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="unknown key 'titel'"):
        read(b"---\ntitel: Knee\n---\nText.")
