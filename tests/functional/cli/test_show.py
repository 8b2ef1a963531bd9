"""``dossier show`` says what is known of a record, and where each value came from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dossier.i18n import speaking
from dossier.model.records import Dates, Description
from dossier.rules.official_names import FIELDS
from dossier.words.description import described_lines
from tests.functional.cli.conftest import Run
from tests.tools import make_files as make

Drop = Callable[[str, bytes], Path]
PAPER = """青澜市教育局文件
青教发[2024]7号
关于开展志愿服务活动的通知
各学校：
请认真组织，联系电话：0512-65123456。
青澜市教育局
2024年3月5日
（联系人：张华，电话：65123456）"""


def test_fields_details_and_their_origins_are_shown(run: Run, archive: Path, drop: Drop) -> None:
    drop("文明办/通知.docx", make.docx_file(PAPER.split("\n")))
    drop("文明办/IMG_1.jpg", make.picture_file())
    drop("文明办/IMG_1.txt", "时间：2024年3月5日；地点：东门社区；人物：志愿者".encode("gb18030"))
    records = run("-C", archive, "intake", "--json").json["records"]
    said = [run("-C", archive, "--json", "show", item).json for item in records]
    picture, paper = (
        next(item for item in said if item["name"] == n) for n in ("IMG_1.jpg", "通知.docx")
    )
    assert paper["official"]["主送机关"] == "各学校"
    assert paper["official"]["发文字号"] == paper["doc_number"] == "青教发〔2024〕7号"
    assert (paper["details"]["phones"], paper["origins"]["title"]) == (
        "0512-65123456、65123456",
        "text",
    )
    assert picture["details"]["caption_place"] == "东门社区"
    assert picture["origins"]["dates.event"] == "folder"
    shown = run("-C", archive, "--lang", "zh", "show", paper["id"]).out
    assert "主送机关" in shown
    assert "(正文)" in shown
    assert "东门社区" in run("-C", archive, "show", picture["id"]).out


@pytest.mark.parametrize("name", FIELDS)
def test_chinese_labels_are_those_of_the_standard(name: str) -> None:
    with speaking("zh"):
        [(label, value, origin)] = described_lines(known(name))
    assert (label, value, origin) == (FIELDS[name], "值", "文件属性")


def known(name: str) -> Description:
    """A description of which nothing but one field is known."""
    group, _dot, detail = name.rpartition(".")
    if group == "details":
        return Description(details={detail: "值"})
    if group == "dates":
        return Description(dates=Dates(**{detail: "值"}))
    return Description(**{name: "值"})  # type: ignore[arg-type]
