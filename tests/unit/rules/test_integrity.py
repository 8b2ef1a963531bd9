"""Integrity: planted faults are found with their evidence, look-alikes are not."""

from __future__ import annotations

from random import Random

import pytest

from dossier.codec.gazetteer import load_gazetteer
from dossier.model.events import FindingDismissed
from dossier.model.facts import TextFacts
from dossier.model.records import Record
from dossier.rules.dismissals import contents
from dossier.rules.integrity import Receipt
from dossier.rules.remnants import own_places, places, remnants
from dossier.rules.text_sketch import shared_passages
from tests.tools.assessing import (
    TODAY,
    Held,
    assess,
    assessor,
    codes,
    cropped,
    digest,
    edition,
    facts,
    found,
    jpeg,
    picture,
    print_jpeg,
    record,
)

NOTHING = edition()


def prose(seed: int, sentences: int = 20) -> str:
    """Sentences that no other seed has."""
    luck = Random(seed)
    letters = [chr(code) for code in range(0x4E00, 0x5E00)]
    return "".join("".join(luck.choices(letters, k=24)) + "。" for _ in range(sentences))


def report(number: int, text: str, unit: str = "文明办", **more: str) -> Held:
    return record(number, unit=unit, content=text, **more), facts(text), None  # type: ignore[arg-type]


def photo(number: int, data: bytes, unit: str = "文明办") -> Held:
    made = record(number, kind="photo", form="jpeg", unit=unit, content=str(digest(data)))
    return made, None, print_jpeg(data)


def test_w401_the_same_bytes_from_two_units() -> None:
    one, other = record(1, content="甲"), record(2, content="甲", unit="教育局")
    again = record(3, content="乙"), record(4, content="乙")
    assert [item.subject for item in found(assess(NOTHING, one, other, *again), "W401")] == [
        other.id
    ]


def test_w401_a_receipt_for_bytes_of_another_unit() -> None:
    made = assessor(NOTHING, [record(1)])
    made.set_receipts([Receipt("2026-000001", "教育局", "教育局/方案.docx")])
    assert found(made.assessment(TODAY), "W401")[0].parameters["other_unit"] == "教育局"
    made.set_receipts([Receipt("2026-000001", "文明办", "文明办/方案.docx")])
    assert codes(made.assessment(TODAY)) == set()


def test_w402_the_same_page_under_two_units() -> None:
    page = prose(1, 8) + "共120人。"
    one = (record(1), facts("", pages=[page, prose(2)]), None)
    other = (record(2, unit="教育局"), facts("", pages=[prose(3), page]), None)
    own = (record(3), facts("", pages=[prose(4), page]), None)
    assert [item.subject for item in found(assess(NOTHING, one, other), "W402")] == ["2026-000002"]
    assert "W402" not in codes(assess(NOTHING, one, own))


@pytest.mark.parametrize(
    "change",
    [
        lambda image: jpeg(image, 40),
        lambda image: jpeg(image.resize((400, 300))),
        lambda image: jpeg(cropped(image, 0.02, 0.02, 0.02, 0.02)),
        lambda image: jpeg(cropped(image, 0.02, 0, 0, 0.01)),
    ],
    ids=["recompressed", "resized", "cropped", "cropped at one side"],
)
def test_d07_a_changed_copy_of_a_photograph_is_probable_reuse(change) -> None:  # type: ignore[no-untyped-def]
    image = picture(7)
    assessment = assess(NOTHING, photo(1, jpeg(image)), photo(2, change(image), "教育局"))
    assert [item.parameters["other"] for item in found(assessment, "W403")] == ["2026-000001"]


def test_d07_two_photographs_of_one_hall_are_no_reuse() -> None:
    shots = [
        photo(n, jpeg(picture(7, crowd=n)), "教育局" if n % 2 else "文明办") for n in range(1, 7)
    ]
    assert codes(assess(NOTHING, *shots)) == set()


def test_w411_passages_shared_between_units() -> None:
    common = prose(1, 8)
    one, other = report(1, common + prose(2, 8)), report(2, prose(3, 8) + common, "教育局")
    finding = found(assess(NOTHING, one, other), "W411")[0]
    assert finding.parameters["unit"] == "教育局"
    assert 40 <= int(finding.parameters["share"]) <= 60


def test_w411_not_within_one_unit_nor_for_what_both_quote() -> None:
    policy, own = prose(1, 10), prose(2, 6)
    assert "W411" not in codes(assess(NOTHING, report(1, own), report(2, own + "又")))
    quoting = [
        report(n, f"按照《志愿服务条例》规定，{policy.replace('。', '，')}。" + prose(n, 6), unit)
        for n, unit in ((3, "文明办"), (4, "教育局"))
    ]
    assert codes(assess(NOTHING, *quoting)) == set()
    marked = [report(n, f"条例明确：“{policy}”" + prose(n, 6), f"{n}局") for n in (5, 6)]
    assert codes(assess(NOTHING, *marked)) == set()


def test_w411_not_for_passages_of_an_archived_policy() -> None:
    policy = prose(1, 10)
    pair = [report(2, policy + prose(2, 6)), report(3, prose(3, 6) + policy, "教育局")]
    archived: Held = (record(1, kind="policy", content=policy), facts(policy), None)
    assert codes(assess(NOTHING, *pair)) == {"W411"}
    assert codes(assess(NOTHING, archived, *pair)) == set()


def test_w412_last_year_s_paper_with_new_dates() -> None:
    old = prose(1) + "2025年3月共开展活动12场，服务900人次。"
    new = old.replace("2025年3月", "2026年4月").replace("12场", "15场")
    pair = report(1, old, issued="2025-04-01"), report(2, new, issued="2026-04-01")
    assessment = assess(NOTHING, *pair)
    assert codes(assessment) == {"W412"}
    assert found(assessment, "W412")[0].parameters["other_year"] == "2025"


def test_phrases_that_stand_everywhere_are_no_copy() -> None:
    phrase = prose(1, 6)
    many = [report(n, phrase + prose(n + 10, 4), f"{n}局") for n in range(1, 31)]
    assert codes(assess(NOTHING, *many)) == set()


@pytest.mark.parametrize(
    "text",
    [
        "XX市文明办组织开展活动",
        "20XX年共开展活动",
        "共有××名志愿者参加",
        "某某社区举办讲座",
        "此处填写活动情况",
        "（单位名称）",
        "点击此处输入标题",
        "联系人：XXX",
        "＿＿年＿＿月",
    ],
)
def test_w421_template_remnants(text: str) -> None:
    assert found(assess(NOTHING, report(1, text)), "W421")[0].parameters["passage"] == text


@pytest.mark.parametrize(
    "text",
    ["王某某见义勇为", "展板3×5米", "1920×1080像素", "MAXX系统", "未成年人陈某某", "2026年共20次"],
)
def test_w421_look_alikes(text: str) -> None:
    assert list(remnants(text)) == []


ABOVE = {
    "江苏省": (),
    "苏州市": ("江苏省",),
    "张家港市": ("江苏省", "苏州市"),
    "浙江省": (),
    "嘉兴市": ("浙江省",),
    "海盐县": ("浙江省", "嘉兴市"),
    "南湖区": ("浙江省", "嘉兴市"),
}
BELOW = {
    "江苏省": ("苏州市",),
    "苏州市": ("张家港市",),
    "浙江省": ("嘉兴市",),
    "嘉兴市": ("海盐县", "南湖区"),
}


def test_w422_names_of_other_places_but_not_ours_nor_those_above_and_inside() -> None:
    ours = own_places(["浙江省嘉兴市"], ABOVE, BELOW)
    assert ours >= {"浙江省", "嘉兴市", "海盐县", "南湖区"}
    assert "浙江省" in own_places(["海盐县"], ABOVE, BELOW)
    text = "张家港市文明办组织志愿者开展活动，海盐县参加。"
    held = report(1, text)
    assert [
        item.parameters["place"] for item in found(assess(NOTHING, held, ours=ours), "W422")
    ] == ["张家港市"]
    assert codes(assess(NOTHING, held)) == set()


@pytest.mark.parametrize(
    "text", ["赴张家港市学习考察", "借鉴张家港市经验", "《张家港市条例》", "对口支援海盐县的工作"]
)
def test_w422_what_was_learnt_elsewhere_is_passed_over(text: str) -> None:
    assert list(places(text, frozenset({"张家港市", "海盐县"}))) == []


def test_w431_one_figure_two_values() -> None:
    one = report(1, "截至2025年底，全区注册志愿者人数达到12.3万人。" + prose(1, 2))
    other = report(2, "2025年，全区注册志愿者人数为98000人。" + prose(2, 2), "教育局")
    same = report(3, "2025年全区注册志愿者人数123,000人。" + prose(3, 2), "民政局")
    later = report(4, "2026年全区注册志愿者人数为15万人。" + prose(4, 2), "民政局")
    own = report(5, "我局注册志愿者人数为300人。" + prose(5, 2), "民政局")
    finding = found(assess(NOTHING, one, other, same, later, own), "W431")
    assert [(item.subject, item.parameters["value"]) for item in finding] == [
        ("2026-000002", "98000人")
    ]


def test_w432_and_w433_document_numbers() -> None:
    def paper(number: int, serial: int, issued: str, title: str) -> Record:
        name = f"云文明办发〔2026〕{serial}号"
        return record(number, kind="policy", doc_number=name, issued=issued, title=title)

    right = [paper(1, 3, "2026-02-01", "关于甲的通知"), paper(2, 7, "2026-03-01", "关于乙的通知")]
    assert codes(assess(NOTHING, *right)) == set()
    twice = paper(3, 7, "2026-03-01", "关于丙的通知")
    assert [item.subject for item in found(assess(NOTHING, *right, twice), "W432")] == [twice.id]
    old = paper(4, 9, "2026-01-05", "关于丁的通知")
    assert found(assess(NOTHING, *right, old), "W433")[0].parameters["other"] == "2026-000002"


def dismissed(code: str, one: Held, other: Held | None = None) -> FindingDismissed:
    held = [item for item in (one, other) if item]
    known = {item[0].id: item[0].fixity.digest for item in held}
    second = other[0].id if other else ""
    return FindingDismissed(code, one[0].id, second, contents(known, known.__getitem__), "同一活动")


def test_a_dismissal_sticks_to_its_pair_and_contents() -> None:
    text = prose(1)
    one, two, three = (report(n, text + "改" * n, f"{n}局") for n in (1, 2, 3))
    made = assessor(NOTHING, [one, two, three])
    assert len(found(made.assessment(TODAY), "W411")) == 3
    made.set_dismissals([dismissed("W411", one, two)])
    left = made.assessment(TODAY)
    assert {(item.subject, item.parameters["other"]) for item in left.findings} == {
        ("2026-000003", "2026-000001"),
        ("2026-000003", "2026-000002"),
    }
    assert left.dismissed == 1
    made.put(*report(2, text + "另有改动", "2局"))
    assert len(found(made.assessment(TODAY), "W411")) == 3
    made.set_dismissals([])
    assert made.assessment(TODAY).dismissed == 0


def test_a_dismissed_blocking_finding_blocks_no_more() -> None:
    held = report(1, "XX市")
    made = assessor(NOTHING, [held])
    made.set_dismissals([dismissed("W421", held)])
    assert codes(made.assessment(TODAY)) == set()


def test_shared_passages_stand_side_by_side() -> None:
    one = "前言一二三。" + "志愿服务队每周到社区开展清洁家园行动，累计服务12场。" + "结尾甲。"
    other = "另一开头。" + "志愿服务队每周到社区开展清洁家园行动，累计服务95场。" + "结尾乙不同。"
    passage = shared_passages(one, other)[0]
    assert one[slice(*passage.one)].endswith("12场。结尾")
    assert other[slice(*passage.other)].startswith("志愿服务队每周")


def test_facts_of_nothing_are_nothing() -> None:
    assert facts("") == TextFacts()


@pytest.mark.parametrize("name", ["北京市", "上海市浦东新区", "重庆市", "天津市"])
def test_w422_a_municipality_is_its_own_only_city(name: str) -> None:
    gazetteer = load_gazetteer()
    ours = own_places([name], gazetteer.above, gazetteer.below)
    assert {name[:3], "成都市"} & ours == {name[:3]}


def test_w422_names_that_only_look_like_words_are_passed_over() -> None:
    names = frozenset({"应城市"})
    assert list(places("适应城市发展的需要，设立相应城市书房", names)) == []
    assert [item.words for item in places("应城市全面推进文明创建", names)] == ["应城市"]
    assert not {"新建区", "会同县"} & load_gazetteer().names
