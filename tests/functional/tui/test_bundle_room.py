"""The bundle room: plan, make, stop, verify, compare; and a whole campaign."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Select, Static

from dossier.bundle.verify import verify_bundle
from dossier.errors import UsageError
from dossier.model.bundles import FORM
from dossier.model.records import RecordFilter
from dossier.settings import load_settings
from dossier.tui.app import DossierApp
from dossier.tui.background import Failed
from dossier.tui.dialogs.scope import ScopeDialog
from dossier.tui.screens.bundle import BundleRoom
from dossier.tui.screens.bundle_asking import planned
from dossier.tui.widgets.notice import Notice
from dossier.tui.widgets.order_form import OrderForm
from dossier.tui.widgets.table import Table
from dossier.workflow import triage
from dossier.workflow.ordering import Wish, order_of
from dossier.workflow.take_in import take_in
from dossier.workflow.workspace import open_workspace
from tests.functional.tui.conftest import ACTOR, NOW, Open, press, screen_text, type_text
from tests.tools.make_files import docx_file
from tests.tools.papers import official_pdf
from tests.tools.screens import settle


async def _partial(pilot: Pilot[int]) -> None:
    screen = pilot.app.screen
    screen.query_one("#extent", Select).value = "partial"
    screen.query_one("#why", Input).value = "初审"
    await settle(pilot)


async def _new_look(pilot: Pilot[int]) -> None:
    assert isinstance(pilot.app, DossierApp)
    pilot.app.look()
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
        assert room.check_action("cancel", ())
        room.action_cancel()
        await settle(pilot)
        assert "没有生成申报包" in _said(pilot)
        assert not room.check_action("cancel", ())
        assert not list((archive / "bundles").glob("*.zip"))


def _form(pilot: Pilot[int], **values: str) -> None:
    for name, value in values.items():
        part = pilot.app.screen.query_one(f"#{name}")
        assert isinstance(part, Input | Select)
        part.value = value


def _plan(pilot: Pilot[int]) -> str:
    return str(pilot.app.screen.query_one("#plan-text", Static).render())


def _outcome(pilot: Pilot[int]) -> str:
    return str(pilot.app.screen.query_one("#outcome", Static).render())


async def test_t09_the_form_says_all_the_command_line_says(
    opened: Open, archive: Path, tmp_path: Path
) -> None:
    (archive / "自己的.yaml").write_text(PROFILE, "utf-8")
    (archive / "别的.yaml").write_text("名单: []\n", "utf-8")
    away = tmp_path / "上交"
    async with opened() as pilot:
        await press(pilot, "f8")
        offered = [name for _title, name in pilot.app.screen.query_one("#profile", Select)._options]
        assert offered[0] == "plain"
        assert {"online-2018", "paper-binder", "archive-dat22", "自己的.yaml"} <= set(offered)
        assert "别的.yaml" not in offered
        _form(pilot, profile="自己的.yaml", form="folder", book="requirement", split="no")
        _form(pilot, extent="partial", why="初审", to=str(away), as_of="2026-05-09")
        _form(pilot, scope="Ⅲ-1-1-①、Ⅲ-1-2-②")
        await settle(pilot)
        assert "2026-05-09" in _plan(pilot)
        assert "2 条要求" in _plan(pilot)
        await press(pilot, "ctrl+g")
        assert "已生成" in _said(pilot)
    [bundle] = away.glob("tutorial*")
    document = json.loads((bundle / "assessment.json").read_text("utf-8"))
    assert (document["as_of"], document["bundle"]["profile"]) == ("2026-05-09", "own")
    assert len(list(bundle.rglob("*.pdf"))) == 2, "a book for each ask, as the form said"
    assert verify_bundle(bundle).verified


PROFILE = """
id: own
title: 本市规格
kinds: [{kind: policy, formats: []}]
layout: {folder: "{code_ascii}", file: "{seq:03d}{ext}"}
"""


async def test_the_plan_is_of_another_profile_at_once(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f8")
        assert "上传/" not in _plan(pilot)
        _form(pilot, profile="online-2018")
        await settle(pilot)
        assert "上传/" in _plan(pilot)
        assert "≈" in _plan(pilot), "nothing was converted for it"
        _form(pilot, profile="plain")
        await settle(pilot)
        assert "上传/" not in _plan(pilot)


async def test_a_true_plan_tells_its_steps(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f8")
        _form(pilot, profile="online-2018")
        await settle(pilot)
        seen: list[str] = []
        room = pilot.app.screen
        assert isinstance(room, BundleRoom)
        report = room.report

        def note(text: str, tone: str = "") -> None:
            seen.append(text)
            report(text, tone)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(room, "report", note)
            await press(pilot, "ctrl+l")
            assert "≈" not in _plan(pilot)
            await _partial(pilot)
            await press(pilot, "ctrl+g")
        steps = [text.partition("  ")[0] for text in seen]
        wanted = ["转换文件", "正在复制", "正在编写目录", "正在读出校验"]
        assert [step for step in dict.fromkeys(steps) if step in wanted] == wanted, steps
        assert any(text.startswith("转换文件  1 / ") for text in seen), "pieces, not bytes"


async def test_the_pages_to_picture_can_be_named(opened: Open, archive: Path) -> None:
    late = archive / "inbox" / "文明办" / "红头.pdf"
    late.write_bytes(official_pdf(pages=4, seal=3))
    os.utime(late, (NOW.timestamp() - 3600,) * 2)
    with open_workspace(load_settings(archive), clock=lambda: NOW, actor=ACTOR) as workspace:
        take_in(workspace, (), lambda _done, _total: None, lambda _seconds: None)
        records = workspace.archive.catalogue.records(RecordFilter())
        [paper] = [item.id for item in records if item.name == "红头.pdf"]
        triage.tag(workspace, [paper], triage.Tag(requirement="Ⅲ-1-1-①", kind="policy"))
        triage.accept(workspace, [paper])
    async with opened() as pilot:
        await press(pilot, "f8")
        _form(pilot, profile="online-2018", scope="Ⅲ-1-1-①")
        await press(pilot, "ctrl+l")
        assert {"第 1 页", "第 3 页"} == _pages(pilot, paper), "found by their layout"
        _form(pilot, pages=f"{paper}=2,4")
        await press(pilot, "ctrl+l")
        assert {"第 2 页", "第 4 页"} == _pages(pilot, paper)


def _pages(pilot: Pilot[int], record: str) -> set[str]:
    lines = [row for row in _plan(pilot).splitlines() if record in row and "页" in row]
    return {row.rpartition(" · ")[2].strip() for row in lines}


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("as_of", "5月9日", "不是日期"),
        ("pages", "2026-000001=x", "没有写明"),
        ("scope", "Ⅲ-99-9", "Ⅲ-99-9"),
    ],
)
async def test_what_cannot_be_understood_is_told(
    opened: Open, archive: Path, field: str, value: str, told: str
) -> None:
    async with opened() as pilot:
        await press(pilot, "f8")
        await _partial(pilot)
        _form(pilot, **{field: value})
        await press(pilot, "ctrl+g")
        assert told in screen_text(pilot)
        assert not list((archive / "bundles").glob("*"))


async def test_a_bundle_does_not_go_where_it_would_be_taken_in(opened: Open, archive: Path) -> None:
    async with opened() as pilot:
        await press(pilot, "f8")
        await _partial(pilot)
        for inside in ("inbox/文明办", "store", "derived/x"):
            _form(pilot, to=str(archive / inside))
            await press(pilot, "ctrl+g")
            assert "不能写到" in screen_text(pilot)
        assert not list(archive.rglob("bagit.txt"))


async def test_asks_are_picked_from_a_list(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f8", "ctrl+n")
        dialog = pilot.app.screen
        assert isinstance(dialog, ScopeDialog)
        assert "不齐全" in screen_text(pilot)
        await press(pilot, "space", "space")
        dialog.query_one("#wanted", Input).value = "志愿服务年度"
        await settle(pilot)
        await press(pilot, "ctrl+t", "enter")
        assert pilot.app.screen.query_one("#scope", Input).value.split() == [
            "Ⅲ-1-1-①",
            "Ⅲ-1-1-②",
            "Ⅲ-2-1-①",
        ]
        assert "3 条要求" in _plan(pilot)
        await press(pilot, "ctrl+n")
        assert pilot.app.screen.query_one("#choices", Table).marked == {
            "Ⅲ-1-1-①",
            "Ⅲ-1-1-②",
            "Ⅲ-2-1-①",
        }
        await press(pilot, "ctrl+n", "enter")
        assert pilot.app.screen.query_one("#scope", Input).value == ""


async def test_a_bundle_is_taken_back_with_a_reason(opened: Open, archive: Path) -> None:
    async with opened() as pilot:
        await press(pilot, "f8")
        await _partial(pilot)
        await press(pilot, "ctrl+g")
        pilot.app.screen.query_one("#bundles").focus()
        await press(pilot, "ctrl+b", "enter")
        assert "撤回申报包要写明原因" in screen_text(pilot)
        await press(pilot, "ctrl+b")
        await type_text(pilot, "报错了系统")
        await press(pilot, "enter")
        assert "报错了系统" in _outcome(pilot)
        await press(pilot, "ctrl+b")
        assert "已经撤回" in screen_text(pilot)
    assert len(list((archive / "bundles").glob("*.zip"))) == 1, "its file stays"


async def test_a_bundle_that_lies_anywhere_is_verified(
    opened: Open, archive: Path, tmp_path: Path
) -> None:
    async with opened() as pilot:
        await press(pilot, "f8")
        await _partial(pilot)
        await press(pilot, "ctrl+g")
        [made] = (archive / "bundles").glob("*.zip")
        broken = tmp_path / made.name
        broken.write_bytes(made.read_bytes()[:-200])
        for path, said in ((made, "校验通过"), (broken, "校验未通过")):
            pilot.app.screen.query_one("#bundles").focus()
            await press(pilot, "ctrl+o")
            pilot.app.screen.query_one("#field-0", Input).value = str(path)
            await press(pilot, "enter")
            assert said in _said(pilot)


async def test_two_marked_bundles_are_compared(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f8")
        await _partial(pilot)
        for scope in ("Ⅲ-1-1-①", "Ⅲ-1-2-②", "Ⅲ-1-1-① Ⅲ-1-2-②"):
            _form(pilot, scope=scope)
            await press(pilot, "ctrl+g")
        table = pilot.app.screen.query_one("#bundles", Table)
        table.focus()
        table.cursor = 0
        await press(pilot, "space", "down", "space", "ctrl+e")
        assert "新增  " in _outcome(pilot), "from the first to the third"
        assert "移除" not in _outcome(pilot)
        assert "Ⅲ-1-2-②" in _outcome(pilot)
        await _new_look(pilot)
        assert "新增  " in _outcome(pilot), "a new look at the archive leaves it to be read"


async def test_the_order_is_remembered(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f8")
        await _partial(pilot)
        _form(pilot, form="folder", scope="Ⅲ-1-1-①")
        await press(pilot, "ctrl+g")
    async with opened() as pilot:
        await press(pilot, "f8")
        wish = pilot.app.screen.query_one(OrderForm).wish()
        assert (wish.zipped, wish.scope, wish.reason) == (False, "Ⅲ-1-1-①", "初审")


async def test_who_may_only_look_makes_and_takes_back_nothing(opened: Open, archive: Path) -> None:
    async with opened(read_only=True) as pilot:
        await press(pilot, "f8")
        await _partial(pilot)
        room = pilot.app.screen
        assert isinstance(room, BundleRoom)
        assert not room.check_action("build", ())
        assert not room.check_action("withdraw", ())
        room.action_build()
        await settle(pilot)
        assert not list((archive / "bundles").glob("*"))


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


async def test_a_plan_to_the_byte_stays_until_the_order_or_the_archive_changes(
    opened: Open, archive: Path
) -> None:
    async with opened() as pilot:
        await press(pilot, "f8")
        assert "估算" in _plan(pilot)
        await press(pilot, "ctrl+l")
        assert "估算" not in _plan(pilot)
        await _new_look(pilot)
        assert "估算" not in _plan(pilot), "nothing has changed"
        _form(pilot, form="folder")
        await settle(pilot)
        assert "估算" in _plan(pilot), "another order"


def test_an_estimate_fills_no_forms(archive: Path) -> None:
    wish = Wish(profile="online-2018")
    with open_workspace(load_settings(archive), clock=lambda: NOW, actor=ACTOR) as workspace:
        estimate, _assessment = planned(workspace, order_of(workspace, wish, estimate=True))
        exact, _assessment = planned(workspace, order_of(workspace, wish))
    assert not [item for item in estimate.files if item.role == FORM]
    assert [item for item in exact.files if item.role == FORM]


async def test_an_order_half_typed_is_left_alone_when_the_archive_changes(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f8")
        await type_text(pilot, "Ⅲ-1-1-")
        await _new_look(pilot)
        assert pilot.app.screen.query_one("#scope", Input).value == "Ⅲ-1-1-"
        assert "Ⅲ-1-1-" in _plan(pilot), "the plan says what is not understood"
        assert not pilot.app.screen.query_one(Notice).display


async def test_what_fails_beside_a_build_does_not_hide_that_it_runs(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f8")
        await _partial(pilot)
        room = pilot.app.screen
        assert isinstance(room, BundleRoom)
        room.action_build()
        room.post_message(Failed(UsageError("elsewhere")))
        await pilot.pause()
        assert room.working
        await settle(pilot)
        assert "已生成" in _said(pilot)
