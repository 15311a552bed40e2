"""Which files a folder holds, and their bytes: the only place that touches the file system."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import EmptyCorpus, UnreadableDocument


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file did not load, or not all of it: one line that says what is wrong and what to do.

    ``source`` is the path relative to the documents' folder, with ``/`` between its parts.
    """

    source: str
    message: str


@dataclass(frozen=True, slots=True)
class Found:
    """A file, and its path relative to the documents' folder."""

    path: Path
    source: str


def find(folder: Path) -> tuple[list[Found], list[Problem]]:
    """Every file under ``folder`` sorted by source, and what kept us from going further.

    Links are followed only inside the folder, and no folder is read twice, so a loop of links
    ends. Names that begin with ``.`` or ``~$`` are left out.

    Raises ``EmptyCorpus`` if there is no such folder, or it may not be entered.
    """
    try:
        root = folder.resolve(strict=True)
        if not root.is_dir():
            raise EmptyCorpus(f"{folder} is a file; give the folder that holds the documents")
    except OSError as error:
        raise EmptyCorpus(
            f"the documents' folder {folder} cannot be opened ({error.strerror}); "
            "make it, or give another"
        ) from error

    files: list[Found] = []
    problems: list[Problem] = []
    folders_read: set[Path] = set()

    def walk(top: Path) -> list[Path]:
        """Note the files in a folder and in the real folders under it; return the links."""
        links = []
        pending = [top]
        while pending:
            directory = pending.pop()
            folders_read.add(directory.resolve())
            try:
                with os.scandir(directory) as entries:
                    for entry in entries:
                        path = directory / entry.name
                        if entry.name.startswith((".", "~$")):
                            continue
                        if entry.is_symlink():
                            links.append(path)
                        elif entry.is_dir():
                            pending.append(path)
                        else:
                            files.append(Found(path, _source(path, folder)))
            except OSError as error:
                problems.append(Problem(_source(directory, folder), _why(error)))
        return sorted(links)

    # Real folders come first, so that a link to one is the one called the second way in.
    links = walk(folder)
    while links:
        link = links.pop(0)
        source = _source(link, folder)
        try:
            target = link.resolve(strict=True)
            is_folder = target.is_dir()
        except (OSError, RuntimeError):  # RuntimeError is how Python 3.11 reports a loop
            message = "a link that leads nowhere, or round in a loop; delete it"
            problems.append(Problem(source, message))
            continue
        if not target.is_relative_to(root):
            message = "a link that leads out of the documents' folder; put a copy here instead"
            problems.append(Problem(source, message))
        elif target in folders_read:
            problems.append(Problem(source, "a link to a folder that is read already; delete it"))
        elif is_folder:
            links += walk(link)
        else:
            files.append(Found(link, source))
    return sorted(files, key=lambda file: file.source), problems


def read_bytes(file: Found, limit: int) -> bytes:
    """A file's bytes.

    Raises ``UnreadableDocument`` if it is over ``limit`` bytes (told by its size, before anything
    is read), may not be read, or is no ordinary file.
    """
    try:
        status = file.path.stat()
        # Opening a named pipe would wait for ever.
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableDocument("not an ordinary file; delete it")
        if status.st_size > limit:
            raise UnreadableDocument(
                f"the file is too large ({_megabytes(status.st_size)}; the limit is "
                f"{_megabytes(limit)}); split it or make it smaller"
            )
        return file.path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(_why(error)) from error


def _source(path: Path, folder: Path) -> str:
    # A name that is not UTF-8 or holds a line end could be neither printed nor stored as it is.
    name = path.relative_to(folder).as_posix()
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)


def _why(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "it may not be read; give the server's user the right to read it"
    return f"it cannot be read ({error.strerror or error}); check the disk and the file"


def _megabytes(size: int) -> str:
    return f"{size / 2**20:.1f} MB"
