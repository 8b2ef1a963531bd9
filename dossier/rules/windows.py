"""The days a window rule stands for, once the date of the test is known."""

from __future__ import annotations

import datetime as dt

from dossier.model.asks import Window
from dossier.model.settings import DutySettings, StageSettings

_SCHOOL_YEAR_STARTS = 9


def day_of_test(duty: DutySettings, stages: StageSettings) -> dt.date | None:
    """The day of the test, else the last day of the submission; None where neither is set."""
    day = duty.test_date or stages.upload or duty.deadline
    return dt.date.fromisoformat(day) if day else None


def window_dates(window: Window, test_date: dt.date | None) -> tuple[dt.date, dt.date] | None:
    """First and last day of a window, both included.

    None where the rule counts back from the test and the date of the test is not known. A cycle or
    span needs no test date.
    """
    if window.rule in ("cycle", "span"):
        return _span(window)
    if test_date is None or window.count is None:
        return None
    if window.rule == "months":
        return _months(window.count, test_date)
    if window.rule == "years":
        return _years(window.count, test_date)
    return _school_years(window.count, test_date)


def _span(window: Window) -> tuple[dt.date, dt.date] | None:
    if window.start is None or window.end is None:
        return None
    return dt.date.fromisoformat(window.start), dt.date.fromisoformat(window.end)


def _months(count: int, test_date: dt.date) -> tuple[dt.date, dt.date]:
    """Tested in August 2017, twelve months are August 2016 to July 2017 (今日汝州, 2017-07-27)."""
    first_of_test = test_date.replace(day=1)
    year, month = divmod(first_of_test.year * 12 + first_of_test.month - 1 - count, 12)
    return dt.date(year, month + 1, 1), first_of_test - dt.timedelta(days=1)


def _years(count: int, test_date: dt.date) -> tuple[dt.date, dt.date]:
    return dt.date(test_date.year - count, 1, 1), dt.date(test_date.year - 1, 12, 31)


def _school_years(count: int, test_date: dt.date) -> tuple[dt.date, dt.date]:
    last = test_date.year - (test_date.month < _SCHOOL_YEAR_STARTS)
    return (
        dt.date(last - count + 1, _SCHOOL_YEAR_STARTS, 1),
        dt.date(last + 1, _SCHOOL_YEAR_STARTS, 1) - dt.timedelta(days=1),
    )
