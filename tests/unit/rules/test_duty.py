"""Stages, points and the order of gaps."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from dossier.i18n import Translator
from dossier.model.asks import Negative, Subjects
from dossier.model.editions import Indicator, Slot
from dossier.model.events import Waived
from dossier.rules.duty_tables import gaps_table, indicators_table, open_asks, units_table
from dossier.rules.explanations import EXPLANATIONS, Basis
from dossier.rules.finding_table import TABLE
from dossier.rules.reading_explanations import explanation
from tests.tools.assessing import TODAY, ask, assess, assessor, edition, record, stages

NODES = (
    Indicator("Ⅰ-1", 1, "项目", points=12.0),
    Indicator("Ⅲ-1", 3, "内容", parent="Ⅰ-1"),
)


def test_stages_have_their_distance() -> None:
    made = assess(edition(), stages=stages(collection="2026-05-30", upload="2026-06-11"))
    assert [(item.name, item.days_left) for item in made.stages] == [
        ("collection", -2),
        ("upload", 10),
    ]


def test_units_owe_until_collection_ends_and_an_ask_s_own_day_goes_before() -> None:
    two = edition(ask("Ⅲ-1-1", Slot("report")), ask("Ⅲ-1-2", Slot("report"), due="2026-07-01"))
    made = assess(two, stages=stages(collection="2026-05-30"))
    assert [item.due for item in made.requirements] == ["2026-05-30", "2026-07-01"]
    assert (made.units[0].overdue_days, made.units[0].due) == (2, "2026-05-30")


def test_points_are_shared_below_a_node_and_gaps_are_sorted_by_them() -> None:
    asks = (
        ask("Ⅲ-1-1", Slot("report")),
        ask("Ⅲ-1-2", Slot("report")),
        ask("Ⅲ-1-3", Slot("report"), points=7.0),
        ask("Ⅲ-1-4", Slot("report"), uploaded=False),
    )
    made = assess(edition(*asks, indicators=NODES), record(1, ("Ⅲ-1-1", "report")))
    forecast = made.forecast
    assert forecast is not None
    assert (forecast.total, forecast.now, forecast.open, forecast.stated) == (19.0, 6.0, 13.0, 1.0)
    assert [(gap.requirement, gap.points) for gap in made.gaps] == [
        ("Ⅲ-1-3", 7.0),
        ("Ⅲ-1-2", 6.0),
    ]
    assert made.units[0].points == 13.0
    assert [(item.code, item.coverage) for item in made.indicators] == [
        ("Ⅰ-1", 0.3333),
        ("Ⅲ-1", 0.3333),
    ]


def test_where_no_points_are_stated_none_are_guessed() -> None:
    made = assess(edition(ask("Ⅲ-1-1", Slot("report"))), as_of=dt.date(2026, 1, 1))
    assert made.forecast is not None
    assert (made.forecast.total, made.forecast.stated) == (0.0, 0.0)
    assert made.gaps[0].points is None


def test_the_negative_list_is_shown() -> None:
    listed = Negative("N-1", "发生重大事故", 5.0, {"城市": "停止资格"})
    forecast = assess(edition(negative=(listed,))).forecast
    assert forecast is not None
    assert forecast.negative[0].consequences == (("城市", "停止资格"),)


def test_every_code_of_the_assessment_is_explained() -> None:
    assessed = {code for code in TABLE if code[1] in "34"} | {
        code for code in TABLE if code[1] == "2" and code not in ("W201", "W202", "W203", "W204")
    }
    assert assessed - EXPLANATIONS.keys() == set()
    assert EXPLANATIONS.keys() <= TABLE.keys()


@pytest.mark.parametrize("code", sorted(TABLE))
def test_every_published_code_says_what_it_rests_on(code: str) -> None:
    known = explanation(code)
    assert known.basis in Basis
    assert re.search("[\u4e00-\u9fff]", Translator("zh")(known.how))
    assert re.match("[A-Z]", Translator("en")(known.how))


def test_c06_tables_hold_the_gaps_of_the_assessment_and_nothing_else() -> None:
    of = edition(
        ask("Ⅲ-1-1", Slot("report"), lead=("文明办", "教育局"), due="2026-05-22"),
        ask("Ⅲ-1-2", Slot("photo"), subjects=Subjects("社区", min=2), points=3.0),
        ask("加分-①", Slot("report"), bonus=True, lead=("文明办",)),
    )
    held = record(1, ("Ⅲ-1-2", "photo"), kind="photo", title="东门社区")
    made = assessor(of, [held])
    made.set_waivers([Waived("Ⅲ-1-1", "文明办", "无此设施")])
    known, say = made.assessment(TODAY), Translator("zh")
    whole = gaps_table(known, of, say)
    assert [(row[0], row[2], row[6], row[8], row[9], row[11]) for row in whole.rows] == [
        ("Ⅲ-1-2", "社区", "文明办", 0, 1, 3.0),
        ("Ⅲ-1-1", "说明报告", "教育局", 10, 1, None),
    ]
    assert [row[0] for row in gaps_table(known, of, say, "文明办").rows] == ["Ⅲ-1-2"]
    assert [item.code for item in open_asks(known, "文明办")] == ["Ⅲ-1-2"]
    account = units_table(known, say).rows[0]
    assert account[:7] == ("文明办", 2, 1, 1, 0, "50.0%", "白")
    assert indicators_table(known, say).rows[0][2:] == (2, 0, "0.0%")
