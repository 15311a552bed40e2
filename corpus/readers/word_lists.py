"""Which paragraphs of a Word document are list items, and the number each one shows."""

from collections import defaultdict

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from corpus.blocks import BULLET


class ListNumbers:
    """Counts a document's numbered items in reading order, as Word does when it shows them.

    Word stores no numbers: an item names a list and a depth, the numbering part says how that list
    is marked. A number is always written as digits and a full stop.
    """

    def __init__(self, document: WordDocument) -> None:
        rels = document.part.rels.values()
        parts = [rel.target_part for rel in rels if rel.reltype.endswith("/numbering")]
        self._numbering = parts[0].element if parts else None
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)

    def marker(self, paragraph: Paragraph) -> str | None:
        """What the next paragraph in reading order shows before its text; None if it is no item."""
        number_id, depth = _list_of(paragraph)
        name = _style_names(paragraph)
        if number_id == "0" or (number_id is None and not name):
            return None
        form, start = self._form(number_id, depth)
        if form == "none":
            return None
        if form == "bullet" or (form is None and name != "List Number"):
            return BULLET
        counts = self._counts[number_id or name]
        counts[depth] = counts.get(depth, start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        return f"{counts[depth]}."

    def _form(self, number_id: str | None, depth: int) -> tuple[str | None, int]:
        """How a list marks items at a depth (``bullet``, ``decimal``), and its first number."""
        if self._numbering is None or number_id is None:
            return None, 1
        found = self._numbering.xpath(
            f'w:abstractNum[@w:abstractNumId=../w:num[@w:numId="{number_id}"]/w:abstractNumId/@w:val]'
            f'/w:lvl[@w:ilvl="{depth}"]'
        )
        if not found:
            return None, 1
        form = found[0].find(qn("w:numFmt"))
        start = found[0].find(qn("w:start"))
        return (
            form.get(qn("w:val")) if form is not None else "decimal",
            int(start.get(qn("w:val"))) if start is not None else 1,
        )


def _list_of(paragraph: Paragraph) -> tuple[str | None, int]:
    """The id of the list a paragraph is in and its depth there, by itself or by its style."""
    properties = [paragraph._p.pPr]
    style = paragraph.style
    while style is not None:
        properties.append(style.element.find(qn("w:pPr")))
        style = style.base_style
    for found in properties:
        numbering = found.find(qn("w:numPr")) if found is not None else None
        if numbering is not None and (number := numbering.find(qn("w:numId"))) is not None:
            depth = numbering.find(qn("w:ilvl"))
            return number.get(qn("w:val")), int(depth.get(qn("w:val"))) if depth is not None else 0
    return None, 0


def _style_names(paragraph: Paragraph) -> str:
    """``List Bullet`` or ``List Number`` if the style, or one it is based on, is one of these."""
    style = paragraph.style
    while style is not None:
        for name in ("List Bullet", "List Number"):
            if (style.name or "").startswith(name):
                return name
        style = style.base_style
    return ""
