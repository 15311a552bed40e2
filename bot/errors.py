"""Every error this product raises, in one tree.

    ClinicFaqError
    ├── CorpusError                  the documents
    │   ├── UnreadableDocument       one file cannot be read; reported, the others load
    │   └── EmptyCorpus              nothing in the folder loads
    ├── IndexUnusable                no answer can come from this index
    │   ├── IndexMissing             nothing has been built yet
    │   ├── IndexCorrupt             a file is missing, truncated or changed
    │   └── IndexIncompatible        built by another format version or encoder
    ├── EncoderUnavailable           the model cannot be loaded, or is not the one it should be
    ├── ReaderUnavailable            the network that reads cannot be loaded, or was changed
    ├── InvalidRules                 a file of safety rules is wrong; nothing is served with it
    ├── SettingsError                a setting is missing or wrong
    ├── NetworkForbidden             something tried to leave this machine
    ├── QualityError                 answer quality cannot be measured
    │   ├── InvalidTestSet           a test set cannot be read; every wrong line is named
    │   ├── InvalidBaseline          a file is not what `evaluate --json` writes
    │   ├── InvalidLimit             a limit names no figure, or no number
    │   ├── ServerUnusable           the tested server cannot be reached, or is none of ours
    │   └── IndexChanged             another index was taken up while it was measured
    ├── ClientGone                   nobody waits for the answer any more; nothing is sent
    ├── VerbatimError                an excerpt is not what stands in its document; never sent
    └── RequestError                 what a client is told, as problem+json (RFC 9457)
        ├── InvalidRequest      422  the body is not a question
        ├── BodyTooLarge        413  the body is longer than any question
        ├── UnknownDocument     404  no such document, or not in that version
        ├── RateLimited         429  this client asks too fast
        ├── Overloaded          503  too many questions wait already
        └── NotReady            503  the index is not open

Branches live beside the code that raises them, because imports point one way (corpus, index, bot);
this is where the whole tree can be seen, and imported from.
"""

from typing import ClassVar

from bot.quality.errors import (
    IndexChanged,
    InvalidBaseline,
    InvalidLimit,
    InvalidTestSet,
    QualityError,
    ServerUnusable,
)
from bot.safety.errors import InvalidRules
from corpus.errors import ClinicFaqError, CorpusError, EmptyCorpus, UnreadableDocument
from index.errors import (
    EncoderUnavailable,
    IndexCorrupt,
    IndexIncompatible,
    IndexMissing,
    IndexUnusable,
)

__all__ = [
    "BodyTooLarge",
    "ClientGone",
    "ClinicFaqError",
    "CorpusError",
    "EmptyCorpus",
    "EncoderUnavailable",
    "IndexChanged",
    "IndexCorrupt",
    "IndexIncompatible",
    "IndexMissing",
    "IndexUnusable",
    "InvalidBaseline",
    "InvalidLimit",
    "InvalidRequest",
    "InvalidRules",
    "InvalidTestSet",
    "NetworkForbidden",
    "NotReady",
    "Overloaded",
    "QualityError",
    "RateLimited",
    "ReaderUnavailable",
    "RequestError",
    "ServerUnusable",
    "SettingsError",
    "UnknownDocument",
    "UnreadableDocument",
    "VerbatimError",
]


class SettingsError(ClinicFaqError):
    """A setting is missing or wrong; the text names it, and where it came from."""


class ReaderUnavailable(ClinicFaqError):
    """The network that reads cannot be loaded, was changed, or does not fit the encoder."""


class NetworkForbidden(ClinicFaqError):
    """Something tried to connect beyond this machine while that was forbidden."""


class VerbatimError(ClinicFaqError):
    """An excerpt is not the slice of its hashed document that it claims to be."""


class ClientGone(ClinicFaqError):
    """The client has closed its connection before the answer was there."""


class RequestError(ClinicFaqError):
    """What a client is told. The text never repeats what the client sent.

    ``retry_after`` is in whole seconds, for the errors that waiting mends.
    """

    status: ClassVar[int] = 400
    slug: ClassVar[str] = "bad-request"
    title: ClassVar[str] = "The request cannot be answered"

    def __init__(self, detail: str, *, retry_after: int | None = None) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class InvalidRequest(RequestError):
    """The body is not a question."""

    status = 422
    slug = "invalid-request"
    title = "The request is not a question"


class BodyTooLarge(RequestError):
    """The body is longer than any question can be."""

    status = 413
    slug = "body-too-large"
    title = "The request is too large"


class UnknownDocument(RequestError):
    """No such document."""

    status = 404
    slug = "unknown-document"
    title = "There is no such document"


class RateLimited(RequestError):
    """The client asks faster than it may."""

    status = 429
    slug = "rate-limited"
    title = "Too many questions in a short time"


class Overloaded(RequestError):
    """Too many questions wait already."""

    status = 503
    slug = "overloaded"
    title = "The assistant is busy"


class NotReady(RequestError):
    """The index is not open: still loading, or unusable."""

    status = 503
    slug = "not-ready"
    title = "The assistant is not ready"
