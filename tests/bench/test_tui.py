"""How fast the terminal interface is, beside an empty Textual application (T04, T08).

Nothing is asserted about time; ratios and figures are printed. Run with ``-m bench -s``.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import resource
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.worker import WorkerCancelled, WorkerFailed

from dossier.model.events import Accessioned, Claimed, Event, Seen
from dossier.model.fixity import Fixity
from dossier.model.records import Claim, Source
from dossier.settings import load_settings
from dossier.shipped import load_edition
from dossier.tui.app import DossierApp
from dossier.tui.first_run import settings_text
from dossier.tui.text import Cell
from dossier.tui.widgets.grid import Grid
from dossier.workflow.create import Wishes, create
from dossier.workflow.workspace import open_workspace

pytestmark = pytest.mark.bench
RECORDS = int(os.environ.get("DOSSIER_BENCH_RECORDS", "100000"))
NOW = dt.datetime(2026, 5, 10, 9, tzinfo=dt.UTC)
EMPTY = """
    import os, time
    from textual.app import App
    class Empty(App):
        def on_ready(self):
            self.exit()
    Empty().run(headless=True)
"""
OURS = """
    import datetime as dt, sys
    from pathlib import Path
    from dossier.settings import load_settings
    from dossier.tui.app import DossierApp
    class Timed(DossierApp):
        def on_ready(self):
            self.exit()
    Timed(load_settings(Path(sys.argv[1])), lambda: dt.datetime.now().astimezone(), "b").run(
        headless=True
    )
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Many records, three quarters of them claimed, without content."""
    root = tmp_path_factory.mktemp("bench") / "archive"
    wishes = Wishes(root, "wmcq-2017", "plain", deadline="2026-12-31")
    create(wishes, settings_text=settings_text(wishes), clock=lambda: NOW, actor="b")
    edition = load_edition("wmcq-2017")
    asks = [item for item in edition.requirements if item.slots]
    units = [unit.name for unit in edition.units]
    with (
        open_workspace(load_settings(root), clock=lambda: NOW, actor="b") as workspace,
        workspace.archive.writing() as writer,
    ):
        for start in range(0, RECORDS, 5_000):
            events: list[Event] = []
            for number in range(start + 1, min(start + 5_000, RECORDS) + 1):
                record, unit = f"2026-{number:06d}", units[number % len(units)]
                name = f"志愿服务工作情况报告（第{number}号）.docx"
                source = Source("/inbox", f"{unit}/{name}")
                fixity = Fixity(f"sha256:{number:064x}", number)
                seen = Seen(number, number)
                events.append(Accessioned(record, 1, fixity, name, source, seen, unit))
                if number % 4:
                    ask = asks[number % len(asks)]
                    events.append(Claimed(record, Claim(ask.code, ask.slots[0].kind, unit)))
            writer.record(events, at=workspace.now(), by="rule:intake")
        workspace.index.set_position(workspace.archive.catalogue.position())
    return root


def _seconds(code: str, *arguments: str) -> float:
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), *arguments], check=True, capture_output=True
    )
    return time.perf_counter() - started


def test_first_paint_beside_an_empty_application(archive: Path) -> None:
    """T08: process start to first paint, the archive being read behind it."""
    empty = min(_seconds(EMPTY) for _turn in range(5))
    ours = min(_seconds(OURS, str(archive)) for _turn in range(5))
    print(f"\nfirst paint {ours:.2f} s, empty Textual {empty:.2f} s, {ours / empty:.2f} x")


class _Latency:
    """The longest time the event loop was not free while something went on."""

    def __init__(self) -> None:
        self.worst = 0.0
        self._going = True

    async def watch(self) -> None:
        while self._going:
            started = time.perf_counter()
            await asyncio.sleep(0.005)
            self.worst = max(self.worst, time.perf_counter() - started - 0.005)

    def stop(self) -> None:
        self._going = False


async def _settle(pilot: Pilot[int]) -> None:
    for _turn in range(10_000):
        await pilot.pause()
        busy = [w for w in pilot.app.workers if w.group != "pulse" and not w.is_finished]
        if getattr(pilot.app, "looking", False):
            await pilot.pause(0.02)
        elif not busy:
            return
        for worker in busy:
            with suppress(WorkerCancelled, WorkerFailed):
                await worker.wait()


async def test_no_key_waits_and_memory_stays_small(archive: Path) -> None:
    """T08: rooms at many records; the loop's longest pause is what a key could wait."""
    app = DossierApp(load_settings(archive), lambda: NOW, "b")
    figures: list[str] = []
    async with app.run_test(size=(200, 50)) as pilot:
        await _settle(pilot)
        for room in ("f1", "f2", "f3", "f4", "f5", "f6", "f7", "f9"):
            latency = _Latency()
            watching = asyncio.create_task(latency.watch())
            started = time.perf_counter()
            await pilot.press(room)
            await _settle(pilot)
            shown = time.perf_counter() - started
            entering, latency.worst = latency.worst, 0.0
            await pilot.press("down", "pagedown", "end", "up")
            await _settle(pilot)
            latency.stop()
            await watching
            figures.append(
                f"{room} {app.current_mode}: all there {shown * 1000:.0f} ms, loop busy at most "
                f"{entering * 1000:.0f} ms on entering, {latency.worst * 1000:.0f} ms on keys"
            )
        await pilot.press("f1")
        await _settle(pilot)
        used, started = time.process_time(), time.perf_counter()
        await asyncio.sleep(5)
        idle = (time.process_time() - used) / (time.perf_counter() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\n{RECORDS} records, {peak:.0f} MB at most in this process, idle {idle:.2%} of a CPU")
    print("\n".join(figures))


@pytest.mark.parametrize(("rows", "columns"), [(250, 200), (5_000, 40)])
async def test_t04_a_large_matrix_scrolls(rows: int, columns: int) -> None:
    """T04: first paint and scrolling do not grow with the matrix."""

    class Only(App[None]):
        def compose(self) -> Iterator[Grid]:
            yield Grid()

    async with Only().run_test(size=(200, 50)) as pilot:
        grid = pilot.app.query_one(Grid)
        names = [f"单位{number}" for number in range(rows)]
        codes = [f"Ⅲ-{number}-1-①" for number in range(columns)]
        started = time.perf_counter()
        grid.fill(names, codes, lambda column, row: Cell("缺", "bad" if (column + row) % 3 else ""))
        await pilot.pause()
        painted = time.perf_counter() - started
        latency = _Latency()
        watching = asyncio.create_task(latency.watch())
        await pilot.press(*("pagedown", "shift+pagedown", "down", "right", "end", "home") * 4)
        latency.stop()
        await watching
    print(
        f"\n{rows} x {columns}: filled and painted {painted * 1000:.0f} ms, "
        f"loop busy at most {latency.worst * 1000:.0f} ms while scrolling"
    )
