"""The catalogue in SQLite: one file with a write-ahead log beside it.

Columns answer filters and counts, a JSON body holds each whole record. The database carries the
version of its tables and the head of the ledger it has seen; a database of another version, or one
that cannot be read, raises CatalogueUnusable and is built again by its owner.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dossier.archive import catalogue_schema as schema
from dossier.archive.catalogue import (
    EVERYTHING,
    Balance,
    CatalogueUnusable,
    Duplicate,
    Facet,
    Refusal,
    SourceState,
)
from dossier.archive.catalogue_batch import Batch
from dossier.archive.catalogue_schema import RECORDS
from dossier.archive.decisions import as_duplicate, as_refusal, gap, sorting
from dossier.codec.ledger_lines import Place, parse_body
from dossier.codec.plain_json import Reader
from dossier.errors import BusyError, DossierError, NoSpace
from dossier.i18n import N_
from dossier.model.events import (
    Entry,
    FindingDismissed,
    Waived,
)
from dossier.model.evidence import Evidence
from dossier.model.records import (
    COUNTING_STATES,
    Record,
    RecordFilter,
    record_id,
    record_number,
)

_WAIVERS: Reader[Waived] = Reader(Waived)
_DISMISSALS: Reader[FindingDismissed] = Reader(FindingDismissed)
_FACETS: dict[Facet, str] = {
    "unit": "SELECT unit, count(*) FROM records GROUP BY 1 ORDER BY 1",
    "state": "SELECT state, count(*) FROM records GROUP BY 1 ORDER BY 1",
    "kind": "SELECT kind, count(*) FROM records GROUP BY 1 ORDER BY 1",
    "requirement": "SELECT requirement, count(DISTINCT id) FROM claims GROUP BY 1 ORDER BY 1",
}
_CLAIMANTS = (
    "SELECT unit, requirement, count(DISTINCT id) FROM claims JOIN shapes USING (shape)"  # noqa: S608
    f" WHERE state IN ({', '.join('?' * len(COUNTING_STATES))}) GROUP BY 1, 2"
)


def unusable(path: Path, detail: str) -> CatalogueUnusable:
    """The error for a database that must be built again."""
    return CatalogueUnusable(
        N_("the catalogue {path} cannot be used: {detail}"),
        N_("run dossier rebuild --catalogue"),
        path=str(path),
        detail=detail,
    )


def translated(error: sqlite3.Error, path: Path) -> DossierError:
    """What an error of the database means for a person."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return NoSpace(
            N_("the disk that holds {path} is full"),
            N_("free some space and run the same command again; nothing was lost"),
            path=str(path),
        )
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return BusyError(
            N_("another process is using {path}"),
            N_("wait a moment and run the same command again"),
            path=str(path),
        )
    return unusable(path, str(error))


class SqliteCatalogue:
    """A catalogue in a file; see :class:`Catalogue` for each method.

    May be used from several threads; each call is one consistent reading.
    """

    def __init__(self, path: Path, *, durable: bool = True) -> None:
        self.path = path
        self._guard = threading.RLock()
        with self._translating():
            self._db = sqlite3.connect(
                path, timeout=10.0, isolation_level=None, check_same_thread=False
            )
        try:
            with self._translating():
                self._prepare(durable)
        except DossierError:
            self._db.close()
            raise

    def _prepare(self, durable: bool) -> None:
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute(f"PRAGMA synchronous = {'NORMAL' if durable else 'OFF'}")
        self._db.execute("PRAGMA cache_size = -16384")
        version = self._one("PRAGMA user_version")
        if version == 0 and not self._one("SELECT count(*) FROM sqlite_schema"):
            with self._transaction():
                for statement in schema.TABLES.strip().split(";\n"):
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA user_version = {schema.VERSION}")
        elif version != schema.VERSION:
            raise unusable(self.path, f"version {version}")
        self.head()

    @contextmanager
    def _translating(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise translated(error, self.path) from error

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.rollback()
            raise
        self._db.execute("COMMIT")

    def _all(self, statement: str, *values: object) -> list[Any]:
        with self._guard, self._translating():
            return self._db.execute(statement, values).fetchall()

    def _one(self, statement: str, *values: object) -> Any:
        """The first column of the first row, None when there is no row."""
        rows = self._all(statement, *values)
        return rows[0][0] if rows else None

    def position(self) -> int:
        """See :class:`Catalogue`."""
        return self.head()[0]

    def head(self) -> tuple[int, str]:
        """See :class:`Catalogue`."""
        rows = self._all("SELECT seq, chain FROM head")
        if len(rows) != 1:
            raise unusable(self.path, "head")
        seq, chain = rows[0]
        return seq, chain

    def apply(self, entries: Sequence[Entry]) -> None:
        """See :class:`Catalogue`."""
        with self._guard, self._translating(), self._transaction():
            position = self.position()
            fresh = [entry for entry in entries if entry.seq > position]
            for expected, entry in enumerate(fresh, position + 1):
                if entry.seq != expected:
                    raise gap(position, entry.seq)
            if fresh:
                Batch(self._db).run(fresh)

    def record(self, record_id: str) -> Record | None:
        """See :class:`Catalogue`."""
        try:
            number = record_number(record_id)
        except ValueError:
            return None
        body = self._one("SELECT body FROM records WHERE number = ?", number)
        return None if body is None else RECORDS.loads(body)

    def records(self, wanted: RecordFilter = EVERYTHING) -> list[Record]:
        """See :class:`Catalogue`."""
        column, backwards = sorting(wanted.sort)
        where, values = schema.condition(wanted)
        way = "DESC" if backwards else "ASC"
        order = f" ORDER BY {schema.ORDERS[column]} {way}, number {way} LIMIT ? OFFSET ?"
        limit = -1 if wanted.limit is None else wanted.limit
        query = f"SELECT body FROM records{where}{order}"  # noqa: S608 - all parts are ours
        rows = self._all(query, *values, limit, wanted.offset)
        return [RECORDS.loads(body) for (body,) in rows]

    def portions(self, size: int) -> Iterator[list[Record]]:
        """See :class:`Catalogue`."""
        query, last = "SELECT body FROM records WHERE number > ? ORDER BY number LIMIT ?", -1
        while rows := self._all(query, last, size):
            records = [RECORDS.loads(body) for (body,) in rows]
            last = record_number(records[-1].id)
            yield records

    def count(self, wanted: RecordFilter = EVERYTHING) -> int:
        """See :class:`Catalogue`."""
        where, values = schema.condition(wanted)
        query = f"SELECT count(*) FROM records{where}"  # noqa: S608 - all parts are ours
        return int(self._one(query, *values))

    def numbers(self, wanted: RecordFilter = EVERYTHING) -> set[int]:
        """See :class:`Catalogue`."""
        where, values = schema.condition(wanted)
        query = f"SELECT number FROM records{where}"  # noqa: S608 - all parts are ours
        return {number for (number,) in self._all(query, *values)}

    def by_digest(self, digest: str) -> list[str]:
        """See :class:`Catalogue`."""
        rows = self._all("SELECT number FROM records WHERE digest = ? ORDER BY number", digest)
        return [record_id(number) for (number,) in rows]

    def facets(self, by: Facet) -> dict[str, int]:
        """See :class:`Catalogue`."""
        return dict(self._all(_FACETS[by]))

    def claims_overview(self) -> list[Evidence]:
        """See :class:`Catalogue`."""
        rows = self._all("SELECT id, requirement, shape FROM claims ORDER BY requirement, id, kind")
        shapes = {
            number: schema.shape_values(tuple(shape))
            for number, *shape in self._all("SELECT * FROM shapes")
        }
        return [Evidence(name, code, *shapes[shape]) for name, code, shape in rows]

    def claimants(self) -> dict[tuple[str, str], int]:
        """See :class:`Catalogue`."""
        rows = self._all(_CLAIMANTS, *(state.value for state in COUNTING_STATES))
        return {(unit, requirement): count for unit, requirement, count in rows}

    def source(self, inbox: str, path: str, chain: tuple[str, ...] = ()) -> SourceState | None:
        """See :class:`Catalogue`."""
        rows = self._all(schema.GET_SOURCE, *schema.source_key(inbox, path, chain))
        return schema.source_state(rows[0]) if rows else None

    def sources(self, inbox: str, below: str = "") -> dict[str, SourceState]:
        """See :class:`Catalogue`."""
        bounds, values = schema.below(below)
        query = (
            "SELECT path, size, mtime_ns, outcome, record, code, seq FROM sources"  # noqa: S608
            f" WHERE inbox = ? AND chain = x''{bounds}"
        )
        rows = self._all(query, schema.raw(inbox), *values)
        return {schema.cooked(path): schema.source_state(tuple(row)) for path, *row in rows}

    def members(self, inbox: str, path: str) -> dict[tuple[str, ...], SourceState]:
        """See :class:`Catalogue`."""
        rows = self._all(
            "SELECT chain, size, mtime_ns, outcome, record, code, seq FROM sources"
            " WHERE inbox = ? AND path = ? AND chain <> x''",
            schema.raw(inbox),
            schema.raw(path),
        )
        return {
            tuple(schema.cooked(chain).split("\0")): schema.source_state(tuple(row))
            for chain, *row in rows
        }

    def waivers(self) -> list[Waived]:
        """See :class:`Catalogue`."""
        rows = self._all("SELECT body FROM waivers ORDER BY requirement, unit")
        return [_WAIVERS.loads(body) for (body,) in rows]

    def _kept(self, kind: str) -> list[Entry]:
        rows = self._all("SELECT body, chain FROM kept WHERE type = ? ORDER BY seq", kind)
        return [parse_body(body, chain, Place(self.path.name, 0)) for body, chain in rows]

    def dismissals(self) -> list[FindingDismissed]:
        """See :class:`Catalogue`."""
        rows = self._all("SELECT body FROM dismissals ORDER BY code, subject, other")
        return [_DISMISSALS.loads(body) for (body,) in rows]

    def bundles(self) -> list[Entry]:
        """See :class:`Catalogue`."""
        return self._kept("bundle_sealed")

    def withdrawn_bundles(self) -> list[Entry]:
        """See :class:`Catalogue`."""
        return self._kept("bundle_withdrawn")

    def refusals(self) -> list[Refusal]:
        """See :class:`Catalogue`."""
        kept = self._kept("document_refused")
        return [found for entry in kept if (found := as_refusal(entry, self.source))]

    def duplicates(self) -> list[Duplicate]:
        """See :class:`Catalogue`."""
        kept = self._kept("duplicate_received")
        return [found for entry in kept if (found := as_duplicate(entry))]

    def history(self, record_id: str) -> list[int]:
        """See :class:`Catalogue`."""
        try:
            number = record_number(record_id)
        except ValueError:
            return []
        rows = self._all("SELECT seq FROM history WHERE number = ? ORDER BY seq", number)
        return [seq for (seq,) in rows]

    def balance(self) -> Balance:
        """See :class:`Catalogue`."""
        return Balance(**dict(self._all("SELECT outcome, count FROM tally")))

    def last_number(self, year: int) -> int:
        """See :class:`Catalogue`."""
        last = self._one(
            "SELECT max(number) FROM records WHERE number BETWEEN ? AND ?",
            year * 1_000_000,
            year * 1_000_000 + 999_999,
        )
        return last % 1_000_000 if last else 0

    def close(self) -> None:
        """See :class:`Catalogue`."""
        with self._guard, self._translating():
            self._db.close()
