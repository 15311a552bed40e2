"""A message in, an urgent notice out, or none: before anything else, and without an index."""

from dataclasses import dataclass, field

from bot.safety.red_flags import red_flag
from bot.safety.rules import RuleBook, load_rules
from bot.safety.urgent import Urgent, urgent
from bot.settings import Clinic, UrgentHelp


@dataclass(frozen=True, slots=True)
class Triage:
    """The rules, and whom the clinic wants to be called."""

    help: UrgentHelp = field(default_factory=UrgentHelp)
    book: RuleBook = field(default_factory=load_rules)

    def __call__(self, message: str, clinic: Clinic) -> Urgent | None:
        """The notice for a message that cannot wait."""
        rule = red_flag(message, self.book)
        return urgent(rule.action, self.help, clinic) if rule else None
