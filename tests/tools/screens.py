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


async def settle(pilot: Pilot[int]) -> None:
    """Wait until every job in the background has answered."""
    for _turn in range(10_000):
        await pilot.pause()
        busy = [w for w in pilot.app.workers if w.group != "pulse" and not w.is_finished]
        if getattr(pilot.app, "looking", False):
            await pilot.pause(0.02)
        elif not busy:
            await pilot.pause()
            return
        for worker in busy:
            with suppress(WorkerCancelled, WorkerFailed):
                await worker.wait()
    raise AssertionError("the background never came to rest")


class Latency:
    """The longest time the event loop was not free: what a key pressed then would have waited."""

    def __init__(self) -> None:
        self.worst = 0.0

    async def _watch(self) -> None:
        while True:
            started = time.perf_counter()
            await asyncio.sleep(0.005)
            self.worst = max(self.worst, time.perf_counter() - started - 0.005)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watch while the block runs."""
        task = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            task.cancel()

    def take(self) -> float:
        """The longest time so far in milliseconds, counted anew from here."""
        worst, self.worst = self.worst, 0.0
        return worst * 1000


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
