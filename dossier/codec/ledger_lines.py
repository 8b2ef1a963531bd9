r"""Ledger lines: one custody entry as one line of JSON, and back.

The format, version 1. A ledger is the files ``000001.jsonl``, ``000002.jsonl`` … read in the order
of their names. Each line is UTF-8 and ends with a line feed; it is one JSON object without spaces
between its tokens, with these members in this order:

``at``     when: ISO 8601 with offset
``by``     who: ``person:…`` or ``rule:…``
``event``  what: an object, members sorted by name; absent members have their default
``seq``    position, counted from 1 over all files, without gaps
``type``   which event, one of :data:`TYPES`
``chain``  16 hexadecimal digits, always the last member

``chain`` ties the lines together. Take the line without ``,"chain":"…"`` (what is left is the
line's *body*, still an object closed by ``}``), put the 16 digits of the line before in front of
it (nothing for the first line), and take the SHA-256: its first 16 hexadecimal digits are the
chain. A line that was altered, removed, added or moved breaks the chain there or at the next line.
Lines cut off at the very end are the one thing it cannot show.

Text with lone surrogates is written with ``\uXXXX`` escapes; everything else is not escaped.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import msgspec

from dossier.codec.plain_json import Reader, dumps
from dossier.errors import LedgerError
from dossier.i18n import N_
from dossier.model import events
from dossier.model.events import Entry, Event

TYPES: dict[str, type[Any]] = {
    "archive_created": events.ArchiveCreated,
    "accessioned": events.Accessioned,
    "duplicate_received": events.DuplicateReceived,
    "document_refused": events.DocumentRefused,
    "document_ignored": events.DocumentIgnored,
    "container_opened": events.ContainerOpened,
    "described": events.Described,
    "claimed": events.Claimed,
    "claim_withdrawn": events.ClaimWithdrawn,
    "fields_set": events.FieldsSet,
    "state_changed": events.StateChanged,
    "waived": events.Waived,
    "waiver_withdrawn": events.WaiverWithdrawn,
    "suggestion_refused": events.SuggestionRefused,
    "finding_dismissed": events.FindingDismissed,
    "dismissal_withdrawn": events.DismissalWithdrawn,
    "bundle_sealed": events.BundleSealed,
    "bundle_withdrawn": events.BundleWithdrawn,
    "edition_adopted": events.EditionAdopted,
    "claims_carried": events.ClaimsCarried,
    "ledger_repaired": events.LedgerRepaired,
}
"""The published name of every event; names are never changed or reused."""

_NAMES = {kind: name for name, kind in TYPES.items()}
_READERS: dict[str, Reader[Event]] = {name: Reader(kind) for name, kind in TYPES.items()}
_CHAIN_MEMBER = b',"chain":"'
_TAIL = len(_CHAIN_MEMBER) + 16 + len(b'"}')
HINT = N_("the ledger is the truth: restore this file from a backup, do not edit it")


class _Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    at: str
    by: str
    event: msgspec.Raw
    seq: int
    type: str


class _LooseBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of a line with escaped surrogates, whose event cannot stay raw."""

    at: str
    by: str
    event: Any
    seq: int
    type: str


_BODY = msgspec.json.Decoder(_Body)
_LOOSE: Reader[_LooseBody] = Reader(_LooseBody)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands, for messages; ``line`` counts from 1."""

    file: str
    line: int


def event_type(event: Event) -> str:
    """The published name of an event's type."""
    return _NAMES[type(event)]


def body_of(entry: Entry) -> bytes:
    """The body of an entry's line."""
    return dumps(
        {
            "at": entry.at,
            "by": entry.by,
            "event": entry.event,
            "seq": entry.seq,
            "type": event_type(entry.event),
        }
    )


def chained(previous: str, body: bytes) -> str:
    """The chain digits of a line with this body after a line with ``previous``."""
    return hashlib.sha256(previous.encode("ascii") + body).hexdigest()[:16]


def encode_line(
    seq: int, at: str, by: str, event: Event, previous: str = ""
) -> tuple[Entry, bytes]:
    """The entry and its line, line feed included.

    Raises LedgerError for an event that would not read back as it is (a value JSON cannot hold,
    such as an infinite number), so that nothing unreadable is ever written.
    """
    body = body_of(Entry(seq, at, by, event))
    chain = chained(previous, body)
    entry = Entry(seq, at, by, event, chain)
    line = body[:-1] + _CHAIN_MEMBER + chain.encode("ascii") + b'"}\n'
    if decode_line(line, previous, seq, Place("", 0)) != entry:
        raise _error(
            N_("an event of type {detail} cannot be written"), Place("", 0), event_type(event)
        )
    return entry, line


def decode_line(line: bytes, previous: str, seq: int, place: Place) -> Entry:
    """The entry of a line that must have this position and follow a line with this chain.

    Raises LedgerError naming file and line for anything else.
    """
    body, chain = split_line(line, place)
    if chain != chained(previous, body):
        raise _error(N_("{file}, line {line}: altered, removed or moved"), place)
    entry = parse_body(body, chain, place)
    if entry.seq != seq:
        raise _error(N_("{file}, line {line}: position {detail} is out of order"), place, entry.seq)
    return entry


def split_line(line: bytes, place: Place) -> tuple[bytes, str]:
    """The body and the chain digits of a line; raises LedgerError when it has another shape."""
    text, feed = line[:-1], line[-1:]
    tail = text[-_TAIL:]
    shaped = tail.startswith(_CHAIN_MEMBER) and tail.endswith(b'"}') and tail.isascii()
    if not shaped or feed != b"\n":
        raise _error(N_("{file}, line {line}: not a whole line"), place)
    chain = tail[len(_CHAIN_MEMBER) : -2].decode("ascii")
    return text[:-_TAIL] + b"}", chain


def parse_body(body: bytes, chain: str, place: Place) -> Entry:
    """The entry of a line's body; raises LedgerError for unknown types and bad shapes."""
    try:
        at, by, seq, event = _parts(body)
    except KeyError as error:
        raise _error(
            N_("{file}, line {line}: unknown type {detail}"), place, error.args[0]
        ) from error
    except ValueError as error:
        raise _error(N_("{file}, line {line}: unreadable ({detail})"), place, error) from error
    return Entry(seq, at, by, event, chain)


def _parts(body: bytes) -> tuple[str, str, int, Event]:
    try:
        whole = _BODY.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        loose = _LOOSE.loads(body)
        event: Event = msgspec.convert(loose.event, TYPES[loose.type])
        return loose.at, loose.by, loose.seq, event
    return whole.at, whole.by, whole.seq, _READERS[whole.type].loads(whole.event)


def _error(message: str, place: Place, detail: object = "") -> LedgerError:
    return LedgerError(message, HINT, file=place.file, line=place.line, detail=str(detail))
