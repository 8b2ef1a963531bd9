"""Whole papers in the words of offices, judged with the shipped gazetteer."""

from __future__ import annotations

import pytest

from dossier.codec.gazetteer import load_gazetteer
from dossier.model.asks import CAPTION_ELEMENTS, Figure, Threshold
from dossier.model.assessment import Assessment
from dossier.model.editions import Slot
from dossier.model.profiles import KindRule
from dossier.rules.captions import missing_elements
from dossier.rules.remnants import own_places
from dossier.rules.text_facts import facts_of, vocabulary
from tests.tools.assessing import Held, ask, assess, codes, edition, found, profile, record
from tests.tools.office_reports import PAPERS, OfficePaper

FREE = Slot("report", min=0, required=False)
SHARE = Figure("注册志愿者占比", "%", Threshold(">=", 13.0))
OF = edition(
    ask("Ⅲ-1-①", FREE, scope="市区", contacts=("phone",)), ask("Ⅲ-1-②", FREE, figures=(SHARE,))
)
GAZETTEER = load_gazetteer()
WORDS = vocabulary(OF, GAZETTEER.names)
OURS = own_places(["湖北省武汉市江岸区"], GAZETTEER.above, GAZETTEER.below)
SOURCED = profile(KindRule("report", (), names_sources=True))
DO = (
    "我们在16个社区设立议事角，居民每月第一个星期六坐下来商量停车、晾晒和加装电梯的事，商定的事项"
    "贴在楼道里，由楼栋长盯着办。需要花钱的先算账，能从维修资金里出的不再摊派，差额由物业和业主"
    "各担一半，账目每季度晒一次，谁都可以翻看。"
)
THEN = (
    "街道每季度请居民打分，分数排在末尾的社区书记要到议事角当面说明原因，群众的意见办没办、办得怎样，"
    "大家心里都有一本账。去年有个院子为一棵遮光的梧桐争了半年，后来请园林师傅修了枝，两家人当场握了手，"
    "这件事后来编进了社区小剧场。"
)
OWN = (
    "图书馆把闭馆时间延后到晚上九点半，给上晚自习的学生留了灯，门口的座椅也添了靠背，"
    "读者留言本上写满了谢谢。"
)


def held(number: int, text: str, unit: str, *claims: tuple[str, str], **dates: str) -> Held:
    title = text.splitlines()[0]
    made = record(number, *claims, unit=unit, content=text, title=title, **dates)  # type: ignore[arg-type]
    return made, facts_of(text, (), WORDS), None


def judged(*papers: Held) -> Assessment:
    return assess(OF, *papers, profile=SOURCED, ours=OURS)


@pytest.mark.parametrize("paper", PAPERS, ids=[paper.unit for paper in PAPERS])
def test_a_paper_is_told_what_is_wrong_with_it_and_nothing_else(paper: OfficePaper) -> None:
    claims = [("Ⅲ-1-①", "report")]
    claims += [("Ⅲ-1-②", "report")] if "注册志愿者" in paper.text else []
    assert codes(judged(held(1, paper.text, paper.unit, *claims))) == paper.wrong


def test_a_report_taken_over_with_other_names_and_figures_is_found() -> None:
    copy = DO.replace("16个社区", "21个村（社区）").replace("星期六", "星期日")
    one = held(1, f"议事协商的说明\n{DO}{THEN}", "一元街道")
    other = held(2, f"协商自治情况\n各位同志：\n{THEN}\n{copy}{OWN}", "四唯街道")
    (lead,) = found(judged(one, other), "W411")
    assert (lead.subject, lead.parameters["other"]) == ("2026-000002", "2026-000001")
    apart = held(2, f"协商自治情况\n{OWN}", "四唯街道")
    assert codes(judged(one, apart)) == set()


def test_last_years_report_with_this_years_figures_is_found() -> None:
    old = held(1, f"2024年议事情况\n{DO}{THEN}", "一元街道", issued="2024-11-03")
    new = f"2025年议事情况\n{DO.replace('16', '19')}{THEN}"
    (lead,) = found(judged(old, held(2, new, "一元街道", issued="2025-10-30")), "W412")
    assert (lead.parameters["other_year"], lead.parameters["year"]) == ("2024", "2025")


@pytest.mark.parametrize(
    ("one", "other", "contradict"),
    [
        (
            "截至2025年底，全区现有注册志愿者12.6万名。",
            "2025年，全区注册志愿者已突破13.1万人。",
            True,
        ),
        (
            "2025年全区65岁以上老年人口达18.3万人。",
            "2025年，我区65岁以上老年人口为17.1万人。",
            True,
        ),
        ("全区共有注册志愿服务队伍412支。", "辖区内注册志愿服务队伍达到386支。", True),
        ("2025年全区绿化覆盖率达42.1%。", "2025年，全区绿化覆盖率42.10％。", False),
        ("2024年，全区常住人口96.1万人。", "2025年，全区常住人口96.5万人。", False),
        ("2025年全区60岁以上老年人口22万人。", "2025年全区65岁以上老年人口18万人。", False),
        ("2025年全区发放养老补贴120万元。", "2025年全区发放养老补贴86万元。", False),
    ],
)
def test_figures_of_the_whole_district_agree(one: str, other: str, contradict: bool) -> None:
    pair = held(1, f"甲\n{one}", "民政局"), held(2, f"乙\n{other}", "卫健委")
    assert ("W431" in codes(judged(*pair))) is contradict


@pytest.mark.parametrize(
    ("caption", "lacks"),
    [
        ("2025年6月12日，百步亭社区志愿者在怡康苑开展垃圾分类入户宣传", ""),
        ("2025.7.1 后湖街 党员过“政治生日”主题党日，重温入党誓词", ""),
        ("图为2025年9月28日，六中学生在校内升旗仪式上向国旗敬礼，迎接国庆", ""),
        ("5月20日，四唯街道网格员为独居老人包粽子，喜迎端午佳节", ""),
        ("二〇二五年三月五日，永清街志愿者于沿江大道义务修车", ""),
        ("志愿者清理小广告", "时间"),
        ("2025年5月4日青年志愿者清理小广告", "地点"),
        ("汉口江滩，2025-04-22", "人物"),
        ("微信图片_20250305091500", "事由"),
        ("2025年8月 社区一角", "人物"),
    ],
)
def test_captions_as_clerks_write_them(caption: str, lacks: str) -> None:
    missing = missing_elements(caption, CAPTION_ELEMENTS)
    assert lacks in missing if lacks else missing == ()
