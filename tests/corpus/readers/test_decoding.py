"""Decoding: strict, and clear about what to do."""

import codecs

import pytest

from corpus.errors import UnreadableDocument
from corpus.readers.decoding import decode


@pytest.mark.parametrize(
    "data",
    [
        "é\r\n’\r!".encode(),
        codecs.BOM_UTF8 + "é\n’\n!".encode(),
        "é\n’\n!".encode("utf-16"),
        codecs.BOM_UTF16_BE + "é\n’\n!".encode("utf-16-be"),
    ],
)
def test_utf8_and_marked_utf16(data: bytes) -> None:
    assert decode(data) == "é\n’\n!"


def test_the_declared_encoding_is_used_unless_a_mark_says_otherwise() -> None:
    assert decode("é’".encode("windows-1252"), declared="windows-1252") == "é’"
    assert decode(codecs.BOM_UTF8 + "é’".encode(), declared="windows-1252") == "é’"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"one\r\ntwo\nit\x92s", r"line 3 is not UTF-8 \(byte 0x92\); save it as UTF-8"),
        ("é".encode("utf-16") + b"\x00", "line 1 is not UTF-16-LE .* save it as UTF-8"),
        (b"text\x00more", "NUL bytes"),
        ("text".encode("utf-16-le"), "NUL bytes"),
        ("text".encode("utf-32"), "NUL bytes"),
    ],
)
def test_anything_else_is_refused(data: bytes, told: str) -> None:
    with pytest.raises(UnreadableDocument, match=told):
        decode(data)
