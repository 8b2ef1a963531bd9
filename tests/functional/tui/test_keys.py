"""Keys: moving them, telling of moves that are not understood, reaching everything by the mouse."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from dossier.i18n import _
from dossier.tui.app import DossierApp
from dossier.tui.dialogs.help import HelpScreen
from dossier.tui.keys import shown_keys
from dossier.tui.rooms import ROOMS, Room
from dossier.tui.screens.record import RecordScreen
from dossier.tui.text import width
from dossier.tui.widgets.keybar import KeyBar
from dossier.tui.widgets.table import Table
from tests.functional.tui.conftest import Open, press, screen_text
from tests.functional.tui.test_rooms import states
from tests.tools.screens import seconds_until, settle


def _prompts(pilot: Pilot[int]) -> list[str]:
    """What the command palette lists, each two lines high."""
    options = pilot.app.screen.query_one(OptionList).options
    return [str(item.prompt).partition("\n")[0].strip() for item in options]


async def _click_key(pilot: Pilot[int], name: str) -> None:
    """Click an entry of the line of keys."""
    bar = pilot.app.screen.query_one(KeyBar)
    start = 0
    for item in bar.entries():
        if item.name == name:
            await pilot.click(bar, offset=(start + 1, 0))
            await settle(pilot)
            return
        start += width(item.display) + width(_(item.label)) + 3
    raise AssertionError(name)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_commands_and_help_can_be_clicked_in_every_room_of_a_small_screen(
    opened: Open, language: str
) -> None:
    async with opened((80, 24), language=language) as pilot:
        for room in ROOMS:
            await press(pilot, room.key)
            bar = pilot.app.screen.query_one(KeyBar)
            entries = bar.entries()
            assert [item.name for item in entries[-2:]] == ["palette", "help"], room.name
            assert sum(width(i.display) + width(_(i.label)) + 3 for i in entries) <= 80
            await _click_key(pilot, "help")
            assert isinstance(pilot.app.screen, HelpScreen)
            await press(pilot, "escape")
            await _click_key(pilot, "palette")
            assert len(pilot.app.screen_stack) == 2
            await press(pilot, "escape")


async def test_undo_needs_no_keyboard(opened: Open, archive: Path) -> None:
    """A suggestion is taken and taken back with nothing but clicks and the wheel."""
    before = states(archive)
    async with opened((80, 24)) as pilot:
        await pilot.click("RoomBar", offset=(width(" 1 总览 2 要求 3 矩阵 4"), 0))
        await settle(pilot)
        assert pilot.app.current_mode == "triage"
        await pilot.click("#suggestions", offset=(8, 1), times=2)
        await settle(pilot)
        assert states(archive) != before
        await _click_key(pilot, "palette")
        await seconds_until(lambda: len(_prompts(pilot)) > 5)
        listed = pilot.app.screen.query_one(OptionList)
        row = 2 * _prompts(pilot).index("撤销")
        listed.scroll_to(y=row, animate=False, immediate=True)
        await pilot.pause()
        await pilot.pause()
        await pilot.click(listed, offset=(4, row - round(listed.scroll_y) + 1))
        await settle(pilot)
        assert states(archive) == before


@pytest.mark.parametrize("room", ROOMS)
async def test_every_action_offered_in_a_room_is_among_its_commands(
    opened: Open, room: Room
) -> None:
    async with opened((120, 40)) as pilot:
        await press(pilot, room.key)
        offered = {_(item.label) for item in shown_keys(pilot.app.screen)}
        await press(pilot, "ctrl+p")
        await seconds_until(lambda: len(_prompts(pilot)) > len(offered))
        assert offered - set(_prompts(pilot)) == {_("Commands")}


async def test_t06_rooms_and_suggestions_can_be_moved_to_other_keys(
    opened: Open, archive: Path
) -> None:
    moved = {"room_triage": "ctrl+j", "take_1": "f6", "row_down": "ctrl+n", "refuse": "f11"}
    moved |= {"room_search": "f2", "room_requirements": "f4"}
    before = states(archive)
    async with opened((160, 40), keys=moved) as pilot:
        assert "^J 归类" in screen_text(pilot).splitlines()[0]
        assert "F2 检索" in screen_text(pilot).splitlines()[0]
        await press(pilot, "f2", "f12")
        assert "room_triage" in screen_text(pilot)
        await press(pilot, "escape")
        pilot.app.screen.query_one("#query")
        await press(pilot, "ctrl+j")
        queue = pilot.app.screen.query_one("#queue", Table)
        await press(pilot, "ctrl+n")
        assert queue.cursor == 1
        await press(pilot, "1")
        assert states(archive) == before
        await press(pilot, "f6")
        assert states(archive) != before


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"spaeter": "f11"}, 'spaeter = "f11"'),
        ({"later": "strg+l", "help": "f11"}, 'later = "strg+l"'),
    ],
)
async def test_t06_moved_keys_that_are_not_understood_are_told(
    opened: Open, keys: dict[str, str], told: str
) -> None:
    async with opened((120, 30), keys=keys) as pilot:
        shown = screen_text(pilot)
        assert "dossier.toml" in shown
        assert told in shown
        assert f"→ 按 {keys.get('help', 'f12').upper()} 看帮助" in shown


async def test_t06_what_is_said_after_a_decision_names_the_moved_key(opened: Open) -> None:
    async with opened((120, 30), keys={"undo": "f11"}) as pilot:
        await press(pilot, "f4", "1")
        assert "按 F11 撤销" in screen_text(pilot)


async def test_rooms_are_reached_from_a_record_and_from_no_question(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f6", "enter", "enter")
        assert isinstance(pilot.app.screen, RecordScreen)
        await press(pilot, "f4")
        assert pilot.app.current_mode == "triage"
        await press(pilot, "ctrl+g", "f5")
        assert pilot.app.current_mode == "triage"
        await press(pilot, "escape", "f6")
        assert pilot.app.screen.query("#query"), "the record was left behind"
    async with opened() as pilot:
        assert isinstance(pilot.app, DossierApp)
        assert pilot.app.current_mode == "search", "the room entered last, not one passed through"


async def test_questions_have_help_too(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f8", "ctrl+n", "f12")
        assert isinstance(pilot.app.screen, HelpScreen)
        assert "mark_shown" in screen_text(pilot)
        await press(pilot, "f12", "escape", "escape")
        assert pilot.app.current_mode == "bundle"


async def test_t06_a_key_given_away_is_not_shown_where_it_no_longer_works(opened: Open) -> None:
    async with opened((120, 30), keys={"later": "ctrl+r"}) as pilot:
        await press(pilot, "f4")
        shown = screen_text(pilot).splitlines()[-1]
        assert "^R 以后再看" in shown
        assert "^R 退回" not in shown
