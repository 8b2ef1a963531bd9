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


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("北京增值税电子普通发票011002680026\n71500013\n2020年02月20日", "北京增值税电子普通发票"),
        ("050001700111\n2020年10月10日\n西钓鱼台嘉园北门13392342520\n肆仟元整4449.00¥", "扫描"),
        ("目 录\n关于红军作战的原则… … … １\n（ 一九三七年八月一日）", "扫描"),
        ("J320585-2021-000213\n2021/02/03\n太仓市婚姻登记处", "太仓市婚姻登记处"),
        ("Contents\n1 Foo 2\n2 Bar 2", "扫描"),
        ("某某科技有限公司\n2024年5月28日\n*技术服务*14197.16", "某某科技有限公司"),
        ("<!-- INFO END -->\n• 首页\n文明创建工作要点\n正文。", "文明创建工作要点"),
        ("志愿服务管理办法（\n试行）\n第一条 为了规范。", "志愿服务管理办法（试行）"),
        ("区人大关于植树的决议\n2024年3月1日某会议通过\n会议认为", "区人大关于植树的决议"),
    ],
)  # fmt: skip
def test_invoices_contents_and_notes_are_no_titles(text: str, title: str) -> None:
    assert describe(paper(text), "扫描.ofd", "2026-06-02").title == title


@pytest.mark.parametrize("embedded", ["结婚证.png", "扫描件.tif", "index.html"])
def test_names_of_files_inside_are_no_titles(embedded: str) -> None:
    found = describe(paper("文明创建总结\n正文。", metadata={"title": embedded}), "a", "2026-06-02")
    assert found.title == "文明创建总结"


def test_a_forwarded_mail_has_the_title_of_what_it_forwards() -> None:
    text = "Subject: 转发：关于开展整治的通知\nFrom: a@b.cn\n请查收。\n区教育局\n2024年3月5日"
    mail = Extraction(
        "eml", "x", text=text, usable=True, metadata={"title": "Fw: 转发：关于开展整治的通知"}
    )
    found = describe(mail, "a.eml", "2026-06-02")
    assert (found.title, found.issuer) == ("关于开展整治的通知", "区教育局")


def table(text: str, kind: str = "xlsx") -> Description:
    found = Extraction(kind, "x", text=text, usable=True, metadata={"sheets": 1})
    return describe(found, "附表.xlsx", "2026-06-02")


def test_a_table_says_above_its_rows_what_it_is() -> None:
    rows = "序号\t单位\t完成时间\n1\t区民政局\t2025-01-01\n2\t区公安局\t2025-02-01"
    found = table(
        f"Sheet1\n附件2\n志愿服务情况统计表\n填报单位：区教育局\t填报日期：2024年3月5日\n{rows}"
    )
    assert (found.title, found.issuer, found.dates.issued) == (
        "志愿服务情况统计表", "区教育局", "2024-03-05",
    )  # fmt: skip
    assert found.origins["title"] == "text"
    bare = table(f"Sheet1\n{rows}")
    assert (bare.title, bare.issuer, bare.dates.issued) == ("附表", None, None)


def test_numbers_inside_a_table_are_not_its_own() -> None:
    rows = "文件台账汇总表\n序号\t文号\n1\t文明办〔2024〕5号\n2\t文明办〔2024〕6号"
    assert table(f"Sheet1\n{rows}").doc_number is None


@pytest.mark.parametrize(
    "end",
    ["区教育局\n2024年3月5日", "区教育局    2024年3月5日", "区教育局\n（2024年3月5日）"],
)
def test_the_signature_may_share_its_line(end: str) -> None:
    text = f"志愿服务工作总结\n区文明办：\n一年来开展活动。\n成效明显。\n{end}\n抄送：区委办。"
    found = describe(paper(text), "a.docx", "2026-06-02")
    assert (found.issuer, found.dates.issued) == ("区教育局", "2024-03-05")


def test_a_report_may_say_below_its_title_who_wrote_it() -> None:
    text = "志愿服务工作总结\n区教育局\n（2024年3月5日）\n一年来开展活动。\n成效明显。"
    found = describe(paper(text), "a.docx", "2026-06-02")
    assert (found.issuer, found.dates.issued) == ("区教育局", "2024-03-05")


def test_two_organs_that_sign_together_are_both_named() -> None:
    text = (
        "关于联合整治的通告\n一、时间。\n二、地点。\n三、要求。\n区教育局    区公安局\n2024年3月5日"
    )
    assert describe(paper(text), "a.docx", "2026-06-02").issuer == "区教育局、区公安局"


def test_a_decree_is_issued_by_the_organ_in_its_head() -> None:
    lines = ["青澜市人民政府令", "第 68 号", "现予公布。", "市长  赵明", "2023年12月28日"]
    found = describe(paper("\n".join(lines)), "a.docx", "2024-06-02")
    assert (found.issuer, found.dates.issued) == ("青澜市人民政府", "2023-12-28")


def test_the_day_of_an_activity_is_not_the_day_of_its_plan() -> None:
    lines = ["“邻里节”活动方案", "一、活动时间", "2024年9月16日", "二、活动地点", "社区广场"]
    found = describe(paper("\n".join(lines)), "a.docx", "2026-06-02")
    assert (found.dates.issued, found.dates.event) == (None, "2024-09-16")


def test_a_masthead_gives_way_to_what_says_more() -> None:
    lines = ["会议纪要", "第 5 期", "青澜市创建办    2024年6月3日", "创建工作推进会会议纪要"]
    found = describe(paper("\n".join(lines)), "a.docx", "2026-06-02")
    assert (found.title, found.issuer) == ("创建工作推进会会议纪要", "青澜市创建办")


def test_a_picture_tells_of_its_day_in_the_caption_inside_it() -> None:
    written: dict[str, str | int | float] = {
        "width": 9,
        "ImageDescription": "时间：2024年3月5日；地点：东门",
    }
    found = describe(
        Extraction("jpeg", "image/jpeg", metadata=written, usable=True), "1.jpg", "2026-06-02"
    )
    assert (found.dates.event, found.origins["dates.event"]) == ("2024-03-05", "metadata")
