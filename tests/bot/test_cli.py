"""The commands as a person types them: real processes, the real model."""

import json
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from bot import cli
from bot.settings import load_settings
from bot.web.schemas import ChatResponse
from index import versions

PAGES = Path(__file__).resolve().parents[1] / "corpus" / "data" / "scraped-pages.txt"
COMMAND = [str(Path(sys.executable).with_name("clinic-faq"))]
# The same command, with every connection off this machine refused from before its first import.
GUARDED = [
    sys.executable,
    "-c",
    "from bot.offline import forbid_network; forbid_network(); "
    "from bot.cli import app; app(prog_name='clinic-faq')",
]


def run(*arguments: str, cwd: Path, command=COMMAND) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*command, *arguments], cwd=cwd, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with one scraped file of two pages, indexed."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "documents").mkdir()
    (folder / "documents" / "pages.txt").write_bytes(PAGES.read_bytes())
    (folder / "documents" / "broken.pdf").write_bytes(b"%PDF-1.7 nothing more")
    return folder


@pytest.fixture(scope="module")
def built(folder: Path) -> subprocess.CompletedProcess[str]:
    options = ("--documents", "documents", "--data", "data")
    return run("index", *options, cwd=folder, command=GUARDED)


def test_index_builds_without_a_network_and_names_what_it_could_not_read(built):
    assert built.returncode == 0, built.stderr
    assert "2 documents" in built.stderr
    assert "broken.pdf" in built.stderr


def test_ask_prints_what_the_api_returns(built, folder):
    done = run("ask", "how long does Botox last?", "--json", "--data", "data", cwd=folder)
    body = json.loads(done.stdout)
    ChatResponse.model_validate(body)
    assert body["status"] == "answered"
    first = body["excerpts"][0]
    assert first["document"]["title"] == "Botox Therapy for Pain"
    assert len(first["highlights"]) == 2


def test_ask_prints_an_answer_with_its_source_for_people(built, folder):
    done = run("ask", "what is in the prolotherapy solution?", "--data", "data", cwd=folder)
    assert done.returncode == 0
    assert "Dextrose" in done.stdout
    assert "Prolotherapy" in done.stdout
    assert "555-0142" in done.stdout


def test_errors_are_sentences_and_exit_code_1(folder):
    (folder / "empty").mkdir(exist_ok=True)
    for arguments, said in [
        (("ask", "  "), "empty"),
        (("serve", "--documents", "empty", "--data", "none"), "no documents"),
        (("index", "--documents", "nowhere", "--data", "none"), "nowhere"),
        (("ask", "x", "--data", "pages", "--documents", "nowhere"), "nowhere"),
    ]:
        done = run(*arguments, cwd=folder)
        assert done.returncode == 1, arguments
        assert said in done.stderr
        assert "Traceback" not in done.stderr


def test_documents_that_do_not_load_leave_the_index_as_it_was(built, folder, capsys):
    before = versions.current(folder / "data" / "index")
    (folder / "unreadable").mkdir(exist_ok=True)
    (folder / "unreadable" / "a.pdf").write_bytes(b"no PDF")
    done = run("index", "--documents", "unreadable", "--data", "data", cwd=folder)
    assert done.returncode == 1
    assert "a.pdf" in done.stderr
    assert before == versions.current(folder / "data" / "index")

    settings = load_settings(documents=folder / "unreadable", data=folder / "data")
    assert cli.documents_to_serve(settings) is None
    assert "built before is served" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["serve", "index", "ask", "doctor"])
def test_help_teaches(command, tmp_path):
    done = run(command, "--help", cwd=tmp_path)
    assert done.returncode == 0
    assert "--documents" in done.stdout
    assert len(done.stdout.splitlines()) > 12


def test_nothing_leaves_the_machine(built, folder):
    """Load, index check and answer under an audit hook that refuses every outside connection."""
    done = run("doctor", "--offline", "--documents", "documents", "--data", "data", cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "connection off this machine is refused" in done.stdout
    assert "It was asked a question." in done.stdout


@pytest.fixture
def server(built, folder, unused_port):
    """`clinic-faq serve` on the built index, with the network refused for the whole process."""
    arguments = ["serve", "--documents", "documents", "--data", "data", "--port", str(unused_port)]
    with (folder / "serve.log").open("w") as log:
        process = subprocess.Popen([*GUARDED, *arguments], cwd=folder, stderr=log, stdout=log)
        yield process, f"http://127.0.0.1:{unused_port}"
        process.terminate()
        process.wait(timeout=30)


def wait_until(url: str, status: int) -> httpx.Response:
    for _ in range(1200):
        try:
            response = httpx.get(url, timeout=5)
            if response.status_code == status:
                return response
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise AssertionError(f"{url} did not answer {status}")


def test_serve_without_a_network_then_a_killed_build_then_a_new_one(server, folder, encoder):
    process, base = server
    wait_until(f"{base}/livez", 200)
    first = wait_until(f"{base}/readyz", 200).json()["index_version"]

    def ask() -> dict:
        response = httpx.post(f"{base}/v1/chat", json={"message": "how long does Botox last?"})
        return dict(response.json())

    assert ask()["status"] == "answered"

    (folder / "documents" / "more.md").write_text("# Parking\n\nParking costs nothing here.")
    killed = subprocess.Popen(
        [*COMMAND, "index", "--documents", "documents", "--data", "data"],
        cwd=folder,
        stderr=subprocess.DEVNULL,
    )
    while not list((folder / "data" / "index").glob("building-*")):
        assert killed.poll() is None, "the build ended before it could be killed"
        time.sleep(0.001)
    killed.kill()
    killed.wait()
    assert ask()["index_version"] == first

    done = run("index", "--documents", "documents", "--data", "data", cwd=folder)
    assert "3 documents" in done.stderr
    for _ in range(200):
        if ask()["index_version"] != first:
            break
        time.sleep(0.1)
    answer = httpx.post(f"{base}/v1/chat", json={"message": "what does parking cost?"}).json()
    assert answer["excerpts"][0]["text"] == "Parking costs nothing here."
    assert process.poll() is None
