"""A roster of units kept as a workbook: one row a unit, headings as offices name them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dossier.codec.edition_yaml import roster_yaml
from dossier.codec.units import parse_units
from dossier.handbook.grids import GridRow
from dossier.handbook.headings import plain
from dossier.handbook.refusals import problem, refused
from dossier.handbook.xlsx_tables import read_xlsx
from dossier.model.asks import Person
from dossier.model.editions import Unit
from dossier.model.findings import Finding

_HEADINGS: tuple[tuple[str, str], ...] = (
    ("name", "(?:责任)?单位(?:名称|全称)?|名称|部门(?:名称)?"),
    ("aliases", "简称|别名|其他名称|又名"),
    ("category", "类别|单位类别|性质|分类"),
    ("formerly", "原名|曾用名|原单位|合并前(?:名称|单位)?|更名前"),
    ("inbox", "文件夹|收件文件夹|目录"),
    ("note", "备注|说明"),
    ("leader", "(?:分管|主管)?领导(?:姓名)?|负责人(?:姓名)?|责任人"),
    ("clerk", "联系人(?:姓名)?|资料员|信息员|经办人|联络员"),
    ("phone", "(?:联系|办公|手机)?(?:电话|手机|号码)|手机号码?|电话号码|联系方式"),
    ("email", "邮箱|电子邮箱|电子邮件"),
    ("post", "职务"),
)
_PATTERNS = tuple((role, re.compile(pattern)) for role, pattern in _HEADINGS)
_PEOPLE = ("leader", "clerk")
_OF_PERSON = ("phone", "email", "post")


def read_roster(content: bytes, name: str) -> tuple[Unit, ...]:
    """The units of a workbook's first sheet with a column of units.

    Raises SchemaError: E520 for a file that is no workbook, E523 without such a column, E514 for
    a name that means two units.
    """
    for grid in read_xlsx(content, name).grids:
        for number, row in enumerate(grid.rows[:5]):
            columns = _columns(row)
            if "name" in columns.values():
                units = tuple(_units(grid.rows[number + 1 :], columns))
                _refuse_doubles(units, name)
                return parse_units(roster_yaml(units), name)
    raise refused(name, [problem("E523", name, heads="—")])


def _columns(row: GridRow) -> dict[int, str]:
    """Column → key; a telephone belongs to the person named before it."""
    keys: dict[int, str] = {}
    person = "clerk"
    for column, text in enumerate(row.texts):
        role = next((role for role, rule in _PATTERNS if rule.fullmatch(plain(text))), None)
        if role in _PEOPLE:
            person = role or person
        if role and role not in keys.values():
            keys[column] = f"{person}.{role}" if role in _OF_PERSON else role
    return keys


def _units(rows: tuple[GridRow, ...], columns: Mapping[int, str]) -> Iterator[Unit]:
    for row in rows:
        values: dict[str, str] = {}
        for column, key in columns.items():
            if text := row.cells[column].text:
                values[key] = text
        if "name" in values:
            yield _unit(values)


def _unit(values: Mapping[str, str]) -> Unit:
    return Unit(
        name=re.sub(r"\s+", "", values["name"]),
        category=values.get("category", ""),
        aliases=tuple(_parts(values.get("aliases", ""))),
        note=values.get("note", ""),
        formerly=tuple(_parts(values.get("formerly", ""))),
        leader=_person(values, "leader"),
        clerk=_person(values, "clerk"),
        inbox=values.get("inbox", ""),
    )


def _parts(text: str) -> Iterator[str]:
    for part in re.split(r"[、,，;；\n/]+", text):
        if part.strip():
            yield part.strip()


def _person(values: Mapping[str, str], key: str) -> Person | None:
    if key not in values:
        return None
    return Person(values[key], *(values.get(f"{key}.{part}", "") for part in _OF_PERSON))


def _refuse_doubles(units: tuple[Unit, ...], name: str) -> None:
    seen: set[str] = set()
    problems: list[Finding] = []
    for unit in units:
        for known in (unit.name, *unit.aliases):
            if known in seen:
                problems.append(problem("E514", name, unit.name, name=known))
            seen.add(known)
    if problems:
        raise refused(name, problems)
