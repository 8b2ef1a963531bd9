"""Assessment editions: YAML to values, with every problem of a file found at once."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from dossier.codec.ask_parts import built_requirement, built_window
from dossier.codec.edition_checks import edition_problems, level_of
from dossier.codec.shapes import shape_problems
from dossier.codec.units import built_units
from dossier.codec.yaml_source import Source, raise_problems, read_yaml
from dossier.model.asks import Bonus, Negative
from dossier.model.editions import Edition, Indicator, Kind

_BONUS_KEYS = ("points_each", "points_max", "status", "note")


def parse_edition(
    content: str | bytes, name: str, *, proven: Container[str] = frozenset()
) -> Edition:
    """An edition from the text or bytes of its file; ``name`` is what problems call the file.

    Content whose digest is among ``proven`` has been checked before and is built at once. Raises
    SchemaError with every problem at once: first those of the shape, and where the shape holds,
    those of the references inside the file.
    """
    source = read_yaml(content, name)
    if source.digest not in proven:
        raise_problems(name, shape_problems(source, "edition"))
        raise_problems(name, list(edition_problems(source)))
    return _built(source)


def _built(source: Source) -> Edition:
    value = source.value
    kinds = tuple(Kind(**row) for row in value["kinds"])
    known, captions = {kind.id: kind for kind in kinds}, value.get("captions", {})
    sections = [(row, False) for row in value["indicators"]]
    sections += [(row, True) for row in value.get("bonus", ())]
    return Edition(
        id=value["id"],
        title=value["title"],
        year=value["year"],
        scope=value["scope"],
        kinds=kinds,
        indicators=tuple(_indicator(row) for row, _bonus in sections),
        requirements=tuple(
            built_requirement(ask, row["code"], known, captions, bonus=bonus)
            for row, bonus in sections
            for ask in row.get("requirements", ())
        ),
        units=built_units(value["units"]),
        groups=dict(value.get("groups", {})),
        methods=dict(value["methods"]),
        sources=dict(value.get("sources", {})),
        notes=tuple(value.get("notes", ())),
        digest=source.digest,
        windows={name: built_window(name, row) for name, row in value.get("windows", {}).items()},
        window=value.get("window"),
        kind_windows=dict(value.get("kind_windows", {})),
        bonus=tuple(_bonus(row) for row in value.get("bonus", ())),
        negative=tuple(Negative(**row) for row in value.get("negative", ())),
    )


def _indicator(row: Mapping[str, Any]) -> Indicator:
    return Indicator(
        code=row["code"],
        level=level_of(row["code"]),
        title=row["title"],
        parent=row.get("parent"),
        methods=tuple(row.get("methods", ())),
        status=row.get("status", "paraphrase"),
        note=row.get("note", ""),
        points=row.get("points"),
    )


def _bonus(row: Mapping[str, Any]) -> Bonus:
    rest = {key: row[key] for key in _BONUS_KEYS if key in row}
    return Bonus(code=row["code"], title=row["title"], **rest)
