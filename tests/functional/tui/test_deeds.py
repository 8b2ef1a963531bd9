"""What can be done in the rooms beyond placing, accepting and returning."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Select, Static

from dossier.cli.commands.terminal import run_tui
from dossier.cli.parser import build_parser
from dossier.model.findings import Finding
from dossier.model.records import RecordState
from dossier.settings import load_settings
from dossier.tui.app import DossierApp
from dossier.tui.dialogs.history import HistoryDialog
from dossier.tui.dialogs.reason import ReasonDialog
from dossier.tui.screens.findings import FindingsRoom, pair_of
from dossier.tui.screens.ledger import Entries
from dossier.tui.screens.record import RecordScreen
from dossier.tui.screens.triage import TriageRoom
from dossier.tui.widgets.ask_tree import AskTree
from dossier.tui.widgets.picture import Picture
from dossier.tui.widgets.preview import Preview
from dossier.tui.widgets.table import Table
from dossier.tui.words import advice_here, finding_advice
from dossier.workflow.find import Selection, list_records
from dossier.workflow.placing import refused_codes
from dossier.workflow.take_in import take_in
from dossier.workflow.undo import undo_last
from dossier.workflow.workspace import open_workspace
from tests.functional.tui.conftest import (
    ACTOR,
    NOW,
    Open,
    new_archive,
    press,
    screen_text,
    type_text,
)
from tests.functional.tui.test_rooms import states
from tests.tools.make_files import docx_file, picture_file
from tests.tools.screens import settle


def refused(root: Path, record: str) -> frozenset[str]:
    with open_workspace(load_settings(root), clock=lambda: NOW, actor=ACTOR) as workspace:
        return refused_codes(workspace, record)


def drop(root: Path, files: dict[str, bytes]) -> None:
    """Put files into the inbox and take them in, as the watcher of another process would."""
    old = NOW.timestamp() - 86_400
    paths = []
    for name, content in files.items():
        path = root / "inbox" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (old, old))
        paths.append(path)
    with open_workspace(load_settings(root), clock=lambda: NOW, actor=ACTOR) as workspace:
        take_in(workspace, tuple(paths), lambda _done, _total: None, lambda _seconds: None)


def suggested(pilot: Pilot[int]) -> list[str]:
    room = pilot.app.screen
    assert isinstance(room, TriageRoom)
    table = room.query_one("#suggestions", Table)
    found = [table.rows.cells(index) for index in range(len(table.rows))]
    return [str(cells[2]) for cells in found if cells]


async def test_a_suggestion_is_refused_for_good_and_the_refusal_taken_back_c09(
    opened: Open, archive: Path
) -> None:
    async with opened() as pilot:
        await press(pilot, "f4")
        queue = pilot.app.screen.query_one("#queue", Table)
        record, code = queue.key, suggested(pilot)[0]
        assert record is not None
        await press(pilot, "ctrl+n")
        assert queue.key == record
        assert code not in suggested(pilot)
        assert refused(archive, record) == {code}
        await press(pilot, "ctrl+z")
        assert suggested(pilot)[0] == code
        assert refused(archive, record) == frozenset()


async def test_suggestions_are_refused_for_all_marked_at_once_c09(
    opened: Open, archive: Path
) -> None:
    async with opened() as pilot:
        await press(pilot, "f4")
        queue = pilot.app.screen.query_one("#queue", Table)
        ids = [str(queue.rows.key(index)) for index in range(2)]
        await press(pilot, "space", "space", "home")
        code = suggested(pilot)[0]
        await press(pilot, "ctrl+n")
        assert [refused(archive, record) for record in ids] == [{code}, {code}]


async def test_a_number_keeps_what_was_proposed_and_why(opened: Open, archive: Path) -> None:
    async with opened() as pilot:
        await press(pilot, "f4")
        record, code = pilot.app.screen.query_one("#queue", Table).key, suggested(pilot)[0]
        await press(pilot, "1")
    with open_workspace(load_settings(archive), clock=lambda: NOW, actor=ACTOR) as workspace:
        found = workspace.archive.catalogue.record(str(record))
    assert found is not None
    (claim,) = found.claims
    assert (claim.requirement, claim.by) == (code, "person")
    assert ":" in claim.reason


async def test_the_files_of_an_occasion_are_placed_each_where_its_kind_goes(
    opened: Open, archive: Path
) -> None:
    folder = "团区委/五四志愿活动"
    text = ("五四志愿服务活动情况说明", "五月四日，团区委开展青少年志愿服务活动，三百人参加。")
    drop(
        archive,
        {
            f"{folder}/情况说明.docx": docx_file(text),
            f"{folder}/现场.jpg": picture_file(seed=7, taken="2026:05:04 10:00:00"),
        },
    )
    async with opened() as pilot:
        await press(pilot, "f4")
        queue = pilot.app.screen.query_one("#queue", Table)
        names = [str(queue.rows.cells(index)) for index in range(len(queue.rows))]
        queue.cursor = next(i for i, name in enumerate(names) if "情况说明" in name)
        await settle(pilot)
        await press(pilot, "ctrl+s")
        assert len(queue.marked) == 2
        await press(pilot, "1")
    placed = states(archive)
    assert placed["情况说明.docx"] is placed["现场.jpg"] is RecordState.PLACED


async def test_what_was_decided_on_screen_can_be_taken_back_on_the_command_line(
    opened: Open, archive: Path
) -> None:
    before = states(archive)
    async with opened() as pilot:
        await press(pilot, "f4", "space", "space", "space", "ctrl+g")
        await type_text(pilot, "Ⅲ-2-2-②")
        await press(pilot, "enter")
    assert states(archive) != before
    with open_workspace(load_settings(archive), clock=lambda: NOW, actor=ACTOR) as workspace:
        assert len(undo_last(workspace).records) == 3
    assert states(archive) == before


async def test_the_text_of_a_record_is_copied(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f6")
        await type_text(pilot, "学雷锋")
        await press(pilot, "enter", "ctrl+w")
        assert "开展学雷锋志愿服务活动二百场" in pilot.app.clipboard


async def test_a_record_is_opened_in_the_systems_program(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opener = tmp_path / "bin" / "xdg-open"
    opener.parent.mkdir()
    opener.write_text("#!/bin/sh\n")
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", f"{opener.parent}{os.pathsep}{os.environ['PATH']}")
    async with opened() as pilot:
        await press(pilot, "f6")
        await type_text(pilot, "学雷锋")
        await press(pilot, "enter", "ctrl+o")
        assert "已打开副本" in screen_text(pilot)


async def test_search_filters_by_kind_and_remembers_its_filters(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f6")
        pilot.app.screen.query_one("#kind", Select).value = "photo"
        await press(pilot, "enter")
        pilot.app.screen.query_one("#query", Input).focus()
        await press(pilot, "enter")
        photos = len(pilot.app.screen.query_one("#hits", Table).rows)
        assert photos == 2
    async with opened() as pilot:
        assert pilot.app.screen.query_one("#kind", Select).value == "photo"
        assert len(pilot.app.screen.query_one("#hits", Table).rows) == photos


async def test_an_ask_tells_what_it_wants_and_what_happened_to_it(opened: Open) -> None:
    async with opened((160, 45)) as pilot:
        await press(pilot, "f2", "ctrl+f")
        await type_text(pilot, "Ⅲ-1-2-②")
        await press(pilot, "enter")
        ask = str(pilot.app.screen.query_one("#ask", Static).render())
        assert "期限" in ask
        assert "依据：" in ask
        pilot.app.screen.query_one("#records").focus()
        await press(pilot, "ctrl+a", "ctrl+t")
        assert isinstance(pilot.app.screen, HistoryDialog)
        assert "Ⅲ-1-2-②" in screen_text(pilot)
        assert "自动" in screen_text(pilot)


async def test_a_folded_indicator_stays_folded_while_records_are_decided_on(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f2")
        tree = pilot.app.screen.query_one(AskTree)
        branch = tree.root.children[-1]
        branch.collapse()
        pilot.app.screen.query_one("#records").focus()
        await press(pilot, "ctrl+a")
        assert tree.root.children[-1] is branch
        assert branch.is_collapsed


async def pair(pilot: Pilot[int]) -> Table:
    """The findings room at a pair of photographs."""
    await press(pilot, "f7")
    groups = pilot.app.screen.query_one("#groups", Table)
    keys = [groups.rows.key(index) for index in range(len(groups.rows))]
    groups.cursor = keys.index("W403")
    await settle(pilot)
    return pilot.app.screen.query_one("#findings", Table)


@pytest.fixture
def reused(archive: Path) -> Path:
    """An archive where three units sent the same picture, each saved anew."""
    sizes = {"教育局": (640, 480), "文旅局": (600, 450), "卫健委": (560, 420)}
    drop(
        archive,
        {
            f"{unit}/Ⅲ-1-2-② 道德讲堂{unit}.jpg": picture_file(*size, seed=11)
            for unit, size in sizes.items()
        },
    )
    return archive


async def test_a_pair_of_photographs_stands_side_by_side_and_either_can_be_returned_d07(
    opened: Open, reused: Path
) -> None:
    async with opened((160, 45)) as pilot:
        findings = await pair(pilot)
        findings.focus()
        await settle(pilot)
        previews = list(pilot.app.screen.query(Preview))
        assert [preview.display for preview in previews] == [True, True]
        assert all(preview.query_one(Picture).display for preview in previews)
        room = pilot.app.screen
        assert isinstance(room, FindingsRoom)
        shown = next(item for item in room.items if item.key == findings.key)
        one, other = pair_of(shown.finding)
        assert room.chosen_ids() == [one]
        await press(pilot, "tab", "tab")
        assert room.chosen_ids() == [other]
        await press(pilot, "ctrl+r")
        assert isinstance(pilot.app.screen, ReasonDialog)
        pilot.app.screen.query_one("#reason").focus()
        await type_text(pilot, "照片重复")
        await press(pilot, "enter")
    with open_workspace(load_settings(reused), clock=lambda: NOW, actor=ACTOR) as workspace:
        records = list_records(workspace, Selection(states=("returned",)))[1]
    assert [record.id for record in records] == [other]


async def test_a_whole_group_of_findings_is_dismissed_and_brought_back(
    opened: Open, reused: Path
) -> None:
    async with opened((160, 45)) as pilot:
        count = len((await pair(pilot)).rows)
        assert count >= 2
        await press(pilot, "ctrl+x")
        pilot.app.screen.query_one("#reason").focus()
        await type_text(pilot, "同一活动")
        await press(pilot, "enter")
        groups = pilot.app.screen.query_one("#groups", Table)
        keys = [groups.rows.key(index) for index in range(len(groups.rows))]
        assert "W403" not in keys
        await press(pilot, "ctrl+z")
        assert len((await pair(pilot)).rows) == count


async def test_what_cannot_be_dismissed_says_so(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f7", "enter", "ctrl+x")
        assert not isinstance(pilot.app.screen, ReasonDialog)
        assert "只能通过改正材料来消除" in screen_text(pilot)


async def test_a_paper_just_written_is_opened(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opener = tmp_path / "bin" / "xdg-open"
    opener.parent.mkdir()
    opener.write_text("#!/bin/sh\n")
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", f"{opener.parent}{os.pathsep}{os.environ['PATH']}")
    async with opened((120, 40)) as pilot:
        await press(pilot, "f5", "ctrl+o")
        assert "请先写一份" in screen_text(pilot)
        await press(pilot, "ctrl+t")
        await type_text(pilot, "digest")
        await press(pilot, "enter", "ctrl+o")
        assert "已打开" in screen_text(pilot)


async def test_the_preview_is_turned_without_leaving_the_list(opened: Open, archive: Path) -> None:
    drop(archive, {"教育局/长文.txt": "\n".join(f"第{n}段内容" for n in range(400)).encode()})
    async with opened((80, 24)) as pilot:
        await press(pilot, "f4")
        queue = pilot.app.screen.query_one("#queue", Table)
        names = [str(queue.rows.cells(index)) for index in range(len(queue.rows))]
        queue.cursor = next(i for i, name in enumerate(names) if "长文" in name or "第0段" in name)
        await settle(pilot)
        preview = pilot.app.screen.query_one(Preview)
        await press(pilot, "ctrl+down")
        await pilot.wait_for_scheduled_animations()
        assert preview.scroll_y > 0
        assert queue.has_focus


async def test_what_is_said_takes_lines_of_its_own_t02(opened: Open) -> None:
    """Nothing lies over the edge between two columns, where half a character would be lost."""
    async with opened((80, 24)) as pilot:
        await press(pilot, "f4", "ctrl+n")
        lines = screen_text(pilot).splitlines()
        assert lines[-2].startswith(" 不再为 1 个文件建议 Ⅲ")
        assert lines[-2].endswith("按 ^Z 撤销。")
        await pilot.click("Notice")
        assert "按 ^Z 撤销" not in screen_text(pilot)


async def test_plain_characters_everywhere_and_remembered(opened: Open, archive: Path) -> None:
    drawn = set("╭╮╰╯│─█░▒▀▼├└┌┐┘┃━▁▉▎")
    async with opened((100, 30), plain=True) as pilot:
        for key in ("f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f12"):
            await press(pilot, key)
            assert not set(screen_text(pilot)) & drawn, key
    async with opened((100, 30)) as pilot:
        await press(pilot, "f1")
        assert isinstance(pilot.app, DossierApp)
        assert set(screen_text(pilot)) & drawn
        pilot.app.draw_plainly(True)
        await settle(pilot)
        assert not set(screen_text(pilot)) & drawn
    async with opened((100, 30)) as pilot:
        assert not set(screen_text(pilot)) & drawn


@pytest.mark.parametrize("words", ["tui --ascii --no-colour --read-only", "tui --web --port 9000"])
def test_the_switches_of_the_screen_are_understood(words: str) -> None:
    assert build_parser().parse_args(words.split()).run is run_tui


async def test_without_colours_every_tone_is_grey(archive: Path) -> None:
    app = DossierApp(load_settings(archive), lambda: NOW, ACTOR, colour=False)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        colours = set(re.findall(r"fill: (#[0-9a-f]{6})", app.export_screenshot()))
    colours -= {"#c5c8c6"}  # the title above the exported picture
    assert colours
    assert all(tone[1:3] == tone[3:5] == tone[5:7] for tone in colours)


async def test_the_record_screen_leads_to_the_history(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f4", "enter")
        screens = [type(pilot.app.screen)]
        await press(pilot, "h")
        screens.append(type(pilot.app.screen))
        assert screens == [RecordScreen, HistoryDialog]
        await press(pilot, "escape", "escape")
        assert pilot.app.current_mode == "triage"


async def test_a_record_is_moved_from_one_ask_to_another_and_back(
    opened: Open, archive: Path
) -> None:
    name = "Ⅲ-1-2-② 道德讲堂现场.jpg"
    async with opened() as pilot:
        await press(pilot, "f2", "ctrl+f")
        await type_text(pilot, "道德讲堂")
        await press(pilot, "enter", "enter")
        records = pilot.app.screen.query_one("#records", Table)
        told = [str(records.rows.cells(place)) for place in range(len(records.rows))]
        records.cursor = next(place for place, text in enumerate(told) if "现场.jpg" in text)
        await settle(pilot)
        await press(pilot, "ctrl+n")
        await type_text(pilot, "3-2-2-2")
        await press(pilot, "enter")
        assert claimed(archive, name) == ("Ⅲ-2-2-②",)
        await press(pilot, "ctrl+z")
        assert claimed(archive, name) == ("Ⅲ-1-2-②",)


def claimed(root: Path, name: str) -> tuple[str, ...]:
    with open_workspace(load_settings(root), clock=lambda: NOW, actor=ACTOR) as workspace:
        found = list_records(workspace, Selection(limit=None))[1]
    return next(record.requirements for record in found if record.name == name)


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("团区委", {"Ⅲ-2-2-②"}),
        ("上级评价意见", {"Ⅲ-5-2", "Ⅲ-6-3"}),
        ("团区委 E301", {"Ⅲ-2-2-②"}),
        ("3-1-1-1", {"Ⅲ-1-1-①"}),
    ],
)
async def test_asks_are_narrowed_by_unit_kind_finding_and_plain_code(
    opened: Open, words: str, codes: set[str]
) -> None:
    async with opened() as pilot:
        await press(pilot, "f2", "ctrl+f")
        await type_text(pilot, words)
        tree = pilot.app.screen.query_one(AskTree)
        assert codes <= set(tree.codes)
        assert len(tree.codes) < 10


async def test_names_under_an_ask_leave_its_code_out_and_advice_names_the_key(
    opened: Open,
) -> None:
    async with opened((80, 24)) as pilot:
        await press(pilot, "f2", "ctrl+f")
        await type_text(pilot, "道德讲堂")
        await press(pilot, "enter")
        records = pilot.app.screen.query_one("#records", Table)
        names = [str((records.rows.cells(place) or [""])[1]) for place in range(len(records.rows))]
        assert "道德讲堂现场.jpg" in names
    said = advice_here(Finding("W301", "2026-000001", {"record": "2026-000001", "code": "Ⅲ-1"}))
    assert said.endswith("（在这里：著录 ^U）")
    assert advice_here(Finding("E101", "2026-000001", {})) == finding_advice(
        Finding("E101", "2026-000001", {})
    )


async def test_columns_of_the_units_are_whole_at_the_smallest_size(opened: Open) -> None:
    async with opened((80, 24)) as pilot:
        await press(pilot, "f5")
        shown = screen_text(pilot)
        assert "2026-05-30" in shown
        assert "件数" in shown
        assert "欠交" in shown


async def test_the_hits_name_the_keys_that_open_and_copy(opened: Open) -> None:
    async with opened((80, 24)) as pilot:
        await press(pilot, "f6")
        await type_text(pilot, "志愿")
        await press(pilot, "enter")
        bar = screen_text(pilot).splitlines()[-1]
        assert "^O 查看原件" in bar
        assert "^Y 复制" in bar


async def test_a_new_archive_says_where_its_inbox_is(opened: Open, tmp_path: Path) -> None:
    new_archive(tmp_path / "新")
    async with opened((100, 30), root=tmp_path / "新") as pilot:
        steps = pilot.app.screen.query_one("#next", Table)
        place = steps.rows.place("inbox|")
        assert place is not None
        steps.cursor = place
        await press(pilot, "enter")
        assert pilot.app.clipboard == str(tmp_path / "新" / "inbox")


def test_an_entry_keeps_its_place_among_entries_that_were_never_fetched() -> None:
    entries = Entries(1000, [], lambda _item: (), lambda item: str(item.seq), lambda _offset: None)
    assert (entries.place("1000|x"), entries.place("1|x"), entries.place("1001|")) == (0, 999, None)
