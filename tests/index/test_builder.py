import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.document import Document, Section
from index import versions
from index.builder import build
from index.manifest import Decided, OfferedQuestion
from index.snapshot import open_current


def document(name: str, text: str) -> Document:
    return Document(
        id=name.lower(),
        title=name,
        text=text,
        source=f"{name}.txt",
        source_sha256="",
        sections=(Section("", 0, 0, 0, len(text)),),
    )


BOTOX = document(
    "Botox", "It lasts several months. It varies.\n\nIt is safe. However, it may hurt."
)
PROLO = document("Prolotherapy", "The solution holds dextrose.")


def embedded(*built) -> list[tuple[int, int]]:
    return [(b.embedded, b.reused) for b in built]


def test_what_is_built_can_be_opened_and_searched(tmp_path, encoder):
    built = build([BOTOX, PROLO], tmp_path, encoder)
    snapshot = open_current(tmp_path, encoder)
    assert snapshot.version == built.snapshot.version
    assert snapshot.documents == (BOTOX, PROLO)
    assert len(snapshot.passages) == snapshot.manifest.passages == 3
    for source in (snapshot.vector_source, snapshot.lexical_source):
        best = source.search("dextrose in the solution", 1)[0]
        assert snapshot.documents[snapshot.passages[best.passage].document] == PROLO


def test_a_second_build_does_nothing(tmp_path, encoder):
    first = build([BOTOX], tmp_path, encoder)
    again = build([BOTOX], tmp_path, encoder)
    assert first.changed
    assert not again.changed
    assert again.snapshot.version == first.snapshot.version
    assert len(versions.newest_first(tmp_path)) == 1


def test_only_what_changed_is_embedded_again(tmp_path, encoder):
    first = build([BOTOX, PROLO], tmp_path, encoder)
    edited = document("Prolotherapy", PROLO.text + "\n\nA new sentence.")
    second = build([BOTOX, edited], tmp_path, encoder)
    third = build([edited], tmp_path, encoder)
    assert embedded(first, second, third) == [(7, 0), (1, 7), (0, 2)]


def test_reused_vectors_belong_to_their_texts(tmp_path, encoder):
    build([BOTOX, PROLO], tmp_path / "a", encoder)
    reordered = build([PROLO, BOTOX], tmp_path / "a", encoder).snapshot
    fresh = build([PROLO, BOTOX], tmp_path / "b", encoder).snapshot
    rows = range(len(fresh.sentence_vectors))
    assert reordered.sentence_vectors.rows(rows) == pytest.approx(
        fresh.sentence_vectors.rows(rows), abs=1e-5
    )


def test_metadata_alone_makes_a_new_version_without_embedding(tmp_path, encoder):
    build([PROLO], tmp_path, encoder)
    second = build([replace(PROLO, url="https://clinic.example/prolo")], tmp_path, encoder)
    assert second.changed
    assert second.embedded == 0
    assert second.snapshot.documents[0].url == "https://clinic.example/prolo"


def test_progress_counts_to_the_end(tmp_path, encoder):
    seen: list[tuple[int, int, int]] = []
    build([BOTOX, PROLO], tmp_path, encoder, progress=lambda *step: seen.append(step))
    total = seen[0][0]
    assert seen[0] == (total, 0, 0)
    # The text of three passages and of four sentences that are not whole passages.
    assert seen[-1] == (total, total, 7)
    assert [texts for _, _, texts in seen] == list(range(8))


def test_few_old_versions_are_kept_and_leftovers_go(tmp_path, encoder):
    (tmp_path / "building-dead").mkdir()
    for n in range(versions.KEPT + 2):
        build([document("Prolotherapy", f"Sentence number {n}.")], tmp_path, encoder)
    names = versions.newest_first(tmp_path)
    assert len(names) == versions.KEPT
    assert names[0] == versions.current(tmp_path)
    assert not list(tmp_path.glob("building-*"))


def test_the_reviewer_is_asked_before_the_switch_and_its_verdicts_are_kept(tmp_path, encoder):
    class Reviewer:
        fingerprint = "one"
        decided = Decided(threshold=0.5, calibrated_on="a", measured_on="b", measured={})

        def __call__(self, draft):
            assert versions.current(tmp_path) is None
            assert draft.vector_source.search("dextrose", 1)
            return (OfferedQuestion(document="prolotherapy", question="What?", answered=True),)

    built = build([PROLO], tmp_path, encoder, reviewer=Reviewer())
    assert built.snapshot.manifest.questions[0].question == "What?"
    assert built.snapshot.manifest.decided == Reviewer.decided
    Reviewer.fingerprint = "two"
    with pytest.raises(AssertionError):
        build([PROLO], tmp_path, encoder, reviewer=Reviewer())
    assert open_current(tmp_path, encoder).version == built.snapshot.version


def test_two_builds_at_once_both_end_well(tmp_path, encoder):
    corpora = [[BOTOX], [PROLO], [BOTOX, PROLO], [BOTOX]]
    threads = [
        threading.Thread(target=build, args=(corpus, tmp_path, encoder)) for corpus in corpora
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert open_current(tmp_path, encoder).documents in [tuple(corpus) for corpus in corpora]
    assert not list(tmp_path.glob("building-*"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's /dev/full")
def test_a_full_disk_leaves_the_served_version(tmp_path, encoder, monkeypatch):
    before = build([BOTOX], tmp_path, encoder).snapshot.version

    def full(path: Path, data: bytes) -> int:
        with Path("/dev/full").open("wb", buffering=0) as file:
            return file.write(data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        build([PROLO], tmp_path, encoder)
    monkeypatch.undo()
    assert open_current(tmp_path, encoder).version == before
    assert os.listdir(tmp_path / "versions") == [before]  # noqa: PTH208
    build([PROLO], tmp_path, encoder)
    assert not list(tmp_path.glob("building-*"))


def test_documents_of_headings_alone_can_be_built(tmp_path, encoder):
    empty = Document("d", "D", "One", "d.md", "", (Section("One", 2, 0, 3, 3),))
    snapshot = build([empty], tmp_path, encoder).snapshot
    assert snapshot.passages == ()
    assert (
        snapshot.vector_source.search("pain", 3) == snapshot.lexical_source.search("pain", 3) == []
    )


@pytest.mark.parametrize("pointer", [None, "", "no-such-version"])
def test_a_build_that_finds_its_version_but_no_pointer_to_it_makes_it_current(
    tmp_path, encoder, pointer
):
    """A first build was killed between its last two steps."""
    first = build([PROLO], tmp_path, encoder).snapshot.version
    (tmp_path / "CURRENT").unlink()
    if pointer is not None:
        (tmp_path / "CURRENT").write_text(pointer)
    assert not build([PROLO], tmp_path, encoder).changed
    assert versions.current(tmp_path) == first
