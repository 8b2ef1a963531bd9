"""What must hold inside one ask: names it refers to, limits that do not cross, dates that exist."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dossier.codec.yaml_source import Path, Source
from dossier.model.findings import Finding

_COUNTED = ("months", "years", "school-years")
_ANY_YEAR = "2000-"  # a leap year, so that 02-29 exists


@dataclass(frozen=True, slots=True)
class Names:
    """What a file defines and may refer to; ``among`` are groups and categories of units."""

    codes: frozenset[str]
    kinds: frozenset[str]
    units: frozenset[str]
    among: frozenset[str]
    methods: frozenset[str]
    windows: frozenset[str]
    captions: frozenset[str]


def window_problems(source: Source, names: Names) -> Iterator[Finding]:
    """Problems of the windows and of what refers to them for the whole edition."""
    value = source.value
    for name, row in value.get("windows", {}).items():
        yield from _window(source, ("windows", name), row)
    yield from _refers(source, ("window",), value.get("window"), names.windows)
    for kind, name in value.get("kind_windows", {}).items():
        if kind not in names.kinds:
            yield source.problem("E507", ("kind_windows", kind), kind=kind)
        yield from _refers(source, ("kind_windows", kind), name, names.windows)


def ask_problems(
    source: Source, path: Path, ask: Mapping[str, Any], names: Names
) -> Iterator[Finding]:
    """Everything that does not hold in one ask."""
    if not ask["slots"] and ask.get("uploaded", True):
        yield source.problem("E503", (*path, "slots"), expected="[…] ≥ 1", found="[]")
    for number, item in enumerate(ask["slots"]):
        slot = {"kind": item} if isinstance(item, str) else item
        yield from _slot(source, (*path, "slots", number), slot, names)
    for key in ("lead", "cooperating"):
        for number, unit in enumerate(ask.get(key, ())):
            if unit not in names.units:
                yield source.problem("E508", (*path, key, number), unit=unit)
    yield from _date(source, (*path, "due"), ask.get("due"))
    yield from _parts(source, path, ask, names)
    for number, figure in enumerate(ask.get("figures", ())):
        for have, lack in (("op", "value"), ("value", "op")):
            if have in figure and lack not in figure:
                yield source.problem("E502", (*path, "figures", number, lack))


def _slot(source: Source, path: Path, slot: Mapping[str, Any], names: Names) -> Iterator[Finding]:
    if slot["kind"] not in names.kinds:
        yield source.problem("E507", path, kind=slot["kind"])
    yield from _crossing(source, path, slot.get("min", 1), slot.get("max"))
    yield from _crossing(source, path, slot.get("min_chars"), slot.get("max_chars"))
    caption = slot.get("caption")
    if isinstance(caption, str):
        yield from _refers(source, (*path, "caption"), caption, names.captions)
    yield from _parts(source, path, slot, names)
    yield from _overlapping(source, path, slot)


def _overlapping(source: Source, path: Path, slot: Mapping[str, Any]) -> Iterator[Finding]:
    """A number per subject that cannot be reached below the cap over all of them."""
    subjects = slot.get("subjects", {})
    wanted = (subjects.get("min") or 1) * (subjects.get("each", {}).get("min") or 1)
    if subjects and slot.get("max") is not None and wanted > slot["max"]:
        yield source.problem("E512", (*path, "subjects"), min=wanted, max=slot["max"])


def _parts(source: Source, path: Path, row: Mapping[str, Any], names: Names) -> Iterator[Finding]:
    """What slots and asks have in common."""
    yield from _refers(source, (*path, "window"), row.get("window"), names.windows)
    if "subjects" in row:
        yield from _subjects(source, (*path, "subjects"), row["subjects"], names)
    if "calendar" in row:
        yield from _calendar(source, (*path, "calendar"), row["calendar"])


def _subjects(
    source: Source, path: Path, subjects: Mapping[str, Any], names: Names
) -> Iterator[Finding]:
    each = subjects.get("each", {})
    yield from _crossing(source, (*path, "each"), each.get("min"), each.get("max"))
    among = subjects.get("among")
    if among is not None and among not in names.among:
        yield source.problem("E508", (*path, "among"), unit=among)
    if subjects.get("every") and among is None:
        yield source.problem("E502", (*path, "among"))


def _calendar(source: Source, path: Path, calendar: Mapping[str, Any]) -> Iterator[Finding]:
    seen: set[str] = set()
    for number, item in enumerate(calendar["days"]):
        day = {"name": item} if isinstance(item, str) else item
        for name in (day["name"], *day.get("spellings", ())):
            if name in seen:
                yield source.problem("E514", (*path, "days", number), name=name)
            seen.add(name)
        if day.get("date"):
            yield from _date(source, (*path, "days", number, "date"), _ANY_YEAR + day["date"])
    yield from _crossing(source, (*path, "min"), calendar.get("min"), len(calendar["days"]))


def _window(source: Source, path: Path, row: Mapping[str, Any]) -> Iterator[Finding]:
    wanted = ("count",) if row["rule"] in _COUNTED else ("from", "to")
    for key in wanted:
        if row.get(key) is None:
            yield source.problem("E502", (*path, key))
    dates = [*_date(source, (*path, "from"), row.get("from"))]
    dates += _date(source, (*path, "to"), row.get("to"))
    yield from dates
    start, end = row.get("from"), row.get("to")
    if not dates and start and end and start > end:
        yield source.problem("E519", (*path, "to"), name=path[-1], start=start, end=end)


def _date(source: Source, path: Path, value: str | None) -> Iterator[Finding]:
    if value is None:
        return
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        yield source.problem("E503", path, expected="2026-04-30", found=value)


def _refers(
    source: Source, path: Path, name: str | None, known: frozenset[str]
) -> Iterator[Finding]:
    if name is not None and name not in known:
        yield source.problem("E506", path, code=name)


def _crossing(source: Source, path: Path, least: int | None, most: int | None) -> Iterator[Finding]:
    if least is not None and most is not None and least > most:
        yield source.problem("E512", path, min=least, max=most)
