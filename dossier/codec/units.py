"""A roster of units: who may owe material, under which names, and whom to call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dossier.codec.shapes import shape_problems
from dossier.codec.yaml_source import Source, raise_problems, read_yaml
from dossier.model.asks import Person
from dossier.model.editions import Unit
from dossier.model.findings import Finding


def parse_units(content: str | bytes, name: str) -> tuple[Unit, ...]:
    """The units of a roster file, in its order. Raises SchemaError with every problem at once."""
    source = read_yaml(content, name)
    raise_problems(name, shape_problems(source, "units"))
    raise_problems(name, doubled_names(source, source.value["units"]))
    return built_units(source.value["units"])


def built_units(rows: Sequence[Mapping[str, Any]]) -> tuple[Unit, ...]:
    """Units from rows whose shape holds."""
    return tuple(
        Unit(
            name=row["name"],
            category=row.get("category", ""),
            aliases=tuple(row.get("aliases", ())),
            note=row.get("note", ""),
            contact=row.get("contact", ""),
            formerly=tuple(row.get("formerly", ())),
            leader=_person(row.get("leader")),
            clerk=_person(row.get("clerk")),
            inbox=row.get("inbox", ""),
        )
        for row in rows
    )


def _person(row: Mapping[str, Any] | None) -> Person | None:
    return Person(**row) if row else None


def doubled_names(source: Source, rows: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """E514 for every name or alias that would mean two units."""
    seen: set[str] = set()
    problems = []
    for position, row in enumerate(rows):
        for name in (row["name"], *row.get("aliases", ())):
            if name in seen:
                path = ("units", position, "name")
                problems.append(source.problem("E514", path, name=name))
            seen.add(name)
    return problems
