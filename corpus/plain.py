"""Any text to plain text: NFC, LF, no control or invisible characters, no runs of white space."""

import re
import unicodedata

# What ends a line besides LF: CR LF, CR, vertical tab (Word's soft break), NEL, LS and PS.
_LINE_END = re.compile("\r\n|[\r\v\x85\u2028\u2029]")

# C0 and C1 controls that are not white space, the soft hyphen, zero-width and bidirectional marks,
# the BOM, interlinear and tag characters, and lone surrogates. A reader cannot see them, and one
# inside a word would hide that word from search.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def plain_lines(text: str) -> str:
    """``text`` with its hard line breaks kept as single LFs; empty lines are dropped."""
    text = _INVISIBLE.sub("", _LINE_END.sub("\n", text))
    # NFC last: taking an invisible character away can bring a letter and its accent together.
    text = unicodedata.normalize("NFC", text)
    return "\n".join(line for raw in text.split("\n") if (line := " ".join(raw.split())))


def plain_line(text: str) -> str:
    """``text`` as a single line."""
    return plain_lines(text).replace("\n", " ")
