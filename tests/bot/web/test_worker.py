import asyncio
import threading

import pytest
from starlette.requests import Request

from bot.errors import ClientGone, Overloaded
from bot.web.metrics import Metrics
from bot.web.worker import THREADS, Worker


class Gate:
    """Work that waits until a test lets it go on, and tells when it was begun."""

    def __init__(self) -> None:
        self.begun, self.open = threading.Semaphore(0), threading.Event()
        self.done: list[str] = []

    def work(self, name: str):
        def run() -> str:
            self.begun.release()
            assert self.open.wait(30)
            self.done.append(name)
            return name

        return run


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def connected() -> tuple[Request, asyncio.Event]:
    """A request whose body was read, and an event that is set when its client leaves."""
    left = asyncio.Event()

    async def receive():
        await left.wait()
        return {"type": "http.disconnect"}

    return Request({"type": "http", "headers": []}, receive), left


async def fill(worker: Worker, gate: Gate) -> list[asyncio.Task[str]]:
    """Every thread at work."""
    busy = [asyncio.create_task(worker.run(gate.work(f"busy {n}"))) for n in range(THREADS)]
    for _ in busy:
        await asyncio.to_thread(gate.begun.acquire)
    return busy


def test_further_questions_than_places_are_told_to_come_back():
    async def test() -> None:
        worker, gate = Worker(THREADS, 60, Metrics()), Gate()
        busy = await fill(worker, gate)
        with pytest.raises(Overloaded) as caught:
            await worker.run(gate.work("one more"))
        assert caught.value.retry_after
        gate.open.set()
        await asyncio.gather(*busy)
        assert await worker.run(gate.work("later")) == "later"
        worker.close()

    asyncio.run(test())


def test_a_question_whose_turn_comes_too_late_is_not_begun():
    async def test() -> None:
        clock, gate = Clock(), Gate()
        worker = Worker(64, 5, Metrics(), clock)
        busy = await fill(worker, gate)
        waiting = asyncio.create_task(worker.run(gate.work("too late")))
        await asyncio.sleep(0)
        clock.now = 5.1
        gate.open.set()
        await asyncio.gather(*busy)
        with pytest.raises(Overloaded):
            await waiting
        assert "too late" not in gate.done
        worker.close()

    asyncio.run(test())


def test_a_question_whose_client_has_gone_is_not_begun():
    async def test() -> None:
        worker, gate = Worker(64, 60, Metrics()), Gate()
        busy = await fill(worker, gate)
        request, left = connected()
        waiting = asyncio.create_task(worker.run_for(request, gate.work("for nobody")))
        await asyncio.sleep(0)
        left.set()
        with pytest.raises(ClientGone):
            await waiting
        gate.open.set()
        await asyncio.gather(*busy)
        assert await worker.run(gate.work("the next")) == "the next"
        assert "for nobody" not in gate.done
        worker.close()

    asyncio.run(test())


def test_who_stays_is_answered_and_an_error_comes_through():
    def fail() -> str:
        raise ValueError("as it was raised")

    async def test() -> None:
        worker, gate = Worker(64, 60, Metrics()), Gate()
        gate.open.set()
        request, _ = connected()
        assert await worker.run_for(request, gate.work("here")) == "here"
        with pytest.raises(ValueError, match="as it was raised"):
            await worker.run_for(request, fail)
        worker.close()

    asyncio.run(test())
