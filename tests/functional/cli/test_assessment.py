"""check, dismiss and status through the command line, on real files."""

from __future__ import annotations

import io
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import docx
import pytest

from dossier.rules.explanations import EXPLANATIONS
from dossier.settings import load_settings
from dossier.workflow.assessing import assessments
from dossier.workflow.integrity import pairs, passages
from dossier.workflow.workspace import open_workspace
from tests.functional.cli.conftest import Result, Run
from tests.tools.assessing import cropped, jpeg, picture

PARAGRAPH = "".join(
    f"{place}组织{people}开展{what}，发放宣传资料，现场解答群众提问并登记志愿服务时长，活动秩序良好。"
    for place, people, what in (
        ("柳荫里社区", "党员", "垃圾分类入户指导"),
        ("望澜社区", "学生", "清明网上祭英烈"),
        ("听泉街道", "职工", "文明交通劝导"),
        ("梧桐里街道", "医生", "健康义诊进小区"),
        ("青石桥广场", "律师", "以案释法宣讲"),
    )
)
Drop = Callable[[str, bytes], Path]


def report(title: str, *paragraphs: str) -> bytes:
    document = docx.Document()
    for text in (title, *paragraphs):
        document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.fixture
def filled(run: Run, archive: Path, drop: Drop) -> Path:
    """A photograph and its cropped copy, a report that two units share, a template's remnant."""
    image = picture(3)
    drop("文明办/Ⅲ-2-3 实景图片 站点.jpg", jpeg(image))
    drop("民政局/Ⅲ-2-3 实景图片 活动.jpg", jpeg(cropped(image, 0.02, 0.01, 0, 0.02), 60))
    own = "投入经费12万元，服务群众3400人次，数据来源于工作台账。"
    drop("民政局/Ⅲ-2-1-② 说明报告 甲.docx", report("志愿服务情况说明", PARAGRAPH, own))
    drop(
        "团区委/Ⅲ-2-2-② 说明报告 乙.docx", report("青少年服务情况说明", PARAGRAPH, "XX市活动很多。")
    )
    assert run("-C", archive, "intake").code in (0, 4)
    return archive


def check(run: Run, archive: Path, *words: str) -> Any:
    return run("-C", archive, "--json", "check", *words).json


def findings(document: Any, code: str) -> list[Any]:
    return [item for item in document["findings"] if item["code"] == code]


def test_check_has_the_promised_keys(run: Run, filled: Path) -> None:
    document = check(run, filled)
    assert {"edition", "as_of", "verdict", "summary", "requirements", "units", "findings"} <= set(
        document
    )
    keys = {"requirements", "satisfied", "waived", "incomplete", "undetermined", "not_uploaded"}
    assert keys | {"coverage"} <= set(document["summary"])
    ask = document["requirements"][0]
    assert {"code", "title", "indicator", "lead", "units", "due", "verdict", "slots"} <= set(ask)
    assert {"kind", "needed", "found", "usable", "verdict"} <= set(ask["slots"][0])
    assert {"unit", "owed", "satisfied", "overdue_days", "colour"} <= set(document["units"][0])


def test_d07_a_cropped_copy_is_found_in_the_archive_and_dismissed_once(
    run: Run, filled: Path
) -> None:
    (finding,) = findings(check(run, filled), "W403")
    one, other = finding["subject"], finding["parameters"]["other"]
    refused = run("-C", filled, "dismiss", "W403", one, "--pair", other)
    assert refused.code == 2
    said = run("-C", filled, "dismiss", "W403", other, "--pair", one, "--reason", "同一站点")
    assert said.code == 0
    assert findings(check(run, filled), "W403") == []
    listed = run("-C", filled, "--json", "dismiss", "--list").json["dismissals"]
    assert [(item["code"], item["reason"]) for item in listed] == [("W403", "同一站点")]
    run("-C", filled, "rebuild", "--catalogue")
    assert findings(check(run, filled), "W403") == []
    assert run("-C", filled, "dismiss", "W403", one, "--pair", other, "--undo").code == 0
    assert len(findings(check(run, filled), "W403")) == 1


def test_dismissals_are_checked(run: Run, filled: Path) -> None:
    one = findings(check(run, filled), "W421")[0]["subject"]
    for words in (("E301", one), ("W999", one), ("W421", "2020-000001")):
        assert run("-C", filled, "dismiss", *words, "--reason", "无").code == 2
    assert run("-C", filled, "dismiss", "W421", one, "--undo").code == 2
    assert run("-C", filled, "dismiss", "W421").code == 2


def test_pairs_stand_side_by_side(run: Run, filled: Path) -> None:
    from dossier.cli.context import now

    with open_workspace(load_settings(filled), clock=now, actor="person:甲") as workspace:
        (pair,) = pairs(workspace, as_of=workspace.today(), code="W411")
        first = passages(workspace, pair)[0]
        assert PARAGRAPH[:-1] in first.later
        assert first.earlier == first.later
        (photos,) = pairs(workspace, as_of=workspace.today(), code="W403")
        assert passages(workspace, photos) == []


def test_show_puts_two_records_side_by_side(run: Run, filled: Path) -> None:
    finding = findings(check(run, filled), "W411")[0]
    one, other = finding["subject"], finding["parameters"]["other"]
    told = run("-C", filled, "show", other, "--beside", one)
    assert told.code == 0
    assert told.out.count(PARAGRAPH[:40]) == 2
    assert EXPLANATIONS["W411"].how in told.out
    (pair,) = run("-C", filled, "--json", "show", one, "--beside", other).json["beside"]
    assert (pair["code"], pair["later"], pair["earlier"]) == ("W411", one, other)
    assert PARAGRAPH[:-1] in pair["passages"][0]["later"]
    photo = findings(check(run, filled), "W403")[0]
    pictures = run("-C", filled, "show", photo["subject"], "--beside", photo["parameters"]["other"])
    assert "look at both files" in pictures.out
    assert run("-C", filled, "show", one, "--beside", photo["subject"]).code == 2


def fingerprints(archive: Path) -> dict[tuple[str, str], bytes]:
    with closing(sqlite3.connect(archive / "derived" / "fingerprints.sqlite3")) as database:
        rows = database.execute("SELECT kind, digest, body FROM found").fetchall()
    return {(kind, digest): body for kind, digest, body in rows}


def test_fingerprints_are_taken_while_reading(run: Run, filled: Path) -> None:
    taken = fingerprints(filled)
    assert [kind for kind, _digest in sorted(taken)] == ["PhotoPrint"] * 2 + ["TextFacts"] * 2
    (filled / "derived" / "fingerprints.sqlite3").unlink()
    check(run, filled)
    anew = fingerprints(filled)
    assert {key: anew[key] for key in taken} == taken
    assert [kind for kind, _pair in anew.keys() - taken.keys()] == ["PhotoLikeness"]


def test_what_was_found_is_kept_and_may_be_thrown_away(run: Run, filled: Path) -> None:
    before = check(run, filled)
    kept = filled / "derived" / "fingerprints.sqlite3"
    assert kept.stat().st_size > 0
    kept.write_bytes(b"not a database")
    assert check(run, filled) == before
    kept.unlink()
    assert check(run, filled) == before


def test_texts_that_are_gone_are_told_until_they_are_read_again(run: Run, filled: Path) -> None:
    before = check(run, filled)
    assert "dossier rebuild" not in run("-C", filled, "check").err
    shutil.rmtree(filled / "derived")
    assert "texts of 2 files are gone" in run("-C", filled, "check").err
    assert "dossier rebuild" in run("-C", filled, "bundle", "--plan").err
    assert run("-C", filled, "rebuild").code == 0
    assert "dossier rebuild" not in run("-C", filled, "check").err
    assert check(run, filled) == before


def test_check_of_one_ask_tells_its_whole_story(run: Run, filled: Path) -> None:
    told = run("-C", filled, "check", "--requirement", "Ⅲ-2-2-②")
    assert told.code == 1
    for words in (
        "青少年志愿服务活动",
        "团区委、教育局",
        "photograph",
        "required",
        "E301",
        "W421",
        "XX市",
    ):
        assert words in told.out


def test_codes_are_explained(run: Run, archive: Path) -> None:
    one = run("-C", archive, "check", "--explain", "w403")
    assert (one.code, "a check of this program" in one.out) == (0, True)
    every = run("-C", archive, "--json", "check", "--explain", "all").json["codes"]
    assert all(item["message"] and item["advice"] and item["how"] for item in every)
    assert {item["basis"] for item in every} == {"edition", "profile", "check"}
    assert run("-C", archive, "check", "--explain", "X1").code == 2


def test_c06_screen_and_json_give_the_same_numbers(run: Run, filled: Path) -> None:
    summary = check(run, filled)["summary"]
    shown: Result = run("-C", filled, "check")
    assert f"{summary['requirements']} requirements: {summary['satisfied']} satisfied" in shown.out
    assert f"Coverage {summary['coverage']:.1%}" in shown.out
    gaps = check(run, filled)["gaps"]
    table = run("-C", filled, "check", "--gaps").out
    assert all(gap["requirement"] in table for gap in gaps)


def test_an_open_workspace_judges_only_what_is_new(run: Run, filled: Path, drop: Drop) -> None:
    from dossier.cli.context import now

    with open_workspace(load_settings(filled), clock=now, actor="person:甲") as workspace:
        first = assessments(workspace).current(workspace.today())
        drop(
            "妇联/Ⅲ-3-② 说明报告 丙.docx",
            report("家风家训情况说明", "开展活动12场，3450人参加，投入3万元。"),
        )
        assert run("-C", filled, "intake").code in (0, 4)
        workspace.archive.refresh()
        second = assessments(workspace).current(workspace.today())
        assert assessments(workspace).assessor.judged == 1
    assert first != second
    with open_workspace(load_settings(filled), clock=now, actor="person:甲") as again:
        assert assessments(again).current(again.today()) == second


def test_c07_a_file_of_an_unknown_unit_is_given_to_nobody(
    run: Run, archive: Path, drop: Drop
) -> None:
    drop(
        "未知单位/Ⅲ-2-1-② 说明报告.docx",
        report("志愿服务情况说明", PARAGRAPH, "服务3400人次，共12场。"),
    )
    run("-C", archive, "intake")
    (record,) = run("-C", archive, "--json", "list").json["records"]
    assert (record["unit"], "W201" in record["findings"]) == (None, True)
    assert [claim["unit"] for claim in record["claims"]] == [None]


def test_c08_each_decision_is_kept_at_once_and_later_is_not_done(run: Run, filled: Path) -> None:
    from dossier.cli.context import now
    from dossier.workflow.triage import accept

    names = [item["id"] for item in run("-C", filled, "--json", "list").json["records"]]
    with open_workspace(load_settings(filled), clock=now, actor="person:甲") as workspace:
        accept(workspace, names[:1])
        after = {
            item["id"]: item["state"]
            for item in run("-C", filled, "--json", "list").json["records"]
        }
    assert [after[name] for name in names] == ["accepted", *["placed"] * (len(names) - 1)]


def test_an_ask_and_a_record_say_what_their_findings_rest_on(run: Run, filled: Path) -> None:
    told = run("-C", filled, "check", "--requirement", "Ⅲ-2-2-②").out
    for code in ("E301", "W421"):
        assert EXPLANATIONS[code].how in told
    subject = findings(check(run, filled), "W421")[0]["subject"]
    shown = run("-C", filled, "show", subject).out
    assert "W421" in shown
    assert EXPLANATIONS["W421"].how in shown


def test_show_tells_what_is_found_under_the_asks_of_a_record(run: Run, filled: Path) -> None:
    listed = run("-C", filled, "--json", "list", "--kind", "report").json["records"]
    run("-C", filled, "tag", listed[0]["id"], "--requirement", "Ⅲ-2-3", "--kind", "table")
    shown = run("-C", filled, "--json", "show", listed[0]["id"]).json["assessed"]
    assert "W301" in {item["code"] for item in shown}
