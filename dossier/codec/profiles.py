"""Submission profiles: YAML to values, with the layout templates checked."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from string import Formatter
from typing import Any

from dossier.codec.shapes import shape_problems
from dossier.codec.yaml_source import Path, Source, raise_problems, read_yaml
from dossier.model.editions import KindRule, Layout, Profile
from dossier.model.findings import Finding

PLACEHOLDERS = frozenset(
    {"code", "code_ascii", "title", "indicator", "kind", "kind_name"}
    | {"unit", "seq", "id", "name", "stem", "ext"}
)
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
        raise_problems(name, [*_kind_problems(source), *_layout_problems(source)])
    return _built(source)


def _built(source: Source) -> Profile:
    value = source.value
    return Profile(
        id=value["id"],
        title=value["title"],
        kinds=tuple(_kind_rule(row) for row in value["kinds"]),
        layout=Layout(**value["layout"]),
        max_package_bytes=value.get("max_package_bytes"),
        sources=dict(value.get("sources", {})),
        notes=tuple(value.get("notes", ())),
        digest=source.digest,
    )


def _kind_rule(row: Mapping[str, Any]) -> KindRule:
    return KindRule(**{**row, "formats": tuple(row["formats"])})


def _kind_problems(source: Source) -> Iterator[Finding]:
    seen: set[str] = set()
    for position, row in enumerate(source.value["kinds"]):
        if row["kind"] in seen:
            yield source.problem("E514", ("kinds", position, "kind"), name=row["kind"])
        seen.add(row["kind"])


def _layout_problems(source: Source) -> Iterator[Finding]:
    layout = source.value["layout"]
    for key in ("folder", "file"):
        path: Path = ("layout", key)
        template = layout[key]
        yield from _placeholder_problems(source, path, template)
        if _leaves(template) or (key == "file" and "/" in template):
            yield source.problem("E513", path, placeholder=template)


def _placeholder_problems(source: Source, path: Path, template: str) -> Iterator[Finding]:
    try:
        fields = list(Formatter().parse(template))
    except ValueError:
        yield source.problem("E513", path, placeholder=template)
        return
    for _literal, field, spec, conversion in fields:
        if field is not None and not _accepted(field, spec or "", conversion):
            yield source.problem("E513", path, placeholder="{" + field + "}")


def _accepted(field: str, spec: str, conversion: str | None) -> bool:
    width = re.fullmatch(r"0[1-9]d", spec) is not None and field == "seq"
    return field in PLACEHOLDERS and conversion is None and (not spec or width)


def _leaves(template: str) -> bool:
    """Whether a template names something no folder may hold, or leads out of its own."""
    literal = re.sub(r"\{[^{}]*\}", "x", template)
    parts = literal.split("/")
    return bool(_ILLEGAL.search(literal)) or any(part in ("", ".", "..") for part in parts)
