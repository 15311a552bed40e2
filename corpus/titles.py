"""Titles and ids: from what a file states, from its name, and safe to stand in a URL."""

import hashlib
import re
import unicodedata

# What programs write into a title field when nobody filled it in, and file names kept as titles.
_MEANINGLESS = re.compile(
    r"\(?(untitled|anonymous|unspecified|document|word document|slide|title|no title)\)?[\s\d]*"
    r"|(microsoft (word|powerpoint)|powerpoint presentation)\b.*"
    r"|\S*\.(docx?|pdf|html?|txt|odt|rtf|indd|pptx?)",
    re.IGNORECASE,
)


def is_meaningful(title: str) -> bool:
    """Whether a stated title says anything: not ``untitled``, not a file name, not empty."""
    return any(c.isalpha() for c in title) and _MEANINGLESS.fullmatch(title.strip()) is None


def humanised(stem: str) -> str:
    """A file name without its suffix as a title: ``knee-injection`` becomes ``Knee injection``."""
    words = " ".join(re.sub(r"[-_]+", " ", unicodedata.normalize("NFC", stem)).split())
    return words[:1].upper() + words[1:] or stem


def slug(name: str) -> str:
    """``name`` in lower-case ASCII letters, digits and single hyphens, accents folded away.

    A name with nothing of that in it (another script) gets a short digest of itself instead, so
    that it is never empty, and never depends on any other name.
    """
    folded = "".join(
        c for c in unicodedata.normalize("NFKD", name).casefold() if not unicodedata.combining(c)
    )
    ascii_only = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")
    if ascii_only or not name:
        return ascii_only
    composed = unicodedata.normalize("NFC", name).encode(errors="surrogateescape")
    return f"x{hashlib.sha256(composed).hexdigest()[:8]}"
