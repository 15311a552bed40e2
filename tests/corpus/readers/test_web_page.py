"""A web page: its main content and nothing else."""

import pytest

from corpus.errors import UnreadableDocument
from corpus.readers.web_page import read
from corpus.render import Rendered, render

PAGE = """<!doctype html>
<html lang="en-us"><head><title>Knee | Lakeside</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/b">Services</a></li></ul></nav>
<div id="cookie-banner" class="cookie-consent">We use cookies. <button>Accept</button></div>
<main><h1>Knee Injection</h1>
<p>A knee injection puts <em>medicine</em> into the
   joint. Literal *stars* and _lines_ stay. It takes<br>10&nbsp;minutes.</p>
<h2>What to expect</h2>
<p>Your knee may be sore. Read <a href="/x">our leaflet</a> first. Bring these:</p>
<ul><li>a friend</li><li>loose <b>clothing</b><ul><li>shorts</li></ul></li></ul>
<p>In order:</p><ol><li><p>Lie down</p></li><li>Rest</li></ol>
<h3>Costs</h3>
<table><tr><th>Item</th><th>Price</th></tr><tr><td>Visit</td><td>10</td></tr></table>
<blockquote><p>A quoted sentence.</p></blockquote><!-- a hidden comment -->
<dl><dt>Does it hurt?</dt><dd>A little, for a short time.</dd></dl>
<p>• typed bullet<br>• another</p>
</main>
<footer>© 2026 Lakeside. All rights reserved. <a href="/p">Privacy</a></footer>
<script>alert("no")</script></body></html>"""

SENTENCE = (
    "<p>The knee is a joint, and an injection can ease its pain for a while, we’ve found.</p>"
)


def rendered(html: str | bytes) -> Rendered:
    (page,) = read(html if isinstance(html, bytes) else html.encode())
    return render(page, fallback_title="File name")


def test_the_main_content_in_order() -> None:
    result = rendered(PAGE)
    assert result.title == "Knee Injection"
    assert result.text == (
        "A knee injection puts medicine into the joint. Literal *stars* and _lines_ stay. "
        "It takes\n10 minutes.\n\n"
        "What to expect\n\n"
        "Your knee may be sore. Read our leaflet first. Bring these:\n"
        "• a friend\n• loose clothing\n• shorts\n\n"
        "In order:\n1. Lie down\n2. Rest\n\n"
        "Costs\n\n"
        "Item | Price\nVisit | 10\n\n"
        "A quoted sentence.\n\n"
        "Does it hurt?\nA little, for a short time.\n"
        "• typed bullet\n• another"
    )
    assert [(s.heading, s.level) for s in result.sections] == [
        ("", 0),
        ("What to expect", 2),
        ("Costs", 3),
    ]


def test_reading_twice_gives_the_same() -> None:
    repeated = PAGE.replace("<h3>Costs</h3>", f"{SENTENCE}<h3>Costs</h3>{SENTENCE}")
    assert len({rendered(repeated) for _ in range(5)}) == 1
    assert rendered(repeated).text.count("The knee is a joint") == 2


@pytest.mark.parametrize(
    ("html", "title"),
    [
        (f"<title>Knee</title><main>{SENTENCE}</main>", "Knee"),
        (f"<title>Site</title><header><h1>Knee</h1></header><main>{SENTENCE}</main>", "Knee"),
        (f"<main>{SENTENCE}</main>", "File name"),
    ],
)
def test_the_title_is_the_heading_then_the_head(html: str, title: str) -> None:
    assert rendered(html).title == title


@pytest.mark.parametrize(
    ("attribute", "language"),
    [
        ("", "en"),
        ("lang=es", "es"),
        ("lang=es-mx", "es-MX"),
        ("lang=zh-Hans", "zh"),
        ("lang=english", "en"),
    ],
)
def test_the_language_is_the_page_s(attribute: str, language: str) -> None:
    (page,) = read(f"<html {attribute}><main>{SENTENCE}</main></html>".encode())
    assert page.about.language == language


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("", "utf-8"),
        ('<meta charset="windows-1252">', "windows-1252"),
        ("<meta http-equiv=Content-Type content='text/html; charset=iso-8859-1'>", "windows-1252"),
        ('<?xml version="1.0" encoding="UTF-8"?>', "utf-8"),
        ("<meta charset=utf-16>", "utf-8"),
        ("", "utf-16"),
    ],
)
def test_a_declared_charset_is_honoured(head: str, encoding: str) -> None:
    result = rendered(f"{head}<html><body><main>{SENTENCE}</main></body></html>".encode(encoding))
    assert result.text.endswith("we’ve found.")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"<meta charset=klingon><p>Text.</p>", "the charset klingon, which is unknown"),
        (b"<meta charset=hex><p>Text.</p>", "the charset hex, which is unknown"),
        (b"<meta charset=unicode_escape><p>Text.</p>", "unicode_escape, which is unknown"),
        ("<p>café</p>".encode("latin-1"), "line 1 is not UTF-8"),
        (b"<p>a\x00b</p>", "NUL bytes"),
        (b"<html><body></body></html>", "no main content"),
        (b"<!-- only a comment -->", "no"),
    ],
)
def test_what_cannot_be_read_is_told(data: bytes, told: str) -> None:
    with pytest.raises(UnreadableDocument, match=told):
        read(data)


def test_deep_nesting_is_survived() -> None:
    (page,) = read(b"<div>" * 500 + SENTENCE.encode())
    assert len(page.blocks) == 1


def test_raised_and_lowered_digits_stay_apart() -> None:
    result = rendered(f"<main>{SENTENCE}<p>It holds 10<sup>6</sup> cells and H<sub>2</sub>O.</p>")
    assert result.text.endswith("It holds 10⁶ cells and H₂O.")
