import pytest

from bot.phone import dialable, phone_href


@pytest.mark.parametrize(
    ("phone", "href"),
    [
        ("555-0142", "tel:5550142"),
        ("+1 (555) 010-0142", "tel:+15550100142"),
        ("555-0142 ext. 12", "tel:5550142,12"),
        ("555-0142 or 555-0143", ""),
        ("1-800-CLINIC", ""),
        ("", ""),
    ],
)
def test_a_number_is_dialled_only_when_it_is_certain(phone, href):
    assert phone_href(phone) == href


def test_what_cannot_be_dialled_is_refused():
    assert dialable("") == ""
    assert dialable("555-0142") == "555-0142"
    with pytest.raises(ValueError, match="telephone"):
        dialable("call us")
