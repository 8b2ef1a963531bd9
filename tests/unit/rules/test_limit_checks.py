"""Limits and form: one bad record for each finding, and its neighbour that is in order."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from dossier.model.asks import CAPTION_ELEMENTS, Figure, Policy, Threshold
from dossier.model.assessment import Verdict
from dossier.model.editions import Edition, Slot
from dossier.model.profiles import Delivery, KindRule
from dossier.model.records import Claim, Record
from dossier.rules.captions import missing_elements
from tests.tools.assessing import ask, assess, codes, edition, facts, found, profile, record

ONE = "Ⅲ-1-①"
LONG = (
    "为落实要求，全区组织志愿者三千人开展服务120场，服务2300人次，投入45万元，数据来源于工作台账。"
)


def said(of: Edition, made: Record, text: str | None = None, *rules: KindRule) -> set[str]:
    known = facts(text, of) if text is not None else None
    return codes(assess(of, (made, known, None), profile=profile(*rules)))


def test_formats_sizes_and_pixels_of_the_profile() -> None:
    photo = edition(ask(ONE, Slot("photo")))
    rule = KindRule("photo", ("jpeg",), max_bytes=500, max_pixels=1_000_000)
    big: Mapping[str, int] = {"width": 4000, "height": 3000}
    bad = record(1, (ONE, "photo"), kind="photo", form="png", size=501, details=big)
    small: Mapping[str, int] = {"width": 800, "height": 600}
    good = record(1, (ONE, "photo"), kind="photo", form="jpeg", size=500, details=small)
    assert said(photo, bad, None, rule) == {"W303", "E311", "E312", "E302"}
    assert said(photo, good, None, rule) == set()


def test_what_is_converted_before_sending_is_not_held_to_the_limits() -> None:
    photo = edition(ask(ONE, Slot("photo")))
    rule = KindRule("photo", ("jpeg",), max_bytes=500, deliver=(Delivery("jpeg"),))
    bad = record(1, (ONE, "photo"), kind="photo", form="png", size=501)
    assert said(photo, bad, None, rule) == set()


def test_lengths_are_counted_as_the_profile_says() -> None:
    report = edition(ask(ONE, Slot("report", min_chars=10, max_chars=40)))
    made = record(1, (ONE, "report"))
    assert "E313" in said(report, made, LONG)
    assert "E314" in said(report, made, "投入3万元。")
    numbers = "服务" + "1234567890" * 6 + "人次，开展12场，投入3元"
    assert {"E313", "E314"}.isdisjoint(said(report, made, numbers))
    by_all = assess(report, (made, facts(numbers, report), None), profile=profile(counting="all"))
    assert found(by_all, "E313")[0].parameters["chars"] == 75


def test_the_profile_bounds_lengths_where_the_slot_does_not() -> None:
    report = edition(ask(ONE, Slot("report")))
    rule = KindRule("report", (), max_chars=20)
    assert "E313" in said(report, record(1, (ONE, "report")), LONG, rule)


@pytest.mark.parametrize(
    ("caption", "missing"),
    [
        ("", CAPTION_ELEMENTS),
        ("2026年3月5日，东门社区，志愿者为迎接学雷锋日开展“清洁家园”活动", ()),
        ("东门社区志愿者清扫现场", ("时间", "主题", "背景")),
        ("时间：3月；地点：河边；人物：群众；主题：植树；背景：植树节；事由：绿化", ()),
    ],
)
def test_captions_state_their_elements(caption: str, missing: tuple[str, ...]) -> None:
    assert missing_elements(caption, CAPTION_ELEMENTS) == missing


def test_captions_of_an_opera_picture_by_the_ask_s_own_list() -> None:
    wanted = ("主办单位", "学校", "院团", "曲种", "剧目")
    photo = edition(ask(ONE, Slot("photo", caption=wanted)))
    whole = "区教育局主办，云溪三小，市京剧院，京剧《三岔口》进校园"
    claims = (Claim(ONE, "photo", caption=whole), Claim(ONE, "photo", caption="戏曲进校园"))
    good, bad = (record(1, claim, kind="photo", form="jpeg") for claim in claims)
    assert said(photo, good) == set()
    assert (
        found(assess(photo, bad), "W311")[0].parameters["missing"]
        == "主办单位、学校、院团、曲种、剧目"
    )


REPORT = edition(
    ask(
        ONE,
        Slot("report"),
        cites=(Policy("志愿服务条例", ("《志愿服务条例》",)),),
        contacts=("phone", "email"),
        figures=(Figure("注册志愿者占常住人口比例", "%", Threshold(">=", 13.0)),),
        scope="市区",
    )
)
GOOD_REPORT = (
    "关于志愿服务的情况说明\n为落实《志愿服务条例》，注册志愿者占常住人口比例为13.5%，"
    "开展活动120场，服务2300人次，投入36万元。数据来源于志愿服务信息系统。电话：022-23456789，邮箱：a@b.gov.cn。"
)
NAMED = KindRule("report", (), names_sources=True)


def test_a_report_in_order_has_no_findings() -> None:
    assert said(REPORT, record(1, (ONE, "report")), GOOD_REPORT, NAMED) == set()


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("W313", "情况说明", "工作总结"),
        ("W313", "数据来源", "\n三、下一步打算\n数据来源"),
        ("W315", "数据来源于志愿服务信息系统", "以上属实"),
        ("W316", "《志愿服务条例》", "上级要求"),
        ("W317", "开展活动", "在农村地区开展活动"),
        ("W318", "电话：022-23456789", "电话：见附件"),
        ("W319", "注册志愿者占常住人口比例为13.5%", "注册志愿者很多"),
        ("W321", "13.5%", "9.8%"),
    ],
)
def test_each_fault_of_a_report_is_told_alone(code: str, old: str, new: str) -> None:
    assert said(REPORT, record(1, (ONE, "report")), GOOD_REPORT.replace(old, new), NAMED) == {code}


def test_a_report_without_figures_is_told() -> None:
    report = edition(ask(ONE, Slot("report")))
    assert said(report, record(1, (ONE, "report")), "我局高度重视，认真落实，成效明显。") == {
        "W314"
    }


def test_a_title_that_says_summary() -> None:
    report = edition(ask(ONE, Slot("report")))
    assert said(report, record(1, (ONE, "report"), title="2025年工作总结"), LONG) == {"W313"}
    assert said(report, record(1, (ONE, "report"), title="志愿服务情况说明"), LONG) == set()


def test_a_paper_must_show_head_or_seal() -> None:
    policy = edition(ask(ONE, Slot("policy")))
    either = KindRule("policy", (), shows=("red-head", "seal"))
    both = KindRule("policy", (), shows=("red-head", "seal"), shows_all=True)
    bare = record(1, (ONE, "policy"), kind="policy")
    headed = record(1, (ONE, "policy"), kind="policy", doc_number="云文明办发〔2026〕7号")
    assert said(policy, bare, LONG, either) == {"W312"}
    assert said(policy, headed, LONG, either) == set()
    assert said(policy, headed, LONG, both) == {"W312"}


def test_a_lint_does_not_stop_an_ask_from_being_complete() -> None:
    report = edition(ask(ONE, Slot("report")))
    made = (record(1, (ONE, "report"), title="工作总结"), facts("无数据", report), None)
    assert assess(report, made).verdict is Verdict.COMPLETE
