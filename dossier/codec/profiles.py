"""Submission profiles: YAML to values, with the layout templates checked."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterator, Mapping
from string import Formatter
from typing import Any

from dossier.codec.shapes import shape_problems
from dossier.codec.yaml_source import Path, Source, raise_problems, read_yaml
from dossier.model.findings import Finding
from dossier.model.profiles import (
    COVER_FIELDS,
    PAGES,
    PARTS,
    ArchiveNumbers,
    Book,
    Delivery,
    Forms,
    KindRule,
    Layout,
    Limit,
    Pictures,
    Profile,
)

PLACEHOLDERS = frozenset(
    {"code", "code_ascii", "title", "indicator", "kind", "kind_name"}
    | {"unit", "seq", "id", "name", "stem", "ext", "archive_no"}
)
FOOTER = frozenset({"code", "title", "page", "pages"})
_ILLEGAL = re.compile(r'[\\:*?"<>|\x00-\x1f]')


def parse_profile(
    content: str | bytes, name: str, *, proven: Container[str] = frozenset()
) -> Profile:
    """A profile from the text or bytes of its file; ``name`` is what problems call the file.

    Content whose digest is among ``proven`` has been checked before and is built at once. Raises
    SchemaError with every problem at once.
    """
    source = read_yaml(content, name)
    if source.digest not in proven:
        raise_problems(name, shape_problems(source, "profile"))
        checks = (_kind_problems, _layout_problems, _footer_problems)
        raise_problems(name, [problem for check in checks for problem in check(source)])
    return _built(source)


def _built(source: Source) -> Profile:
    value = source.value
    plain = ("id", "title", "max_package_bytes", "max_package_files", "split", "counting")
    return Profile(
        kinds=tuple(_kind_rule(row) for row in value["kinds"]),
        layout=Layout(**value["layout"]),
        sources=dict(value.get("sources", {})),
        notes=tuple(value.get("notes", ())),
        digest=source.digest,
        requirement=Limit(**value.get("requirement", {})),
        pictures=Pictures(**value.get("pictures", {})),
        book=_book(value.get("book", {})),
        forms=Forms(**value.get("forms", {})),
        archive_numbers=_archive_numbers(value.get("archive_numbers")),
        **{key: value[key] for key in plain if key in value},
    )


def _kind_rule(row: Mapping[str, Any]) -> KindRule:
    lists = {"formats": tuple(row["formats"]), "shows": tuple(row.get("shows", ()))}
    deliver = tuple(_delivery(one) for one in row.get("deliver", ()))
    return KindRule(**{**row, **lists, "deliver": deliver})


def _delivery(row: Mapping[str, Any]) -> Delivery:
    parts = tuple(row.get("parts", PARTS if row["to"] == PAGES else ()))
    return Delivery(row["to"], tuple(row.get("formats", ())), parts, row.get("keep", False))


def _book(row: Mapping[str, Any]) -> Book:
    return Book(**{**row, "cover_lines": tuple(row.get("cover_lines", ()))})


def _archive_numbers(row: Mapping[str, Any] | None) -> ArchiveNumbers | None:
    return None if row is None else ArchiveNumbers(**row)


def _kind_problems(source: Source) -> Iterator[Finding]:
    seen: set[str] = set()
    for position, row in enumerate(source.value["kinds"]):
        if row["kind"] in seen:
            yield source.problem("E514", ("kinds", position, "kind"), name=row["kind"])
        seen.add(row["kind"])


def _layout_problems(source: Source) -> Iterator[Finding]:
    layout = source.value["layout"]
    for key in ("folder", "file", "originals", "papers"):
        path: Path = ("layout", key)
        template = layout.get(key, "x")
        yield from _placeholder_problems(source, path, template)
        if _leaves(template) or (key == "file" and "/" in template):
            yield _stranger(source, path, template, PLACEHOLDERS)


def _footer_problems(source: Source) -> Iterator[Finding]:
    template = source.value.get("book", {}).get("footer", "")
    yield from _placeholder_problems(source, ("book", "footer"), template, FOOTER)
    for number, line in enumerate(source.value.get("book", {}).get("cover_lines", ())):
        path: Path = ("book", "cover_lines", number)
        yield from _placeholder_problems(source, path, line, COVER_FIELDS)


def _placeholder_problems(
    source: Source, path: Path, template: str, known: Collection[str] = PLACEHOLDERS
) -> Iterator[Finding]:
    try:
        fields = list(Formatter().parse(template))
    except ValueError:
        yield _stranger(source, path, template, known)
        return
    for _literal, field, spec, conversion in fields:
        if field is not None and not _accepted(field, spec or "", conversion, known):
            yield _stranger(source, path, "{" + field + "}", known)


def _stranger(source: Source, path: Path, placeholder: str, known: Collection[str]) -> Finding:
    names = " ".join("{" + name + "}" for name in sorted(known))
    return source.problem("E513", path, placeholder=placeholder, known=names)


def _accepted(field: str, spec: str, conversion: str | None, known: Container[str]) -> bool:
    width = re.fullmatch(r"0[1-9]d", spec) is not None and field == "seq"
    return field in known and conversion is None and (not spec or width)


def _leaves(template: str) -> bool:
    """Whether a template names something no folder may hold, or leads out of its own."""
    literal = re.sub(r"\{[^{}]*\}", "x", template)
    parts = literal.split("/")
    return bool(_ILLEGAL.search(literal)) or any(part in ("", ".", "..") for part in parts)
