"""The index's branch of the error tree; the whole tree is drawn in ``bot/errors.py``."""

from corpus.errors import ClinicFaqError

__all__ = [
    "EncoderUnavailable",
    "IndexCorrupt",
    "IndexIncompatible",
    "IndexMissing",
    "IndexUnusable",
]


class IndexUnusable(ClinicFaqError):
    """No answer can come from this index."""


class IndexMissing(IndexUnusable):
    """Nothing has been built yet."""


class IndexCorrupt(IndexUnusable):
    """A file is missing, truncated or changed since the index was built."""


class IndexIncompatible(IndexUnusable):
    """The index is sound but was built by another format version or with another encoder."""


class EncoderUnavailable(ClinicFaqError):
    """The embedding model cannot be loaded, or is not the one it should be."""
