"""What every HTML page shares: the templates, and what they say of the clinic."""

from pathlib import Path
from typing import Any

from fastapi.templating import Jinja2Templates

from bot.phone import phone_href
from bot.settings import Settings

STATIC = Path(__file__).with_name("static")
templates = Jinja2Templates(Path(__file__).with_name("templates"))


def clinic_context(settings: Settings) -> dict[str, Any]:
    """The clinic's name, phone and booking link, the emergency line, and where static files are."""
    clinic = settings.clinic
    return {
        "clinic": {
            "name": clinic.name,
            "phone": clinic.phone,
            "phone_href": phone_href(clinic.phone),
            "booking_url": clinic.booking_url,
        },
        "emergency_line": settings.texts.emergency,
        "static_url": "/static",
    }
