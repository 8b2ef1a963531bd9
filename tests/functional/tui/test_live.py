"""What somebody is doing stays as it is while another process works on the archive (T08)."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from pathlib import Path

from textual.pilot import Pilot

from dossier.settings import load_settings
from dossier.tui.app import DossierApp
from dossier.tui.memory import Memory
from dossier.tui.widgets.table import Table
from dossier.workflow.health import write_health
from dossier.workflow.take_in import take_in
from dossier.workflow.workspace import open_workspace
from tests.functional.tui.conftest import ACTOR, NOW, Open, press, screen_text, type_text
from tests.tools.screens import seconds_until, settle


def arrive(archive: Path, name: str) -> None:
    """Another process takes in one more file."""
    path = archive / "inbox" / "文明办" / name
    path.write_text("刚刚送来的志愿服务材料。", "utf-8")
    os.utime(path, (NOW.timestamp() - 3600,) * 2)
    with open_workspace(load_settings(archive), clock=lambda: NOW, actor=ACTOR) as workspace:
        take_in(workspace, (path,), lambda _done, _total: None, lambda _seconds: None)


async def until(pilot: Pilot[int], holds: Callable[[], bool]) -> None:
    await seconds_until(holds)
    await settle(pilot)


async def test_marks_and_place_in_the_queue_stay_when_something_arrives(
    opened: Open, archive: Path
) -> None:
    async with opened() as pilot:
        await press(pilot, "f4", "space", "down")
        queue = pilot.app.screen.query_one("#queue", Table)
        before, marked, key = len(queue.rows), set(queue.marked), queue.key
        assert marked
        assert key not in marked
        await asyncio.to_thread(arrive, archive, "新到的.txt")
        await until(pilot, lambda: len(queue.rows) > before)
        assert (queue.marked, queue.key) == (marked, key)
        await press(pilot, "1")
        assert not queue.marked


async def test_marks_among_hits_stay_until_something_else_is_looked_for(
    opened: Open, archive: Path
) -> None:
    async with opened() as pilot:
        await press(pilot, "f6")
        await type_text(pilot, "志愿")
        await press(pilot, "enter", "space")
        hits = pilot.app.screen.query_one("#hits", Table)
        before, marked = len(hits.rows), set(hits.marked)
        assert marked
        await asyncio.to_thread(arrive, archive, "志愿者.txt")
        await until(pilot, lambda: len(hits.rows) > before)
        assert hits.marked == marked
        await press(pilot, "ctrl+f")
        await type_text(pilot, "服务")
        await press(pilot, "enter")
        assert not hits.marked


async def test_a_heartbeat_is_told_without_looking_at_the_archive_again(
    opened: Open, archive: Path
) -> None:
    async with opened() as pilot:
        app = pilot.app
        assert isinstance(app, DossierApp)
        seen = app.overview
        assert "未在监视" in screen_text(pilot)
        write_health(archive, NOW.isoformat(), (), ())
        await until(pilot, lambda: app.health is not None and app.health.running)
        assert "未在监视" not in screen_text(pilot)
        assert app.overview is seen


async def test_the_ledger_finds_words_in_what_arrived_meanwhile(
    opened: Open, archive: Path
) -> None:
    async with opened() as pilot:
        await press(pilot, "f9", "ctrl+f")
        await type_text(pilot, "迟到")
        await press(pilot, "enter")
        entries = pilot.app.screen.query_one("#entries", Table)
        assert len(entries.rows) == 0
        await asyncio.to_thread(arrive, archive, "迟到的.txt")
        await until(pilot, lambda: len(entries.rows) > 0)
        assert "迟到的" in screen_text(pilot)


async def test_the_queue_stands_before_anything_is_assessed(archive: Path) -> None:
    memory = Memory(archive)
    memory.keep("room", "triage")
    memory.save()
    app = DossierApp(load_settings(archive), lambda: NOW, ACTOR)
    assessed = threading.Event()
    slow = threading.Thread(target=app.session.survey, args=(lambda _opened: assessed.wait(60),))
    slow.start()
    async with app.run_test(size=(120, 40)) as pilot:
        await seconds_until(lambda: app.current_mode == "triage" and _waiting(app) > 0)
        assert app.overview is None
        assessed.set()
        await until(pilot, lambda: app.overview is not None)
    slow.join()


def _waiting(app: DossierApp) -> int:
    return sum(len(table.rows) for table in app.screen.query("#queue").results(Table))
