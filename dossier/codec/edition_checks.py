"""What must hold inside an edition file beyond its shape: codes, references, and its asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dossier.codec.ask_checks import Names, ask_problems, window_problems
from dossier.codec.code_spelling import BARE, BONUS, NEGATIVE
from dossier.codec.requirement_codes import canonical, code_key
from dossier.codec.units import doubled_names
from dossier.codec.yaml_source import Path, Source
from dossier.model.findings import Finding

_EXAMPLES = {1: "Ⅰ-1", 2: "Ⅱ-1", 3: "Ⅲ-1"}
_SECTIONS = ("indicators", "bonus")


def edition_problems(source: Source) -> Iterator[Finding]:
    """Every problem of a file whose shape holds."""
    value = source.value
    yield from _doubled_kinds(source)
    yield from doubled_names(source, value["units"])
    yield from _code_problems(source)
    yield from _doubled_negatives(source)
    names = _names(value)
    yield from window_problems(source, names)
    for path, row in _nodes(value):
        yield from _indicator_problems(source, path, row, names)
        for place, ask in enumerate(row.get("requirements", ())):
            here: Path = (*path, "requirements", place)
            yield from _stray_codes(source, here, ask, row["code"])
            yield from ask_problems(source, here, ask, names)


def level_of(code: str) -> int:
    """1 to 3 for Ⅰ to Ⅲ; a code without a letter counts its numbers; G15 and 加分 stand at 1."""
    key = code_key(code)
    if not key or key[0] in (NEGATIVE, BONUS):
        return 1
    return len(key) - 1 if key[0] == BARE else key[0]


def _names(value: Mapping[str, Any]) -> Names:
    units = {row["name"] for row in value["units"]}
    categories = {row.get("category", "") for row in value["units"]} - {""}
    groups = value.get("groups", {})
    return Names(
        codes=frozenset(row["code"] for row in value["indicators"]),
        kinds=frozenset(row["id"] for row in value["kinds"]),
        units=frozenset(units | set(groups)),
        among=frozenset({*groups, *groups.values(), *categories}),
        methods=frozenset(value["methods"]),
        windows=frozenset(value.get("windows", {})),
        captions=frozenset(value.get("captions", {})),
    )


def _nodes(value: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    for section in _SECTIONS:
        for position, row in enumerate(value.get(section, ())):
            yield (section, position), row


def _doubled_kinds(source: Source) -> Iterator[Finding]:
    seen: set[str] = set()
    for position, row in enumerate(source.value["kinds"]):
        if row["id"] in seen:
            yield source.problem("E514", ("kinds", position, "id"), name=row["id"])
        seen.add(row["id"])


def _doubled_negatives(source: Source) -> Iterator[Finding]:
    seen: set[str] = set()
    for position, row in enumerate(source.value.get("negative", ())):
        if row["code"] in seen:
            yield source.problem("E505", ("negative", position, "code"), code=row["code"])
        seen.add(row["code"])


def _code_problems(source: Source) -> Iterator[Finding]:
    """Codes that are not written canonically, and codes that stand twice."""
    indicators: set[tuple[int, ...]] = set()
    asks: set[tuple[int, ...]] = set()
    for path, code, of_ask in _codes(source.value):
        key = code_key(code)
        if canonical(code) != code:
            yield source.problem("E511", path, code=code, example=canonical(code) or "Ⅲ-16-2-①")
        seen = asks if of_ask else indicators
        if key and key in seen:
            yield source.problem("E505", path, code=code)
        seen.add(key)


def _codes(value: Mapping[str, Any]) -> Iterator[tuple[Path, str, bool]]:
    for path, row in _nodes(value):
        yield (*path, "code"), row["code"], False
        for place, ask in enumerate(row.get("requirements", ())):
            here: Path = (*path, "requirements", place)
            yield (*here, "code"), ask["code"], True
            for number, code in enumerate(ask.get("also", ())):
                yield (*here, "also", number), code, True


def _indicator_problems(
    source: Source, path: Path, row: Mapping[str, Any], names: Names
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
