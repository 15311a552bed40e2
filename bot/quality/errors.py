"""What can go wrong while answer quality is measured."""

from corpus.errors import ClinicFaqError


class QualityError(ClinicFaqError):
    """Answer quality cannot be measured."""


class InvalidTestSet(QualityError):
    """A test set cannot be read; the text names every line that is wrong, and why."""


class InvalidBaseline(QualityError):
    """A file is not what ``clinic-faq evaluate --json`` writes."""


class ServerUnusable(QualityError):
    """The server that is tested cannot be reached, or answers otherwise than clinic-faq does."""


class IndexChanged(QualityError):
    """Another index was put in service while it was measured."""


class InvalidLimit(QualityError):
    """A limit names no figure, or no number."""
