"""What a paper's date says about an ask: outside the window it sets, or on a day it names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from dossier.i18n import N_
from dossier.model.asks import NamedDay
from dossier.model.editions import Edition, Requirement
from dossier.model.placing import Reason
from dossier.model.records import Record
from dossier.rules.date_checks import Interval, relevant_date, within
from dossier.rules.windows import window_dates

OUTSIDE = N_("its date {date} lies outside {first} to {last}, the time this requirement asks for")
ON_DAY = N_("its date {date} is about {day}, a day this requirement names")

Dated = Mapping[str, tuple[str, str]]
"""Which date counts for each kind of material, and its value; an empty kind for any material."""

_SHOWN = "photo"
_PERIOD = "covered"
_BESIDE = 1
_QINGMING = "清明"


def dated(record: Record, kinds: Iterable[str]) -> Dated:
    """The dates of a record that count for each of the kinds, and for any material."""
    found = {kind: relevant_date(record, kind) for kind in (*kinds, _SHOWN, "")}
    return {kind: date for kind, date in found.items() if date}


@dataclass(frozen=True, slots=True)
class _Times:
    """The windows of an ask's slots by kind, None for a slot without one; the days it names."""

    spans: tuple[tuple[str, Interval | None], ...]
    days: tuple[NamedDay, ...]


class Timetable:
    """Windows and named days of every ask of an edition for a test on a day; ``known`` are days
    that an ask may name in its title without dating them.
    """

    def __init__(
        self, edition: Edition, test_date: dt.date | None, known: Sequence[NamedDay] = ()
    ) -> None:
        self._asks = {
            ask.code: times
            for ask in edition.requirements
            if (times := _times(edition, ask, test_date, known))
        }

    def measures(self, dates: Dated, kind: str | None) -> dict[str, float]:
        """For each ask the dates speak about: 1 on a day it names, -1 outside its window."""
        if not dates:
            return {}
        found = {code: _measure(times, dates, kind) for code, times in self._asks.items()}
        return {code: value for code, value in found.items() if value}

    def reasons(self, code: str, dates: Dated, kind: str | None) -> Iterator[Reason]:
        """The same for one ask, in sentences."""
        times = self._asks.get(code)
        if times is None:
            return
        if named := _on_day(times, dates):
            yield Reason(ON_DAY, {"date": named[0], "day": named[1]})
        if missed := _outside(times, dates, kind):
            date, span = missed
            yield Reason(OUTSIDE, {"date": date, "first": span[0], "last": span[1]})


def _times(
    edition: Edition, ask: Requirement, test_date: dt.date | None, known: Sequence[NamedDay]
) -> _Times | None:
    spans: list[tuple[str, Interval | None]] = []
    for slot in ask.slots:
        window = edition.window_of(ask, slot)
        found = window_dates(window, test_date) if window else None
        span = (found[0].isoformat(), found[1].isoformat()) if found else None
        spans.append((slot.kind, span))
    calendars = (ask.calendar, *(slot.calendar for slot in ask.slots))
    listed = [day for calendar in calendars if calendar for day in calendar.days]
    titled = [d for d in known if any(name in ask.title for name in (d.name, *d.spellings))]
    days = (*listed, *titled)
    return _Times(tuple(spans), days) if days or any(span for _kind, span in spans) else None


def _measure(times: _Times, dates: Dated, kind: str | None) -> float:
    return (_on_day(times, dates) is not None) - float(_outside(times, dates, kind) is not None)


def _outside(times: _Times, dates: Dated, kind: str | None) -> tuple[str, Interval] | None:
    """Date and window, where the paper fits the window of no slot it could fill."""
    own = [(slot, span) for slot, span in times.spans if slot == kind] or times.spans
    missed: tuple[str, Interval] | None = None
    for slot, span in own:
        said = dates.get(slot)
        if span is None or said is None or within(said, span):
            return None
        missed = missed or (said[1], span)
    return missed


def _on_day(times: _Times, dates: Dated) -> tuple[str, str] | None:
    """The date of what the paper shows, and the named day it falls on or right beside."""
    said = dates.get(_SHOWN) or dates.get("")
    if said is None or said[0] == _PERIOD or not times.days:
        return None
    with suppress(ValueError):
        date = dt.date.fromisoformat(said[1][:10])
        for day in times.days:
            named = day_in(day, date.year)
            if named and abs((date - named).days) <= _BESIDE:
                return date.isoformat(), day.name
    return None


def day_in(day: NamedDay, year: int) -> dt.date | None:
    """A named day in a year; None for festivals of the lunar calendar, whose days no edition gives.

    清明 follows the sun: 4 or 5 April in this century, by the usual formula for solar terms.
    """
    if day.name == _QINGMING:
        short = year % 100
        return dt.date(year, 4, int(short * 0.2422 + 4.81) - short // 4)
    if day.date is None:
        return None
    with suppress(ValueError):
        return dt.date.fromisoformat(f"{year:04d}-{day.date}")
    return None
