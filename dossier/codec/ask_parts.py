"""The optional parts of an ask, from rows whose shape holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from dossier.model.asks import (
    Calendar,
    Figure,
    NamedDay,
    Policy,
    Subjects,
    Threshold,
    Waiver,
    Window,
)
from dossier.model.editions import Kind, Requirement, Slot

Row: TypeAlias = Mapping[str, Any]


def built_requirement(
    row: Row,
    indicator: str,
    kinds: Mapping[str, Kind],
    captions: Mapping[str, Sequence[str]],
    *,
    bonus: bool = False,
) -> Requirement:
    """An ask of the node with code ``indicator``."""
    return Requirement(
        code=row["code"],
        indicator=indicator,
        title=row["title"],
        slots=tuple(_slot(item, kinds, captions) for item in row["slots"]),
        lead=tuple(row.get("lead", ())),
        cooperating=tuple(row.get("cooperating", ())),
        uploaded=row.get("uploaded", True),
        status=row.get("status", "paraphrase"),
        due=row.get("due"),
        note=row.get("note", ""),
        also=tuple(row.get("also", ())),
        subjects=_subjects(row),
        calendar=_calendar(row),
        cites=tuple(_policy(item) for item in row.get("cites", ())),
        figures=tuple(_figure(item) for item in row.get("figures", ())),
        contacts=tuple(row.get("contacts", ())),
        window=row.get("window"),
        waiver=Waiver(**row["waivable"]) if "waivable" in row else None,
        sampled=row.get("sampled", False),
        scope=row.get("scope", ""),
        points=row.get("points"),
        bonus=bonus,
    )


def built_window(name: str, row: Row) -> Window:
    """A window under its name."""
    return Window(
        name=name,
        rule=row["rule"],
        count=row.get("count"),
        start=row.get("from"),
        end=row.get("to"),
        note=row.get("note", ""),
    )


def _slot(
    item: str | Row, kinds: Mapping[str, Kind], captions: Mapping[str, Sequence[str]]
) -> Slot:
    row: Row = {"kind": item} if isinstance(item, str) else item
    kind = kinds.get(row["kind"], Kind(row["kind"], row["kind"]))
    return Slot(
        kind=row["kind"],
        min=row.get("min", 1),
        max=row.get("max"),
        required=row.get("required", True),
        note=row.get("note", ""),
        condition=row.get("condition", ""),
        min_chars=row.get("min_chars"),
        max_chars=row.get("max_chars"),
        caption=_caption(row.get("caption", ()), captions),
        subjects=_subjects(row),
        calendar=_calendar(row),
        window=row.get("window"),
        from_above=row.get("from_above", kind.from_above),
        lead_days=row.get("lead_days", kind.lead_days),
    )


def _caption(wanted: str | Sequence[str], captions: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    return tuple(captions.get(wanted, ()) if isinstance(wanted, str) else wanted)


def _subjects(row: Row) -> Subjects | None:
    if "subjects" not in row:
        return None
    wanted = dict(row["subjects"])
    each = wanted.pop("each", {})
    return Subjects(each_min=each.get("min"), each_max=each.get("max"), **wanted)


def _calendar(row: Row) -> Calendar | None:
    if "calendar" not in row:
        return None
    wanted = row["calendar"]
    days = tuple(_day(item) for item in wanted["days"])
    return Calendar(days, wanted.get("min"), wanted.get("note", ""))


def _day(item: str | Row) -> NamedDay:
    if isinstance(item, str):
        return NamedDay(item)
    return NamedDay(item["name"], tuple(item.get("spellings", ())), item.get("date"))


def _policy(row: Row) -> Policy:
    return Policy(row["name"], tuple(row.get("spellings", ())), row.get("note", ""))


def _figure(row: Row) -> Figure:
    return Figure(
        name=row["name"],
        unit=row.get("unit", ""),
        threshold=Threshold(row["op"], row["value"]) if "op" in row else None,
        grades=tuple(Threshold(**grade) for grade in row.get("grades", ())),
        years=row.get("years", 1),
        spellings=tuple(row.get("spellings", ())),
        note=row.get("note", ""),
    )
