"""Take decisions back: one just made, the last one in the ledger, any entry by its number.

A decision is what one person wrote at one moment. Taking back is a decision like any other: it is
written down, and taking it back does the thing again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from dossier.errors import UsageError
from dossier.i18n import N_
from dossier.model.events import Entry, Event
from dossier.model.records import Record
from dossier.rules.history import concerns, evolve
from dossier.rules.inverse import REVERSIBLE, back_to, inverse, matter
from dossier.workflow.triage import moment
from dossier.workflow.workspace import Workspace

_LOOK_BACK = 500


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The entries that were taken back and their records as they are now."""

    entries: tuple[Entry, ...]
    records: tuple[Record, ...]


def decide(workspace: Workspace, act: Callable[[Workspace], object]) -> tuple[Entry, ...]:
    """Do something, all of it at one moment; the entries it wrote, for :func:`take_back`."""
    ledger = workspace.archive.ledger
    before = ledger.position()
    with _standing_clock(workspace):
        at = moment(workspace)
        act(workspace)
    written = (entry for entry in ledger.entries(before) if isinstance(entry.event, REVERSIBLE))
    return tuple(entry for entry in written if (entry.at, entry.by) == (at, workspace.actor))


@contextmanager
def _standing_clock(workspace: Workspace) -> Iterator[None]:
    clock, now = workspace.clock, workspace.clock()
    workspace.clock = lambda: now
    try:
        yield
    finally:
        workspace.clock = clock


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
    return take_back(workspace, group)


def undo_entry(workspace: Workspace, seq: int) -> TakenBack:
    """Take back the ledger entry with this number; raises UsageError where that cannot be done."""
    if not 0 < seq <= workspace.archive.ledger.position():
        raise UsageError(
            N_("the ledger has no entry {seq}"),
            N_("see a record's history with: dossier show ID --history"),
            seq=seq,
        )
    return take_back(workspace, [workspace.archive.ledger.entry(seq)])


def take_back(workspace: Workspace, entries: Sequence[Entry]) -> TakenBack:
    """Write what restores the state before these entries, the newest of them first.

    Raises UsageError, and writes nothing, when something of it was changed since.
    """
    records = _Records(workspace)
    events: list[Event] = []
    with workspace.archive.writing() as writer:
        matters = _matters(workspace, entries)
        for entry in reversed(entries):
            about = matter(entry.event)
            events += records.undone(entry) if about is None else _settled(matters[about], entry)
        writer.record(events, at=moment(workspace), by=workspace.actor)
    return TakenBack(tuple(entries), tuple(records.fresh()))


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
    return isinstance(entry.event, REVERSIBLE) and entry.by.startswith("person:")


def _same_decision(entry: Entry, last: Entry) -> bool:
    return (entry.at, entry.by) == (last.at, last.by)


def _matters(
    workspace: Workspace, entries: Sequence[Entry]
) -> dict[tuple[str, ...] | None, list[Entry]]:
    """Everything that was ever written about the waivers and dismissals of these entries."""
    wanted = {about for entry in entries if (about := matter(entry.event))}
    found: dict[tuple[str, ...] | None, list[Entry]] = {about: [] for about in wanted}
    for entry in workspace.archive.ledger.entries() if wanted else ():
        if (about := matter(entry.event)) in found:
            found[about].append(entry)
    return found


def _settled(history: Sequence[Entry], entry: Entry) -> list[Event]:
    """What restores a waiver or dismissal as it stood before the entry, the last one about it."""
    if history[-1].seq != entry.seq:
        raise _cannot(entry.seq)
    return back_to(entry.event, history[-2].event if len(history) > 1 else None)


class _Records:
    """The records of a decision, as they become while it is taken back."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._now: dict[str, Record] = {}

    def undone(self, entry: Entry) -> list[Event]:
        """What takes the entry back; raises UsageError where its record was changed since."""
        name = concerns(entry.event) or ""
        if name not in self._now and (found := self._workspace.archive.catalogue.record(name)):
            self._now[name] = found
        events = inverse(entry.event, self._before(name, entry), self._now.get(name))
        if events is None:
            raise _cannot(entry.seq)
        for event in events:
            if after := evolve(self._now[name], Entry(0, "", "", event)):
                self._now[name] = after
        return events

    def _before(self, name: str, entry: Entry) -> Record | None:
        """The record as it was before an entry."""
        archive = self._workspace.archive
        record: Record | None = None
        for seq in archive.catalogue.history(name):
            if seq < entry.seq:
                record = evolve(record, archive.ledger.entry(seq))
        return record

    def fresh(self) -> Iterator[Record]:
        """The records as the catalogue has them now."""
        for name in sorted(self._now):
            record = self._workspace.archive.catalogue.record(name)
            if record is not None:
                yield record


def _cannot(seq: int) -> UsageError:
    return UsageError(
        N_("entry {seq} cannot be taken back: it decides nothing, or was changed since"),
        N_("look at the record's history and decide anew"),
        seq=seq,
    )
