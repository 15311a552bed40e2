"""Loading a folder: every file becomes a document or a problem, and nothing stops the rest."""

import hashlib
import os
import re
import shutil
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from corpus.document import Referral
from corpus.errors import CorpusError, EmptyCorpus
from corpus.loader import Corpus, load
from corpus.readers import READERS

DATA = Path(__file__).parent / "data"
# The file is written anew for every example; how long a parser takes says nothing here.
SETTINGS = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def folder_of(tmp_path: Path, **files: str | bytes) -> Path:
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return tmp_path


def messages(corpus: Corpus) -> dict[str, str]:
    return {problem.source: problem.message for problem in corpus.problems}


def test_a_document_knows_all_about_itself(tmp_path: Path) -> None:
    source = (
        "---\nurl: https://clinic.example/knee\nreviewed_on: 2026-10-01\nreferral: Ask us.\n"
        "questions:\n  - Does it hurt?\n---\n# Knee Injection\n\nA little, they say: café.\n"
    )
    (document,) = load(folder_of(tmp_path, **{"Joints/Knee.md": source})).documents
    assert document.id == "joints-knee"
    assert document.title == "Knee Injection"
    assert document.text == "A little, they say: café."
    assert document.source == "Joints/Knee.md"
    assert document.source_sha256 == hashlib.sha256(source.encode()).hexdigest()
    assert document.sha256 == hashlib.sha256(document.text.encode()).hexdigest()
    assert document.url == "https://clinic.example/knee"
    assert document.language == "en"
    assert document.reviewed_on == date(2026, 10, 1)
    assert document.review_by is None
    assert document.referral == Referral("Ask us.")
    assert document.questions == ("Does it hurt?",)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.xlsx", b"x", "a file of this type is not read; save it as one of .txt .md"),
        ("noext", b"x", "a file of this type is not read"),
        ("a.txt", b"one\ntwo \xff", "line 2 is not UTF-8 (byte 0xFF); save it as UTF-8"),
        ("a.md", b"", "the file is empty"),
        ("a.txt", b" \n\n", "the file is empty"),
        ("a.txt", b"\xef\xbb\xbf", "no text is left"),
        ("a.md", b"# Only a title", "no text is left in it besides its title"),
        ("a.md", "\u200b\u00ad".encode(), "no text is left"),
        ("a.txt", b"MZ\x00\x01", "NUL bytes"),
        ("a.md", b"---\ntitel: x\n---\nText.", "unknown key 'titel'; the keys are: title"),
        ("a.pdf", b"%PDF-", "damaged or no PDF"),
        ("a.docx", b"PK", "damaged or no Word document"),
        ("a.html", b"<p></p>", "no main content"),
        ("a.txt", b"x" * 2000, "too large"),
    ],
)
def test_bad_input_is_reported_and_the_rest_loads(
    tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    folder_of(tmp_path, **{"sub/good.md": b"Good text.", name: content})
    corpus = load(tmp_path, max_file_bytes=1000)
    assert [document.id for document in corpus.documents] == ["sub-good"]
    assert told in messages(corpus)[name]
    assert "\n" not in messages(corpus)[name]


def test_a_text_that_stands_twice_is_loaded_once(tmp_path: Path) -> None:
    corpus = load(
        folder_of(tmp_path, **{"a.md": "# A\n\nText.", "b.txt": "Text.", "c.md": "More."})
    )
    assert [document.id for document in corpus.documents] == ["a", "c"]
    assert messages(corpus) == {
        "b.txt": "'B' has the same text as a.md, so neither it nor its front matter "
        "(title, referral, questions) is used; keep one of them",
    }


def test_ids_that_collide_get_the_type_then_a_number(tmp_path: Path) -> None:
    files = {
        "knee pain.md": "One.",
        "knee-pain.md": "Two.",
        "knee-pain.txt": "Three.",
        "knee/pain.md": "Four.",
        "Knee Pain.md": "Five.",
        "Éa.md": "Six.",
    }
    corpus = load(folder_of(tmp_path, **files))
    assert {d.source: d.id for d in corpus.documents} == {
        "Knee Pain.md": "knee-pain",
        "knee pain.md": "knee-pain-md",
        "knee-pain.md": "knee-pain-md-2",
        "knee-pain.txt": "knee-pain-txt",
        "knee/pain.md": "knee-pain-md-3",
        "Éa.md": "ea",
    }


def test_ids_depend_on_neither_place_nor_time(tmp_path: Path) -> None:
    first = folder_of(tmp_path / "first", **{"a.md": "One.", "b/c.md": "Two.", "a.txt": "Three."})
    corpus = load(first)
    second = Path(shutil.copytree(first, tmp_path / "elsewhere" / "second"))
    for path in second.rglob("*"):
        os.utime(path, (0, 0))
    assert load(second) == corpus


def test_a_file_of_several_pages_becomes_several_documents() -> None:
    corpus = load(DATA)
    assert [(d.id, d.title) for d in corpus.documents] == [
        ("scraped-pages-botox-therapy-for-pain", "Botox Therapy for Pain"),
        ("scraped-pages-prolotherapy", "Prolotherapy"),
    ]
    assert corpus.problems == ()
    botox, prolotherapy = corpus.documents
    assert botox.text.endswith("real relief and a better life.")
    assert prolotherapy.text.startswith("Prolotherapy also goes by")
    assert botox.source_sha256 == prolotherapy.source_sha256


def test_a_page_left_out_is_told_though_the_document_loads(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "knee.pdf"))
    canvas.drawString(72, 700, "A knee injection is short.")
    canvas.save()
    writer = PdfWriter(PdfReader(tmp_path / "knee.pdf"))
    writer.add_blank_page()
    writer.write(tmp_path / "knee.pdf")
    corpus = load(tmp_path)
    assert [document.text for document in corpus.documents] == ["A knee injection is short."]
    assert "no text on page 2" in messages(corpus)["knee.pdf"]


def test_an_empty_corpus_says_why(tmp_path: Path) -> None:
    with pytest.raises(EmptyCorpus, match="cannot be opened"):
        load(tmp_path / "missing")
    with pytest.raises(EmptyCorpus, match=r"holds no documents; put some there \(as .txt .md"):
        load(tmp_path)
    folder_of(tmp_path, **{"a.md": "", "b.xyz": "x"})
    with pytest.raises(EmptyCorpus) as caught:
        load(tmp_path)
    assert re.search(r"could be read:\n  a\.md: .*empty.*\n  b\.xyz: .*type", str(caught.value))


@pytest.mark.parametrize("suffix", READERS)
@SETTINGS
@given(data=st.data())
def test_no_bytes_stop_a_load(tmp_path: Path, suffix: str, data: st.DataObject) -> None:
    """Arbitrary bytes, and arbitrary text that looks a little like the format."""
    lively = st.text(st.sampled_from("ab A.\n\r\t-*#>|`[]()<!&;:0\"'\u2029\u200b\x0c\x01é"))
    content = data.draw(st.binary(max_size=400) | lively.map(str.encode))
    prefix = data.draw(st.sampled_from(STARTS.get(suffix, [b""])))
    (tmp_path / f"a{suffix}").write_bytes(prefix + content)
    try:
        corpus = load(tmp_path)
    except CorpusError:
        return
    for document in corpus.documents:
        assert unicodedata.is_normalized("NFC", document.text)
        assert "\r" not in document.text
        assert document.text
        assert document.title
        edges = [0, *(section.end for section in document.sections)]
        assert [section.start for section in document.sections] == edges[:-1]
        assert edges[-1] == len(document.text)


STARTS = {
    ".md": [b"", b"---\n", b"---\ntitle: ", b"<div>"],
    ".html": [b"", b"<p>", b"<main><p>Some words that are long enough.</p><ul><li>"],
    ".pdf": [b"", b"%PDF-1.7\n1 0 obj\n"],
    ".docx": [b"", b"PK\x03\x04"],
}


def test_a_version_in_another_language_belongs_to_its_original(tmp_path: Path) -> None:
    spanish = "---\nlanguage: es\ntranslation_of: {of}\n---\n# Rodilla\n\nDuele poco.\n"
    corpus = load(
        folder_of(
            tmp_path,
            **{
                "knee.md": "---\nabout: clinic\n---\n# Knee\n\nIt hurts little.\n",
                "rodilla.md": spanish.format(of="knee"),
                "cadera.md": spanish.format(of="hip").replace("poco", "nada"),
                "english.md": "---\ntranslation_of: knee\n---\n# Knee again\n\nIt hurts.\n",
            },
        )
    )
    assert [(d.id, d.translation_of, d.about) for d in corpus.documents] == [
        ("knee", "", "clinic"),
        ("rodilla", "knee", "clinic"),
    ]
    assert "no document has that id; the ids are: knee" in messages(corpus)["cadera.md"]
    assert "same language" in messages(corpus)["english.md"]
