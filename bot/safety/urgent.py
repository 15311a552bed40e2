"""What is said, and which buttons are shown, when a message cannot wait: fixed texts."""

from dataclasses import dataclass

from bot.clinic import Clinic, UrgentHelp
from bot.phone import phone_href
from bot.safety.rules import UrgentAction


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


def urgent(
    action: UrgentAction, help_: UrgentHelp, clinic: Clinic, *, asked: bool = False
) -> Urgent:
    """What is said about a red flag; the milder text where it is only ``asked`` about."""
    emergency = _call(help_.emergency_number)
    match action:
        case "emergency":
            return Urgent(help_.emergency_notice if asked else help_.emergency, emergency)
        case "crisis":
            message = (
                (Button(f"Text {help_.crisis_text_number}", f"sms:{help_.crisis_text_number}"),)
                if help_.crisis_text_number
                else ()
            )
            buttons = (*_call(help_.crisis_number), *message, *emergency)
            return Urgent(help_.crisis_notice if asked else help_.crisis, buttons)
        case "clinic":
            buttons = (*_call(clinic.phone), *emergency)
            return Urgent(help_.clinic_notice if asked else help_.call_clinic, buttons)


def _call(number: str) -> tuple[Button, ...]:
    href = phone_href(number)
    return (Button(f"Call {number}", href),) if href else ()
