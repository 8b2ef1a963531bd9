"""What must agree between papers: figures said of the whole city, document numbers, single pages.

Each grouping keeps who says what under one key, so that a new paper touches its own keys only.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from dossier.model.facts import NamedValue
from dossier.model.findings import Finding
from dossier.model.records import Record
from dossier.rules.named_values import differ
from dossier.rules.noting import noted

T = TypeVar("T")
_NUMBER = re.compile(r"^(?P<organ>.+)〔(?P<year>[0-9]{4})〕(?P<serial>[0-9]+)号$")
_ORDER_DAYS = 15
_LETTERS = re.compile(r"[^\u3400-\u9fffA-Za-z]")


class Grouping(Generic[T]):
    """Members under keys; ``dirty`` are keys whose members changed since they were last judged."""

    def __init__(self) -> None:
        self._members: defaultdict[tuple[str, ...], dict[str, T]] = defaultdict(dict)
        self._keys: dict[str, tuple[tuple[str, ...], ...]] = {}
        self.dirty: set[tuple[str, ...]] = set()

    def put(self, record: str, entries: Iterable[tuple[tuple[str, ...], T]]) -> None:
        """What a record says, instead of what it said before."""
        self.drop(record)
        said = dict(entries)
        for key, member in said.items():
            self._members[key][record] = member
        self.dirty.update(said)
        if said:
            self._keys[record] = tuple(said)

    def drop(self, record: str) -> None:
        """Forget what a record said."""
        for key in self._keys.pop(record, ()):
            self.dirty.add(key)
            members = self._members[key]
            members.pop(record, None)
            if not members:
                del self._members[key]

    def kept(self) -> dict[str, list[tuple[tuple[str, ...], T]]]:
        """What each record says, as plain values."""
        return {
            record: [(key, self._members[key][record]) for key in keys]
            for record, keys in self._keys.items()
        }

    def restore(self, kept: Mapping[str, Iterable[tuple[tuple[str, ...], T]]]) -> None:
        """Take back what was kept; all of it was judged."""
        for record, entries in kept.items():
            self.put(record, entries)
        self.dirty.clear()

    def members(self, key: tuple[str, ...]) -> list[tuple[str, T]]:
        """Who says what under a key, in the order of the records."""
        return sorted(self._members.get(key, {}).items(), key=lambda item: item[0])


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure as one record states it."""

    unit: str
    value: NamedValue


def stated_values(
    record: Record, values: Sequence[NamedValue]
) -> Iterator[tuple[tuple[str, ...], Stated]]:
    """Figures said of the whole, under name, measure and time."""
    dates = record.description.dates
    year = (dates.covered or dates.issued or "")[:4]
    for value in values:
        if value.scope == "all":
            yield (
                (value.name, value.unit, value.year or year),
                Stated(record.unit or "", value),
            )


def contradicting(members: Sequence[tuple[str, Stated]]) -> Iterator[Finding]:
    """Records of other units that state another value than most units do."""
    reference = _majority(members)
    if reference is None:
        return
    for record, said in members:
        if not differ(said.value.value, reference):
            continue
        other = next(
            (
                (name, item)
                for name, item in members
                if item.unit != said.unit and not differ(item.value.value, reference)
            ),
            None,
        )
        if other is not None:
            yield noted(
                "W431",
                record,
                other=other[0],
                name=said.value.name,
                year=said.value.year,
                value=f"{said.value.value:g}{said.value.unit}",
                other_value=f"{other[1].value.value:g}{other[1].value.unit}",
                unit=said.unit,
                other_unit=other[1].unit,
                passage=said.value.context,
                other_passage=other[1].value.context,
            )


def _majority(members: Sequence[tuple[str, Stated]]) -> float | None:
    """The value most units state; of equals the one stated first. None where nobody disagrees."""
    if len({item.unit for _record, item in members}) < 2:
        return None
    best, most = None, 0
    for _record, item in members:
        backers = {
            other.unit
            for _name, other in members
            if not differ(item.value.value, other.value.value)
        }
        if len(backers) > most:
            best, most = item.value.value, len(backers)
    return best


@dataclass(frozen=True, slots=True)
class Numbered:
    """A paper with its serial number within organ and year."""

    serial: int
    issued: str
    title: str
    number: str


def numbered(record: Record) -> Iterator[tuple[tuple[str, ...], Numbered]]:
    """The paper's own number, under organ and year."""
    described = record.description
    match = _NUMBER.match(described.doc_number or "")
    if match is not None:
        paper = Numbered(
            int(match["serial"]),
            described.dates.issued or "",
            _LETTERS.sub("", described.title or ""),
            described.doc_number or "",
        )
        yield (match["organ"], match["year"]), paper


def misnumbered(members: Sequence[tuple[str, Numbered]]) -> Iterator[Finding]:
    """One number on two different papers, and higher numbers on clearly older ones."""
    ordered = sorted(members, key=lambda item: (item[1].serial, item[0]))
    for index, (record, paper) in enumerate(ordered):
        for other, earlier in reversed(ordered[:index]):
            if earlier.serial == paper.serial:
                if _different(earlier.title, paper.title):
                    yield noted("W432", record, other=other, number=paper.number)
                    break
            elif _older(paper.issued, earlier.issued):
                yield noted(
                    "W433",
                    record,
                    other=other,
                    number=paper.number,
                    issued=paper.issued,
                    other_number=earlier.number,
                    other_issued=earlier.issued,
                )
                break


def _different(one: str, other: str) -> bool:
    """Whether two titles are those of different papers; an unknown or shortened one is not."""
    return bool(one and other) and one not in other and other not in one


def _older(later_number: str, earlier_number: str) -> bool:
    try:
        first = dt.date.fromisoformat(earlier_number)
        second = dt.date.fromisoformat(later_number)
    except ValueError:
        return False
    return (first - second).days > _ORDER_DAYS


@dataclass(frozen=True, slots=True)
class Paged:
    """A page in a record of a unit."""

    unit: str
    year: str
    page: int


def paged(record: Record, pages: Sequence[str]) -> Iterator[tuple[tuple[str, ...], Paged]]:
    """The longer pages of a record."""
    dates = record.description.dates
    year = (dates.covered or dates.issued or "")[:4]
    for number, page in enumerate(pages, 1):
        yield (page,), Paged(record.unit or "", year, number)


def same_page(members: Sequence[tuple[str, Paged]]) -> Iterator[Finding]:
    """A page that the records of two units, or of two years, have in common."""
    for index, (record, own) in enumerate(members):
        for other, before in members[:index]:
            if (own.unit, own.year) != (before.unit, before.year):
                units = {"unit": own.unit, "other_unit": before.unit}
                pages = {"page": own.page, "other_page": before.page}
                yield noted("W402", record, units, other=other, **pages)
                break
