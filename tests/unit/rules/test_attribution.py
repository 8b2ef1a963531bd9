from __future__ import annotations

import re

import pytest

from dossier.model.editions import Kind, Unit
from dossier.model.records import Source
from dossier.rules.attribution import Attribution, attribute
from dossier.rules.unit_names import match_unit

UNITS = (
    Unit("区教育局", aliases=("教育体育局",)),
    Unit("区委宣传部", aliases=("文明办",)),
    Unit("区卫生健康委员会", aliases=("卫健委", "卫计委")),
    Unit("财政局"),
    Unit("东街街道办事处"),
    Unit("西街街道办事处"),
    Unit("社区1"),
    Unit("社区2"),
)


class Codes:
    """Knows A1 to A9, and that B5 looks like a code."""

    def find(self, text: str) -> tuple[str, ...]:
        return tuple(re.findall(r"A\d", text))

    def unknown(self, text: str) -> tuple[str, ...]:
        return tuple(re.findall(r"B\d", text))


def read(path: str, *chain: str, kinds: tuple[Kind, ...] = ()) -> Attribution:
    return attribute(Source("/in", path, chain), Codes(), UNITS, kinds)


@pytest.mark.parametrize(
    ("folder", "unit", "reason"),
    [
        ("区教育局", "区教育局", "name"),
        ("区 教育局", "区教育局", "name"),
        ("01-区教育局", "区教育局", "name"),
        ("3、区教育局报送材料", "区教育局", "name"),
        ("（3）区教育局（第一批）", "区教育局", "name"),
        ("三、区教育局_2023", "区教育局", "name"),
        ("区教育局2023年度", "区教育局", "name"),
        ("文明办", "区委宣传部", "alias"),
        ("卫健委申报材料", "区卫生健康委员会", "alias"),
        ("教育局", "区教育局", "within"),
        ("XX市财政局", "财政局", "contains"),
        ("社区2", "社区2", "name"),
        ("街道办事处", None, "ambiguous"),
        ("文明办、财政局", None, "ambiguous"),
        ("园林局", None, "unknown"),
        ("局", None, "unknown"),
        ("2023", None, "unknown"),
    ],
)
def test_unit_from_a_folder_name(folder: str, unit: str | None, reason: str) -> None:
    match = match_unit(folder, UNITS)
    assert (match.unit, match.reason) == (unit, reason)


def test_w201_an_unknown_folder_is_said_and_not_guessed() -> None:
    found = read("园林局/A1.pdf")
    assert found.unit is None
    assert [(f.code, f.parameters["name"]) for f in found.findings] == [("W201", "园林局")]


def test_a_file_in_the_root_has_no_unit_and_no_finding() -> None:
    found = read("A1 报告.pdf")
    assert (found.unit, found.unit_reason, found.findings) == (None, "no-folder", ())


def test_only_the_first_folder_names_the_unit() -> None:
    assert read("区教育局/财政局来文/a.pdf").unit == "区教育局"


def test_codes_of_the_name_win_over_folders_and_the_nearest_folder_over_farther_ones() -> None:
    assert [c.code for c in read("区教育局/A1/A2 A3 A2.pdf").codes] == ["A2", "A3"]
    assert [c.code for c in read("区教育局/A1/A2/x.pdf").codes] == ["A2"]
    (code,) = read("区教育局/A4 材料/x.pdf").codes
    assert (code.origin, code.text) == ("folder", "A4 材料")
    assert read("区教育局/x.pdf").codes == ()


def test_w202_unknown_codes_are_reported_once_wherever_they_stand() -> None:
    found = read("区教育局/B5/B5 A1.pdf")
    assert [(f.code, f.parameters) for f in found.findings] == [("W202", {"code": "B5"})]
    assert [c.code for c in found.codes] == ["A1"]


def test_z09_a_member_is_read_like_a_file_in_a_folder_named_as_its_container() -> None:
    found = read("区教育局/A1材料.zip", "规范文件/通知.docx")
    assert (found.unit, [c.code for c in found.codes], found.kind) == ("区教育局", ["A1"], "policy")
    assert [c.code for c in read("区教育局/A1.zip", "A2.zip", "x.pdf").codes] == ["A2"]


@pytest.mark.parametrize(
    ("path", "kind", "hint"),
    [
        ("区教育局/规范文件/a.pdf", "policy", None),
        ("区教育局/1.实景图片/a.jpg", "photo", None),
        ("区教育局/（2）统计表格/a.xlsx", "table", None),
        ("区教育局/上级评价意见/a.pdf", "opinion", None),
        ("区教育局/实景图片/【说】a.pdf", "report", None),
        ("区教育局/【规】/a.pdf", "policy", None),
        ("区教育局/Ⅲ-16-2)-①规范文件/a.pdf", "policy", None),
        ("区教育局/一、说明报告 (2)/a.pdf", "report", None),
        ("区教育局/关于规范文件/a.pdf", None, "policy"),
        ("区教育局/a【说】【图】.pdf", None, None),
        ("区教育局/照片说明/a.pdf", None, "photo"),
        ("区教育局/关于印发实施方案的通知.pdf", None, "policy"),
        ("区教育局/关于方案落实情况的报告.pdf", None, "report"),
        ("区教育局/关于上报总结报告的通知.pdf", None, "policy"),
        ("区教育局/活动照片/IMG_001.jpg", None, "photo"),
        ("区教育局/a.pdf", None, None),
    ],
)
def test_kind_is_certain_only_when_said_outright(
    path: str, kind: str | None, hint: str | None
) -> None:
    found = read(path)
    assert (found.kind, found.kind_hint) == (kind, hint)


def test_kinds_of_the_edition_are_recognised_by_name_and_mark() -> None:
    kinds = (Kind("video", "活动视频", "频"), Kind("plan", "计划", "规"))
    assert read("区教育局/活动视频/a.mp4", kinds=kinds).kind == "video"
    assert read("区教育局/【频】a.pdf", kinds=kinds).kind == "video"
    assert read("区教育局/【规】a.pdf", kinds=kinds).kind == "plan"


def test_an_extension_is_not_searched_but_a_dotted_code_is() -> None:
    assert read("区教育局/通知.A1").codes == ()
    assert [c.code for c in read("区教育局/1.A1材料").codes] == ["A1"]
