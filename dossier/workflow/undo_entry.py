"""Take back what stands in the ledger: the last decision, or any entry by its number.

Taking back is a decision like any other: it is written down, and taking it back does the thing
again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dossier.errors import UsageError
from dossier.i18n import N_
from dossier.model.events import Entry, Event, Waived, WaiverWithdrawn
from dossier.model.records import Record
from dossier.rules.history import concerns, evolve
from dossier.rules.inverse import REVERSIBLE, inverse
from dossier.workflow.triage import moment
from dossier.workflow.workspace import Workspace

_LOOK_BACK = 500


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The entries that were taken back and their records as they are now."""

    entries: tuple[Entry, ...]
    records: tuple[Record, ...]


def undo_last(workspace: Workspace) -> TakenBack:
    """Take back a person's last decision: every entry it wrote, for one record or a thousand.

    Raises UsageError when there is none, or when part of it was changed since.
    """
    group = _last_decision(workspace)
    if not group:
        raise UsageError(
            N_("there is no decision to take back"),
            N_("see a record's history with: dossier show ID --history"),
        )
    return _take_back(workspace, group)


def undo_entry(workspace: Workspace, seq: int) -> TakenBack:
    """Take back the ledger entry with this number; raises UsageError where that cannot be done."""
    if not 0 < seq <= workspace.archive.ledger.position():
        raise UsageError(
            N_("the ledger has no entry {seq}"),
            N_("see a record's history with: dossier show ID --history"),
            seq=seq,
        )
    return _take_back(workspace, [workspace.archive.ledger.entry(seq)])


def _last_decision(workspace: Workspace) -> list[Entry]:
    """The entries of the last decision, oldest first."""
    ledger = workspace.archive.ledger
    last = ledger.position()
    reach = _LOOK_BACK
    while True:
        after = max(0, last - reach)
        decided = [entry for entry in ledger.entries(after) if _is_decision(entry)]
        group = [entry for entry in decided if _same_decision(entry, decided[-1])]
        if after == 0 or (group and group != decided):
            return group
        reach *= 10


def _is_decision(entry: Entry) -> bool:
    return isinstance(entry.event, (*REVERSIBLE, WaiverWithdrawn)) and entry.by.startswith(
        "person:"
    )


def _same_decision(entry: Entry, last: Entry) -> bool:
    return (entry.at, entry.by) == (last.at, last.by)


def _take_back(workspace: Workspace, entries: Sequence[Entry]) -> TakenBack:
    """Write what restores the state before these entries, the newest of them first."""
    now: dict[str, Record] = {}
    events: list[Event] = []
    for entry in reversed(entries):
        record_id = concerns(entry.event)
        if record_id and record_id not in now:
            found = workspace.archive.catalogue.record(record_id)
            now |= {record_id: found} if found else {}
        if isinstance(entry.event, WaiverWithdrawn):
            events += _waived_before(workspace, entry.seq, entry.event)
            continue
        undone = inverse(entry.event, _before(workspace, entry), now.get(record_id or ""))
        if undone is None:
            raise _cannot(entry.seq)
        for event in undone:
            if record_id and (after := evolve(now[record_id], Entry(0, "", "", event))):
                now[record_id] = after
        events += undone
    with workspace.archive.writing() as writer:
        writer.record(events, at=moment(workspace), by=workspace.actor)
    return TakenBack(tuple(entries), tuple(_fresh(workspace, now)))


def _waived_before(workspace: Workspace, seq: int, event: WaiverWithdrawn) -> list[Event]:
    """The waiver that an entry withdrew, as it was made."""
    key = (event.requirement, event.unit)
    made: list[Event] = [
        item.event
        for item in workspace.archive.ledger.entries()
        if item.seq < seq
        and isinstance(item.event, Waived)
        and (item.event.requirement, item.event.unit) == key
    ]
    return made[-1:]


def _before(workspace: Workspace, entry: Entry) -> Record | None:
    """The record an entry concerns, as it was before that entry."""
    record_id = concerns(entry.event)
    record: Record | None = None
    for seq in workspace.archive.catalogue.history(record_id) if record_id else ():
        if seq < entry.seq:
            record = evolve(record, workspace.archive.ledger.entry(seq))
    return record


def _fresh(workspace: Workspace, known: dict[str, Record]) -> Iterator[Record]:
    for record_id in sorted(known):
        record = workspace.archive.catalogue.record(record_id)
        if record is not None:
            yield record


def _cannot(seq: int) -> UsageError:
    return UsageError(
        N_("entry {seq} cannot be taken back: it decides nothing, or was changed since"),
        N_("look at the record's history and decide anew"),
        seq=seq,
    )
