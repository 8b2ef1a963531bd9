"""Comparing papers with asks on day one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dossier.model.asks import Figure, Policy
from dossier.model.editions import Edition, Indicator, Kind, Requirement, Slot, Unit
from dossier.model.placing import Lexicon
from dossier.model.records import Source
from dossier.rules.blending import agreed, ranked
from dossier.rules.learning import Likeness
from dossier.rules.ranking import Fit, Paper, Ranker, duty, folders_of, kind_fit
from dossier.rules.reasons import standing_reasons, wording_reasons
from dossier.rules.wording import Wording, common_words

LEXICON = Lexicon(
    frozenset({"工作", "情况", "通知", "关于"}),
    (("献血", "血站", "采血"), ("养老", "敬老", "老年人"), ("志愿", "义工")),
)


def ask(code: str, title: str, kinds: str, lead: str = "", also: str = "") -> Requirement:
    slots = tuple(Slot(kind) for kind in kinds.split())
    helpers = tuple(also.split())
    return Requirement(code, code.rpartition("-")[0], title, slots, tuple(lead.split()), helpers)


EDITION = Edition(
    id="small",
    title="小样",
    year=2026,
    scope="",
    kinds=(Kind("policy", "规范文件"), Kind("report", "说明报告"), Kind("photo", "实景图片")),
    indicators=(
        Indicator("Ⅲ-1", 3, "公益活动"),
        Indicator("Ⅲ-2", 3, "良好家风"),
        Indicator("Ⅲ-3", 3, "老有所养"),
    ),
    requirements=(
        ask("Ⅲ-1-①", "自愿无偿献血统计", "table", "卫计委"),
        ask("Ⅲ-1-②", "志愿服务年度安排", "policy", "文明办", "全区各单位"),
        ask("Ⅲ-2-①", "家风家训活动部署", "policy", "妇联"),
        ask("Ⅲ-2-②", "活动情况", "report photo", "妇联", "文明办"),
        ask("Ⅲ-3-①", "居家养老服务投入", "report", "财政局"),
        replace(ask("Ⅲ-3-②", "不上传", "report", "妇联"), uploaded=False),
    ),
    units=tuple(Unit(name) for name in ("卫计委", "文明办", "妇联", "财政局", "体育局")),
    groups={"全区各单位": "*"},
)


@pytest.fixture(scope="module")
def ranker() -> Ranker:
    return Ranker(EDITION, Wording(LEXICON))


def first(ranker: Ranker, paper: Paper) -> str:
    features = ranker.wording.features(paper.zones())
    return ranked(ranker.fits(paper, features), {}, {})[0].code


def test_the_words_of_the_ask_win(ranker: Ranker) -> None:
    assert first(ranker, Paper("家训活动方案.docx", kind="policy")) == "Ⅲ-2-①"


def test_other_words_for_the_same_matter_win_too(ranker: Ranker) -> None:
    assert first(ranker, Paper("采血点数据.docx")) == "Ⅲ-1-①"
    assert first(ranker, Paper("义工计划.docx")) == "Ⅲ-1-②"


def test_an_ask_of_generic_words_lives_by_its_neighbours(ranker: Ranker) -> None:
    assert first(ranker, Paper("家风故事会.docx", kind="report", unit="妇联")) == "Ⅲ-2-②"


def test_the_text_speaks_where_the_name_is_silent(ranker: Ranker) -> None:
    paper = Paper("新建文档.docx", text="为老年人发放补贴，建设敬老院。")
    assert first(ranker, paper) == "Ⅲ-3-①"


def test_a_folder_speaks_for_a_photograph(ranker: Ranker) -> None:
    paper = Paper("IMG_0042.jpg", ("好家风展示",), format="jpeg", kind="photo")
    assert first(ranker, paper) == "Ⅲ-2-②"


def test_what_is_not_uploaded_is_never_proposed(ranker: Ranker) -> None:
    assert "Ⅲ-3-②" not in ranker.asks


def test_named_policies_and_figures_count_as_the_asks_own_words() -> None:
    asks = list(EDITION.requirements)
    asks[3] = replace(asks[3], cites=(Policy("绿色出行纲要"),), figures=(Figure("万人自行车数"),))
    ranker = Ranker(replace(EDITION, requirements=tuple(asks)), Wording(LEXICON))
    assert first(ranker, Paper("贯彻绿色出行纲要.docx")) == "Ⅲ-2-②"
    assert first(ranker, Paper("自行车数表.docx")) == "Ⅲ-2-②"


def test_kind_fit_knows_formats_and_certainty() -> None:
    report = EDITION.requirements[4]
    assert kind_fit(report, Paper("a.jpg", format="jpeg", kind="photo")) == -1.0
    assert kind_fit(report, Paper("a.docx")) == 0.0
    sure = kind_fit(report, Paper("a.docx", kind="report", kind_sure=True))
    assert sure > kind_fit(report, Paper("a.docx", kind="report")) > 0
    assert kind_fit(report, Paper("a.docx", kind="policy", kind_sure=True)) < 0


def test_duty_falls_from_leading_to_foreign_units() -> None:
    asked = EDITION.requirements[3]
    ranks = [duty(asked, EDITION, Paper("a", unit=unit)) for unit in ("妇联", "文明办", "体育局")]
    assert ranks == sorted(ranks, reverse=True)
    assert ranks[0] == 1.0
    assert ranks[2] < 0
    group = duty(EDITION.requirements[1], EDITION, Paper("a", unit="体育局"))
    assert 0 < group < ranks[1]
    street = replace(asked, cooperating=("各街道",))
    towns = replace(EDITION, groups={"各街道": "街道"})
    assert duty(street, towns, Paper("a", unit="东门街道", category="街道")) > 0
    assert duty(street, towns, Paper("a", unit="体育局", category="部门")) < 0
    assert duty(asked, EDITION, Paper("a")) == 0.0
    assert duty(asked, EDITION, Paper("a", unit="妇联", unit_sure=False)) == 0.5


def test_reasons_name_words_and_places_c09(ranker: Ranker) -> None:
    paper = Paper("家训征集.docx", ("家风",), unit="妇联", kind="policy")
    asked = EDITION.requirements[2]
    told = list(wording_reasons(paper, asked, EDITION, ranker.wording))
    assert [reason.parameters for reason in told][:2] == [{"words": "家训"}, {"words": "家风"}]
    standing = list(standing_reasons(paper, asked, EDITION, "policy"))
    assert [reason.parameters for reason in standing] == [
        {"unit": "妇联"},
        {"kind_name": "规范文件"},
    ]


def test_reasons_name_the_matter_where_no_word_is_shared(ranker: Ranker) -> None:
    told = list(
        wording_reasons(Paper("采血点.docx"), EDITION.requirements[0], EDITION, ranker.wording)
    )
    assert [reason.parameters for reason in told] == [{"matters": "献血", "code": "Ⅲ-1-①"}]


def test_common_words_are_the_longest_and_none_inside_another() -> None:
    assert common_words("无偿献血统计表", "自愿无偿献血统计") == ["无偿献血统计"]
    assert common_words("甲", "甲乙") == []


def test_folders_leave_out_unit_and_name() -> None:
    source = Source("/in", "妇联/二季度/材料.zip", ("内层/家风.docx",))
    assert folders_of(source) == ("二季度", "材料", "内层")


def fit(code: str, recall: float, duty: float = 1.0, kind: float = 0.8) -> Fit:
    return Fit(code, recall, recall, recall, kind, duty)


def test_probabilities_add_up_and_fall() -> None:
    rows = ranked([fit("a", 0.1), fit("b", 0.6), fit("c", 0.3)], {}, {})
    assert [row.code for row in rows] == ["b", "c", "a"]
    assert sum(row.probability for row in rows) == pytest.approx(1.0)


def test_nobody_places_what_words_and_examples_dispute() -> None:
    fits = [fit("a", 0.6), fit("b", 0.3)]
    assert agreed(ranked(fits, {}, {}))
    against = {"b": Likeness(0.9, "2026-000001", 0.9)}
    assert not agreed(ranked(fits, against, {}))
    beside = {"a": Likeness(0.9, "2026-000001", 0.9)}
    assert agreed(ranked(fits, beside, {}))
    assert not agreed([])


def test_a_word_of_another_ask_in_the_title_is_a_dispute(ranker: Ranker) -> None:
    rows = ranked([fit("Ⅲ-1-②", 0.9), fit("Ⅲ-1-①", 0.3)], {}, {})
    assert ranker.singled_out(Paper("义工到血站服务.docx")) == {"Ⅲ-1-①", "Ⅲ-1-②"}
    assert not agreed(rows, ranker.singled_out(Paper("义工到血站服务.docx")))
    assert agreed(rows, ranker.singled_out(Paper("义工服务.docx")))
    assert ranker.singled_out(Paper("会议室登记.docx")) == frozenset()


@pytest.mark.parametrize("bad", [{"kind": -0.4}, {"duty": -0.4}, {"duty": 0.0}])
def test_nobody_places_what_is_no_duty_or_no_slot(bad: dict[str, float]) -> None:
    assert not agreed(ranked([fit("a", 0.9, **bad), fit("b", 0.0, **bad)], {}, {}))
