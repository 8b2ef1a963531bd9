"""The clerk is told when our place is missing; where it is said, other places are found."""

from __future__ import annotations

import io
from pathlib import Path

import docx

from tests.functional.cli.conftest import Result, Run

HINT = "[place] name"


def report(*paragraphs: str) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def doctor(run: Run, folder: Path) -> Result:
    return run("-C", folder, "--json", "doctor")


def test_init_check_and_doctor_ask_for_the_place(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "无地名"
    made = run("init", folder, "--edition", "tutorial")
    assert HINT in made.out
    assert HINT in run("-C", folder, "check").err
    (check,) = (item for item in doctor(run, folder).json["checks"] if item["name"] == "place")
    assert (check["ok"], HINT in check["advice"]) == (False, True)


def test_w422_is_found_where_the_place_is_said(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "有地名"
    made = run("init", folder, "--edition", "tutorial", "--place", "浙江省嘉兴市海盐县")
    assert HINT not in made.out
    inbox = folder / "inbox" / "文明办"
    inbox.mkdir()
    text = "张家港市文明办组织志愿者开展活动，海盐县、嘉兴市、浙江省各部门参加，"
    text += "服务300人次，12场，投入5万元。"
    (inbox / "Ⅲ-2-1-② 说明报告.docx").write_bytes(report("志愿服务情况说明", text))
    assert run("-C", folder, "intake").code == 0
    told = run("-C", folder, "check")
    assert HINT not in told.err
    found = run("-C", folder, "--json", "check").json["findings"]
    places = [item["parameters"]["place"] for item in found if item["code"] == "W422"]
    assert places == ["张家港市"]
    (check,) = (item for item in doctor(run, folder).json["checks"] if item["name"] == "place")
    assert (check["ok"], check["value"]) == (True, "浙江省嘉兴市海盐县")


def test_a_demo_knows_its_place(run: Run, tmp_path: Path) -> None:
    from dossier.settings import load_settings

    folder = tmp_path / "示例"
    assert run("demo", folder).code in (0, 1)
    assert load_settings(folder).place.name == "青澜市云溪区"
