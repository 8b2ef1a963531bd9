"""Editions and rosters as YAML text that reads back as the same values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dossier.model.asks import Calendar, Figure, NamedDay, Policy, Subjects, Threshold, Window
from dossier.model.editions import Edition, Indicator, Requirement, Slot, Unit

_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`~<=\x00-\x1f](?:[^\x00-\x1f,\[\]{}:#]|:(?=\w))*")
_TYPED = re.compile(
    r"[-+]?[0-9]+|[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?"
    r"|null|Null|NULL|true|True|TRUE|false|False|FALSE"
)


def edition_yaml(edition: Edition, remarks: Sequence[str] = ()) -> str:
    """The file of an edition; ``remarks`` stand as comments at its top."""
    lines = [f"# {line}" for text in remarks for line in text.splitlines()]
    lines += [f"id: {edition.id}", f"title: {scalar(edition.title)}"]
    lines += [f"year: {edition.year}", f"scope: {scalar(edition.scope)}"]
    lines += _section("sources", edition.sources)
    if edition.notes:
        lines += ["", "notes:", *(f"  - {scalar(note)}" for note in edition.notes)]
    lines += _rows("kinds", (_kept(_plain(kind)) for kind in edition.kinds))
    lines += _section("methods", edition.methods, always=True)
    lines += _rows("units", (_unit(unit) for unit in edition.units))
    lines += _section("groups", edition.groups)
    lines += _windows(edition)
    lines += ["", "indicators:"]
    asks: dict[str, list[Requirement]] = {}
    for item in edition.requirements:
        asks.setdefault(item.indicator, []).append(item)
    extra = {item.code: item for item in edition.bonus}
    for node in edition.indicators:
        if node.code not in extra:
            lines += _node(_indicator(node), asks.get(node.code, ()))
    if extra:
        lines += ["", "bonus:"]
    for node in (node for node in edition.indicators if node.code in extra):
        row = {**_indicator(node), **_kept(_plain(extra[node.code]))}
        lines += _node(row, asks.get(node.code, ()))
    lines += _rows("negative", (_kept(_plain(item)) for item in edition.negative), always=False)
    return "\n".join(lines) + "\n"


def roster_yaml(units: Iterable[Unit], remarks: Sequence[str] = ()) -> str:
    """The file of a roster."""
    lines = [f"# {line}" for text in remarks for line in text.splitlines()]
    lines += ["units:", *(f"  - {flow(_unit(unit))}" for unit in units)]
    return "\n".join(lines) + "\n"


def scalar(value: object) -> str:
    """A value as our strict reader takes it; text is quoted where it would be something else."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(int(value)) if float(value).is_integer() else str(value)
    text = str(value)
    plain = _PLAIN.fullmatch(text) and not _TYPED.fullmatch(text) and text == text.strip()
    return text if plain else json.dumps(text, ensure_ascii=False)


def flow(value: object) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    return scalar(value)


def _section(name: str, values: Mapping[str, object], *, always: bool = False) -> list[str]:
    if not values:
        return ["", f"{name}: {{}}"] if always else []
    return ["", f"{name}:", *(f"  {scalar(key)}: {flow(item)}" for key, item in values.items())]


def _rows(name: str, rows: Iterable[Mapping[str, object]], *, always: bool = True) -> list[str]:
    lines = [f"  - {flow(row)}" for row in rows]
    if not lines:
        return ["", f"{name}: []"] if always else []
    return ["", f"{name}:", *lines]


def _node(row: Mapping[str, object], asks: Sequence[Requirement]) -> list[str]:
    lines = [f"  - {flow(row)}"]
    if asks:
        keys = [f"    {key}: {flow(value)}" for key, value in row.items()]
        lines = ["", "  - " + keys[0].strip(), *keys[1:], "    requirements:"]
    for ask in asks:
        rows = [f"        {key}: {flow(value)}" for key, value in _requirement(ask).items()]
        lines += ["      - " + rows[0].strip(), *rows[1:]]
    return lines


def _windows(edition: Edition) -> list[str]:
    lines = [] if edition.window is None else ["", f"window: {scalar(edition.window)}"]
    lines += _section("kind_windows", edition.kind_windows)
    return lines + _section("windows", {k: _window(v) for k, v in edition.windows.items()})


def _plain(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}


def _kept(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row without what is empty or the default."""
    kept = {key: value for key, value in row.items() if not _empty(value)}
    if kept.get("status") == "paraphrase":
        del kept["status"]
    return kept


def _empty(value: object) -> bool:
    return value is None or value is False or value in ("", ())


def _unit(unit: Unit) -> dict[str, Any]:
    row = _kept(_plain(unit))
    for key in ("leader", "clerk"):
        if key in row:
            row[key] = _kept(_plain(row[key]))
    return row


def _indicator(node: Indicator) -> dict[str, Any]:
    row = _kept(_plain(node))
    row.pop("level", None)
    return {"code": row.pop("code"), "title": node.title, **row}


def _requirement(item: Requirement) -> dict[str, Any]:
    row = _kept(_plain(item))
    for key in ("indicator", "bonus"):
        row.pop(key, None)
    row = {"code": item.code, "title": item.title, **row}
    row["slots"] = [_slot(slot) for slot in item.slots]
    row["lead"] = list(item.lead)
    row.pop("uploaded", None)
    if not item.uploaded:
        row["uploaded"] = False
    for key, written in _PARTS.items():
        if key in row:
            row[key] = written(row[key])
    if item.waiver is not None:
        del row["waiver"]
        row["waivable"] = _kept(_plain(item.waiver))
    return row


def _slot(slot: Slot) -> str | dict[str, Any]:
    row = _kept(_plain(slot))
    row.pop("required", None)
    if not slot.required:
        row["required"] = False
    if slot.min == 1:
        del row["min"]
    for key, written in _PARTS.items():
        if key in row:
            row[key] = written(row[key])
    return slot.kind if set(row) == {"kind"} else row


def _subjects(value: Subjects) -> dict[str, Any]:
    row = _kept(_plain(value))
    each = {key: row.pop(f"each_{key}") for key in ("min", "max") if f"each_{key}" in row}
    if row["by"] == "name":
        del row["by"]
    return {**row, "each": each} if each else row


def _calendar(value: Calendar) -> dict[str, Any]:
    return {**_kept(_plain(value)), "days": [_day(day) for day in value.days]}


def _day(day: NamedDay) -> str | dict[str, Any]:
    row = _kept(_plain(day))
    return day.name if set(row) == {"name"} else row


def _cites(values: Sequence[Policy]) -> list[dict[str, Any]]:
    return [_kept(_plain(value)) for value in values]


def _figures(values: Sequence[Figure]) -> list[dict[str, Any]]:
    return [_figure(value) for value in values]


def _figure(value: Figure) -> dict[str, Any]:
    row = _kept(_plain(value))
    if (threshold := row.pop("threshold", None)) is not None:
        row |= _threshold(threshold)
    if "grades" in row:
        row["grades"] = [_threshold(grade) for grade in value.grades]
    if value.years == 1:
        del row["years"]
    return row


def _threshold(value: Threshold) -> dict[str, Any]:
    return {"op": value.op, "value": value.value}


def _window(value: Window) -> dict[str, Any]:
    row = _kept(_plain(value))
    del row["name"]
    renamed = {"start": "from", "end": "to"}
    return {renamed.get(key, key): item for key, item in row.items()}


_PARTS: Mapping[str, Any] = {
    "subjects": _subjects,
    "calendar": _calendar,
    "cites": _cites,
    "figures": _figures,
}
