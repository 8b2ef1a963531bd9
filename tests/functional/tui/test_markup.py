"""T03: what comes from outside is never read as markup: names of files, units, profiles and the
archive itself, titles, reasons, in every room, question, message and command.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Select

from dossier.settings import load_settings
from dossier.tui.app import DossierApp
from dossier.tui.rooms import ROOMS
from dossier.tui.screens.record import RecordScreen
from dossier.workflow import triage
from dossier.workflow.find import Selection, list_records
from dossier.workflow.take_in import take_in
from dossier.workflow.workspace import open_workspace
from tests.functional.tui.conftest import ACTOR, NOW, Open, press, screen_text, type_text
from tests.tools.make_files import docx_file
from tests.tools.screens import settle

NAMES = ("照片[/b].jpg", "[1]a[/1].pdf", "[final].pdf", "[@click=app.quit]x.pdf")
ASK = "Ⅲ-1-2-②"
PROFILE = """
id: own
title: "[/b]规格[red]"
kinds: [{kind: policy, formats: []}]
layout: {folder: "{code_ascii}", file: "{seq:03d}{ext}"}
"""


@pytest.fixture
def hostile(archive: Path) -> Path:
    """An archive whose folder, unit folders, files, titles, captions and reasons are hostile: two
    of each name, one placed and sent back, one waiting.
    """
    root = archive.with_name("[b]档案[i][@click=app.quit]")
    shutil.copytree(archive, root)
    old = NOW.timestamp() - 3600
    for number, name in enumerate((*NAMES, *NAMES)):
        path = root / "inbox" / f"[bold]单位{number}[x]" / name
        path.parent.mkdir(parents=True)
        path.write_bytes(
            docx_file((f"[/b]题名{number}[red]", f"志愿服务[/b]情况[1]{number}[final]"))
        )
        os.utime(path, (old, old))
    (root / "[b]规格.yaml").write_text(PROFILE, "utf-8")
    with open_workspace(load_settings(root), clock=lambda: NOW, actor=ACTOR) as workspace:
        take_in(workspace, (), lambda _done, _total: None, lambda _seconds: None)
        records = list_records(workspace, Selection(limit=None))[1]
        waiting = [r.id for r in records if "[bold]" in str(r.source) and not r.claims]
        assert len(waiting) == 2 * len(NAMES)
        wanted = triage.Tag(requirement=ASK, kind="report", caption="[/b]说明", pointer="[1]页[/1]")
        triage.tag(workspace, waiting[::2], wanted)
        triage.return_records(workspace, waiting[::2], "[/b]模糊[@click=app.quit]", "2026-05-20")
    return root


async def _type_into(pilot: Pilot[int], part: str, text: str) -> None:
    box = pilot.app.screen.query_one(part, Input)
    box.value = text
    await settle(pilot)


async def _rooms(pilot: Pilot[int]) -> None:
    for room in ROOMS:
        await press(pilot, room.key, "down", "enter")
        while len(pilot.app.screen_stack) > 1:
            await press(pilot, "escape")


async def _search(pilot: Pilot[int]) -> None:
    await press(pilot, "f6")
    for name in NAMES:
        await _type_into(pilot, "#query", f'"{name}"')
    await _type_into(pilot, "#query", "志愿服务")
    shown = screen_text(pilot)
    assert "[/b]题名" in shown
    assert "[red]" in shown


async def _findings(pilot: Pilot[int]) -> None:
    await press(pilot, "f7")
    for _grouping in range(3):
        await press(pilot, "ctrl+l", "end", "tab", "down", "end", "shift+tab")


async def _requirements(pilot: Pilot[int]) -> None:
    assert isinstance(pilot.app, DossierApp)
    pilot.app.show_ask(ASK)
    await settle(pilot)
    pilot.app.screen.query_one("#records").focus()
    await press(pilot, "end")
    assert "final" in screen_text(pilot)
    for key in ("ctrl+e", "ctrl+u", "ctrl+r", "ctrl+g", "ctrl+k", "ctrl+t"):
        await press(pilot, key)
        assert len(pilot.app.screen_stack) == 2, key
        await press(pilot, "escape")
    await press(pilot, "ctrl+y")
    assert "已复制" in screen_text(pilot)


async def _bundle(pilot: Pilot[int]) -> None:
    await press(pilot, "f8")
    profile = pilot.app.screen.query_one("#profile", Select)
    profile.value = "[b]规格.yaml"
    await settle(pilot)
    assert "[/b]规格[red]" in screen_text(pilot)
    profile.focus()
    await press(pilot, "enter", "escape")
    pilot.app.screen.query_one("#extent", Select).value = "partial"
    await _type_into(pilot, "#why", "[/b]原因")
    await press(pilot, "ctrl+g")
    assert "已生成" in screen_text(pilot)
    await press(pilot, "ctrl+r", "ctrl+y")
    assert "已复制" in screen_text(pilot)
    await press(pilot, "ctrl+o")
    await _type_into(pilot, "#field-0", "/无[/i]")
    await press(pilot, "enter")
    assert "[/i]" in screen_text(pilot)


async def _ledger(pilot: Pilot[int]) -> None:
    await press(pilot, "f9", "ctrl+f")
    for name in NAMES:
        await _type_into(pilot, "#words", name)
        await press(pilot, "enter", "ctrl+f")
        assert name in screen_text(pilot), name


async def _palette(pilot: Pilot[int]) -> None:
    for room in ROOMS:
        await press(pilot, room.key, "ctrl+p")
        await type_text(pilot, "[/b][@click=app.quit]")
        await press(pilot, "escape")
        while len(pilot.app.screen_stack) > 1:
            await press(pilot, "escape")


async def _units(pilot: Pilot[int]) -> None:
    await press(pilot, "f5", "ctrl+y", "ctrl+r")
    assert len(pilot.app.screen_stack) == 2
    await press(pilot, "enter")
    assert "已写好" in screen_text(pilot) or "[b]档案[/i]" in screen_text(pilot)


@pytest.mark.parametrize(
    "visit", [_rooms, _search, _findings, _requirements, _bundle, _ledger, _palette, _units]
)
@pytest.mark.parametrize("size", [(80, 24), (200, 50)], ids=["80x24", "200x50"])
async def test_t03_nothing_from_outside_is_markup(
    opened: Open, hostile: Path, visit: Callable[[Pilot[int]], object], size: tuple[int, int]
) -> None:
    async with opened(size, root=hostile) as pilot:
        await visit(pilot)  # type: ignore[misc]
        assert pilot.app.is_running
        assert pilot.app.return_value is None


async def test_t03_every_hostile_name_is_shown_whole_on_its_own_screen(
    opened: Open, hostile: Path
) -> None:
    async with opened((200, 50), root=hostile) as pilot:
        app = pilot.app
        assert isinstance(app, DossierApp)
        records = app.session.ask(lambda opened: list_records(opened, Selection(limit=None))[1])
        for record in [item for item in records if "[bold]" in str(item.source)]:
            app.push_screen(RecordScreen(record.id))
            await settle(pilot)
            shown = screen_text(pilot)
            assert f"文件 {record.name}" in shown
            assert f"来源 {record.source}" in shown
            assert str(record.source).endswith(NAMES)
            assert str(record.description.title) in shown
            for row in range(12):
                await pilot.click("#preview-text", offset=(8, row))
            await press(pilot, "ctrl+t", "escape", "escape")
        assert app.is_running


async def test_t03_a_message_that_is_made_of_markup_is_shown_as_it_is(opened: Open) -> None:
    async with opened() as pilot:
        app = pilot.app
        assert isinstance(app, DossierApp)
        for name in NAMES:
            app.say(name, "error")
            await settle(pilot)
            assert name in screen_text(pilot)
        app.tell(ValueError("[/b]"))
        await settle(pilot)
        assert app.is_running
