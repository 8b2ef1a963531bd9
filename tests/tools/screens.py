"""Driving and timing the screens of the terminal interface; imports nothing else, so that what is
measured is theirs.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from textual.pilot import Pilot
from textual.worker import WorkerCancelled, WorkerFailed

NOW = dt.datetime(2026, 5, 10, 9, tzinfo=dt.UTC)


QUIET = 3
"""How many turns in a row nothing may be under way: an answer may start another job when it is
taken, one turn after the job that brought it has ended.
"""


async def settle(pilot: Pilot[int]) -> None:
    """Wait until every job in the background has answered, and what the answers led to as well."""
    quiet = 0
    for _turn in range(10_000):
        await pilot.pause()
        busy = [w for w in pilot.app.workers if w.group != "pulse" and not w.is_finished]
        looking = getattr(pilot.app, "looking", False)
        quiet = 0 if busy or looking else quiet + 1
        if quiet == QUIET:
            return
        if looking and not busy:
            await pilot.pause(0.02)
        for worker in busy:
            with suppress(WorkerCancelled, WorkerFailed):
                await worker.wait()
    raise AssertionError("the background never came to rest")


class Latency:
    """The longest time the event loop was not free: what a key pressed then would have waited.

    It is asked each ``step`` seconds, which itself takes one or two per cent of a processor.
    """

    def __init__(self, step: float = 0.005) -> None:
        self._step = step
        self._worst = self._work = 0.0

    async def _watch(self) -> None:
        while True:
            started, worked = time.perf_counter(), time.thread_time()
            await asyncio.sleep(self._step)
            self._worst = max(self._worst, time.perf_counter() - started - self._step)
            self._work = max(self._work, time.thread_time() - worked)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watch while the block runs."""
        task = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            task.cancel()

    def take(self) -> str:
        """The longest time so far, and the most work the loop itself did between two looks, counted
        anew from here.
        """
        said = f"{self._worst * 1000:.0f} ms ({self._work * 1000:.0f} ms its own work)"
        self._worst = self._work = 0.0
        return said


async def seconds_until(holds: Callable[[], bool], step: float = 0.05) -> float:
    """How long it takes until something holds, looked at each ``step`` seconds; raises TimeoutError
    after a minute.
    """
    started = time.perf_counter()
    async with asyncio.timeout(60):
        while not holds():
            await asyncio.sleep(step)
    return time.perf_counter() - started


def cpu_time() -> Callable[[], float]:
    """Seconds of a processor this process uses from now on."""
    used = time.process_time()
    return lambda: time.process_time() - used
