"""Real processes, killed with SIGKILL while they build: the served version is never hurt.

The child needs no model: it indexes a part of what is indexed already, so every vector is reused.
"""

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index import versions
from index.builder import build
from index.snapshot import open_current

CHILD = """
import os, signal, sys
from pathlib import Path
import numpy as np
import index.builder as builder
import index.parts as parts
from index.builder import build
from index.snapshot import DOCUMENTS

class NothingToEmbed:
    fingerprint, dimension, token_width = sys.argv[2], int(sys.argv[3]), 0
    def encode(self, texts, progress=None):
        assert not texts, texts
        return np.empty((0, self.dimension), dtype=np.float32)
    def encode_with_tokens(self, texts, progress=None):
        assert not texts, texts
        return iter([])

class Kept:
    fingerprint, width = sys.argv[6], int(sys.argv[5])

def die(*args, **named):
    os.kill(os.getpid(), signal.SIGKILL)

folder, step = Path(sys.argv[1]), sys.argv[4]
current = folder / "versions" / folder.joinpath("CURRENT").read_text().strip()
documents = DOCUMENTS.validate_json((current / "documents.json").read_bytes())
match step:
    case "passages written":
        builder.save_passages = die
    case "vectors written":
        parts.LexicalIndex.build = die
    case "files hashed":
        builder.describe_files = die
    case "before the move":
        builder.versions.make_current = die
    case "moved, not switched":
        Path.write_text = die
    case "before the rename":
        Path.replace = die
    case "switched, not cleaned":
        cleaned = []  # once before a build, and once after it
        builder.versions.clean_up = lambda folder: die() if cleaned else cleaned.append(folder)
print("building", flush=True)
n = 0
while True:
    n += 1
    build(documents[n % 2 :], folder, NothingToEmbed(), preparer=Kept())
    print("built", n, flush=True)
"""

STEPS = [
    "passages written",
    "vectors written",
    "files hashed",
    "before the move",
    "moved, not switched",
    "before the rename",
    "switched, not cleaned",
]


@pytest.fixture
def index(tmp_path: Path, sample, sample_settings) -> Path:
    copy = tmp_path / "index"
    shutil.copytree(sample_settings.index, copy)
    return copy


def start(index: Path, encoder, step: str) -> subprocess.Popen[str]:
    kept = open_current(index, encoder).manifest
    sizes = str(encoder.dimension), str(kept.token_width)
    arguments = [str(index), encoder.fingerprint, sizes[0], step, sizes[1], kept.prepared]
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
    )


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_a_build_leaves_a_sound_index(index, encoder, sample, step):
    with start(index, encoder, step) as child:
        child.communicate(timeout=60)
    assert child.returncode == -signal.SIGKILL
    opened = open_current(index, encoder)
    assert opened.set_aside == ()
    if step == "switched, not cleaned":
        assert opened.version != sample.version
    else:
        assert opened.version == versions.current(index) == sample.version
    build(sample.documents[1:], index, encoder)  # the lock died with its holder
    assert not list(index.glob("building-*"))
    assert len(open_current(index, encoder).documents) == len(sample.documents) - 1


def test_killed_at_random_moments_too(index, encoder):
    for milliseconds in range(5, 100, 10):
        with start(index, encoder, "at random") as child:
            assert child.stdout
            assert child.stdout.readline() == "building\n"
            time.sleep(milliseconds / 1000)
            child.kill()
        opened = open_current(index, encoder)
        assert opened.set_aside == ()
        assert opened.version == versions.current(index)
