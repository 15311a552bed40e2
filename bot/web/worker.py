"""Questions are answered off the event loop, a few at a time; a bounded number waits."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

from starlette.requests import Request

from bot.errors import ClientGone, Overloaded
from bot.web.metrics import Metrics
from index.cores import CORES

T = TypeVar("T")

THREADS = CORES + 1  # one may wait for a reading while the others work
BUSY = "Many people are asking just now. Please try again."


class Worker:
    """A few threads, and ``places`` for questions, those being answered included.

    A question that has waited longer than ``deadline`` seconds, or whose client has gone, is not
    begun.
    """

    def __init__(
        self,
        places: int,
        deadline: float,
        metrics: Metrics,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._places = places
        self._deadline = deadline
        self._metrics = metrics
        self._clock = clock
        self._taken = 0
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="answer")

    async def run(self, work: Callable[[], T]) -> T:
        """Run ``work`` in one of the threads.

        Raises ``Overloaded`` when every place is taken, or when its turn comes too late.
        """
        if self._taken >= self._places:
            raise Overloaded(BUSY, retry_after=2)
        self._taken += 1
        self._metrics.waiting.set(self._taken)
        latest = self._clock() + self._deadline

        def in_time() -> T:
            if self._clock() > latest:
                raise Overloaded(BUSY, retry_after=2)
            return work()

        try:
            # Cancelled before its turn, it is never begun.
            return await asyncio.get_running_loop().run_in_executor(self._threads, in_time)
        finally:
            self._taken -= 1
            self._metrics.waiting.set(self._taken)

    async def run_for(self, request: Request, work: Callable[[], T]) -> T:
        """The same for as long as the client is there. Raises ``ClientGone`` too."""
        answer = asyncio.ensure_future(self.run(work))
        gone = asyncio.ensure_future(_gone(request))
        try:
            await asyncio.wait({answer, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not answer.done():
                raise ClientGone
            return answer.result()
        finally:
            for task in (answer, gone):
                task.cancel()
            with suppress(asyncio.CancelledError):
                await gone

    def close(self) -> None:
        """Stop the threads, without waiting for what has not begun."""
        self._threads.shutdown(wait=False, cancel_futures=True)


async def _gone(request: Request) -> None:
    """Returns when the client has closed its connection. The body must have been read."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
