"""What can be wrong with the safety rules."""

from corpus.errors import ClinicFaqError


class InvalidRules(ClinicFaqError):
    """A rule file cannot be read; nothing is served with it."""
