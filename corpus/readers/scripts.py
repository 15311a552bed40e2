"""Superscripts and subscripts, which plain text can only keep as characters of their own.

Without them 10 to the power of 6 would read as 106. Only digits and signs are changed: a raised
"th" is read right without.
"""

import lxml.etree

_SUPERSCRIPT = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_SUBSCRIPT = str.maketrans("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋")
_TABLES = {"sup": _SUPERSCRIPT, "sub": _SUBSCRIPT}


def scripted(text: str, tag: str) -> str:
    """``text`` as it stands in an HTML element ``tag``: raised in ``sup``, lowered in ``sub``."""
    table = _TABLES.get(tag)
    # Without a digit a sign is a hyphen: "follow" with a raised "-up".
    if table is None or not any(character.isdigit() for character in text):
        return text
    return text.translate(table)


def keep_scripts(tree: lxml.etree._Element) -> None:
    """Put the characters of their own into every ``sup`` and ``sub`` element of an HTML tree."""
    for script in tree.iter(*_TABLES):
        for element in script.iter(lxml.etree.Element):
            element.text = scripted(element.text or "", script.tag)
            if element is not script:
                element.tail = scripted(element.tail or "", script.tag)
