from dataclasses import replace

from bot.clinic import Clinic
from bot.referral import refer
from corpus.document import Document, Referral

CLINIC = Clinic(referral="Ask us.", phone="555-0100", booking_url="https://clinic.example/book")
DOCUMENT = Document("d", "D", "Text.", "d.md", "", ())


def test_without_a_document_it_is_the_clinics():
    assert refer(None, CLINIC) == Referral("Ask us.", "555-0100", "https://clinic.example/book")


def test_each_part_the_document_leaves_empty_is_the_clinics():
    document = replace(DOCUMENT, referral=Referral(text="Ask our pain physicians."))
    assert refer(document, CLINIC) == Referral(
        "Ask our pain physicians.", "555-0100", "https://clinic.example/book"
    )
