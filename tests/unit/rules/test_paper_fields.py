"""Zones of an official paper, contacts, captions and the standard's names for fields."""

from __future__ import annotations

import pytest

from dossier.model.extraction import Extraction
from dossier.model.records import Dates, Description
from dossier.rules.contacts import contacts, language
from dossier.rules.description import describe
from dossier.rules.official_names import official
from dossier.rules.paper_fields import paper_fields
from dossier.rules.photo_captions import from_list, from_name, split
from dossier.workflow.notation import ChineseNotation

PAPER = """000012
机密★1年
特急
中共幸福区委办公室
幸福区人民政府办公室
文件
幸办发〔2024〕8号  签发人：张三
幸福区关于进一步加强
志愿服务工作的意见
各街道党工委、办事处：
正文若干，详见 http://www.example.gov.cn/a.html 。
联系电话：0512-65123456，邮箱：wmb@example.gov.cn
附件：1.任务分工表
中共幸福区委办公室
2024年3月5日
（此件公开发布）
抄送：区人大常委会办公室，区政协办公室。
幸福区人民政府办公室  2024年3月6日印发
附件1
任务分工表
2024年9月9日"""


def described(text: str, name: str = "a.docx", **more: object) -> Description:
    found = Extraction("docx", "x", text=text, usable=True, **more)  # type: ignore[arg-type]
    return describe(found, name, "2026-06-01", ChineseNotation())


def test_every_zone_of_a_paper_is_told_apart() -> None:
    found = described(PAPER)
    assert found.issuer == "中共幸福区委办公室、幸福区人民政府办公室"
    assert found.doc_number == "幸办发〔2024〕8号"
    assert found.title == "幸福区关于进一步加强志愿服务工作的意见"
    assert found.dates.issued == "2024-03-05"
    expected = {
        "copy_number": "000012",
        "secrecy": "机密★1年",
        "urgency": "特急",
        "signer": "张三",
        "recipients": "各街道党工委、办事处",
        "attached": "1.任务分工表",
        "copied_to": "区人大常委会办公室，区政协办公室",
        "printed_by": "幸福区人民政府办公室",
        "printed_on": "2024年3月6日",
        "scope": "公开发布",
        "genre": "意见",
        "phones": "0512-65123456",
        "emails": "wmb@example.gov.cn",
        "urls": "http://www.example.gov.cn/a.html",
        "language": "zh",
    }
    assert {name: found.details.get(name) for name in expected} == expected
    assert found.origins["details.recipients"] == "text"


def test_fields_bear_the_names_of_the_standard() -> None:
    named = official(described(PAPER))
    assert named["发文字号"] == "幸办发〔2024〕8号"
    assert (named["主送机关"], named["文种"]) == ("各街道党工委、办事处", "意见")
    assert official(Description(dates=Dates())) == {}


def test_a_plain_text_has_no_zones() -> None:
    assert paper_fields(["文明交通劝导", "活动很好。"], ["活动很好。"], "文明交通劝导") == {}


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("电话13812345678。", "13812345678"),
        ("热线：12345", "12345"),
        ("身份证320501199001011234", None),
        ("金额400000000000元", None),
    ],
)
def test_numbers_of_telephones_only(text: str, phones: str | None) -> None:
    assert contacts(text).get("phones") == phones


def test_languages() -> None:
    assert language("The quick brown fox jumps over the lazy dog") == "en"
    assert (language("文明 city"), language("12")) == ("zh", None)


def test_captions_are_taken_apart_where_they_say_so() -> None:
    caption = "时间：2024年3月5日；地点：东门社区；人物：志愿者 主题：文明交通；事由：劝导"
    assert split(caption) == {
        "caption_time": "2024年3月5日",
        "caption_place": "东门社区",
        "caption_people": "志愿者",
        "caption_subject": "文明交通",
        "caption_reason": "劝导",
    }
    assert split("志愿者在路口") == {}
    assert split("2024年3月5日东门社区志愿服务") == {"caption_time": "2024年3月5日"}


@pytest.mark.parametrize(
    "stem", ["IMG_20240305_101112", "微信图片_20240305", "DSC0001", "1", "图片3"]
)
def test_names_cameras_give_are_no_captions(stem: str) -> None:
    assert from_name(stem) == ""


def test_a_list_of_captions_names_pictures_by_name_or_figure() -> None:
    text = "照片说明\n广场.jpg：志愿者清扫广场\n图3：宣讲会现场\n东门\n社区路口"
    assert from_list(text, "广场") == "志愿者清扫广场"
    assert from_list(text, "活动3") == "宣讲会现场"
    assert from_list(text, "东门") == "社区路口"
    assert from_list(text, "别处") == ""


def photo(name: str, **metadata: str | float) -> Description:
    found = Extraction("jpeg", "x", metadata={"width": 1, **metadata}, usable=True)
    return describe(found, name, "2026-06-01", ChineseNotation())


def test_a_photograph_is_dated_by_clock_name_and_caption() -> None:
    named = photo("2024年3月5日东门社区文明交通.jpg")
    assert (named.dates.event, named.dates.taken) == ("2024-03-05", None)
    assert named.details["caption"] == "2024年3月5日东门社区文明交通"
    phone = photo("IMG_20240305_101112.jpg", DateTimeOriginal="1970:01:01 00:00:00")
    assert (phone.dates.taken, phone.origins["dates.taken"]) == ("2024-03-05", "name")
    assert [item.code for item in phone.findings] == ["W203"]
    second = photo("a.jpg", DateTimeOriginal="1970:01:01 0:0:0", DateTimeDigitized="2024:03:05 1:1")
    assert second.dates.taken == "2024-03-05"


def test_reports_tell_when_something_happened_and_what_time_they_cover() -> None:
    found = described(
        "文明交通活动总结\n2024年3月5日，区文明办组织志愿者走上街头。\n统计期间：2024年1月至3月"
    )
    assert found.dates.event == "2024-03-05"
    assert found.dates.covered == "2024-01-01/2024-03-31"


@pytest.mark.parametrize(
    ("lines", "issuer", "issued"),
    [
        (
            "2018年10月26日 东营市第八届人民代表大会常务委员会会议通过\n2018年11月30日 省会议批准",
            "东营市人民代表大会常务委员会",
            "2018-11-30",
        ),
        ("2021年6月10日 第十三届全国人民代表大会常务委员会第二十九次会议通过",
         "全国人民代表大会常务委员会", "2021-06-10"),
        ("1997年10月21日 中华人民共和国国务院令第232号发布", "国务院", "1997-10-21"),
        ("2022年5月26日 国家市场监督管理总局令第57号公布\n2022年7月1日 施行",
         "国家市场监督管理总局", "2022-05-26"),
        ("2011年3月1日 最高人民法院、最高人民检察院公告公布\n2011年4月8日 施行",
         "最高人民法院", "2011-03-01"),
        ("2023年5月4日开展了活动。", None, None),
    ],
)  # fmt: skip
def test_a_law_says_who_adopted_it_and_when(
    lines: str, issuer: str | None, issued: str | None
) -> None:
    text = f"文明行为促进条例\n{lines}\n第一条 为了规范有关行为，制定本条例。\n第二条 适用本条例。"
    found = described(text)
    assert (found.issuer, found.dates.issued) == (issuer, issued)
    assert found.title == "文明行为促进条例"


def test_remarks_and_signatures_are_kept() -> None:
    lines = ["关于开展志愿服务的通知", "各单位：", "请遵照执行。", "青澜市教育局", "2024年3月5日"]
    found = described("\n".join([*lines, "（联系人：张华，电话：65123456）"]))
    assert found.details["remark"] == "联系人：张华，电话：65123456"
    assert official(found)["发文机关或签发人署名"] == "青澜市教育局"
