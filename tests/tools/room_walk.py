"""A walk through every room of a large archive, told in figures: ``python -m tests.tools.room_walk
ARCHIVE``; in a process of its own, so that its memory is the terminal interface's alone.
"""

from __future__ import annotations

import asyncio
import resource
import sys
import time
from pathlib import Path
from typing import NamedTuple

from textual.pilot import Pilot

from dossier.settings import load_settings
from dossier.tui.app import DossierApp
from dossier.tui.widgets.ask_tree import AskTree
from dossier.tui.widgets.table import Table
from tests.tools.screens import NOW, Latency, cpu_time, seconds_until, settle

SIZE = (200, 50)
ROOMS = {
    "f1": ("overview", "#next"),
    "f2": ("requirements", "#tree"),
    "f3": ("matrix", "#grid"),
    "f4": ("triage", "#queue"),
    "f5": ("units", "#units"),
    "f6": ("search", "#hits"),
    "f7": ("findings", "#groups"),
    "f9": ("ledger", "#entries"),
}
"""The key of each room, its name, and what holds its first screenful."""


def _filled(app: DossierApp, room: str, part: str) -> bool:
    """Whether a room shows its first screenful."""
    if app.current_mode != room:
        return False
    for widget in app.screen.query(part):
        if isinstance(widget, Table):
            return len(widget.rows) > 0 and widget.rows.cells(0) is not None
        if isinstance(widget, AskTree):
            return bool(widget.root.children)
        return bool(widget.virtual_size.height > 5)
    return False


class Entered(NamedTuple):
    """Milliseconds until the first screenful of a room stands, how much of them the screens worked
    themselves, and until everything stands.
    """

    first: float
    work: float
    everything: float


async def enter(pilot: Pilot[int], key: str) -> Entered:
    """Go to a room."""
    app, (room, part) = pilot.app, ROOMS[key]
    assert isinstance(app, DossierApp)
    started, worked = time.perf_counter(), time.thread_time()
    pressed = asyncio.create_task(pilot.press(key))
    first = await seconds_until(lambda: _filled(app, room, part), 0.002)
    work = time.thread_time() - worked
    await pressed
    await settle(pilot)
    return Entered(first * 1000, work * 1000, (time.perf_counter() - started) * 1000)


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def walk(archive: Path) -> None:
    """Go through the rooms; the loop's longest pause is what a key could have waited."""
    app = DossierApp(load_settings(archive), lambda: NOW, "b")
    latency = Latency()
    async with app.run_test(size=SIZE) as pilot:
        with latency.watching():
            started = time.perf_counter()
            await settle(pilot)
            took = time.perf_counter() - started
            print(f"opening: {took:.1f} s, loop busy at most {latency.take()}")
            for key in ROOMS:
                await _walk_room(pilot, key, latency)
            again = [await enter(pilot, key) for key in ROOMS]
            await pilot.press("f1")
            await settle(pilot)
        firsts = ", ".join(f"{item.first:.0f}" for item in again)
        print(f"entered again, first screenful: {firsts} ms, of which Textual waits 50")
        spent = cpu_time()
        await asyncio.sleep(5)
        print(f"idle {spent() / 5:.2%} of a CPU, {_memory():.0f} MB at most")


async def _walk_room(pilot: Pilot[int], key: str, latency: Latency) -> None:
    entered = await enter(pilot, key)
    entering = latency.take()
    await pilot.press("down", "pagedown", "end", "up")
    await settle(pilot)
    print(
        f"{key} {ROOMS[key][0]}: first screenful {entered.first:.0f} ms "
        f"({entered.work:.0f} ms its own work), all there {entered.everything:.0f} ms, "
        f"loop busy at most {entering} on entering, {latency.take()} on keys, "
        f"{_memory():.0f} MB so far"
    )


if __name__ == "__main__":
    asyncio.run(walk(Path(sys.argv[1])))
