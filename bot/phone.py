"""Telephone numbers as people write them, as addresses that a phone can dial."""

import re

_PHONE = re.compile(
    r"\s*(\+?[\d(][\d\s().\-/\u2010-\u2013]*?)\s*(?:(?:ext|x|#)\.?\s*(\d+))?\s*", re.IGNORECASE
)


def phone_href(phone: str) -> str:
    """A ``tel:`` address (RFC 3966), the extension after a pause.

    Empty for what cannot be dialled with certainty: better no link than a wrong one. The page
    applies the same rule to a referral's number (``web/static/links.js``).
    """
    match = _PHONE.fullmatch(phone)
    if not match:
        return ""
    plus = "+" if match[1].startswith("+") else ""
    number = plus + re.sub(r"\D", "", match[1])
    return f"tel:{number},{match[2]}" if match[2] else f"tel:{number}"


def dialable(phone: str) -> str:
    """``phone`` itself. Raises ``ValueError`` for what no phone could dial."""
    if phone and not phone_href(phone):
        raise ValueError("must be one telephone number, such as 555-0142 or +1 555 0142 ext. 3")
    return phone
