"""Coverage of asks: counts, needs, subjects, days, waivers, states and the sums over them."""

from __future__ import annotations

from dossier.model.asks import Bonus, Calendar, NamedDay, Subjects
from dossier.model.assessment import Need, Standing, Verdict
from dossier.model.editions import Slot
from dossier.model.events import Waived
from dossier.model.profiles import KindRule
from dossier.model.records import Claim, RecordState
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
    profile,
    record,
)

ONE = "Ⅲ-1-①"


def test_c02_one_file_does_not_close_a_slot_that_needs_two() -> None:
    two = edition(ask(ONE, Slot("photo", min=2)))
    rows = [record(n, (ONE, "photo"), kind="photo", form="jpeg") for n in (1, 2)]
    first = covered(assess(two, rows[0]), ONE)
    assert (first.verdict, first.slots[0].usable) == (Verdict.INCOMPLETE, 1)
    assert covered(assess(two, *rows), ONE).verdict is Verdict.COMPLETE


def test_c03_useless_files_do_not_close_a_slot() -> None:
    one = edition(ask(ONE, Slot("report")))
    for number, useless in enumerate(
        [
            record(1, (ONE, "report"), usable=False),
            record(2, (ONE, "photo"), kind="photo"),
            record(3, (ONE, "report"), state=RecordState.RETURNED),
        ]
    ):
        item = covered(assess(one, useless), ONE)
        assert item.verdict is Verdict.INCOMPLETE
        assert item.state is (Standing.UNUSABLE, Standing.MISSING, Standing.RETURNED)[number]


def test_c03_an_unjudged_file_leaves_the_ask_undetermined_until_accepted() -> None:
    one = edition(ask(ONE, Slot("report")))
    unjudged = record(1, (ONE, "report"), usable=None)
    taken = record(1, (ONE, "report"), usable=None, state=RecordState.ACCEPTED)
    assert codes(assess(one, unjudged)) == {"U301"}
    assert covered(assess(one, taken), ONE).state is Standing.ACCEPTED


def test_c03_a_file_over_its_limit_does_not_close_a_slot() -> None:
    one = edition(ask(ONE, Slot("report")))
    small = profile(KindRule("report", ("docx",), max_bytes=10))
    assessment = assess(one, record(1, (ONE, "report"), size=11), profile=small)
    assert codes(assessment) == {"E311", "E302"}
    assert covered(assessment, ONE).slots[0].state is Standing.UNUSABLE


def test_c05_optional_and_conditional_slots_stay_out_of_percentages() -> None:
    mixed = edition(
        ask(ONE, Slot("report"), Slot("photo", required=False), Slot("table", condition="有农村的"))
    )
    assessment = assess(mixed, record(1, (ONE, "report")))
    needs = [slot.need for slot in covered(assessment, ONE).slots]
    assert needs == [Need.REQUIRED, Need.OPTIONAL, Need.CONDITIONAL]
    summary = assessment.summary
    assert (summary.slots, summary.slots_filled, summary.slot_coverage) == (1, 1, 1.0)
    assert (assessment.verdict, codes(assessment)) == (Verdict.COMPLETE, {"W305"})


def test_too_many_records_and_wrong_kinds_are_said() -> None:
    one = edition(ask(ONE, Slot("report", max=1)))
    rows = [record(n, (ONE, "report")) for n in (1, 2)]
    wrong = record(3, (ONE, "photo"), kind="photo")
    bare = record(4, Claim(ONE), kind=None)
    assert codes(assess(one, *rows, wrong, bare)) == {"W304", "W301", "W302"}


def test_claims_on_unknown_asks_are_said() -> None:
    assert codes(assess(edition(), record(1, ("Ⅲ-9", "report")))) == {"E303"}


def test_subjects_are_counted_by_the_names_they_show() -> None:
    wanted = Subjects("社区", min=3)
    sampled = edition(ask(ONE, Slot("report"), subjects=wanted, sampled=True))
    same = [record(n, Claim(ONE, "report", caption="东门社区开展活动")) for n in (1, 2)]
    other = record(3, Claim(ONE, "report", caption="西门社区开展活动"))
    third = record(4, Claim(ONE, "report"), title="河滨社区情况说明")
    short = assess(sampled, *same, other)
    assert found(short, "E304")[0].parameters["found"] == 2
    assert short.gaps[0].missing == 1
    assert assess(sampled, *same, other, third).verdict is Verdict.COMPLETE


def test_every_street_must_be_shown_but_those_that_were_waived() -> None:
    streets = Subjects("街道", by="unit", every=True, among="各街道")
    every = edition(ask(ONE, Slot("report"), lead=("各街道",), subjects=streets))
    made = assessor(every, [record(1, (ONE, "report"), unit="东门街道")])
    assert found(made.assessment(TODAY), "E304")[0].parameters["missing"] == "河西街道、南湖街道"
    made.set_waivers([Waived(ONE, "河西街道", "无此设施")])
    assert found(made.assessment(TODAY), "E304")[0].parameters["missing"] == "南湖街道"
    made.put(record(2, (ONE, "report"), unit="南湖街道"))
    assert made.assessment(TODAY).verdict is Verdict.COMPLETE


def test_bounds_for_each_subject_are_told() -> None:
    three_each = Subjects("活动", each_min=2, each_max=3, min=1)
    one = edition(ask(ONE, Slot("photo", subjects=three_each)))
    row = record(1, Claim(ONE, "photo", caption="清明活动"), kind="photo", form="jpeg")
    assert found(assess(one, row), "W306")[0].parameters["found"] == 1


def test_named_days_are_covered_by_text_or_date() -> None:
    days = Calendar(
        (NamedDay("清明", ("清明节",)), NamedDay("国庆", date="10-01"), NamedDay("中秋"))
    )
    festival = edition(ask(ONE, Slot("report"), calendar=days))
    spring = record(1, (ONE, "report"))
    text = facts("清明节期间组织祭扫烈士墓活动", festival)
    assessment = assess(festival, (spring, text, None))
    assert found(assessment, "E305")[0].parameters == {
        "found": 1,
        "needed": 3,
        "missing": "国庆、中秋",
        "kind": "",
    }
    autumn = record(2, (ONE, "report"), title="中秋活动", event="2025-10-01")
    assert assess(festival, (spring, text, None), autumn).verdict is Verdict.COMPLETE


def test_a_waiver_of_one_lead_leaves_the_other_owing() -> None:
    shared = edition(ask(ONE, Slot("report"), lead=("文明办", "教育局"), due="2026-05-22"))
    made = assessor(shared, [])
    made.set_waivers([Waived(ONE, "文明办", "无此设施")])
    half = made.assessment(TODAY)
    units = {item.unit: item for item in half.units}
    assert (half.verdict, covered(half, ONE).waived) == (Verdict.INCOMPLETE, False)
    assert (units["文明办"].satisfied, units["文明办"].colour) == (1, "green")
    assert (units["教育局"].satisfied, units["教育局"].overdue_days) == (0, 10)
    assert half.gaps[0].units == ("教育局",)
    made.set_waivers([Waived(ONE, name, "无此设施") for name in ("文明办", "教育局")])
    whole = made.assessment(TODAY)
    assert (whole.verdict, whole.summary.waived) == (Verdict.COMPLETE, 1)
    assert covered(whole, ONE).state is Standing.WAIVED


def test_what_comes_from_above_is_asked_for_in_time() -> None:
    above = edition(ask(ONE, Slot("opinion"), due="2026-06-20"))
    late = assess(above)
    assert codes(late) == {"E301", "W307"}
    assert found(late, "W307")[0].parameters["days"] == 19
    assert "W307" not in codes(assess(above, record(1, (ONE, "opinion"), kind="opinion")))


def test_what_is_not_uploaded_and_bonus_items_are_never_owed() -> None:
    mixed = edition(
        ask("Ⅲ-1-①", Slot("report")),
        ask("Ⅲ-1-②", Slot("report"), uploaded=False),
        ask("加分-①", Slot("report"), bonus=True),
        bonus=(Bonus("加分", "荣誉称号", points_each=1, points_max=4),),
    )
    assessment = assess(mixed, record(1, ("Ⅲ-1-①", "report")))
    summary = assessment.summary
    assert assessment.verdict is Verdict.COMPLETE
    assert (summary.requirements, summary.satisfied, summary.not_uploaded, summary.bonus) == (
        3,
        1,
        1,
        1,
    )
    assert assessment.forecast is not None
    assert assessment.forecast.bonus[0].shown == 0
    assert codes(assessment) == set()
    begun = assess(mixed, record(1, ("加分-①", "report"), usable=False))
    assert [item.subject for item in found(begun, "E302")] == ["加分-①"]
    assert {gap.requirement for gap in begun.gaps} == {"Ⅲ-1-①"}


def test_c06_every_percentage_is_made_of_the_same_counts() -> None:
    asks = [
        ask(f"Ⅲ-1-{n}", Slot("report"), lead=("文明办",) if n % 2 else ("教育局",))
        for n in range(1, 8)
    ]
    assessment = assess(edition(*asks), *[record(n, (f"Ⅲ-1-{n}", "report")) for n in (1, 2, 3)])
    summary = assessment.summary
    assert summary.satisfied + summary.incomplete + summary.undetermined == len(asks)
    assert sum(unit.owed for unit in assessment.units) == len(asks)
    assert sum(unit.satisfied for unit in assessment.units) == summary.satisfied == 3
    assert summary.coverage == round(3 / 7, 4) == assessment.indicators[0].coverage
    assert {gap.requirement for gap in assessment.gaps} == {
        code for unit in assessment.units for code in unit.open
    }


def test_c06_days_late_follow_the_date_asked_about() -> None:
    one = edition(ask(ONE, Slot("report")))
    made = assessor(one, [], duty=duty("2026-06-10", yellow_days=14, red_days=0))
    seen = [
        (unit.colour, unit.overdue_days)
        for day in (10, 31)
        for unit in made.assessment(TODAY.replace(month=5, day=day)).units
    ]
    assert seen == [("white", 0), ("yellow", 0)]
    late = made.assessment(TODAY.replace(day=13)).units[0]
    assert (late.colour, late.overdue_days) == ("red", 3)
