"""What each record shows, where, in little memory: a hundred thousand records are held at once.

Nearly all exhibits are alike but for their record, so that one value serves them all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, KeysView, Mapping
from dataclasses import fields, replace
from operator import attrgetter

from dossier.model.evidence import Evidence, Exhibit
from dossier.model.findings import Finding
from dossier.rules.record_checks import Weighed

_but_row = attrgetter(*(field.name for field in fields(Exhibit) if field.name != "row"))


class Shelf:
    """Weighed records by name, and who is shown under which ask."""

    def __init__(self) -> None:
        self._exhibits: dict[str, tuple[Exhibit, ...]] = {}
        self._everywhere: dict[str, tuple[Finding, ...]] = {}
        self._until: dict[str, str] = {}
        self._names: defaultdict[str, set[str]] = defaultdict(set)
        self._rows: dict[Evidence, Evidence] = {}
        self._plain: dict[tuple[Exhibit, ...], tuple[Exhibit, ...]] = {}

    def put(self, name: str, weighed: Weighed) -> None:
        """Keep a record, instead of what it was before."""
        self.drop(name)
        self._exhibits[name] = self._nameless(weighed.exhibits)
        for exhibit in weighed.exhibits:
            self._names[exhibit.row.requirement].add(name)
        if weighed.everywhere:
            self._everywhere[name] = weighed.everywhere
        if weighed.until is not None:
            self._until[name] = weighed.until

    def drop(self, name: str) -> None:
        """Forget a record."""
        for code in self.asks(name):
            self._names[code].discard(name)
            if not self._names[code]:
                del self._names[code]
        for held in (self._exhibits, self._everywhere, self._until):
            held.pop(name, None)

    def _nameless(self, exhibits: tuple[Exhibit, ...]) -> tuple[Exhibit, ...]:
        found = tuple(replace(item, row=self._row(item.row)) for item in exhibits)
        if any(item.findings or item.words or item.inside for item in found):
            return found
        return self._plain.setdefault(found, found)

    def _row(self, row: Evidence) -> Evidence:
        nameless = row._replace(record="")
        return self._rows.setdefault(nameless, nameless)

    def kept(self) -> tuple[list[tuple[Exhibit, ...]], dict[str, int]]:
        """What is shown, each alike once, and which of it each record shows."""
        alike: dict[int, int] = {}
        shown = {name: alike.setdefault(id(e), len(alike)) for name, e in self._exhibits.items()}
        known = {id(exhibits): exhibits for exhibits in self._exhibits.values()}
        return [known[key] for key in alike], shown

    def alike(self, exhibits: Iterable[tuple[Exhibit, ...]]) -> list[tuple[Exhibit, ...]]:
        """Kept exhibits as this shelf holds them."""
        return [self._nameless(item) for item in exhibits]

    def restore(self, name: str, exhibits: tuple[Exhibit, ...]) -> None:
        """Take back a record."""
        self._exhibits[name] = exhibits
        for item in exhibits:
            self._names[item.row.requirement].add(name)

    def restore_lasting(
        self, everywhere: Mapping[str, tuple[Finding, ...]], until: Mapping[str, str]
    ) -> None:
        """Take back what is true of records wherever they stand."""
        self._everywhere.update(everywhere)
        self._until.update(until)

    def notable(self) -> set[str]:
        """Records of which something is true wherever they stand, or will be."""
        return self._everywhere.keys() | self._until.keys()

    def __contains__(self, name: str) -> bool:
        return name in self._exhibits

    def asks(self, name: str) -> set[str]:
        """Codes under which a record is shown."""
        return {item.row.requirement for item in self._exhibits.get(name, ())}

    def codes(self) -> KeysView[str]:
        """Codes under which anything is shown."""
        return self._names.keys()

    def of_record(self, name: str) -> tuple[Exhibit, ...]:
        """What a record shows; the rows do not name it."""
        return self._exhibits.get(name, ())

    def of_ask(self, code: str) -> Iterator[Exhibit]:
        """What is shown under an ask, in the order of the records."""
        for name in sorted(self._names.get(code, ())):
            for item in self._exhibits[name]:
                if item.row.requirement == code:
                    yield Exhibit(Evidence(name, *item.row[1:]), *_but_row(item))

    @property
    def lasting(self) -> tuple[dict[str, tuple[Finding, ...]], dict[str, str]]:
        """What is true of records wherever they stand, and the last days of some."""
        return self._everywhere, self._until

    def everywhere(self, name: str) -> tuple[Finding, ...]:
        """What is true of a record wherever it stands."""
        return self._everywhere.get(name, ())

    def until(self, name: str) -> str | None:
        """The last day a record holds."""
        return self._until.get(name)

    def ending(self, day: str) -> Iterator[str]:
        """Records whose last day comes before a day, or is that day."""
        return (name for name, until in self._until.items() if until <= day)
