"""Which files a folder holds: links, loops, hidden names and what cannot be opened."""

import os
from pathlib import Path

import pytest

from corpus.errors import EmptyCorpus, UnreadableDocument
from corpus.files import Found, find, read_bytes


def write(path: Path, text: str = "Text.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_files_are_found_in_the_order_of_their_sources(tmp_path: Path) -> None:
    for name in ("b.md", "a/z.md", "a.md", "a/b/c.md"):
        write(tmp_path / name)
    files, problems = find(tmp_path)
    assert [file.source for file in files] == ["a.md", "a/b/c.md", "a/z.md", "b.md"]
    assert problems == []


def test_hidden_names_and_lock_files_are_left_out(tmp_path: Path) -> None:
    for name in (".hidden.md", ".git/a.md", "~$knee.docx", "knee.md"):
        write(tmp_path / name)
    assert [file.source for file in find(tmp_path)[0]] == ["knee.md"]


def test_links_are_followed_only_inside(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    outside = write(tmp_path / "secret.md")
    write(folder / "real/knee.md")
    write(folder / "..data/mounted.md")  # how a mounted volume keeps what its links lead to
    (folder / "mounted.md").symlink_to("..data/mounted.md")
    (folder / "a-second-way").symlink_to("real")
    (folder / "out.md").symlink_to(outside)
    (folder / "out").symlink_to(tmp_path)
    (folder / "loop").symlink_to("loop")
    (folder / "real/up").symlink_to("..")
    (folder / "nowhere.md").symlink_to("gone.md")
    files, problems = find(folder)
    assert [file.source for file in files] == ["mounted.md", "real/knee.md"]
    assert {problem.source: problem.message.split(";")[0] for problem in problems} == {
        "a-second-way": "a link to a folder that is read already",
        "loop": "a link that leads nowhere, or round in a loop",
        "nowhere.md": "a link that leads nowhere, or round in a loop",
        "out": "a link that leads out of the documents' folder",
        "out.md": "a link that leads out of the documents' folder",
        "real/up": "a link to a folder that is read already",
    }


def test_the_folder_may_itself_be_a_link(tmp_path: Path) -> None:
    write(tmp_path / "real/knee.md")
    (tmp_path / "link").symlink_to("real")
    assert [file.source for file in find(tmp_path / "link")[0]] == ["knee.md"]


def test_a_name_that_cannot_be_printed_is_shown_escaped(tmp_path: Path) -> None:
    (tmp_path / "a\nb\udcff.md").write_text("Text.")
    assert [file.source for file in find(tmp_path)[0]] == ["a\\nb\\udcff.md"]


@pytest.mark.parametrize("name", ["missing", "file.md"])
def test_no_folder_at_all(tmp_path: Path, name: str) -> None:
    write(tmp_path / "file.md")
    with pytest.raises(EmptyCorpus, match="give"):
        find(tmp_path / name)


def test_a_folder_that_may_not_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "closed/knee.md")
    scandir = os.scandir

    def refusing(path: Path) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)  # a superuser could open it
    files, problems = find(tmp_path)
    assert files == []
    assert [(problem.source, problem.message.split(";")[0]) for problem in problems] == [
        ("closed", "it may not be read")
    ]


def test_a_file_too_large_is_never_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "large.md", "x" * 2 * 2**20)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("read"))
    with pytest.raises(UnreadableDocument, match=r"too large \(2.0 MB; the limit is 1.0 MB\)"):
        read_bytes(Found(path, "large.md"), 2**20)


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "closed.md")

    def refusing(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refusing)  # a superuser could read it
    with pytest.raises(UnreadableDocument, match="give the server's user the right"):
        read_bytes(Found(path, "closed.md"), 100)


def test_a_pipe_or_a_file_that_has_gone_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    with pytest.raises(UnreadableDocument, match="not an ordinary file"):
        read_bytes(Found(tmp_path / "pipe.md", "pipe.md"), 100)
    with pytest.raises(UnreadableDocument, match="cannot be read"):
        read_bytes(Found(tmp_path / "gone.md", "gone.md"), 100)
