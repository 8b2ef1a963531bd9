"""What stands in the cells of handbooks: codes, kinds, units, headings, limits."""

from __future__ import annotations

import pytest

from dossier.handbook.grids import Cell, Grid, GridRow, Place
from dossier.handbook.headings import columns_of, role_of
from dossier.handbook.kinds import kinds_in, legend, wanted
from dossier.handbook.limits import limited
from dossier.handbook.segments import code_and_title, segments
from dossier.handbook.unit_cells import category_of, duties, group_of, parted
from dossier.model.asks import Subjects
from dossier.model.editions import Slot


def opened(text: str) -> list[tuple[object, ...]]:
    """Code, standard, circles and text of each segment."""
    return [(item.codes, item.standard, item.circles, item.text) for item in segments(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1)①方案【规】", [((), 1, (1,), "方案【规】")]),
        ("1）①方案；②情况", [((), 1, (1,), "方案"), ((), None, (2,), "情况")]),
        ("（2）落实\n（3）成效", [((), 2, (), "落实"), ((), 3, (), "成效")]),
        ("⑵落实", [((), 2, (), "落实")]),
        ("①②社区民主", [((), None, (1, 2), "社区民主")]),
        ("①、②社区民主", [((), None, (1, 2), "社区民主")]),
        ("Ⅲ-16-2)-① 登记", [(((3, 16, 2, 1),), None, (), "登记")]),
        ("III—16（2）① 登记", [(((3, 16, 2, 1),), None, (), "登记")]),
        ("3-8)①比例", [(((0, 3, 8, 1),), None, (), "比例")]),
        ("没有编号的要求", [((), None, (), "没有编号的要求")]),
        ("任选3个点位，2)不是编号", [((), None, (), "任选3个点位，2)不是编号")]),
        ("3·15、食品安全宣传周", [((), None, (), "3·15、食品安全宣传周")]),
        ("总的要求；1)甲", [((), None, (), "总的要求"), ((), 1, (), "甲")]),
        ("", []),
        ("  \n ", []),
    ],
)
def test_codes_open_asks(text: str, expected: list[tuple[object, ...]]) -> None:
    assert opened(text) == expected


@pytest.mark.parametrize(
    ("text", "key", "title"),
    [
        ("Ⅲ-16 志愿服务制度化建设", (3, 16), "志愿服务制度化建设"),
        ("Ⅲ－16\n志愿服务", (3, 16), "志愿服务"),
        ("III-16", (3, 16), ""),
        ("Ⅲ-53 2017 年财政总收入", (3, 53), "2017 年财政总收入"),
        ("1-4 检查考评", (0, 1, 4), "检查考评"),
        ("2017-05 月", None, "2017-05 月"),
        ("志愿服务", None, "志愿服务"),
    ],
)
def test_nodes_have_a_code_and_a_title(text: str, key: tuple[int, ...] | None, title: str) -> None:
    assert code_and_title(text) == (key, title)


@pytest.mark.parametrize(
    ("text", "title", "kinds"),
    [
        ("方案【规】", "方案", ("policy",)),
        ("情况【说＋图】", "情况", ("report", "photo")),
        ("情况[表、说、图]", "情况", ("table", "report", "photo")),
        ("情况（说明报告、实景图片）", "情况", ("report", "photo")),
        ("情况（说明报告和图片3张）", "情况", ("report", "photo")),
        ("情况【规范文件+统计表格】；", "情况", ("policy", "table")),
        ("文物安全（征求市主管部门）【评】", "文物安全（征求市主管部门）", ("opinion",)),
        ("占比（表）＋参与率", "占比（表）＋参与率", ()),
        ("方案（区委或区委办印发）", "方案（区委或区委办印发）", ()),
        ("制度（规）", "制度（规）", ()),
        ("学习【见附件】", "学习【见附件】", ()),
    ],
)
def test_kinds_stand_in_brackets(text: str, title: str, kinds: tuple[str, ...]) -> None:
    found = wanted(text, {})
    assert (found.title, found.kinds) == (title, kinds)


def test_a_legend_gives_marks_a_meaning() -> None:
    marks = legend("材料种类：规＝规范文件，文=说明报告；“图”指实景图片。")
    assert marks == {"规": "规范文件", "文": "说明报告", "图": "实景图片"}
    assert kinds_in("文＋图", {"文": "report"}) == ("report", "photo")
    assert kinds_in("文＋图") == ()


@pytest.mark.parametrize(
    ("text", "lead", "helpers"),
    [
        ("文明办", ("文明办",), ()),
        ("文明办、教育局，民政局\n团委", ("文明办", "教育局", "民政局", "团委"), ()),
        ("区委办（配合：宣传部、全区各单位）", ("区委办",), ("宣传部", "全区各单位")),
        ("牵头：文明办；配合：教育局、妇联", ("文明办",), ("教育局", "妇联")),
        ("牵头单位：文明办 配合单位：各街道", ("文明办",), ("各街道",)),
        ("发改委等", ("发改委",), ()),
        ("媒体单位*", ("媒体单位",), ()),
        ("文明办和教育局", ("文明办", "教育局"), ()),
        ("人力资源和社会保障局", ("人力资源和社会保障局",), ()),
        ("政府办（应急办）", ("政府办（应急办）",), ()),
        ("—", (), ()),
        ("无", (), ()),
    ],
)
def test_units_of_a_cell(text: str, lead: tuple[str, ...], helpers: tuple[str, ...]) -> None:
    found = duties(text)
    assert (found.lead, found.cooperating) == (lead, helpers)


def test_a_column_of_helpers_helps() -> None:
    assert duties("教育局、妇联", helping=True).cooperating == ("教育局", "妇联")


def test_what_is_cut_off_is_told() -> None:
    assert duties("发改委等、媒体单位*").remarks == ("*",)
    assert duties("发改委等").remarks == ("等",)


def test_units_of_several_asks_are_kept_apart() -> None:
    parts = parted("区委办；组织部（配合：甲；乙）；宣传部")
    assert parts == ["区委办", "组织部（配合：甲；乙）", "宣传部"]


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("全区各单位", "*"),
        ("各有关单位", "*"),
        ("市直各部门", "*"),
        ("各街道", "街道"),
        ("各镇街", "街道"),
        ("各社区", "社区"),
        ("文明办", None),
        ("各界人士", None),
    ],
)
def test_groups(name: str, group: str | None) -> None:
    assert group_of(name) == group


def test_a_category_is_only_told_where_the_name_tells_it() -> None:
    names = ("东门街道", "东门街道办事处", "花园社区", "区融媒体中心", "教育局")
    assert [category_of(name) for name in names] == ["街道", "街道", "社区", "媒体", ""]


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("测评\n项目", "item"),
        ("测评内容", "content"),
        ("网上申报具体要求", "ask"),
        ("申报材料", "ask"),
        ("审核材料", "ask"),
        ("牵头单位（第一责任）", "lead"),
        ("责任 单位", "duty"),
        ("规范性文件", "kind:policy"),
        ("序号", "number"),
        ("Requirement", None),
    ],
)
def test_headings(heading: str, role: str | None) -> None:
    assert role_of(heading) == role


def grid(*rows: tuple[str, ...]) -> Grid:
    return Grid(
        tuple(
            GridRow(Place("table", 1, number), tuple(Cell(text) for text in row))
            for number, row in enumerate(rows, 1)
        )
    )


def test_a_duty_column_leads_or_helps_by_its_neighbours() -> None:
    alone = columns_of(grid(("编号", "要求", "责任单位")))
    beside_lead = columns_of(grid(("编号", "要求", "牵头单位", "责任单位")))
    beside_helper = columns_of(grid(("编号", "要求", "责任单位", "配合单位")))
    assert alone
    assert alone[0].roles["lead"] == (2,)
    assert beside_lead
    assert beside_lead[0].roles["cooperating"] == (3,)
    assert beside_helper
    assert beside_helper[0].roles["lead"] == (2,)


def test_headings_are_found_below_a_title_and_only_with_asks() -> None:
    found = columns_of(grid(("分解表", "", ""), ("编号", "要求", "牵头单位"), ("1", "甲", "乙")))
    assert found
    assert found[1:] == (1, 2)
    assert columns_of(grid(("姓名", "单位", "电话"))) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("经验做法 800 字以内", (800, 1, None)),
        ("图片不少于3张，不超过12张", (None, 3, 12)),
        ("每项 300 字或 500 字", (None, 1, None)),
        ("2017年做法", (None, 1, None)),
    ],
)
def test_limits_in_the_wording(text: str, expected: tuple[int | None, int, int | None]) -> None:
    report, photo = limited(text, (Slot("report"), Slot("photo")))
    assert (report.max_chars, photo.min, photo.max) == expected


def test_subjects_in_the_wording() -> None:
    (slot,) = limited("任选 3 个点位的活动", (Slot("report"),))
    assert slot.subjects == Subjects("点位", min=3)
