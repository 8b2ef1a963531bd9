"""The tables of the SQLite catalogue, and the rows values become."""

from __future__ import annotations

from collections.abc import Sequence

from dossier.archive.catalogue import SourceState
from dossier.archive.decisions import column_text
from dossier.codec.plain_json import Reader, dumps
from dossier.model.events import Seen
from dossier.model.records import Record, RecordFilter, Source, record_number
from dossier.rules.history import effective_claims

RECORDS: Reader[Record] = Reader(Record)
"""Reads the body of a record's row."""

VERSION = 4
"""Raised with every change of the tables or of what ``rules.history`` makes of an entry."""

# The filters people use most list the newest first: their indexes hold that order, so that a page
# of 200 among 75,000 records that fit costs no sorting.
TABLES = """
CREATE TABLE head (seq INTEGER NOT NULL, chain TEXT NOT NULL);
INSERT INTO head VALUES (0, '');
CREATE TABLE records (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL, unit TEXT NOT NULL, received TEXT NOT NULL,
    day TEXT NOT NULL, issued TEXT NOT NULL, state TEXT NOT NULL, kind TEXT NOT NULL,
    digest TEXT NOT NULL, described INTEGER NOT NULL, body BLOB NOT NULL
);
CREATE INDEX records_name ON records (name);
CREATE INDEX records_unit ON records (unit, received);
CREATE INDEX records_received ON records (received);
CREATE INDEX records_day ON records (day);
CREATE INDEX records_issued ON records (issued);
CREATE INDEX records_state ON records (state, received);
CREATE INDEX records_kind ON records (kind, received);
CREATE INDEX records_digest ON records (digest);
CREATE INDEX records_undescribed ON records (number) WHERE NOT described;
CREATE TABLE shapes (
    shape INTEGER PRIMARY KEY, kind TEXT NOT NULL, unit TEXT NOT NULL, state TEXT NOT NULL,
    usable INTEGER NOT NULL, format TEXT NOT NULL, UNIQUE (kind, unit, state, usable, format)
);
CREATE TABLE claims (
    requirement TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, shape INTEGER NOT NULL,
    number INTEGER NOT NULL, PRIMARY KEY (requirement, id, kind)
) WITHOUT ROWID;
CREATE INDEX claims_number ON claims (number);
CREATE TABLE sources (
    inbox BLOB NOT NULL, path BLOB NOT NULL, chain BLOB NOT NULL, size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL, outcome TEXT NOT NULL, record TEXT, code BLOB,
    seq INTEGER NOT NULL, PRIMARY KEY (inbox, path, chain)
) WITHOUT ROWID;
CREATE TABLE history (
    number INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (number, seq)
) WITHOUT ROWID;
CREATE TABLE tally (outcome TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE waivers (
    requirement BLOB NOT NULL, unit BLOB NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (requirement, unit)
) WITHOUT ROWID;
CREATE TABLE dismissals (
    code BLOB NOT NULL, subject BLOB NOT NULL, other BLOB NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (code, subject, other)
) WITHOUT ROWID;
CREATE TABLE kept (
    seq INTEGER PRIMARY KEY, type TEXT NOT NULL, chain TEXT NOT NULL, body BLOB NOT NULL
);
CREATE INDEX kept_type ON kept (type);
"""


PUT_RECORD = "INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
PUT_CLAIM = "INSERT INTO claims VALUES (?, ?, ?, ?, ?)"
PUT_SHAPE = "INSERT INTO shapes (kind, unit, state, usable, format) VALUES (?, ?, ?, ?, ?)"
GET_SHAPE = (
    "SELECT shape FROM shapes"
    " WHERE kind = ? AND unit = ? AND state = ? AND usable = ? AND format = ?"
)
PUT_SOURCE = "INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
GET_SOURCE = (
    "SELECT size, mtime_ns, outcome, record, code, seq FROM sources"
    " WHERE inbox = ? AND path = ? AND chain = ?"
)
COUNT_UP = (
    "INSERT INTO tally VALUES (?, ?)"
    " ON CONFLICT (outcome) DO UPDATE SET count = count + excluded.count"
)
ORDERS = {
    "id": "number",
    "name": "name",
    "unit": "unit",
    "received": "received",
    "state": "state",
    "issued": "issued",
}

SourceKey = tuple[bytes, bytes, bytes]
Shape = tuple[str, str, str, int, str]
"""What many claims share: kind, unit, state, usable (-1 for unknown), format. It is stored once,
because reading 100,000 claims costs as much as they have cells."""

_USABLE = {-1: None, 0: False, 1: True}
_USABLE_NUMBER = {value: number for number, value in _USABLE.items()}

SourceRow = tuple[int, int, str, str | None, bytes | None, int]


def raw(text: str) -> bytes:
    """Text as bytes that keep everything, for columns only this program reads."""
    return text.encode("utf-8", "surrogatepass")


def cooked(data: bytes) -> str:
    """The inverse of :func:`raw`."""
    return data.decode("utf-8", "surrogatepass")


def source_key(inbox: str, path: str, chain: Sequence[str]) -> SourceKey:
    """The key of a source; names of members never hold a zero character, so one parts them."""
    return raw(inbox), raw(path), raw("\0".join(chain))


def dismissal_key(code: str, subject: str, other: str) -> tuple[bytes, bytes, bytes]:
    """The key of a dismissal."""
    return raw(code), raw(subject), raw(other)


def key_of(source: Source) -> SourceKey:
    """The key of a source value."""
    return source_key(source.inbox, source.path, source.chain)


def source_row(state: SourceState) -> SourceRow:
    """The columns of a decision."""
    code = None if state.code is None else raw(state.code)
    seen = state.seen
    return seen.size, seen.mtime_ns, state.outcome, state.record, code, state.seq


def source_state(row: SourceRow) -> SourceState:
    """The decision in a row."""
    size, mtime_ns, outcome, record, code, seq = row
    return SourceState(
        Seen(size, mtime_ns), outcome, record, None if code is None else cooked(code), seq
    )


def record_row(record: Record) -> tuple[object, ...]:
    """The columns of a record and the whole of it."""
    described = record.description
    return (
        record_number(record.id),
        column_text(record.name),
        column_text(record.unit),
        record.received,
        described.dates.received or "",
        described.dates.issued or "",
        record.state.value,
        described.kind or "",
        record.fixity.digest,
        bool(record.reader),
        dumps(record),
    )


def claim_rows(record: Record) -> list[tuple[str, Shape]]:
    """Requirement and shape for each slot the record is claimed for."""
    described = record.description
    usable = _USABLE_NUMBER[described.usable]
    rest = (record.state.value, usable, described.format)
    return [
        (requirement, (kind, column_text(unit), *rest))
        for requirement, kind, unit in effective_claims(record)
    ]


def shape_values(shape: Shape) -> tuple[str, str, str, bool | None, str]:
    """A shape as the last columns of a claim row."""
    kind, unit, state, usable, form = shape
    return kind, unit, state, _USABLE[usable], form


def below(folder: str) -> tuple[str, list[object]]:
    """The condition for paths at or below a folder: ``0`` follows ``/``."""
    if not folder:
        return "", []
    path = raw(folder)
    return " AND (path = ? OR (path > ? AND path < ?))", [path, path + b"/", path + b"0"]


def condition(wanted: RecordFilter) -> tuple[str, list[object]]:
    """The WHERE clause of a filter, with its values."""
    parts: list[str] = []
    values: list[object] = []
    plain = {
        "unit = ?": None if wanted.unit is None else column_text(wanted.unit),
        "kind = ?": wanted.kind,
        "day >= ?": wanted.since,
        "day <= ?": wanted.until,
        "digest = ?": wanted.digest,
        "number IN (SELECT number FROM claims WHERE requirement = ?)": wanted.requirement,
    }
    for part, value in plain.items():
        if value is not None:
            parts.append(part)
            values.append(value)
    if wanted.states:
        parts.append(f"state IN ({', '.join('?' * len(wanted.states))})")
        values += [state.value for state in wanted.states]
    if wanted.described is not None:
        parts.append("described" if wanted.described else "NOT described")
    return (f" WHERE {' AND '.join(parts)}" if parts else ""), values
