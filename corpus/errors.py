"""The root of every error this product raises, and the corpus's own branch.

The whole tree is drawn in ``bot/errors.py``. It is rooted here because imports only ever point
towards the corpus.
"""

__all__ = ["ClinicFaqError", "CorpusError", "EmptyCorpus", "UnreadableDocument"]


class ClinicFaqError(Exception):
    """Anything that goes wrong in a way we know; its text says what happened and what to do."""


class CorpusError(ClinicFaqError):
    """Something about the documents."""


class UnreadableDocument(CorpusError):
    """One file cannot be read. It goes into the load report and the other files still load."""


class EmptyCorpus(CorpusError):
    """Nothing in the folder loads, so there is nothing to answer from."""
