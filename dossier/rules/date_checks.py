"""Dates of one record against the rule for its slot, and against each other (E2xx, W2xx)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from dossier.model.facts import TextFacts
from dossier.model.findings import Finding
from dossier.model.records import Record
from dossier.rules.noting import noted

Interval = tuple[str, str]
"""First and last day, ISO dates, both included."""

_ORDER = {
    "policy": ("issued",),
    "opinion": ("issued",),
    "report": ("issued", "covered", "event"),
    "table": ("covered", "issued", "event"),
    "photo": ("event", "taken"),
}
_ANY = ("issued", "event", "taken", "covered")
_NUMBER_YEAR = re.compile(r"〔((?:19|20)[0-9]{2})〕")
_CAPTION_DAY = re.compile(
    r"(?<![0-9])(20[0-9]{2})\s*[年./-]\s*([0-9]{1,2})\s*[月./-]\s*([0-9]{1,2})(?![0-9])"
)
_OLDER_DAYS, _YOUNGER_DAYS, _MADE_LATER_DAYS = 3, 30, 60


def relevant_date(record: Record, kind: str) -> tuple[str, str] | None:
    """Which date counts for this kind of material, and its value: name and ISO day or interval.

    For a picture the day of what it shows counts before the day the camera wrote.
    """
    dates = record.description.dates
    for name in _ORDER.get(kind, _ANY):
        value = shown_day(record) if name == "event" else getattr(dates, name)
        if value:
            return name, str(value)
    return None


def shown_day(record: Record) -> str | None:
    """The day of what a record shows: the activity's, else the one its caption names."""
    described = record.description
    if described.dates.event or "width" not in described.details:
        return described.dates.event
    captions = [claim.caption for claim in record.claims]
    beside = (str(described.details.get(name, "")) for name in ("caption", "ImageDescription"))
    for text in (*captions, *beside):
        match = _CAPTION_DAY.search(text)
        if match and (day := _iso(*match.groups())):
            return day
    return None


def against_window(record: Record, kind: str, code: str, span: Interval) -> Iterator[Finding]:
    """A record whose date lies outside the window of its slot; reception plays no part (C01)."""
    found = relevant_date(record, kind)
    about: dict[str, str | int | float] = {"code": code, "first": span[0], "last": span[1]}
    if found is None:
        yield noted("W205", record.id, about)
        return
    if not within(found, span):
        yield noted("E201", record.id, about, date=found[1], which=found[0])


def within(found: tuple[str, str], span: Interval) -> bool:
    """Whether a date as :func:`relevant_date` gives it lies in a window, or a period touches it."""
    name, value = found
    return _overlaps(value, span) if name == "covered" else span[0] <= value[:10] <= span[1]


def _overlaps(covered: str, span: Interval) -> bool:
    """Whether a covered period ``first/last`` and a window share a day."""
    first, _slash, last = covered.partition("/")
    return first <= span[1] and (last or first) >= span[0]


def expired(name: str, until: str | None, as_of: dt.date) -> Iterator[Finding]:
    """A paper that says until when it holds, past that day (C11)."""
    if until is not None and until < as_of.isoformat():
        yield noted("E202", name, until=until)


def valid_until(record: Record, facts: TextFacts | None) -> str | None:
    """The last day a paper holds, None where it says nothing of it."""
    if facts is None:
        return None
    issued = record.description.dates.issued
    if facts.valid_until is None and facts.valid_years and issued:
        return f"{int(issued[:4]) + facts.valid_years:04d}{issued[4:10]}"
    return facts.valid_until


def contradictions(record: Record) -> Iterator[Finding]:
    """Dates of one record that cannot all be true."""
    described = record.description
    dates = described.dates
    received = dates.received or record.received[:10]
    if dates.issued and dates.issued > received:
        yield noted("W206", record.id, issued=dates.issued, received=received)
    event = shown_day(record) if dates.taken else None
    if dates.taken and event:
        apart = _days(event, dates.taken)
        if apart is not None and not -_OLDER_DAYS <= apart <= _YOUNGER_DAYS:
            yield noted("W207", record.id, taken=dates.taken, event=event)
    yield from _made_later(record)
    yield from _number_year(record)


def _made_later(record: Record) -> Iterator[Finding]:
    """A paper whose file was made long after the day it bears, or changed before it was made."""
    details, issued = record.description.details, record.description.dates.issued
    if "created" not in details:
        return
    created, modified = _day(details["created"]), _day(details.get("modified"))
    if created and issued:
        apart = _days(issued, created)
        if apart is not None and apart > _MADE_LATER_DAYS:
            yield noted("W208", record.id, issued=issued, created=created)
    if created and modified and modified < created:
        values = {"created": created, "modified": modified}
        yield noted("W212", record.id, **values)


def _number_year(record: Record) -> Iterator[Finding]:
    """The year in the 发文字号 against the date; January may carry the old one."""
    number, issued = record.description.doc_number, record.description.dates.issued
    if not number or not issued:
        return
    match = _NUMBER_YEAR.search(number)
    if match is None or match[1] == issued[:4]:
        return
    old_in_january = int(match[1]) == int(issued[:4]) - 1 and issued[5:7] == "01"
    if not old_in_january:
        yield noted("W209", record.id, number=number, issued=issued)


def _day(value: object) -> str | None:
    """The ISO day at the head of an embedded date (``2025-03-01T09:00``, ``D:20250301``)."""
    digits = re.sub(r"[^0-9]", "", str(value or ""))[:8]
    return _iso(digits[:4], digits[4:6], digits[6:8]) if len(digits) == 8 else None


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return dt.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _days(first: str, second: str) -> int | None:
    """Days from the first ISO day to the second."""
    try:
        return (dt.date.fromisoformat(second[:10]) - dt.date.fromisoformat(first[:10])).days
    except ValueError:
        return None
