"""What could keep this installation from answering well, and how to mend it."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.metadata import packages_distributions
from typing import Literal

from bot.building import load_documents
from bot.clinic import Clinic
from bot.errors import ClinicFaqError
from bot.finding import Finder
from bot.live import WARM_QUESTION
from bot.offline import forbid_network
from bot.reader import JointReader
from bot.safety.triage import Triage
from bot.settings import Settings
from corpus.document import Document
from index.encoder import Encoder
from index.manifest import Decided
from index.onnx_encoder import OnnxEncoder
from index.snapshot import Snapshot, open_current

TOP_LEVEL_NAMES = ("bot", "corpus", "index", "server")
ENOUGH_BYTES = 500 * 2**20


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. ``wrong`` stands in the way of answering; ``warn`` does not."""

    level: Literal["ok", "warn", "wrong"]
    text: str


def examine(settings: Settings, *, offline: bool, today: date) -> Iterator[Finding]:
    """Look at everything, in the order in which one would mend it."""
    if offline:
        forbid_network()
        yield Finding("ok", "From here on, every connection off this machine is refused.")
    yield from names(packages_distributions())
    yield from clinic(settings.clinic)
    yield from disk(settings)
    yield from safety(settings)
    try:
        corpus = load_documents(settings)
    except ClinicFaqError as error:
        yield Finding("wrong", str(error))
    else:
        for problem in corpus.problems:
            yield Finding("warn", f"{problem.source}: {problem.message}")
        yield Finding("ok", f"{len(corpus.documents)} documents load from {settings.documents}.")
        yield from reviews(corpus.documents, today)
    try:
        encoder = OnnxEncoder(settings.encoder)
        yield Finding("ok", f"The model is sound: {encoder.fingerprint}.")
        yield from index(settings, encoder)
    except ClinicFaqError as error:
        yield Finding("wrong", str(error))


def names(owners: Mapping[str, list[str]]) -> Iterator[Finding]:
    """Our top-level names are short; another distribution with one of them would be imported."""
    for name in TOP_LEVEL_NAMES:
        others = sorted({owner for owner in owners.get(name, []) if owner != "clinic-faq"})
        if others:
            yield Finding(
                "wrong",
                f"The package name “{name}” also belongs to {', '.join(others)}. "
                "Install clinic-faq in a virtual environment of its own.",
            )


def clinic(ours: Clinic) -> Iterator[Finding]:
    """A real clinic must not refer its patients to the sample's telephone."""
    sample = Clinic()
    for name in ("name", "phone", "booking_url"):
        if getattr(ours, name) == getattr(sample, name):
            yield Finding(
                "warn", f"The clinic's {name} is still the sample's. Set it under [clinic]."
            )


def safety(settings: Settings) -> Iterator[Finding]:
    """The safety rules load, and a physician has signed them."""
    try:
        triage = Triage.load(settings.safety_rules)
    except ClinicFaqError as error:
        yield Finding("wrong", str(error))
        return
    rules = (*triage.red_flags.rules, *triage.advice.rules)
    yield Finding("ok", f"{len(rules)} safety rules load. docs/safety.md says what they catch.")
    unsigned = sum(not rule.reviewed_by for rule in rules)
    if unsigned:
        yield Finding(
            "warn",
            f"No physician has signed {unsigned} of them (reviewed_by in bot/safety/*.yaml).",
        )


def disk(settings: Settings) -> Iterator[Finding]:
    """The data folder can be made and written, and there is room for an index."""
    probe = settings.data / ".doctor"
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        yield Finding(
            "wrong",
            f"{settings.data} cannot be written ({error.strerror}). Change its owner, or name "
            "another folder with --data.",
        )
        return
    free = shutil.disk_usage(settings.data).free
    if free < ENOUGH_BYTES:
        yield Finding("warn", f"Only {free // 2**20} MiB are free for {settings.data}.")


def reviews(documents: tuple[Document, ...], today: date) -> Iterator[Finding]:
    """Documents whose date for the next review has passed."""
    for document in documents:
        if document.review_by and document.review_by < today:
            yield Finding(
                "warn",
                f"{document.source} was to be reviewed by {document.review_by}. Review it and "
                "set reviewed_on and review_by anew.",
            )


def index(settings: Settings, encoder: Encoder) -> Iterator[Finding]:
    """The index opens, a question can be asked of it, and what is known of its error rates."""
    snapshot = open_current(settings.index, encoder, settings.multilingual)
    for reason in snapshot.set_aside:
        yield Finding("warn", f"An older index is served. {reason}")
    Finder(snapshot, JointReader(snapshot)).find(WARM_QUESTION)
    yield Finding(
        "ok",
        f"The index {snapshot.version} is sound: {len(snapshot.documents)} documents, "
        f"{len(snapshot.passages)} passages. It was asked a question.",
    )
    yield from offers(snapshot)
    if snapshot.manifest.decided:
        yield Finding("ok", error_rates(snapshot.manifest.decided))


def error_rates(decided: Decided) -> str:
    """From which probability on a question is answered, and how often that was seen to be wrong."""
    rates = ", ".join(
        f"{name.replace('_', ' ')} {rate.value:.2f} ({rate.low:.2f} to {rate.high:.2f})"
        for name, rate in decided.measured.items()
    )
    return (
        f"Answers need a probability of {decided.threshold:.2f}, "
        f"chosen on {decided.calibrated_on}. "
        f"Measured on {decided.measured_on}: {rates}."
    )


def offers(snapshot: Snapshot) -> Iterator[Finding]:
    """Questions in front matter that this index does not answer from their document."""
    for offer in snapshot.manifest.questions:
        if not offer.answered:
            yield Finding(
                "warn", f"{offer.document}: “{offer.question}” is not offered: {offer.reason}."
            )
