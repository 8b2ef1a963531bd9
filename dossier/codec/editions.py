"""Assessment editions: YAML to values, with every problem of a file found at once."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dossier.codec.code_spelling import BARE, BONUS, NEGATIVE
from dossier.codec.requirement_codes import canonical, code_key
from dossier.codec.shapes import shape_problems
from dossier.codec.units import built_units, doubled_names
from dossier.codec.yaml_source import Path, Source, raise_problems, read_yaml
from dossier.model.editions import Edition, Indicator, Kind, Requirement, Slot
from dossier.model.findings import Finding

_EXAMPLES = {1: "Ⅰ-1", 2: "Ⅱ-1", 3: "Ⅲ-1"}


@dataclass(frozen=True, slots=True)
class _Names:
    """What a file defines and may refer to."""

    codes: frozenset[str]
    kinds: frozenset[str]
    units: frozenset[str]
    methods: frozenset[str]


def _names(value: Mapping[str, Any]) -> _Names:
    units = {row["name"] for row in value["units"]}
    return _Names(
        codes=frozenset(row["code"] for row in value["indicators"]),
        kinds=frozenset(row["id"] for row in value["kinds"]),
        units=frozenset(units | set(value.get("groups", {}))),
        methods=frozenset(value["methods"]),
    )


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
        raise_problems(name, list(_cross_checks(source)))
    return _built(source)


def level_of(code: str) -> int:
    """1 to 3 for Ⅰ to Ⅲ; a code without a letter counts its numbers; G15 and 加分 stand at 1."""
    key = code_key(code)
    if not key or key[0] in (NEGATIVE, BONUS):
        return 1
    return len(key) - 1 if key[0] == BARE else key[0]


def _built(source: Source) -> Edition:
    value = source.value
    rows = value["indicators"]
    return Edition(
        id=value["id"],
        title=value["title"],
        year=value["year"],
        scope=value["scope"],
        kinds=tuple(Kind(**row) for row in value["kinds"]),
        indicators=tuple(_indicator(row) for row in rows),
        requirements=tuple(
            _requirement(row, owner["code"])
            for owner in rows
            for row in owner.get("requirements", ())
        ),
        units=built_units(value["units"]),
        groups=dict(value.get("groups", {})),
        methods=dict(value["methods"]),
        sources=dict(value.get("sources", {})),
        notes=tuple(value.get("notes", ())),
        digest=source.digest,
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
    )


def _requirement(row: Mapping[str, Any], indicator: str) -> Requirement:
    return Requirement(
        code=row["code"],
        indicator=indicator,
        title=row["title"],
        slots=tuple(_slot(slot) for slot in row["slots"]),
        lead=tuple(row.get("lead", ())),
        cooperating=tuple(row.get("cooperating", ())),
        uploaded=row.get("uploaded", True),
        status=row.get("status", "paraphrase"),
        due=row.get("due"),
        note=row.get("note", ""),
        also=tuple(row.get("also", ())),
    )


def _slot(slot: str | Mapping[str, Any]) -> Slot:
    return Slot(kind=slot) if isinstance(slot, str) else Slot(**slot)


def _cross_checks(source: Source) -> Iterator[Finding]:
    yield from _doubled_kinds(source)
    yield from doubled_names(source, source.value["units"])
    yield from _code_problems(source)
    names = _names(source.value)
    for position, row in enumerate(source.value["indicators"]):
        path: Path = ("indicators", position)
        yield from _indicator_problems(source, path, row, names)
        for place, ask in enumerate(row.get("requirements", ())):
            here: Path = (*path, "requirements", place)
            yield from _stray_codes(source, here, ask, row["code"])
            yield from _slot_problems(source, here, ask, names)
            yield from _unit_problems(source, here, ask, names)


def _doubled_kinds(source: Source) -> Iterator[Finding]:
    seen: set[str] = set()
    for position, row in enumerate(source.value["kinds"]):
        if row["id"] in seen:
            yield source.problem("E514", ("kinds", position, "id"), name=row["id"])
        seen.add(row["id"])


def _code_problems(source: Source) -> Iterator[Finding]:
    """Codes that are not written canonically, and codes that stand twice."""
    indicators: set[tuple[int, ...]] = set()
    asks: set[tuple[int, ...]] = set()
    for path, code, of_ask in _codes(source):
        key = code_key(code)
        if canonical(code) != code:
            yield source.problem("E511", path, code=code, example=canonical(code) or "Ⅲ-16-2-①")
        seen = asks if of_ask else indicators
        if key and key in seen:
            yield source.problem("E505", path, code=code)
        seen.add(key)


def _codes(source: Source) -> Iterator[tuple[Path, str, bool]]:
    for position, row in enumerate(source.value["indicators"]):
        path: Path = ("indicators", position)
        yield (*path, "code"), row["code"], False
        for place, ask in enumerate(row.get("requirements", ())):
            here: Path = (*path, "requirements", place)
            yield (*here, "code"), ask["code"], True
            for number, code in enumerate(ask.get("also", ())):
                yield (*here, "also", number), code, True


def _indicator_problems(
    source: Source, path: Path, row: Mapping[str, Any], names: _Names
) -> Iterator[Finding]:
    parent = row.get("parent")
    if parent is not None and parent not in names.codes:
        yield source.problem("E506", (*path, "parent"), code=parent)
    elif parent is not None and level_of(parent) >= level_of(row["code"]):
        example = _EXAMPLES.get(level_of(row["code"]) - 1, "Ⅰ-1")
        yield source.problem("E511", (*path, "parent"), code=parent, example=example)
    for number, method in enumerate(row.get("methods", ())):
        if method not in names.methods:
            yield source.problem("E506", (*path, "methods", number), code=method)


def _stray_codes(
    source: Source, path: Path, ask: Mapping[str, Any], owner: str
) -> Iterator[Finding]:
    """Codes of asks that do not continue the code of the node they stand under."""
    stem = code_key(owner)
    for key, code in (("code", ask["code"]), *(("also", code) for code in ask.get("also", ()))):
        if code_key(code) and code_key(code)[: len(stem)] != stem:
            yield source.problem("E511", (*path, key), code=code, example=f"{owner}-①")


def _unit_problems(
    source: Source, path: Path, ask: Mapping[str, Any], names: _Names
) -> Iterator[Finding]:
    for key in ("lead", "cooperating"):
        for number, unit in enumerate(ask.get(key, ())):
            if unit not in names.units:
                yield source.problem("E508", (*path, key, number), unit=unit)


def _slot_problems(
    source: Source, path: Path, ask: Mapping[str, Any], names: _Names
) -> Iterator[Finding]:
    if not ask["slots"] and ask.get("uploaded", True):
        yield source.problem("E503", (*path, "slots"), expected="[…] ≥ 1", found="[]")
    for number, item in enumerate(ask["slots"]):
        slot = _slot(item)
        here: Path = (*path, "slots", number)
        if slot.kind not in names.kinds:
            yield source.problem("E507", here, kind=slot.kind)
        if slot.max is not None and slot.min > slot.max:
            yield source.problem("E512", here, min=slot.min, max=slot.max)
