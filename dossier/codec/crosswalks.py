"""What a person settled about a crosswalk: old codes and the new ones chosen for them.

YAML: ``links: [{old: Ⅲ-1-1-①, new: [Ⅲ-2-1-①]}]``; an empty ``new`` drops the ask. A workbook as
``edition diff --to`` writes it is read the same way from its columns of codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dossier.codec.requirement_codes import CodeBook
from dossier.codec.yaml_source import Path, Source, raise_problems, read_yaml
from dossier.model.editions import Edition
from dossier.model.findings import Finding

Settled = dict[str, list[str]]


def parse_crosswalk(content: str | bytes, name: str, old: Edition, new: Edition) -> Settled:
    """The settled links of a YAML file. Raises SchemaError with every problem at once."""
    source = read_yaml(content, name)
    rows, problems = [], []
    links = source.value.get("links") if isinstance(source.value, dict) else None
    if not isinstance(links, list):
        problems.append(source.problem("E502", ("links",)))
    for number, row in enumerate(links if isinstance(links, list) else ()):
        path: Path = ("links", number)
        problem = _misshapen(source, path, row)
        if problem is None:
            rows.append((path, row["old"], row["new"]))
        else:
            problems.append(problem)
    settled = dict(_settled(source, rows, old, new, problems))
    raise_problems(name, problems)
    return settled


def settled_rows(
    rows: Iterable[tuple[str, str]], old: Edition, new: Edition
) -> tuple[Settled, list[str]]:
    """The links of two columns of codes, and the texts in them that are no code of the edition.

    Rows without an old code (new asks) say nothing; several codes stand in one cell.
    """
    books = CodeBook(old), CodeBook(new)
    settled: Settled = {}
    unknown: list[str] = []
    for before, after in rows:
        found = {text: books[1].resolve(text) for text in _codes(after)}
        unknown += [text for text, target in found.items() if target is None]
        for text in _codes(before):
            code = books[0].resolve(text)
            if code is None:
                unknown.append(text)
            else:
                settled[code] = [target for target in found.values() if target]
    return settled, unknown


def _codes(text: str) -> list[str]:
    return [part for part in re.split(r"[、,，;；\s]+", text.strip()) if part.strip("-—")]


def _misshapen(source: Source, path: Path, row: object) -> Finding | None:
    if not isinstance(row, dict) or set(row) != {"old", "new"}:
        return source.problem("E503", path, expected="{old: …, new: […]}", found=str(row)[:40])
    if not isinstance(row["old"], str) or not isinstance(row["new"], list):
        return source.problem("E503", path, expected="{old: …, new: […]}", found=str(row)[:40])
    return None


def _settled(
    source: Source,
    rows: Iterable[tuple[Path, str, list[object]]],
    old: Edition,
    new: Edition,
    problems: list[Finding],
) -> Iterator[tuple[str, list[str]]]:
    before, after = CodeBook(old), CodeBook(new)
    seen: set[str] = set()
    for path, text, targets in rows:
        code = before.resolve(text)
        found = [after.resolve(str(target)) for target in targets]
        if code is None:
            problems.append(source.problem("E506", (*path, "old"), code=text))
        elif code in seen:
            problems.append(source.problem("E505", (*path, "old"), code=text))
        problems.extend(
            source.problem("E506", (*path, "new", number), code=str(target))
            for number, target in enumerate(targets)
            if found[number] is None
        )
        if code is not None:
            seen.add(code)
            yield code, [target for target in found if target]
