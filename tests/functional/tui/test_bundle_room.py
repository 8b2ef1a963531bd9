"""The bundle room: plan, make, stop, verify, compare; and a whole campaign."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input, Select, Static

from dossier.bundle.verify import verify_bundle
from dossier.tui.app import DossierApp
from dossier.tui.screens.bundle import BundleRoom
from dossier.tui.widgets.table import Table
from tests.functional.tui.conftest import NOW, Open, press, screen_text, settle, type_text
from tests.tools.make_files import docx_file


async def _partial(pilot: Pilot[int]) -> None:
    screen = pilot.app.screen
    screen.query_one("#extent", Select).value = "partial"
    screen.query_one("#why", Input).value = "初审"
    await settle(pilot)


def _said(pilot: Pilot[int]) -> str:
    return str(pilot.app.screen.query_one("#said", Static).render())


async def test_the_plan_is_shown_with_what_is_left_out(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f8")
        shown = screen_text(pilot)
        assert "未列入" in shown
        assert "不齐全" in shown


async def test_an_incomplete_archive_makes_no_whole_bundle(opened: Open, archive: Path) -> None:
    async with opened() as pilot:
        await press(pilot, "f8", "ctrl+g")
        assert "没有生成申报包" in _said(pilot)
        assert not list((archive / "bundles").glob("*"))


async def test_make_verify_and_compare(opened: Open, archive: Path) -> None:
    async with opened() as pilot:
        await press(pilot, "f8")
        await _partial(pilot)
        await press(pilot, "ctrl+g")
        assert "已生成" in _said(pilot)
        await press(pilot, "f2", "ctrl+f")
        await type_text(pilot, "Ⅲ-1-1-①")
        pilot.app.screen.query_one("#records").focus()
        await press(pilot, "ctrl+d", "f8", "ctrl+g")
        bundles = pilot.app.screen.query_one("#bundles", Table)
        assert len(bundles.rows) == 2
        await press(pilot, "ctrl+r")
        assert "校验通过" in _said(pilot)
        bundles.focus()
        await press(pilot, "ctrl+e")
        assert "移除" in str(pilot.app.screen.query_one("#outcome", Static).render())
    for path in (archive / "bundles").glob("*.zip"):
        assert verify_bundle(path).verified


async def test_stopping_leaves_nothing_behind(opened: Open, archive: Path) -> None:
    async with opened() as pilot:
        await press(pilot, "f8")
        await _partial(pilot)
        room = pilot.app.screen
        assert isinstance(room, BundleRoom)
        room.action_build()
        room.action_cancel()
        await settle(pilot)
        assert "没有生成申报包" in _said(pilot)
        assert not list((archive / "bundles").glob("*.zip"))


async def test_a_scripted_campaign(opened: Open, archive: Path) -> None:
    """Take in, triage, return, accept, check, bundle, verify: all from the keyboard."""
    shutil.rmtree(archive / "inbox")
    late = archive / "inbox" / "文明办" / "补报情况.docx"
    late.parent.mkdir(parents=True)
    late.write_bytes(docx_file(("志愿服务补充报告", "二〇二六年五月，志愿服务活动继续开展。")))
    os.utime(late, (NOW.timestamp() - 3600,) * 2)
    async with opened() as pilot:
        app = pilot.app
        assert isinstance(app, DossierApp)
        await press(pilot, "f10")
        assert "看到 1 = 归档 1" in screen_text(pilot)
        await press(pilot, "escape", "f4")
        queue = app.screen.query_one("#queue", Table)
        while len(queue.rows):
            await press(pilot, "1" if app.screen.query_one("#suggestions", Table).key else "ctrl+g")
            if app.screen.query("#wanted"):
                await type_text(pilot, "Ⅲ-2-2-②")
                await press(pilot, "enter")
        await press(pilot, "f6")
        hits = app.screen.query_one("#hits", Table)
        await type_text(pilot, "补报")
        await press(pilot, "enter", "ctrl+r")
        app.screen.query_one("#reason", Input).value = "请加盖公章"
        app.screen.query_one("#reason").focus()
        await press(pilot, "enter")
        assert app.overview is not None
        assert app.overview.status.states["returned"] == 1
        app.screen.query_one("#query", Input).value = "道德模范"
        app.screen.query_one("#query").focus()
        await press(pilot, "enter")
        hits.focus()
        await press(pilot, "ctrl+a")
        assert app.overview.status.states["accepted"] == 1
        await press(pilot, "f8")
        await _partial(pilot)
        await press(pilot, "ctrl+g", "ctrl+r")
        assert "校验通过" in _said(pilot)
