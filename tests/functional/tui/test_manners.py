"""Manners: widths, hostile names, keys, copying, memory, errors, following the archive."""

from __future__ import annotations

import ast
import asyncio
import json
import os
import re
import shlex
from inspect import unwrap
from pathlib import Path

import pytest
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.pilot import Pilot
from textual.widgets import Input

import dossier.tui
from dossier.archive.custody import Archive
from dossier.cli.parser import build_parser
from dossier.model.records import RecordState
from dossier.settings import load_settings
from dossier.tui.app import DossierApp
from dossier.tui.dialogs.base import Dialog
from dossier.tui.dialogs.find_record import FindRecordDialog
from dossier.tui.dialogs.intake import IntakeDialog
from dossier.tui.dialogs.pick import PickDialog
from dossier.tui.dialogs.scope import ScopeDialog
from dossier.tui.first_run import FirstRun, Welcome
from dossier.tui.keys import APP_KEYS, RECORD_KEYS, WRITING
from dossier.tui.rooms import ROOMS
from dossier.tui.screens.build_demo import BuildDemo
from dossier.tui.screens.catalogue import room_screen
from dossier.tui.screens.make_archive import MakeArchive
from dossier.tui.screens.record import RecordScreen
from dossier.tui.text import fit, width
from dossier.tui.widgets.grid import Grid
from dossier.tui.widgets.table import Table
from dossier.workflow.find import Selection, list_records
from dossier.workflow.take_in import take_in
from dossier.workflow.workspace import open_workspace
from tests.functional.tui.conftest import (
    ACTOR,
    FILES,
    NOW,
    Open,
    new_archive,
    press,
    screen_text,
    type_text,
)
from tests.functional.tui.test_rooms import states
from tests.tools.screens import settle

HOSTILE = [name for name in FILES if "[" in name]


async def test_t01_the_cursor_sits_behind_han_text(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f6")
        box = pilot.app.screen.query_one("#query", Input)
        start = pilot.app.cursor_position.x
        await type_text(pilot, "志愿a")
        assert box.value == "志愿a"
        assert pilot.app.cursor_position.x - start == 5
        await press(pilot, "left", "left")
        assert pilot.app.cursor_position.x - start == 2


async def test_t02_a_click_on_double_width_text_hits_the_right_room(opened: Open) -> None:
    async with opened((80, 24)) as pilot:
        bar = screen_text(pilot).splitlines()[0]
        column = width(bar[: bar.index("检索")])
        await pilot.click("RoomBar", offset=(column + 1, 0))
        await settle(pilot)
        assert pilot.app.current_mode == "search"
        await pilot.click("RoomBar", offset=(2, 0))
        await settle(pilot)
        assert pilot.app.current_mode == "overview"


async def test_t02_columns_line_up_with_wide_and_doubtful_characters(opened: Open) -> None:
    names = ["Ⅲ-1-1-① 方案（定稿）", "plain ascii name", "①②③ ※★—…“引号”", "全角ＡＢＣ"]
    async with opened() as pilot:
        await press(pilot, "f6")
        table = pilot.app.screen.query_one("#hits", Table)
        strips = [table.render_line(y) for y in range(table.size.height)]
        assert {strip.cell_length for strip in strips} == {table.scrollable_content_region.width}
    assert {width(fit(name, 12)) for name in names} == {12}


@pytest.mark.parametrize("name", HOSTILE)
async def test_t03_markup_in_names_is_shown_and_does_nothing(opened: Open, name: str) -> None:
    async with opened((200, 50)) as pilot:
        app = pilot.app
        assert isinstance(app, DossierApp)
        records = app.session.ask(lambda opened: list_records(opened, Selection(limit=None))[1])
        record = next(item.id for item in records if str(item.source) == name)
        app.push_screen(RecordScreen(record))
        await settle(pilot)
        assert name in screen_text(pilot)
        await pilot.click("#preview-text", offset=(6, 2))
        await press(pilot, "ctrl+y")
        assert name in app.clipboard
        await press(pilot, "escape", "f9", "ctrl+f")
        await type_text(pilot, name.rpartition("/")[2])
        await press(pilot, "enter")
        assert name in screen_text(pilot)
        assert app.is_running


async def test_t05_copy_goes_to_the_terminals_clipboard(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f4", "ctrl+y")
        assert pilot.app.clipboard.startswith("2026-0000")
        assert "\t" in pilot.app.clipboard


async def test_t05_inside_tmux_the_text_is_handed_to_tmux(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmux = tmp_path / "bin" / "tmux"
    tmux.parent.mkdir()
    tmux.write_text(f'#!/bin/sh\necho "$@" > "{tmp_path}/args"\ncat > "{tmp_path}/text"\n')
    tmux.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmux.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("TMUX", "/tmp/tmux-0/default,1,0")
    async with opened() as pilot:
        await press(pilot, "f4", "ctrl+y")
        assert (tmp_path / "args").read_text() == "load-buffer -w -\n"
        assert (tmp_path / "text").read_text("utf-8") == pilot.app.clipboard


OTHERS: tuple[type[DOMNode], ...] = (
    *(Dialog, IntakeDialog, PickDialog, ScopeDialog, FindRecordDialog),
    *(FirstRun, Welcome, MakeArchive, BuildDemo, Table, Grid),
)


def _bindings() -> dict[str, list[Binding]]:
    """Every action's bindings over all rooms, questions and first steps, keys taken apart."""
    found: dict[str, list[Binding]] = {}
    everything: list[BindingType] = [*APP_KEYS, *RECORD_KEYS]
    for room in ROOMS:
        everything += vars(type(room_screen(room.name))).get("BINDINGS", [])
    everything += RecordScreen.BINDINGS
    for node in OTHERS:
        everything += node.BINDINGS
    for item in everything:
        for binding in Binding.make_bindings([item]):
            found.setdefault(binding.action, []).append(binding)
    return found


def test_t06_every_action_has_a_key_an_input_method_lets_through() -> None:
    for action, bindings in _bindings().items():
        keys = [binding.key for binding in bindings]
        assert any(len(key) > 1 or key.isdigit() for key in keys), action


def test_t06_every_key_has_a_name_to_move_it_by() -> None:
    bindings = [binding for found in _bindings().values() for binding in found]
    bindings += Binding.make_bindings(DossierApp.BINDINGS)
    assert [binding for binding in bindings if not binding.id] == []


def test_t06_no_plain_letter_destroys() -> None:
    for action, bindings in _bindings().items():
        if action.startswith(("unplace", "cancel", "quit", "undo")):
            assert not [item.key for item in bindings if len(item.key) == 1], action


async def test_t06_plain_letters_alone_write_nothing_that_cannot_be_undone(
    opened: Open, archive: Path
) -> None:
    """Every plain letter in every room, on the first row there: nothing is lost for good."""
    letters = "abcdefghijklmnpqrstuvwxyz"  # o starts a program outside
    before = states(archive)
    async with opened() as pilot:
        assert isinstance(pilot.app, DossierApp)
        for room in ROOMS:
            await press(pilot, room.key)
            for letter in letters:
                await press(pilot, letter)
                while len(pilot.app.screen_stack) > 1:
                    await press(pilot, "escape")
        for _turn in range(40):
            await press(pilot, "ctrl+z")
    assert states(archive) == before


async def test_t06_keys_can_be_moved_in_the_settings(opened: Open, archive: Path) -> None:
    async with opened(keys={"later": "f11"}) as pilot:
        await press(pilot, "f4")
        queue = pilot.app.screen.query_one("#queue", Table)
        first = queue.key
        await press(pilot, "ctrl+l")
        assert queue.key == first
        await press(pilot, "f11")
        assert queue.rows.key(len(queue.rows) - 1) == first
    text = (archive / "dossier.toml").read_text("utf-8")
    (archive / "dossier.toml").write_text(text + 'later = "f11"\n', "utf-8")
    assert load_settings(archive).keys == {"later": "f11"}


ID, CODE = "2026-000001", "Ⅲ-1-1-①"
TWINS = {
    "accept": f"accept {ID}",
    "send_back": f"return {ID} --reason 图片模糊 --due 2026-05-20",
    "place": f"tag {ID} --requirement {CODE}",
    "move": f"tag {ID} --requirement {CODE} --instead-of Ⅲ-1-1-①",
    "take": f"tag {ID} --requirement {CODE} --kind policy",
    "refuse": f"suggest {ID} --refuse {CODE}",
    "mark_occasion": "suggest --groups",
    "unplace": f"untag {ID} --requirement {CODE}",
    "caption": f"tag {ID} --requirement {CODE} --caption 封面 --pointer 第3页",
    "describe": f"tag {ID} --unit 教育局 --kind photo --date 2026-01-02",
    "add": f"tag {ID} --requirement {CODE}",
    "waive": f"waive {CODE} --unit 教育局 --reason 没有此类设施",
    "dismiss_finding": f"dismiss W403 {ID} --pair 2026-000002 --reason 看过",
    "undo": "undo --last",
    "open_copy": f"show {ID} --open",
    "copy": f"show {ID}",
    "copy_text": f"show {ID} --text",
    "history": f"show {ID} --history",
    "intake": "intake",
    "plan": "bundle --plan",
    "build": "bundle --format zip --partial --reason 试报",
    "verify": "verify bundles/one.zip",
    "verify_other": "verify elsewhere/another.zip",
    "withdraw": "bundle --withdraw tutorial_2026-05-10_12345678 --reason 重报",
    "compare": "diff bundles/one.zip bundles/two.zip",
    "report": "report gaps --unit 教育局",
    "report_all": "report notices",
    "make": "init 档案",
    "go": "init 档案 --edition tutorial --profile plain",
    "demo": "demo",
}
"""Every action of a screen that reads, writes or decides, as one types it."""
ON_SCREEN_ONLY = {
    *("move", "page", "edge", "choose", "mark", "step", "to_list", "mark_shown", "mark_none"),
    *("app.help", "app.pop_screen", "back", "next", "stop"),
    "cancel",
    "command_palette",
    "focus_query",
    "focus_words",
    "filter",
    "help",
    "later",
    "leave",
    "mark_folder",
    "next_filter",
    "only_open",
    "only_owing",
    "open_paper",
    "open_unit",
    "quit",
    "regroup",
    "scope",
    "scroll_preview",
    "step_room",
    "to_hits",
}
"""Actions that move about, narrow what is shown, or leave."""


def test_t09_every_action_of_every_screen_has_a_command() -> None:
    actions = {action.partition("(")[0] for action in _bindings()}
    assert actions - set(TWINS) - ON_SCREEN_ONLY == set()
    assert actions >= set(TWINS) | ON_SCREEN_ONLY - {"app.pop_screen", "room"}
    assert actions >= WRITING, WRITING - actions


@pytest.mark.parametrize("action", TWINS)
def test_t09_the_command_of_an_action_is_understood(action: str) -> None:
    options = build_parser().parse_args(["--json", *shlex.split(TWINS[action])])
    assert callable(options.run)


def test_t10_only_public_calls_of_textual() -> None:
    """The page's server is textual-serve's, which can only be extended from inside."""
    modules = Path(str(dossier.tui.__file__)).parent.rglob("*.py")
    for path in (path for path in modules if path.name != "web_server.py"):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual"):
                assert "._" not in (node.module or ""), path
                assert not [alias.name for alias in node.names if alias.name.startswith("_")]
            private = isinstance(node, ast.Attribute) and re.match(r"_[^_]", node.attr)
            if private and isinstance(node, ast.Attribute):
                assert isinstance(node.value, ast.Name), (path, node.attr)


async def test_the_room_and_the_ask_are_remembered(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f2", "ctrl+f")
        await type_text(pilot, "Ⅲ-3-②")
        await press(pilot, "enter")
    async with opened() as pilot:
        assert pilot.app.current_mode == "requirements"
        assert "家风家训活动情况" in screen_text(pilot)


async def test_a_damaged_memory_costs_only_the_memory(opened: Open, archive: Path) -> None:
    (archive / "derived" / "tui.json").write_text("{damaged", "utf-8")
    async with opened() as pilot:
        assert pilot.app.current_mode == "overview"
        await press(pilot, "f4")
    assert json.loads((archive / "derived" / "tui.json").read_text("utf-8"))["room"] == "triage"


async def test_a_decision_is_on_disk_the_moment_it_is_said(opened: Open, archive: Path) -> None:
    async with opened() as pilot:
        await press(pilot, "f4", "1")
        placed = [state for state in states(archive).values() if state is RecordState.UNPLACED]
        await press(pilot, "1")
        left = [state for state in states(archive).values() if state is RecordState.UNPLACED]
        assert len(left) < len(placed)


async def test_what_another_process_takes_in_appears(opened: Open, archive: Path) -> None:
    async with opened() as pilot:
        app = pilot.app
        assert isinstance(app, DossierApp)
        assert app.overview is not None
        before = sum(app.overview.status.states.values())
        path = archive / "inbox" / "文明办" / "新到.txt"
        path.write_text("刚刚送来的材料，说的是志愿服务。", "utf-8")
        os.utime(path, (NOW.timestamp() - 3600,) * 2)
        settings = load_settings(archive)
        with open_workspace(settings, clock=lambda: NOW, actor=ACTOR) as workspace:
            take_in(workspace, (path,), lambda _done, _total: None, lambda _seconds: None)
        await _until(pilot, lambda: sum(app.overview.status.states.values()) > before)
        assert "新到" in screen_text(pilot)


async def _until(pilot: Pilot[int], holds: object) -> None:
    assert callable(holds)
    async with asyncio.timeout(20):
        while not holds():
            await pilot.pause(0.05)
    await settle(pilot)


async def test_an_archive_somebody_writes_to_is_said_to_be_busy(
    opened: Open, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unwrap(Archive.writing), "__defaults__", (0.05,))
    async with opened() as pilot:
        await press(pilot, "f4")
        other = Archive.open(archive)
        before = len(pilot.app.screen.query_one("#queue", Table).rows)
        with other.writing():
            await pilot.press("1")
            await _until(pilot, lambda: "→" in screen_text(pilot))
            assert "正在写入" in screen_text(pilot)
        other.close()
        await settle(pilot)
        assert len(pilot.app.screen.query_one("#queue", Table).rows) == before


async def test_no_colour_and_plain_borders(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(plain=True) as pilot:
        shown = screen_text(pilot)
        assert pilot.app.no_color
    assert "+--" in shown
    assert not set(shown) & set("╭╮╰╯│─█░")


@pytest.mark.parametrize("theme", ["dossier-light", "dossier-dark", "dossier-contrast"])
async def test_themes_are_worn_and_remembered(opened: Open, theme: str) -> None:
    async with opened() as pilot:
        assert isinstance(pilot.app, DossierApp)
        pilot.app.wear(theme)
        await settle(pilot)
    async with opened() as pilot:
        assert pilot.app.theme == theme


async def test_the_mouse_marks_chooses_and_presses_keys(opened: Open) -> None:
    async with opened((120, 30)) as pilot:
        await press(pilot, "f4")
        queue = pilot.app.screen.query_one("#queue", Table)
        await pilot.click("#queue", offset=(0, 2))
        await settle(pilot)
        assert queue.cursor == 1
        assert len(queue.marked) == 1
        await pilot.click("#queue", offset=(14, 1))
        await settle(pilot)
        assert queue.cursor == 0
        await pilot.click("#queue", offset=(14, 1), times=2)
        await settle(pilot)
        assert isinstance(pilot.app.screen, RecordScreen)
        bar = screen_text(pilot).splitlines()[-1]
        await pilot.click("KeyBar", offset=(width(bar[: bar.index("返回")]) + 1, 0))
        await settle(pilot)
        assert pilot.app.current_mode == "triage"


async def test_an_empty_archive_says_what_to_do(opened: Open, tmp_path: Path) -> None:
    root = tmp_path / "空"
    new_archive(root)
    async with opened(root=root) as pilot:
        assert "放入收件文件夹后按 F10" in screen_text(pilot)
        for room in ROOMS:
            await press(pilot, room.key, "enter")
            while len(pilot.app.screen_stack) > 1:
                await press(pilot, "escape")


async def test_an_archive_that_cannot_be_opened_is_explained(opened: Open, tmp_path: Path) -> None:
    root = tmp_path / "坏"
    new_archive(root)
    settings = root / "dossier.toml"
    settings.write_text(settings.read_text("utf-8").replace("tutorial", "nowhere"), "utf-8")
    async with opened((100, 30), root=root) as pilot:
        assert "没有名为 nowhere 的测评体系版本" in screen_text(pilot)
        assert "→" in screen_text(pilot)


async def test_who_may_only_look_is_offered_nothing_that_writes(
    archive: Path, opened: Open
) -> None:
    before = states(archive)
    async with opened(read_only=True) as pilot:
        await press(pilot, "f4", "1", "ctrl+r", "ctrl+g", "ctrl+u", "f10", "f8", "ctrl+g")
        assert len(pilot.app.screen_stack) == 1
        assert "接收" not in screen_text(pilot).splitlines()[-1]
    assert states(archive) == before
    assert not list((archive / "bundles").glob("*"))


async def test_rooms_can_be_walked_through_from_anywhere(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f4", "ctrl+pagedown")
        assert pilot.app.current_mode == "units"
        await press(pilot, "ctrl+pageup", "ctrl+pageup")
        assert pilot.app.current_mode == "matrix"


async def test_help_speaks_the_language_of_the_screen_and_names_the_keys(opened: Open) -> None:
    async with opened((120, 50)) as pilot:
        await press(pilot, "f4", "f12")
        shown = screen_text(pilot)
    assert re.search(r"\^L\s+l\s+以后再看\s+later", shown)
    assert "Scroll" not in shown
    assert "Focus" not in shown
