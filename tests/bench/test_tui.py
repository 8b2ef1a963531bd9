"""How fast the terminal interface is, beside an empty Textual application (T04, T08).

Nothing is asserted about time; ratios and figures are printed. Run with ``-m bench -s``.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from textual.app import App

from dossier.settings import load_settings
from dossier.tui.app import DossierApp
from dossier.tui.text import Cell
from dossier.tui.widgets.grid import Grid
from tests.tools.crowds import crowded_archive, one_more
from tests.tools.room_walk import ROOMS, SIZE, enter
from tests.tools.screens import (
    NOW,
    Latency,
    cpu_time,
    seconds_until,
    settle,
)

pytestmark = pytest.mark.bench
RECORDS = int(os.environ.get("DOSSIER_BENCH_RECORDS", "100000"))
EMPTY = """
    import os, sys, time
    from textual.app import App
    class Empty(App):
        def on_ready(self):
            print(time.time(), file=sys.__stdout__)
            sys.__stdout__.flush()
            os._exit(0)
    Empty().run(headless=True)
"""
OURS = """
    import datetime as dt, os, sys, time
    from pathlib import Path
    from dossier.settings import load_settings
    from dossier.tui.app import DossierApp
    class Timed(DossierApp):
        def on_ready(self):
            print(time.time(), file=sys.__stdout__)
            sys.__stdout__.flush()
            os._exit(0)
    Timed(load_settings(Path(sys.argv[1])), lambda: dt.datetime.now().astimezone(), "b").run(
        headless=True
    )
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Many records, three quarters of them claimed, without content."""
    root = tmp_path_factory.mktemp("bench") / "archive"
    crowded_archive(root, RECORDS)
    return root


def _seconds(code: str, *arguments: str) -> float:
    """From the start of a process to its first picture; what follows is not waited for."""
    started = time.time()
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), *arguments], check=True, capture_output=True
    )
    return float(done.stdout) - started


def test_first_paint_beside_an_empty_application(archive: Path) -> None:
    """T08: process start to first paint, the archive being read behind it."""
    empty = min(_seconds(EMPTY) for _turn in range(5))
    ours = min(_seconds(OURS, str(archive)) for _turn in range(5))
    print(f"\nfirst paint {ours:.2f} s, empty Textual {empty:.2f} s, {ours / empty:.2f} x")


def test_no_key_waits_and_memory_stays_small(archive: Path) -> None:
    """T08: rooms at many records, walked through in a process of their own."""
    walked = subprocess.run(
        [sys.executable, "-m", "tests.tools.room_walk", str(archive)],
        check=True,
        capture_output=True,
        text=True,
    )
    print(f"\n{RECORDS} records\n{walked.stdout}")


async def test_one_more_record_while_a_room_is_open(archive: Path) -> None:
    """T08: what it costs each room that something arrives."""
    app = DossierApp(load_settings(archive), lambda: NOW, "b")
    latency, figures = Latency(), []
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        with latency.watching():
            for key in ROOMS:
                await enter(pilot, key)
                position = await asyncio.to_thread(one_more, archive)
                latency.take()
                spent = cpu_time()
                await seconds_until(partial(_seen, app, position))
                await settle(pilot)
                figures.append(
                    f"{key} {app.current_mode}: {spent() * 1000:.0f} ms of a CPU, "
                    f"loop busy at most {latency.take()}"
                )
    print(f"\none more record among {RECORDS}\n" + "\n".join(figures))


def _seen(app: Any, position: int) -> bool:
    return app.overview is not None and app.overview.position >= position


async def test_a_watcher_in_another_process(archive: Path) -> None:
    """T08: at rest and while files come in, the watcher working beside the screens."""
    arguments = [sys.executable, "-m", "dossier", "-C", str(archive), "watch"]
    watcher = await asyncio.create_subprocess_exec(
        *arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    app = DossierApp(load_settings(archive), lambda: NOW, "b")
    latency = Latency(0.05)
    try:
        async with app.run_test(size=SIZE) as pilot:
            await settle(pilot)
            await seconds_until(lambda: app.health is not None and app.health.running)
            await enter(pilot, "f4")
            spent = cpu_time()
            await asyncio.sleep(20)
            print(f"\nwatched, at rest: {spent() / 20:.2%} of a CPU")
            seen = app.overview.position if app.overview else 0
            with latency.watching():
                spent = cpu_time()
                for number in range(20):
                    path = archive / "inbox" / "文明办" / f"新到的说明{number}.txt"
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_text(f"志愿服务情况说明，第{number}份。", "utf-8")
                    await asyncio.sleep(0.5)
                await seconds_until(partial(_seen, app, seen + 20))
            print(
                f"20 files within 10 s: {spent() / 10:.1%} of a CPU, "
                f"loop busy at most {latency.take()}"
            )
    finally:
        watcher.terminate()
        await watcher.wait()


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
        latency = Latency()
        with latency.watching():
            await pilot.press(*("pagedown", "shift+pagedown", "down", "right", "end", "home") * 4)
    print(
        f"\n{rows} x {columns}: filled and painted {painted * 1000:.0f} ms, "
        f"loop busy at most {latency.take()} while scrolling"
    )
