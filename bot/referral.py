"""Whom the patient is referred to: on every answer, whatever its status."""

from bot.clinic import Clinic
from corpus.document import Document, Referral


def refer(document: Document | None, clinic: Clinic) -> Referral:
    """The document's own referral; each part that it leaves empty is the clinic's."""
    own = document.referral if document else Referral()
    return Referral(
        text=own.text or clinic.referral,
        phone=own.phone or clinic.phone,
        url=own.url or clinic.booking_url,
    )
