"""Programs started, measured and stopped; none outlives its ``with`` block, nor Ctrl+C."""

import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

MIB = 2**20
GRACE = 10.0  # seconds that a program has to stop when asked to
POLL = 0.02


class ProgramFailed(Exception):
    """A program that is measured ended as it should not, or took too long."""


@dataclass(frozen=True, slots=True)
class Finished:
    """How long a program took, from start to end, and the most memory that it held resident."""

    seconds: float
    peak_mib: float


@contextmanager
def started(
    command: Sequence[str], environment: Mapping[str, str], folder: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """The program, run in ``folder``, which also gets its output; stopped at the end."""
    with (folder / "output.log").open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield process
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask this one process to end, and end it if it does not."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def run(
    command: Sequence[str], environment: Mapping[str, str], folder: Path, limit: float
) -> Finished:
    """Run a program to its end. Raises ``ProgramFailed``, also after ``limit`` seconds."""
    begun = time.perf_counter()
    with started(command, environment, folder) as process:
        while True:
            # wait4 tells what this child used; RUSAGE_CHILDREN would add up all of them.
            pid, status, used = os.wait4(process.pid, os.WNOHANG)
            seconds = time.perf_counter() - begun
            if pid:
                process.returncode = os.waitstatus_to_exitcode(status)
                break
            if seconds > limit:
                raise failure(process, folder, f"was not done after {limit:.0f} s")
            time.sleep(POLL)
    if process.returncode:
        raise failure(process, folder, f"ended with {process.returncode}")
    return Finished(seconds, used.ru_maxrss * 1024 / MIB)


def failure(process: subprocess.Popen[bytes], folder: Path, what: str) -> ProgramFailed:
    """An error that says which program, what became of it, and the last lines that it wrote."""
    output = (folder / "output.log").read_text(encoding="utf-8", errors="replace")
    return ProgramFailed("\n".join([f"{process.args!r} {what}:", *output.splitlines()[-15:]]))


def cpu_seconds(pid: int) -> float:
    """The time that a running process has spent on all cores, its ended threads' included."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_mib(pid: int) -> float:
    """The memory that a running process holds resident now."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MIB
