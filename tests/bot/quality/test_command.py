"""``clinic-faq evaluate`` as staff type it: a real process over the sample documents."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import Settings
from index.snapshot import Snapshot

COMMAND = str(Path(sys.executable).with_name("clinic-faq"))
SET = """
- id: lasts
  question: how long does botox last?
  expect: answered
  quotes: [Sometimes it lasts for several months.]
  also: [How long the relief then lasts differs from one patient to the next]
  tags: [plain]
- id: wrong-on-purpose
  question: where is the clinic?
  expect: no_answer
  tags: [near_miss]
"""


def evaluate(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, "evaluate", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={"COLUMNS": "120", "PATH": "/usr/bin:/bin"},
    )


@pytest.fixture(scope="module")
def folder(
    sample: Snapshot, sample_settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A working folder with a test set and the sample's index."""
    folder = tmp_path_factory.mktemp("evaluate")
    shutil.copytree(sample_settings.data, folder / "data")
    (folder / "set.yaml").write_text(SET, "utf-8")
    return folder


@pytest.fixture(scope="module")
def done(folder: Path) -> subprocess.CompletedProcess[str]:
    return evaluate(
        folder,
        *("set.yaml", "--data", "data", "--json", "e.json", "--report", "e.html"),
        *("--fail-below", "answer_first=0.5", "--fail-above", "false_answers_near_miss=0.5"),
    )


def test_figures_and_failing_cases_are_printed_and_the_gate_holds(done):
    assert done.returncode == 1
    assert "Not reached: false_answers_near_miss is 1.000, above 0.5" in done.stderr
    assert "answer_first ↑" in done.stdout
    assert "wrong-on-purpose  false answer" in done.stdout
    assert "“where is the clinic?”" in done.stdout
    assert "Not as they should be: 1 of 2." in done.stdout


def test_the_files_are_written_though_the_gate_does_not_open(done, folder):
    written = json.loads((folder / "e.json").read_text("utf-8"))
    assert written["figures"]["all"]["answer_first"]["value"] == 1
    assert "where is the clinic?" in (folder / "e.html").read_text("utf-8")


def test_a_baseline_shows_what_changed(done, folder):
    (folder / "mended.yaml").write_text(SET.replace("expect: no_answer", "expect: answered"))
    again = evaluate(folder, "mended.yaml", "--data", "data", "--baseline", "e.json")
    assert again.returncode == 0, again.stderr
    assert "No case came out otherwise." in again.stdout
    assert "Only in this run, as they stand: wrong-on-purpose." in again.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("absent.yaml",), "cannot be read"),
        (("set.yaml", "--fail-below", "answer=1"), "there is no figure 'answer'"),
        (("set.yaml", "--baseline", "set.yaml"), "is not what clinic-faq evaluate --json writes"),
        (("set.yaml", "--report", "no/such/e.html"), "There is no folder"),
        (("set.yaml", "--url", "http://127.0.0.1:1"), "cannot be reached"),
        (("set.yaml", "--url", "http://127.0.0.1:1", "--data", "data"), "leave out"),
    ],
)
def test_mistakes_are_found_before_anything_is_asked(folder, arguments, says):
    done = evaluate(folder, *arguments)
    assert done.returncode == 1
    assert says in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
