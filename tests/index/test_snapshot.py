"""A version that is not exactly what was built is never opened."""

import json
import shutil
from pathlib import Path

import pytest

from index import versions
from index.builder import build
from index.errors import IndexCorrupt, IndexIncompatible, IndexMissing, IndexUnusable
from index.manifest import seal
from index.snapshot import Snapshot, open_current, open_version

FILES = [
    "documents.json",
    "passages.npy",
    "sentences.npy",
    "passages.f32",
    "sentences.f32",
    "multilingual_passages.f32",
    "multilingual_sentences.f32",
    "token_states.f16",
    "token_spans.i32",
    "token_starts.npy",
    "passages.bm25/size.txt",
    "passages.bm25/vocab.index.json",
    "passages.bm25/params.index.json",
    "passages.bm25/data.csc.index.npy",
    "passages.bm25/indices.csc.index.npy",
    "passages.bm25/indptr.csc.index.npy",
    "sentences.bm25/size.txt",
    "sentences.bm25/vocab.index.json",
    "sentences.bm25/params.index.json",
    "sentences.bm25/data.csc.index.npy",
    "sentences.bm25/indices.csc.index.npy",
    "sentences.bm25/indptr.csc.index.npy",
    "manifest.json",
]


@pytest.fixture
def index(tmp_path: Path, sample: Snapshot, sample_settings) -> Path:
    """A copy of the sample index, to be damaged."""
    copy = tmp_path / "index"
    shutil.copytree(sample_settings.index, copy)
    return copy


def served(index: Path) -> Path:
    return versions.folder_of(index, versions.current(index) or "")


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def flip_a_bit(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def replace_by_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def test_the_list_of_files_is_whole(index):
    found = {p.relative_to(served(index)).as_posix() for p in served(index).rglob("*.*")}
    assert {name for name in found if not name.endswith(".bm25")} == set(FILES)


@pytest.mark.parametrize("damage", [truncate, flip_a_bit, empty, Path.unlink, replace_by_a_folder])
@pytest.mark.parametrize("name", FILES)
def test_every_kind_of_damage_to_every_file_is_detected(index, encoder, name, damage):
    damage(served(index) / name)
    with pytest.raises(IndexCorrupt, match="clinic-faq index"):
        open_current(index, encoder)


def test_nothing_built_yet(tmp_path, encoder):
    with pytest.raises(IndexMissing, match="clinic-faq index"):
        open_current(tmp_path / "none", encoder)


def test_a_manifest_that_was_rewritten_to_fit_is_refused(index, encoder):
    """Whoever changes a file and its hash in the manifest must rename the folder too."""
    folder = served(index)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["passages"] = 1
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(IndexCorrupt, match="manifest"):
        open_current(index, encoder)


def test_another_format_is_refused_with_its_reason(index, encoder):
    folder = served(index)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["format_version"] = 99
    data = json.dumps(manifest).encode()
    (folder / "manifest.json").write_bytes(data)
    renamed = folder.rename(folder.with_name(f"20990101T000000-{seal(data)}"))
    with pytest.raises(IndexIncompatible, match="another version"):
        open_version(renamed, encoder)


def test_another_encoder_is_refused(index, encoder):
    class Other:
        fingerprint = "other:model"
        dimension = encoder.dimension
        token_width = encoder.token_width
        encode = encoder.encode
        encode_with_tokens = encoder.encode_with_tokens
        question, remembered = encoder.question, encoder.remembered

    with pytest.raises(IndexIncompatible, match="other:model"):
        open_current(index, Other())


@pytest.mark.parametrize("pointer", [None, b"", b"\xff\xfe", b"no-such-version\n", b"../../etc\n"])
def test_a_damaged_pointer_falls_back_to_a_sound_version(index, encoder, sample, pointer):
    if pointer is None:
        (index / "CURRENT").unlink()
    else:
        (index / "CURRENT").write_bytes(pointer)
    assert open_current(index, encoder).version == sample.version


def test_the_previous_version_is_served_when_the_current_one_is_damaged(
    index, encoder, sample, sample_corpus
):
    newer = build(sample_corpus.documents[:1], index, encoder).snapshot
    flip_a_bit(versions.folder_of(index, newer.version) / "sentences.f32")
    opened = open_current(index, encoder)
    assert opened.version == sample.version
    assert "sentences.f32" in opened.set_aside[0]
    rebuilt = build(sample_corpus.documents[:1], index, encoder)
    assert rebuilt.changed
    assert open_current(index, encoder).set_aside == ()


def test_a_version_that_is_half_copied_is_refused(index, encoder):
    shutil.rmtree(served(index) / "sentences.bm25")
    with pytest.raises(IndexUnusable):
        open_current(index, encoder)
