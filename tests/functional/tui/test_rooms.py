"""Every room shows what it promises and does what its keys say."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input, Static, Tree

from dossier.model.records import RecordState
from dossier.settings import load_settings
from dossier.tui.dialogs.help import HelpScreen
from dossier.tui.dialogs.pick import PickDialog
from dossier.tui.dialogs.reason import ReasonDialog
from dossier.tui.rooms import ROOMS
from dossier.tui.screens.record import RecordScreen
from dossier.tui.text import Cell
from dossier.tui.widgets.grid import Grid
from dossier.tui.widgets.preview import Preview
from dossier.tui.widgets.table import Table
from dossier.workflow.find import Selection, list_records
from dossier.workflow.workspace import open_workspace
from tests.functional.tui.conftest import ACTOR, NOW, Open, press, screen_text, type_text
from tests.tools.screens import settle


def states(root: Path) -> dict[str, RecordState]:
    """Name to state of every record, as another process sees it."""
    with open_workspace(load_settings(root), clock=lambda: NOW, actor=ACTOR) as workspace:
        return {
            record.name: record.state
            for record in list_records(workspace, Selection(limit=None))[1]
        }


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_every_room_opens_at_every_size_in_both_languages(
    opened: Open, size: tuple[int, int], language: str
) -> None:
    async with opened(size, language=language) as pilot:
        for room in ROOMS:
            await press(pilot, room.key)
            assert pilot.app.current_mode == room.name
            assert len(screen_text(pilot).splitlines()) > 3


async def test_overview_tells_deadline_queue_refusal_and_silent_watcher(opened: Open) -> None:
    async with opened() as pilot:
        shown = screen_text(pilot)
    assert "距截止日期 2026-05-30 还有 20 天" in shown
    assert "个文件待归类" in shown
    assert "1 个拒收文件待答复" in shown
    assert "没有在监视收件文件夹" in shown
    assert "不齐全" in shown


async def test_overview_leads_to_where_it_can_be_done(opened: Open) -> None:
    async with opened() as pilot:
        table = pilot.app.screen.query_one("#next", Table)
        keys = [str(table.rows.key(index)) for index in range(len(table.rows))]
        table.cursor = next(i for i, key in enumerate(keys) if key.startswith("triage"))
        await press(pilot, "enter")
        assert pilot.app.current_mode == "triage"


async def test_requirements_shows_slots_records_and_narrows(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f2", "ctrl+f")
        await type_text(pilot, "道德讲堂")
        shown = screen_text(pilot)
        assert "Ⅲ-1-2-②" in shown
        assert "Ⅲ-3-①" not in shown
        assert "道德讲堂现场.jpg" in shown
        assert "实景图片" in shown


async def test_requirements_filter_goes_round(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f2")
        said = pilot.app.screen.query_one("#filter-said", Static)
        seen = [str(said.render())]
        for _turn in range(6):
            await press(pilot, "ctrl+l")
            seen.append(str(said.render()))
        assert seen[0] == seen[6]
        assert len(set(seen)) == 6


async def test_accept_and_undo_in_place(opened: Open, archive: Path) -> None:
    name = "Ⅲ-1-1-① 道德模范评选表彰办法.docx"
    async with opened() as pilot:
        await press(pilot, "f2", "ctrl+f")
        await type_text(pilot, "Ⅲ-1-1-①")
        await press(pilot, "enter")
        pilot.app.screen.query_one("#records").focus()
        await press(pilot, "ctrl+a")
        assert states(archive)[name] is RecordState.ACCEPTED
        await press(pilot, "ctrl+z")
        assert states(archive)[name] is RecordState.PLACED


async def test_send_back_needs_a_reason_and_can_be_undone(opened: Open, archive: Path) -> None:
    name = "Ⅲ-1-2-② 道德讲堂现场.jpg"
    async with opened() as pilot:
        await press(pilot, "f2", "ctrl+f")
        await type_text(pilot, "道德讲堂")
        records = pilot.app.screen.query_one("#records", Table)
        records.focus()
        keys = [records.rows.cells(index) for index in range(len(records.rows))]
        shown = name.removeprefix("Ⅲ-1-2-② ")
        records.cursor = next(i for i, cells in enumerate(keys) if cells and shown in str(cells))
        await press(pilot, "ctrl+r")
        assert isinstance(pilot.app.screen, ReasonDialog)
        pilot.app.screen.query_one("#reason").focus()
        await press(pilot, "enter")
        assert "请写明原因" in screen_text(pilot)
        await type_text(pilot, "图片模糊")
        await press(pilot, "enter")
        assert states(archive)[name] is RecordState.RETURNED
        await press(pilot, "ctrl+z")
        assert states(archive)[name] is RecordState.PLACED


async def test_waive_and_take_the_waiver_back(opened: Open, archive: Path) -> None:
    async with opened() as pilot:
        await press(pilot, "f2", "ctrl+f")
        await type_text(pilot, "Ⅲ-3-②")
        pilot.app.screen.query_one("#tree", Tree).focus()
        await press(pilot, "ctrl+x")
        assert isinstance(pilot.app.screen, ReasonDialog)
        pilot.app.screen.query_one("#reason").focus()
        await type_text(pilot, "没有此类设施")
        await press(pilot, "enter")
        assert "已豁免" in screen_text(pilot)
        await press(pilot, "ctrl+x")
        assert "已豁免" not in str(pilot.app.screen.query_one("#ask", Static).render())


async def test_an_ask_of_two_units_is_waived_for_one_of_them(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f2", "ctrl+f")
        await type_text(pilot, "Ⅲ-2-2-②")
        pilot.app.screen.query_one("#tree", Tree).focus()
        await press(pilot, "ctrl+x")
        assert isinstance(pilot.app.screen, PickDialog)
        await press(pilot, "enter")
        pilot.app.screen.query_one("#reason").focus()
        await type_text(pilot, "另行报送")
        await press(pilot, "enter")
        ask = pilot.app.screen.query_one("#ask", Static)
        assert "已豁免单位" in str(ask.render())
        await press(pilot, "ctrl+x", "enter")
        assert "已豁免单位" not in str(ask.render())


async def test_add_a_record_from_the_archive(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f2", "ctrl+f")
        await type_text(pilot, "Ⅲ-3-②")
        pilot.app.screen.query_one("#tree", Tree).focus()
        await press(pilot, "ctrl+k")
        await type_text(pilot, "志愿服务")
        await press(pilot, "enter")
        records = pilot.app.screen.query_one("#records", Table)
        assert len(records.rows) == 1


async def test_caption_and_pointer_are_kept(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f2", "ctrl+f")
        await type_text(pilot, "Ⅲ-1-1-①")
        pilot.app.screen.query_one("#records").focus()
        await press(pilot, "ctrl+e")
        await type_text(pilot, "封面")
        await press(pilot, "tab")
        await type_text(pilot, "第3页")
        await press(pilot, "enter", "enter")
        assert isinstance(pilot.app.screen, RecordScreen)
        shown = screen_text(pilot)
        assert "封面" in shown
        assert "第3页" in shown


async def test_triage_places_by_number_goes_on_and_comes_back(opened: Open, archive: Path) -> None:
    async with opened() as pilot:
        await press(pilot, "f4")
        queue = pilot.app.screen.query_one("#queue", Table)
        before, first = len(queue.rows), queue.key
        assert first is not None
        await press(pilot, "1")
        assert len(queue.rows) == before - 1
        assert queue.key != first
        await press(pilot, "ctrl+z")
        assert len(queue.rows) == before
        assert queue.key == first
    assert RecordState.UNPLACED in states(archive).values()


async def test_triage_searches_asks_by_plain_digits_and_marks_a_folder(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f4")
        queue = pilot.app.screen.query_one("#queue", Table)
        total = len(queue.rows)
        await press(pilot, "ctrl+t")
        marked = len(queue.marked)
        assert marked >= 1
        await press(pilot, "ctrl+g")
        await type_text(pilot, "3-2-2-2")
        await press(pilot, "enter")
        assert len(queue.rows) == total - marked


async def test_triage_puts_off(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f4")
        queue = pilot.app.screen.query_one("#queue", Table)
        first = queue.key
        await press(pilot, "ctrl+l")
        assert queue.rows.key(len(queue.rows) - 1) == first


async def test_units_show_asks_and_write_a_notice(opened: Open, archive: Path) -> None:
    async with opened() as pilot:
        await press(pilot, "f5")
        asks = pilot.app.screen.query_one("#asks", Table)
        assert len(asks.rows) > 0
        await press(pilot, "ctrl+r")
        await type_text(pilot, "gaps")
        await press(pilot, "enter")
        assert list((archive / "reports").glob("*.xlsx"))


async def test_units_lead_to_the_ask(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f5", "enter")
        wanted = pilot.app.screen.query_one("#asks", Table).key
        await press(pilot, "enter")
        assert pilot.app.current_mode == "requirements"
        assert str(wanted) in str(pilot.app.screen.query_one("#ask", Static).render())


async def test_search_as_you_type_with_snippets_and_filter(opened: Open) -> None:
    async with opened((160, 40)) as pilot:
        await press(pilot, "f6")
        await type_text(pilot, "学雷锋")
        await press(pilot, "enter")
        hits = pilot.app.screen.query_one("#hits", Table)
        assert len(hits.rows) == 2
        cells = hits.rows.cells(0)
        assert cells is not None
        assert Cell("学雷锋", "accent") in cells[3]
        preview = pilot.app.screen.query_one("#preview-text", Static)
        assert "三万人" in str(preview.render())


async def test_search_says_what_is_wrong_with_the_words(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f6")
        await type_text(pilot, "(志愿")
        await press(pilot, "enter")
        assert "括号没有成对" in screen_text(pilot)
        box = pilot.app.screen.query_one("#query", Input)
        box.value = "志愿"
        box.focus()
        await press(pilot, "enter")
        assert len(pilot.app.screen.query_one("#hits", Table).rows) > 0


async def test_findings_group_and_lead_to_the_ask(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f7")
        groups = pilot.app.screen.query_one("#groups", Table)
        assert str(groups.rows.key(0)).startswith("E")
        await press(pilot, "enter", "enter")
        assert pilot.app.current_mode == "requirements" or isinstance(
            pilot.app.screen, RecordScreen
        )


async def test_matrix_jumps_to_ask_and_unit(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f3", "right", "right", "down")
        grid = pilot.app.screen.query_one(Grid)
        assert (grid.place.x, grid.place.y) == (2, 1)
        await press(pilot, "enter")
        assert pilot.app.current_mode == "requirements"
        await press(pilot, "f3", "ctrl+u")
        assert pilot.app.current_mode == "units"


async def test_ledger_shows_balance_and_finds_words(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f9")
        assert "收到文件 11 = 归档 9 + 重复 0 + 拒收 1 + 忽略 1 + 等待 0" in screen_text(pilot)
        await press(pilot, "ctrl+f")
        await type_text(pilot, "道德讲堂现场")
        await press(pilot, "ctrl+l", "enter")
        entries = pilot.app.screen.query_one("#entries", Table)
        assert len(entries.rows) == 1
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, RecordScreen)
        await press(pilot, "ctrl+t")
        assert "接收" in screen_text(pilot)


async def test_record_screen_is_left_with_escape(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f4", "enter")
        assert isinstance(pilot.app.screen, RecordScreen)
        assert pilot.app.screen.query_one(Preview).display
        await press(pilot, "escape")
        assert pilot.app.current_mode == "triage"


@pytest.mark.parametrize("key", ["f12", "question_mark", "fullwidth_question_mark"])
async def test_help_is_there_in_every_room(opened: Open, key: str) -> None:
    async with opened() as pilot:
        for room in ROOMS:
            await press(pilot, room.key)
            if room.name in ("search", "bundle") and key != "f12":
                continue
            await press(pilot, key)
            assert isinstance(pilot.app.screen, HelpScreen)
            assert "本页按键" in screen_text(pilot)
            await press(pilot, "escape")


async def test_command_palette_finds_a_room_by_its_chinese_name(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "ctrl+p")
        await type_text(pilot, "流水账")
        await pilot.pause()
        await press(pilot, "enter")
        await settle(pilot)
        assert pilot.app.current_mode == "ledger"
