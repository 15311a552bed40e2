"""What is said, and which buttons are shown, when a message cannot wait: fixed texts."""

from dataclasses import dataclass

from bot.phone import phone_href
from bot.safety.rules import Action
from bot.settings import Clinic, UrgentHelp


@dataclass(frozen=True, slots=True)
class Button:
    """A call (``tel:``) or a text message (``sms:``)."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Urgent:
    """The clinic's text for this kind of help, and how to reach it."""

    text: str
    actions: tuple[Button, ...]


def urgent(action: Action, help_: UrgentHelp, clinic: Clinic) -> Urgent:
    """The notice for a red flag."""
    emergency = _call(help_.emergency_number)
    match action:
        case "emergency":
            return Urgent(help_.emergency, emergency)
        case "crisis":
            text = (
                (Button(f"Text {help_.crisis_text_number}", f"sms:{help_.crisis_text_number}"),)
                if help_.crisis_text_number
                else ()
            )
            return Urgent(help_.crisis, (*_call(help_.crisis_number), *text, *emergency))
        case "clinic":
            return Urgent(help_.call_clinic, (*_call(clinic.phone), *emergency))


def _call(number: str) -> tuple[Button, ...]:
    href = phone_href(number)
    return (Button(f"Call {number}", href),) if href else ()
