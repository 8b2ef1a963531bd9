from __future__ import annotations

import pytest

from dossier.model.extraction import Extraction
from dossier.model.findings import Finding
from dossier.model.records import Description
from dossier.rules import description
from dossier.workflow.notation import ChineseNotation

RED_HEAD = """区文明城区创建工作领导小组办公室文件
文明办〔2023〕5号
关于开展文明交通志愿服务活动
的通知
各街道、各部门：
根据市文明委有关要求，现将有关事项通知如下。
一、活动时间
2023年6月1日至2023年6月30日。
区文明城区创建工作领导小组办公室
2023年5月4日
（此件公开发布）
区文明办 2023年5月5日印发"""


def describe(extraction: Extraction, name: str, received: str) -> Description:
    return description.describe(extraction, name, received, ChineseNotation())


def paper(text: str, **more: object) -> Extraction:
    return Extraction("docx", "application/x", text=text, usable=True, **more)  # type: ignore[arg-type]


def test_a_red_head_paper() -> None:
    found = describe(paper(RED_HEAD), "扫描件1.docx", "2023-06-02")
    assert found.title == "关于开展文明交通志愿服务活动的通知"
    assert found.issuer == "区文明城区创建工作领导小组办公室"
    assert found.doc_number == "文明办〔2023〕5号"
    assert found.dates.issued == "2023-05-04"
    assert found.dates.received == "2023-06-02"
    assert found.kind == "policy"
    assert found.chars == len("".join(RED_HEAD.split()))
    assert found.origins["title"] == found.origins["doc_number"] == "text"
    assert found.findings == ()


def test_a_wrong_bracket_is_normalised_and_reported() -> None:
    found = describe(paper(RED_HEAD.replace("〔2023〕", "[2023]")), "a.docx", "2023-06-02")
    assert found.doc_number == "文明办〔2023〕5号"
    assert [finding.code for finding in found.findings] == ["W204"]


def test_an_impossible_date_is_reported_and_not_kept() -> None:
    text = RED_HEAD.replace("\n2023年5月4日\n", "\n2023年2月30日\n")
    found = describe(paper(text), "a.docx", "2023-06-02")
    assert found.dates.issued is None
    assert [finding.code for finding in found.findings] == ["W203"]


def test_a_number_inside_the_body_is_not_the_papers_own() -> None:
    found = describe(
        paper("关于活动的报告\n根据武文明〔2014〕16号要求，我局开展了活动。"), "a", "2023-06-02"
    )
    assert found.doc_number is None


def test_a_letter_is_signed_by_the_organ_above_its_number() -> None:
    found = describe(
        paper("市教育局\n教函〔2023〕7号\n关于协助核实情况的函\n区政府：\n请予协助。"),
        "a",
        "2023-06-02",
    )
    assert (found.issuer, found.title) == ("市教育局", "关于协助核实情况的函")


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("2023年度未成年人思想道德建设工作情况报告", "report"),
        ("文明校园创建情况说明", "report"),
        ("志愿服务管理办法", "policy"),
        ("文明校园典型做法", None),
        ("上级评价意见", "opinion"),
        ("会场照片目录", None),
    ],
)
def test_kind_by_title(title: str, kind: str | None) -> None:
    found = describe(paper(f"{title}\n正文若干。"), "a.docx", "2023-06-02")
    assert (found.title, found.kind) == (title, kind)


def test_a_title_names_the_time_it_covers() -> None:
    found = describe(paper("2023年1月至6月工作情况报告\n正文。"), "a.docx", "2023-07-02")
    assert found.dates.covered == "2023-01-01/2023-06-30"


@pytest.mark.parametrize(
    "left_by_a_program",
    [
        "Microsoft Word - 文档1",
        "无标题",
        "文档1",
        "幻灯片 1",
        "Untitled",
        "新建 Microsoft Word 文档",
        "报告.doc",
    ],
)
def test_titles_left_by_programs_are_no_titles(left_by_a_program: str) -> None:
    found = describe(
        paper("文明创建总结\n正文。", metadata={"title": left_by_a_program}), "a", "2023-06-02"
    )
    assert (found.title, found.origins["title"]) == ("文明创建总结", "text")


def test_an_embedded_title_is_used_where_the_text_has_no_number() -> None:
    found = describe(paper("第一章\n正文。", metadata={"title": "文明城区手册"}), "a", "2023-06-02")
    assert (found.title, found.origins["title"]) == ("文明城区手册", "metadata")


def test_the_name_is_the_last_resort() -> None:
    found = describe(Extraction("doc", "application/msword"), "街道总结.doc", "2023-06-02")
    assert (found.title, found.origins["title"], found.chars) == ("街道总结", "name", None)


def photo(taken: str) -> Extraction:
    metadata: dict[str, str | int | float] = {
        "width": 4000,
        "height": 3000,
        "DateTimeOriginal": taken,
    }
    return Extraction("jpeg", "image/jpeg", metadata=metadata, usable=True)


def test_a_photograph_knows_when_it_was_taken() -> None:
    found = describe(photo("2023:05:04 10:00:00"), "广场.jpg", "2023-06-02")
    assert (found.kind, found.dates.taken, found.title) == ("photo", "2023-05-04", "广场")
    assert found.details["width"] == 4000


@pytest.mark.parametrize(
    "taken",
    [
        "1970:01:01 00:00:00",
        "2033:01:01 00:00:00",
        "2023:13:40 00:00:00",
    ],
)
def test_a_clock_that_was_never_set_says_nothing(taken: str) -> None:
    found = describe(photo(taken), "广场.jpg", "2023-06-02")
    assert found.dates.taken is None
    assert [finding.code for finding in found.findings] == ["W203"]


def test_findings_of_reading_are_kept() -> None:
    warned = Extraction("xlsx", "x", text="甲\t乙", usable=True, findings=(Finding("W101"),))
    found = describe(warned, "表.xls", "2023-06-02")
    assert (found.kind, found.title) == ("table", "表")
    assert [finding.code for finding in found.findings] == ["W101"]


def test_f01_garbled_text_gives_no_title() -> None:
    garbled = Extraction("pdf", "x", text="궴쓁쏷뗄뫍컄쏷뇪ힼ뷨", usable=False)
    assert describe(garbled, "规划.pdf", "2023-06-02").title == "规划"
