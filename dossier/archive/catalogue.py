"""Catalogue: the queryable projection of the ledger; may be deleted at any time.

Every catalogue is the same function of the same entries. A missing unit, kind or requirement is
``""`` in columns, filters, facets and rows, so that ``RecordFilter(unit="")`` lists the records
nobody is responsible for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from dossier.errors import IndexUnusable
from dossier.model.events import Entry, FindingDismissed, Seen, Waived
from dossier.model.evidence import Evidence
from dossier.model.records import Record, RecordFilter, Source

Facet = Literal["unit", "state", "kind", "requirement"]
SORTS = ("id", "name", "unit", "received", "state", "issued")
"""Orders of ``RecordFilter.sort``; a leading ``-`` reverses one. Ties follow the id."""

EVERYTHING = RecordFilter()
"""The filter that every record answers."""


class CatalogueUnusable(IndexUnusable):
    """The catalogue is damaged, of another version, or not of this ledger: build it again."""


@dataclass(frozen=True, slots=True)
class SourceState:
    """What was last decided on a source. ``outcome`` is ``archived``, ``duplicate``, ``refused``,
    ``ignored`` or ``container``; ``code`` the finding code or the ignore rule; ``seq`` the entry.
    """

    seen: Seen
    outcome: str
    record: str | None = None
    code: str | None = None
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Balance:
    """Top-level documents ever decided on, by outcome; containers count as archived, their
    members not at all.
    """

    archived: int = 0
    duplicate: int = 0
    refused: int = 0
    ignored: int = 0


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refusal; ``standing`` while nothing else was decided on the source since."""

    seq: int
    at: str
    source: Source
    code: str
    parameters: Mapping[str, str | int | float]
    standing: bool


@dataclass(frozen=True, slots=True)
class Duplicate:
    """One receipt for bytes that ``record`` already holds."""

    seq: int
    at: str
    source: Source
    record: str
    unit: str | None


class Catalogue(Protocol):
    """Answers questions about the archive as of the entries applied to it."""

    def position(self) -> int:
        """The position of the last entry applied."""
        ...

    def head(self) -> tuple[int, str]:
        """Position and chain of the last entry applied."""
        ...

    def apply(self, entries: Sequence[Entry]) -> None:
        """Take in entries that follow the position, all or none; known ones are passed over.

        Raises CatalogueUnusable for a gap, NoSpace, BusyError.
        """
        ...

    def record(self, record_id: str) -> Record | None:
        """The record with this id."""
        ...

    def records(self, wanted: RecordFilter = EVERYTHING) -> list[Record]:
        """One page of the records that match, in the order asked for."""
        ...

    def portions(self, size: int) -> Iterator[list[Record]]:
        """Every record, in the order of the ids, at most ``size`` at a time."""
        ...

    def count(self, wanted: RecordFilter = EVERYTHING) -> int:
        """How many records match, whatever the page."""
        ...

    def numbers(self, wanted: RecordFilter = EVERYTHING) -> set[int]:
        """``record_number`` of all records that match, whatever the page."""
        ...

    def by_digest(self, digest: str) -> list[str]:
        """Ids of the records whose present content has this digest, in order."""
        ...

    def facets(self, by: Facet) -> dict[str, int]:
        """How many records there are for each value, ordered by value."""
        ...

    def claims_overview(self) -> list[Evidence]:
        """Every claim of every record, ordered by requirement, record and kind."""
        ...

    def claimants(self) -> dict[tuple[str, str], int]:
        """How many records of each unit are claimed for each requirement, in a state that counts;
        by unit and requirement.
        """
        ...

    def source(self, inbox: str, path: str, chain: tuple[str, ...] = ()) -> SourceState | None:
        """What was last decided on a source."""
        ...

    def sources(self, inbox: str, below: str = "") -> dict[str, SourceState]:
        """Path to decision of every document of an inbox, or of those at or below one path;
        members of containers left out.
        """
        ...

    def members(self, inbox: str, path: str) -> dict[tuple[str, ...], SourceState]:
        """Chain to decision of every member seen in one container."""
        ...

    def waivers(self) -> list[Waived]:
        """The waivers in force, ordered by requirement and unit."""
        ...

    def dismissals(self) -> list[FindingDismissed]:
        """The dismissals in force, ordered by code, subject and other record."""
        ...

    def bundles(self) -> list[Entry]:
        """The sealed bundles, oldest first."""
        ...

    def withdrawn_bundles(self) -> list[Entry]:
        """Entries of bundles taken back, in ledger order."""
        ...

    def refusals(self) -> list[Refusal]:
        """Every refusal, oldest first."""
        ...

    def duplicates(self) -> list[Duplicate]:
        """Every duplicate receipt, oldest first."""
        ...

    def history(self, record_id: str) -> list[int]:
        """Ledger positions of the entries that concern a record."""
        ...

    def balance(self) -> Balance:
        """Counts of the documents decided on."""
        ...

    def last_number(self, year: int) -> int:
        """The highest number given in a year (123 for ``2026-000123``), 0 before the first."""
        ...

    def close(self) -> None:
        """Let go of files; the catalogue cannot be used afterwards."""
        ...
