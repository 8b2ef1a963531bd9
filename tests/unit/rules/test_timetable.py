"""What a date says when records are ranked: windows and named days."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from dossier.model.asks import Calendar, NamedDay, Window
from dossier.model.editions import Edition, Kind, Requirement, Slot
from dossier.model.fixity import Fixity
from dossier.model.placing import Lexicon
from dossier.model.records import Dates, Description, Record, Source
from dossier.rules.blending import ranked
from dossier.rules.ranking import Paper, Ranker
from dossier.rules.timetable import ON_DAY, OUTSIDE, Dated, Timetable, dated, day_in
from dossier.rules.wording import Wording

TEST = dt.date(2026, 10, 15)
DAYS = Calendar((NamedDay("清明"), NamedDay("国家宪法日", date="12-04"), NamedDay("端午")))
EDITION = Edition(
    id="small",
    title="小样",
    year=2026,
    scope="",
    kinds=(Kind("policy", "规范文件"), Kind("report", "说明报告"), Kind("photo", "实景图片")),
    indicators=(),
    requirements=(
        Requirement("Ⅲ-1-①", "Ⅲ-1", "普法活动", (Slot("report"), Slot("photo")), calendar=DAYS),
        Requirement("Ⅲ-1-②", "Ⅲ-1", "普法活动", (Slot("report", window="year"), Slot("photo"))),
        Requirement("Ⅲ-1-③", "Ⅲ-1", "普法活动", (Slot("report"), Slot("photo"))),
    ),
    units=(),
    windows={"year": Window("year", "months", 12)},
)
TABLE = Timetable(EDITION, TEST)


def dates(**given: str) -> Dated:
    description = replace(Description(), dates=Dates(**given))
    record = Record(
        "2026-000001",
        Fixity("sha256:0", 1),
        "a.docx",
        Source("/in", "a"),
        "",
        description=description,
    )
    return dated(record, (kind.id for kind in EDITION.kinds))


def test_a_date_outside_the_window_speaks_against_an_ask_c01() -> None:
    old = dates(issued="2024-05-01")
    assert TABLE.measures(old, "report") == {"Ⅲ-1-②": -1.0}
    (reason,) = TABLE.reasons("Ⅲ-1-②", old, "report")
    assert reason.message == OUTSIDE
    assert dict(reason.parameters) == {
        "date": "2024-05-01",
        "first": "2025-10-01",
        "last": "2026-09-30",
    }


@pytest.mark.parametrize("issued", ["2025-10-01", "2026-09-30"])
def test_the_first_and_last_day_of_a_window_are_in_it(issued: str) -> None:
    assert TABLE.measures(dates(issued=issued), "report") == {}


def test_a_kind_whose_slot_has_no_window_is_never_late() -> None:
    assert TABLE.measures(dates(issued="2019-05-02"), "photo") == {}
    assert TABLE.measures(dates(issued="2019-05-02"), None) == {}


def test_a_window_that_counts_back_from_an_unknown_test_says_nothing() -> None:
    assert Timetable(EDITION, None).measures(dates(issued="2019-05-02"), "report") == {}


@pytest.mark.parametrize(
    ("day", "name"),
    [("2026-12-04", "国家宪法日"), ("2026-12-05", "国家宪法日"), ("2026-04-05", "清明")],
)
def test_a_named_day_speaks_for_an_ask(day: str, name: str) -> None:
    told = dates(taken=f"{day}T09:00:00")
    assert TABLE.measures(told, "photo") == {"Ⅲ-1-①": 1.0}
    (reason,) = TABLE.reasons("Ⅲ-1-①", told, "photo")
    assert (reason.message, reason.parameters["day"]) == (ON_DAY, name)


def test_what_a_picture_shows_counts_before_when_a_camera_wrote() -> None:
    assert TABLE.measures(dates(taken="2026-12-20", event="2026-12-04"), "photo") != {}
    assert TABLE.measures(dates(taken="2026-12-04", event="2026-12-20"), "photo") == {}


def test_records_without_dates_and_periods_name_no_day() -> None:
    assert TABLE.measures(dates(), "report") == {}
    assert TABLE.measures(dates(covered="2026-12-04/2026-12-31"), None) == {}


def test_named_days_in_a_year() -> None:
    """清明 as the Purple Mountain Observatory published it; lunar festivals are not guessed."""
    known = {2016: 4, 2018: 5, 2019: 5, 2020: 4, 2023: 5, 2024: 4, 2025: 4, 2026: 5, 2027: 5}
    for year, day in known.items():
        assert day_in(NamedDay("清明"), year) == dt.date(year, 4, day)
    assert day_in(NamedDay("闰日", date="02-29"), 2025) is None
    assert day_in(NamedDay("端午"), 2026) is None


def test_a_day_in_an_asks_title_counts_as_named() -> None:
    asks = (Requirement("Ⅲ-1-①", "Ⅲ-1", "宪法日活动", (Slot("photo"),)),)
    known = (NamedDay("国家宪法日", ("宪法日",), "12-04"), NamedDay("植树节", (), "03-12"))
    table = Timetable(replace(EDITION, requirements=asks), TEST, known)
    assert table.measures(dates(taken="2026-12-03"), "photo") == {"Ⅲ-1-①": 1.0}
    assert table.measures(dates(taken="2026-03-12"), "photo") == {}


def test_a_date_moves_the_ranking_a_little_and_never_against_the_words() -> None:
    ranker = Ranker(EDITION, Wording(Lexicon()), TEST)

    def best(paper: Paper) -> dict[str, float]:
        features = ranker.wording.features(paper.zones())
        rows = ranked(ranker.fits(paper, features), {}, {})
        return {row.code: row.probability for row in rows}

    plain = best(Paper("普法活动.docx", kind="report"))
    late = best(Paper("普法活动.docx", kind="report", dates=dates(issued="2019-12-04")))
    assert plain["Ⅲ-1-②"] == pytest.approx(plain["Ⅲ-1-③"])
    assert list(late)[:2] == ["Ⅲ-1-③", "Ⅲ-1-②"]
    assert plain["Ⅲ-1-②"] > late["Ⅲ-1-②"] > 0.2
