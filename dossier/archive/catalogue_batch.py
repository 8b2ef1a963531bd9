"""Entries on their way into the SQLite catalogue's tables."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence

from dossier.archive import catalogue_schema as schema
from dossier.archive.catalogue import SourceState
from dossier.archive.catalogue_schema import RECORDS
from dossier.archive.decisions import decided, settled
from dossier.codec.ledger_lines import body_of, event_type
from dossier.codec.plain_json import dumps
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
from dossier.model.records import Record, record_number
from dossier.rules.history import concerns, evolve

KEPT = (BundleSealed, BundleWithdrawn, DocumentRefused, DuplicateReceived)
"""Events whose entries are kept whole, because lists of them are asked for."""


class Batch:
    """One transaction's worth: each record and source is read once and written once."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._records: dict[str, Record | None] = {}
        self._changed_records: dict[str, Record] = {}
        self._claims: dict[str, list[tuple[str, schema.Shape]]] = {}
        self._shapes: dict[schema.Shape, int] = {}
        self._sources: dict[schema.SourceKey, SourceState | None] = {}
        self._changed_sources: dict[schema.SourceKey, SourceState] = {}
        self._tally: Counter[str] = Counter()
        self._history: list[tuple[int, int]] = []

    def run(self, entries: Sequence[Entry]) -> None:
        """Apply entries inside the transaction that is open."""
        for entry in entries:
            self._decide(entry)
            self._evolve(entry)
            self._keep(entry)
        self._write()
        last = entries[-1]
        self._db.execute("UPDATE head SET seq = ?, chain = ?", (last.seq, last.chain))

    def _decide(self, entry: Entry) -> None:
        found = decided(entry)
        if found is None:
            return
        source, now = found
        key = schema.key_of(source)
        decision = settled(source, self._source(key), now)
        self._sources[key] = self._changed_sources[key] = decision.state
        if decision.counts:
            self._tally[decision.counts] += 1

    def _source(self, key: schema.SourceKey) -> SourceState | None:
        if key not in self._sources:
            row = self._db.execute(schema.GET_SOURCE, key).fetchone()
            self._sources[key] = schema.source_state(row) if row else None
        return self._sources[key]

    def _evolve(self, entry: Entry) -> None:
        subject = concerns(entry.event)
        if subject is None:
            return
        self._history.append((record_number(subject), entry.seq))
        before = self._record(subject)
        after = evolve(before, entry)
        if after is not None and after is not before:
            self._records[subject] = self._changed_records[subject] = after

    def _record(self, subject: str) -> Record | None:
        if subject not in self._records:
            number = record_number(subject)
            row = self._db.execute(
                "SELECT body FROM records WHERE number = ?", (number,)
            ).fetchone()
            record = RECORDS.loads(row[0]) if row else None
            self._records[subject] = record
            self._claims[subject] = schema.claim_rows(record) if record else []
        return self._records[subject]

    def _keep(self, entry: Entry) -> None:
        event = entry.event
        if isinstance(event, Waived):
            key = (schema.raw(event.requirement), schema.raw(event.unit))
            self._db.execute(
                "INSERT OR REPLACE INTO waivers VALUES (?, ?, ?)", (*key, dumps(event))
            )
        elif isinstance(event, WaiverWithdrawn):
            key = (schema.raw(event.requirement), schema.raw(event.unit))
            self._db.execute("DELETE FROM waivers WHERE requirement = ? AND unit = ?", key)
        elif isinstance(event, FindingDismissed):
            named = schema.dismissal_key(event.code, event.subject, event.other)
            self._db.execute(
                "INSERT OR REPLACE INTO dismissals VALUES (?, ?, ?, ?)", (*named, dumps(event))
            )
        elif isinstance(event, DismissalWithdrawn):
            named = schema.dismissal_key(event.code, event.subject, event.other)
            self._db.execute(
                "DELETE FROM dismissals WHERE code = ? AND subject = ? AND other = ?", named
            )
        elif isinstance(event, KEPT):
            row = (entry.seq, event_type(event), entry.chain, body_of(entry))
            self._db.execute("INSERT INTO kept VALUES (?, ?, ?, ?)", row)

    def _write(self) -> None:
        records = self._changed_records.values()
        self._db.executemany(schema.PUT_RECORD, map(schema.record_row, records))
        for record in records:
            self._write_claims(record)
        sources = (
            (*key, *schema.source_row(state)) for key, state in self._changed_sources.items()
        )
        self._db.executemany(schema.PUT_SOURCE, sources)
        self._db.executemany("INSERT INTO history VALUES (?, ?)", self._history)
        self._db.executemany(schema.COUNT_UP, self._tally.items())

    def _write_claims(self, record: Record) -> None:
        rows = schema.claim_rows(record)
        before = self._claims[record.id]
        if rows == before:
            return
        number = record_number(record.id)
        if before:
            self._db.execute("DELETE FROM claims WHERE number = ?", (number,))
        self._db.executemany(
            schema.PUT_CLAIM,
            [(code, record.id, shape[0], self._shape(shape), number) for code, shape in rows],
        )

    def _shape(self, shape: schema.Shape) -> int:
        """The number of a shape, a new one if need be."""
        if shape not in self._shapes:
            row = self._db.execute(schema.GET_SHAPE, shape).fetchone()
            if row is None:
                self._db.execute(schema.PUT_SHAPE, shape)
                row = self._db.execute(schema.GET_SHAPE, shape).fetchone()
            self._shapes[shape] = row[0]
        return self._shapes[shape]
