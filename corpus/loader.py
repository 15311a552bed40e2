"""A folder of files becomes a corpus; what cannot be read is reported, never skipped in silence."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from corpus.blocks import SourcePage
from corpus.document import Document
from corpus.errors import EmptyCorpus, UnreadableDocument
from corpus.files import Found, Problem, find, read_bytes
from corpus.plain import plain_line
from corpus.readers import READERS, reader
from corpus.render import render
from corpus.titles import humanised, slug

__all__ = ["Corpus", "Problem", "load"]

MAX_FILE_BYTES = 25 * 2**20


@dataclass(frozen=True, slots=True)
class Corpus:
    """What a folder holds: the documents, sorted by source, and what is wrong with the rest."""

    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]


def load(folder: Path, *, max_file_bytes: int = MAX_FILE_BYTES) -> Corpus:
    """Load every document under ``folder``, in the order of their paths.

    Names that begin with ``.`` and Office's lock files (``~$...``) are left out on purpose; any
    other file becomes at least one document or one problem. The same files give the same corpus,
    ids included, wherever the folder lies and whenever they were written.

    Raises ``EmptyCorpus`` if there is no such folder or nothing in it loads; its message says why
    and lists the problems.
    """
    files, problems = find(folder)
    documents: list[Document] = []
    by_text: dict[str, Document] = {}
    for file in files:
        try:
            pages = list(_documents(file, max_file_bytes))
        except UnreadableDocument as error:
            problems.append(Problem(file.source, plain_line(str(error))))
            continue
        for document, notes in pages:
            if first := by_text.get(document.sha256):
                problems.append(
                    Problem(
                        file.source,
                        f"'{document.title}' has the same text as {first.source}, so neither "
                        "it nor its front matter (title, referral, questions) is used; "
                        "keep one of them",
                    )
                )
                continue
            problems += [Problem(file.source, note) for note in notes]
            by_text[document.sha256] = document
            documents.append(document)
    named = _whole(list(_with_distinct_ids(documents)), problems)
    problems.sort(key=lambda problem: problem.source)
    if not named:
        raise EmptyCorpus(_nothing(folder, problems))
    return Corpus(named, tuple(problems))


def _documents(file: Found, limit: int) -> Iterator[tuple[Document, tuple[str, ...]]]:
    """The documents of one file, each with the notes its reader left."""
    path = PurePosixPath(file.source)
    suffix = path.suffix.lower()
    if suffix not in READERS:
        raise UnreadableDocument(
            f"a file of this type is not read; save it as one of {' '.join(READERS)}"
        )
    data = read_bytes(file, limit)
    if not data.strip():
        raise UnreadableDocument("the file is empty; write something in it or delete it")
    pages = reader(suffix)(data)
    digest = hashlib.sha256(data).hexdigest()
    for page in pages:
        yield _document(page, path, digest, alone=len(pages) == 1), page.notes


def _document(page: SourcePage, path: PurePosixPath, digest: str, *, alone: bool) -> Document:
    rendered = render(page, fallback_title=humanised(path.stem))
    if not rendered.text:
        raise UnreadableDocument("no text is left in it besides its title; write something in it")
    names = [*path.parent.parts, path.stem, *([] if alone else [rendered.title])]
    return Document(
        id="-".join(filter(None, map(slug, names))),
        title=rendered.title,
        text=rendered.text,
        source=str(path),
        source_sha256=digest,
        sections=rendered.sections,
        pages=rendered.pages,
        url=page.about.url,
        language=page.about.language,
        translation_of=page.about.translation_of,
        about=page.about.about,
        reviewed_on=page.about.reviewed_on,
        review_by=page.about.review_by,
        referral=page.about.as_referral(),
        questions=page.about.questions,
    )


def _with_distinct_ids(documents: list[Document]) -> Iterator[Document]:
    """An id that is taken already gets the file's type behind it, then a number as well."""
    taken: set[str] = set()
    for document in documents:
        wanted = document.id
        chosen, number = wanted, 1
        while chosen in taken:
            suffix = PurePosixPath(document.source).suffix[1:].lower()
            chosen = f"{wanted}-{suffix}" if number == 1 else f"{wanted}-{suffix}-{number}"
            number += 1
        taken.add(chosen)
        yield replace(document, id=chosen)


def _whole(documents: list[Document], problems: list[Problem]) -> tuple[Document, ...]:
    """The documents without versions of what is not there, or is in the same language."""
    originals = {d.id: d for d in documents if not d.translation_of}
    whole = []
    for document in documents:
        original = originals.get(document.translation_of)
        if document.translation_of and original is None:
            wrong = (
                f"its translation_of names '{document.translation_of}', and no document has that "
                f"id; the ids are: {', '.join(originals)}"
            )
        elif original and original.language[:2] == document.language[:2]:
            wrong = (
                f"its translation_of names {original.source}, which is in the same language; say "
                "in which one this is (language: es)"
            )
        else:
            whole.append(replace(document, about=original.about) if original else document)
            continue
        problems.append(Problem(document.source, wrong))
    return tuple(whole)


def _nothing(folder: Path, problems: list[Problem]) -> str:
    if not problems:
        return f"{folder} holds no documents; put some there (as {' '.join(READERS)})"
    listed = "".join(f"\n  {problem.source}: {problem.message}" for problem in problems)
    return f"no document in {folder} could be read:{listed}"
