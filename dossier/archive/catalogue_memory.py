"""A catalogue in memory: the plain reading of what a catalogue is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from dossier.archive.catalogue import (
    EVERYTHING,
    Balance,
    Duplicate,
    Facet,
    Refusal,
    SourceState,
)
from dossier.archive.decisions import (
    as_duplicate,
    as_refusal,
    column_text,
    decided,
    gap,
    is_below,
    settled,
    sorting,
)
from dossier.model.events import (
    BundleSealed,
    BundleWithdrawn,
    DismissalWithdrawn,
    DocumentRefused,
    DuplicateReceived,
    Entry,
    FindingDismissed,
    Waived,
    WaiverWithdrawn,
)
from dossier.model.evidence import Evidence
from dossier.model.records import Record, RecordFilter, record_number
from dossier.rules.history import concerns, effective_claims, evolve

Key = tuple[str, str, tuple[str, ...]]

_SORT_KEYS: dict[str, Callable[[Record], str]] = {
    "id": lambda record: record.id,
    "name": lambda record: column_text(record.name),
    "unit": lambda record: column_text(record.unit),
    "received": lambda record: record.received,
    "state": lambda record: record.state.value,
    "issued": lambda record: record.description.dates.issued or "",
}

_FACETS: dict[Facet, Callable[[Record], Iterable[str]]] = {
    "unit": lambda record: (column_text(record.unit),),
    "state": lambda record: (record.state.value,),
    "kind": lambda record: (record.description.kind or "",),
    "requirement": lambda record: record.requirements,
}


def matches(record: Record, wanted: RecordFilter) -> bool:
    """Whether a record answers a filter."""
    day = record.description.dates.received or ""
    return (
        (wanted.unit is None or column_text(record.unit) == column_text(wanted.unit))
        and (wanted.requirement is None or wanted.requirement in record.requirements)
        and (wanted.kind is None or (record.description.kind or "") == wanted.kind)
        and (not wanted.states or record.state in wanted.states)
        and (wanted.since is None or day >= wanted.since)
        and (wanted.until is None or day <= wanted.until)
        and (wanted.digest is None or record.fixity.digest == wanted.digest)
        and (wanted.described is None or bool(record.reader) == wanted.described)
    )


class MemoryCatalogue:
    """A catalogue that lasts as long as its process; see :class:`Catalogue` for each method."""

    def __init__(self) -> None:
        self._head = (0, "")
        self._records: dict[str, Record] = {}
        self._sources: dict[Key, SourceState] = {}
        self._history: defaultdict[str, list[int]] = defaultdict(list)
        self._tally: Counter[str] = Counter()
        self._waivers: dict[tuple[str, str], Waived] = {}
        self._dismissed: dict[tuple[str, str, str], FindingDismissed] = {}
        self._kept: list[Entry] = []

    def position(self) -> int:
        """See :class:`Catalogue`."""
        return self._head[0]

    def head(self) -> tuple[int, str]:
        """See :class:`Catalogue`."""
        return self._head

    def apply(self, entries: Sequence[Entry]) -> None:
        """See :class:`Catalogue`."""
        fresh = [entry for entry in entries if entry.seq > self.position()]
        for expected, entry in enumerate(fresh, self.position() + 1):
            if entry.seq != expected:
                raise gap(self.position(), entry.seq)
        for entry in fresh:
            self._apply_one(entry)
            self._head = (entry.seq, entry.chain)

    def _apply_one(self, entry: Entry) -> None:
        self._decide(entry)
        subject = concerns(entry.event)
        if subject is not None:
            self._history[subject].append(entry.seq)
            record = evolve(self._records.get(subject), entry)
            if record is not None:
                self._records[subject] = record
        match entry.event:
            case Waived() as waiver:
                self._waivers[waiver.requirement, waiver.unit] = waiver
            case WaiverWithdrawn() as waiver:
                self._waivers.pop((waiver.requirement, waiver.unit), None)
            case FindingDismissed() as found:
                self._dismissed[found.code, found.subject, found.other] = found
            case DismissalWithdrawn() as found:
                self._dismissed.pop((found.code, found.subject, found.other), None)
            case BundleSealed() | BundleWithdrawn() | DocumentRefused() | DuplicateReceived():
                self._kept.append(entry)
            case _:
                pass

    def _decide(self, entry: Entry) -> None:
        found = decided(entry)
        if found is None:
            return
        source, now = found
        key = (source.inbox, source.path, source.chain)
        decision = settled(source, self._sources.get(key), now)
        self._sources[key] = decision.state
        if decision.counts:
            self._tally[decision.counts] += 1

    def record(self, record_id: str) -> Record | None:
        """See :class:`Catalogue`."""
        return self._records.get(record_id)

    def _matching(self, wanted: RecordFilter) -> list[Record]:
        ordered = (self._records[name] for name in sorted(self._records))
        return [record for record in ordered if matches(record, wanted)]

    def records(self, wanted: RecordFilter = EVERYTHING) -> list[Record]:
        """See :class:`Catalogue`."""
        column, backwards = sorting(wanted.sort)
        found = sorted(self._matching(wanted), key=_SORT_KEYS[column])
        if backwards:
            found.reverse()
        end = None if wanted.limit is None else wanted.offset + wanted.limit
        return found[wanted.offset : end]

    def portions(self, size: int) -> Iterator[list[Record]]:
        """See :class:`Catalogue`."""
        records = self.records()
        yield from (records[start : start + size] for start in range(0, len(records), size))

    def count(self, wanted: RecordFilter = EVERYTHING) -> int:
        """See :class:`Catalogue`."""
        return len(self._matching(wanted))

    def numbers(self, wanted: RecordFilter = EVERYTHING) -> set[int]:
        """See :class:`Catalogue`."""
        return {record_number(record.id) for record in self._matching(wanted)}

    def by_digest(self, digest: str) -> list[str]:
        """See :class:`Catalogue`."""
        return [record.id for record in self._matching(RecordFilter(digest=digest))]

    def facets(self, by: Facet) -> dict[str, int]:
        """See :class:`Catalogue`."""
        values = _FACETS[by]
        counts = Counter(value for record in self._records.values() for value in values(record))
        return dict(sorted(counts.items()))

    def claims_overview(self) -> list[Evidence]:
        """See :class:`Catalogue`."""
        rows = [
            Evidence(
                record.id,
                requirement,
                kind,
                column_text(unit),
                record.state.value,
                record.description.usable,
                record.description.format,
            )
            for record in self._records.values()
            for requirement, kind, unit in effective_claims(record)
        ]
        return sorted(rows, key=lambda row: (row.requirement, row.record, row.kind))

    def claimants(self) -> dict[tuple[str, str], int]:
        """See :class:`Catalogue`."""
        rows = {
            (row.unit, row.requirement, row.record) for row in self.claims_overview() if row.counts
        }
        return dict(Counter((unit, requirement) for unit, requirement, _record in rows))

    def source(self, inbox: str, path: str, chain: tuple[str, ...] = ()) -> SourceState | None:
        """See :class:`Catalogue`."""
        return self._sources.get((inbox, path, chain))

    def sources(self, inbox: str, below: str = "") -> dict[str, SourceState]:
        """See :class:`Catalogue`."""
        return {
            path: state
            for (box, path, chain), state in self._sources.items()
            if box == inbox and not chain and is_below(path, below)
        }

    def members(self, inbox: str, path: str) -> dict[tuple[str, ...], SourceState]:
        """See :class:`Catalogue`."""
        return {
            chain: state
            for (box, name, chain), state in self._sources.items()
            if (box, name) == (inbox, path) and chain
        }

    def waivers(self) -> list[Waived]:
        """See :class:`Catalogue`."""
        return [self._waivers[key] for key in sorted(self._waivers)]

    def dismissals(self) -> list[FindingDismissed]:
        """See :class:`Catalogue`."""
        return [self._dismissed[key] for key in sorted(self._dismissed)]

    def bundles(self) -> list[Entry]:
        """See :class:`Catalogue`."""
        return [entry for entry in self._kept if isinstance(entry.event, BundleSealed)]

    def withdrawn_bundles(self) -> list[Entry]:
        """See :class:`Catalogue`."""
        return [entry for entry in self._kept if isinstance(entry.event, BundleWithdrawn)]

    def refusals(self) -> list[Refusal]:
        """See :class:`Catalogue`."""
        return [found for entry in self._kept if (found := as_refusal(entry, self.source))]

    def duplicates(self) -> list[Duplicate]:
        """See :class:`Catalogue`."""
        return [found for entry in self._kept if (found := as_duplicate(entry))]

    def history(self, record_id: str) -> list[int]:
        """See :class:`Catalogue`."""
        return list(self._history.get(record_id, ()))

    def balance(self) -> Balance:
        """See :class:`Catalogue`."""
        return Balance(**self._tally)

    def last_number(self, year: int) -> int:
        """See :class:`Catalogue`."""
        given = (divmod(record_number(name), 1_000_000) for name in self._records)
        return max((number for when, number in given if when == year), default=0)

    def close(self) -> None:
        """See :class:`Catalogue`."""
