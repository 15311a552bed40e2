"""Bytes to text, strictly: a wrong guess would put wrong characters into a quotation."""

import codecs
import re

from corpus.errors import UnreadableDocument

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes, *, declared: str | None = None) -> str:
    """Text with lines ended by LF.

    The bytes are UTF-8, UTF-16 with a byte-order mark, or in the encoding the file itself declares
    (``declared``). Raises ``UnreadableDocument`` if they are not, or no text at all.
    """
    bom, encoding = next(
        ((bom, name) for bom, name in _BOMS if data.startswith(bom)), (b"", declared or "utf-8")
    )
    data = data.removeprefix(bom)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, errors="ignore")
        line = len(re.findall(r"\r\n|\r|\n", before)) + 1
        raise UnreadableDocument(
            f"line {line} is not {encoding.upper()} (byte 0x{data[error.start]:02X}); "
            "save it as UTF-8"
        ) from error
    if "\0" in text:
        raise UnreadableDocument(
            "it holds NUL bytes, so it is no plain text; save it as text in UTF-8"
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")
