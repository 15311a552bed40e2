"""Bring the index up to date with a folder of documents, and say what happened to each file."""

from pathlib import Path

from bot.network import Preparer
from bot.review import FrontMatterReview
from bot.settings import Settings
from corpus.loader import Corpus, load
from index.builder import Build, build
from index.encoder import Encoder
from index.multilingual import MultilingualEncoder
from index.parts import Advance


def load_documents(settings: Settings) -> Corpus:
    """Every document in the settings' folder. Raises ``EmptyCorpus``."""
    return load(settings.documents, max_file_bytes=settings.max_document_mb * 2**20)


def build_index(
    corpus: Corpus,
    index: Path,
    encoder: Encoder,
    multilingual: MultilingualEncoder | None = None,
    progress: Advance | None = None,
) -> Build:
    """Make the index serve the corpus, each offered question tried first."""
    return build(
        corpus.documents,
        index,
        encoder,
        preparer=Preparer(),
        multilingual=multilingual,
        reviewer=FrontMatterReview(),
        progress=progress,
    )


def report(corpus: Corpus, built: Build) -> list[str]:
    """What staff should know, a line each: what did not load, which questions are not offered."""
    lines = [f"{problem.source}: {problem.message}" for problem in corpus.problems]
    lines += [
        f"{offer.document}: “{offer.question}” is not offered: {offer.reason}"
        for offer in built.snapshot.manifest.questions
        if not offer.answered
    ]
    return lines
