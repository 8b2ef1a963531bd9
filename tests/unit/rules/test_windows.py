"""Windows as the sources state them, for a test on a given day."""

from __future__ import annotations

import datetime as dt

import pytest

from dossier.model.asks import Window
from dossier.rules.windows import window_dates


def days(window: Window, test_date: str | None) -> tuple[str, str] | None:
    found = window_dates(window, dt.date.fromisoformat(test_date) if test_date else None)
    return (found[0].isoformat(), found[1].isoformat()) if found else None


@pytest.mark.parametrize(
    ("test_date", "count", "expected"),
    [
        ("2017-08-15", 12, ("2016-08-01", "2017-07-31")),
        ("2017-01-01", 12, ("2016-01-01", "2016-12-31")),
        ("2017-03-31", 1, ("2017-02-01", "2017-02-28")),
        ("2016-12-31", 24, ("2014-12-01", "2016-11-30")),
    ],
)
def test_months_end_with_the_month_before_the_test(
    test_date: str, count: int, expected: tuple[str, str]
) -> None:
    assert days(Window("w", "months", count), test_date) == expected


def test_calendar_years_before_the_test() -> None:
    assert days(Window("w", "years", 2), "2017-08-15") == ("2015-01-01", "2016-12-31")


@pytest.mark.parametrize(
    ("test_date", "expected"),
    [
        ("2017-08-31", ("2014-09-01", "2017-08-31")),
        ("2017-09-01", ("2015-09-01", "2018-08-31")),
        ("2017-01-10", ("2014-09-01", "2017-08-31")),
    ],
)
def test_school_years_up_to_the_one_of_the_test(test_date: str, expected: tuple[str, str]) -> None:
    assert days(Window("w", "school-years", 3), test_date) == expected


@pytest.mark.parametrize("rule", ["cycle", "span"])
def test_fixed_dates_need_no_test_date(rule: str) -> None:
    window = Window("w", rule, start="2024-01-01", end="2026-12-31")
    assert days(window, None) == ("2024-01-01", "2026-12-31")


def test_without_a_test_date_counted_windows_are_unknown() -> None:
    assert days(Window("w", "months", 12), None) is None
    assert days(Window("w", "span"), "2017-08-15") is None
