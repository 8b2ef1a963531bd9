"""Dates: one bad record for each finding, and its neighbour that is in order."""

from __future__ import annotations

import datetime as dt

import pytest

from dossier.model.asks import Window
from dossier.model.assessment import Verdict
from dossier.model.editions import Edition, Slot
from dossier.model.records import Claim, Record
from tests.tools.assessing import (
    TODAY,
    ask,
    assess,
    assessor,
    codes,
    covered,
    duty,
    edition,
    facts,
    found,
    record,
)

ONE = "Ⅲ-1-①"
CYCLE = Window("cycle", "span", start="2025-06-01", end="2026-05-31")


def windowed(kind: str = "policy", window: Window = CYCLE) -> Edition:
    return edition(ask(ONE, Slot(kind)), windows={"w": window}, window="w")


def test_c01_dated_outside_the_window_though_received_inside_it() -> None:
    old = record(1, (ONE, "policy"), kind="policy", issued="2024-12-31", received="2026-01-05")
    assessment = assess(windowed(), old)
    assert codes(assessment) == {"E201", "E302"}
    assert found(assessment, "E201")[0].parameters["date"] == "2024-12-31"
    assert covered(assessment, ONE).verdict is Verdict.INCOMPLETE


def test_c01_dated_inside_the_window_though_received_outside_it() -> None:
    late = record(1, (ONE, "policy"), kind="policy", issued="2025-07-01", received="2026-06-30")
    assert assess(windowed(), late).verdict is Verdict.COMPLETE


@pytest.mark.parametrize(
    ("kind", "dates", "fits"),
    [
        ("photo", {"taken": "2024-01-01", "event": "2025-08-01"}, True),
        ("photo", {"taken": "2024-01-01"}, False),
        ("table", {"covered": "2025-01-01/2025-12-31", "issued": "2027-01-01"}, True),
        ("table", {"covered": "2023-01-01/2023-12-31"}, False),
        ("report", {"issued": "2025-06-01"}, True),
        ("report", {"issued": "2025-05-31"}, False),
    ],
)
def test_each_kind_is_held_to_the_date_that_counts_for_it(
    kind: str, dates: dict[str, str], fits: bool
) -> None:
    assessment = assess(windowed(kind), record(1, (ONE, kind), kind=kind, **dates))  # type: ignore[arg-type]
    assert ("E201" in codes(assessment)) is not fits


def test_windows_count_back_from_the_day_of_the_test() -> None:
    months = windowed(window=Window("w", "months", count=12))
    paper = record(1, (ONE, "policy"), kind="policy", issued="2016-07-31", received="2017-01-01")
    tested = assess(months, paper, duty=duty(test_date="2017-08-15"))
    assert found(tested, "E201")[0].parameters["first"] == "2016-08-01"
    assert "E201" not in codes(assess(months, paper, duty=duty(test_date="2017-07-15")))


def test_c11_expiry_turns_everything_red_at_once() -> None:
    asks = [ask(f"Ⅲ-1-{n}", Slot("policy")) for n in (1, 2)]
    paper = record(1, ("Ⅲ-1-1", "policy"), ("Ⅲ-1-2", "policy"), kind="policy", issued="2024-01-10")
    made = assessor(edition(*asks), [(paper, facts("本办法自印发之日起施行，有效期二年。"), None)])
    assert made.assessment(dt.date(2026, 1, 10)).verdict is Verdict.COMPLETE
    expired = made.assessment(dt.date(2026, 1, 11))
    assert [item.verdict for item in expired.requirements] == [Verdict.INCOMPLETE] * 2
    assert expired.units[0].satisfied == 0
    assert codes(expired) == {"E202", "E302"}
    assert made.assessment(dt.date(2026, 1, 9)).verdict is Verdict.COMPLETE


def test_c11_a_last_day_that_is_written_out() -> None:
    text = facts("证书编号一百零二。有效期至2026年5月31日。")
    assert text.valid_until == "2026-05-31"
    row = record(1, (ONE, "report"))
    assert "E202" in codes(assess(edition(ask(ONE, Slot("report"))), (row, text, None)))


def said(made: Record) -> set[str]:
    return codes(assess(edition(), made))


BAD: dict[str, Record] = {
    "W206": record(1, issued="2026-05-21", received="2026-05-20"),
    "W207": record(1, kind="photo", taken="2025-03-01", event="2026-03-05"),
    "W208": record(1, issued="2025-03-01", details={"created": "2025-09-01T09:00:00"}),
    "W209": record(1, issued="2026-03-01", doc_number="云文明办发〔2025〕7号"),
    "W212": record(1, details={"created": "2026-03-02", "modified": "D:20260228080000"}),
}
GOOD: dict[str, Record] = {
    "W206": record(1, issued="2026-05-20", received="2026-05-20"),
    "W207": record(1, kind="photo", taken="2026-03-04", event="2026-03-05"),
    "W208": record(1, issued="2025-03-01", details={"created": "2025-02-20T09:00:00"}),
    "W209": record(1, issued="2026-01-08", doc_number="云文明办发〔2025〕97号"),
    "W212": record(1, details={"created": "2026-03-02", "modified": "2026-03-02"}),
}


@pytest.mark.parametrize("code", sorted(BAD))
def test_dates_that_contradict_each_other(code: str) -> None:
    assert code in said(BAD[code])
    assert code not in said(GOOD[code])


def test_a_caption_names_the_day_of_a_picture() -> None:
    size = {"width": 800, "height": 600}
    caption = Claim(ONE, "photo", caption="2026年3月5日，志愿者在东门社区清扫")
    old, right = (
        record(1, caption, kind="photo", form="jpeg", taken=day, details=size)
        for day in ("2024-05-01", "2026-03-05")
    )
    assert found(assess(edition(), old), "W207")[0].parameters["event"] == "2026-03-05"
    assert "W207" not in said(right)
    assert "E201" not in codes(assess(windowed("photo"), old))


def test_a_missing_date_is_a_warning_only() -> None:
    assessment = assess(windowed(), record(1, (ONE, "policy"), kind="policy"), as_of=TODAY)
    assert codes(assessment) == {"W205"}
    assert assessment.verdict is Verdict.COMPLETE
