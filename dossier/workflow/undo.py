"""Take a decision back: write what restores the records as they were before it.

The ledger keeps both, the decision and its taking back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from dossier.errors import UsageError
from dossier.i18n import N_
from dossier.model.events import (
    Claimed,
    ClaimWithdrawn,
    Event,
    FieldsSet,
    StateChanged,
    SuggestionRefused,
    Waived,
    WaiverWithdrawn,
)
from dossier.model.records import Record, RecordState
from dossier.rules.history import PERSON, SETTABLE
from dossier.workflow.triage import find_records
from dossier.workflow.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that can be taken back: the records before and after it, and waivers likewise.

    ``heads`` is the last ledger position of each record's history right after the decision.
    """

    before: tuple[Record, ...]
    after: tuple[Record, ...]
    heads: tuple[int, ...]
    waivers_before: tuple[Waived, ...]
    waivers_after: tuple[Waived, ...]


def decide(workspace: Workspace, ids: Sequence[str], act: Callable[[Workspace], object]) -> Decided:
    """Do something to records or waivers, and remember how to take it back."""
    before = find_records(workspace, ids)
    waivers = tuple(workspace.archive.catalogue.waivers())
    act(workspace)
    return Decided(
        tuple(before),
        tuple(find_records(workspace, ids)),
        _heads(workspace, ids),
        waivers,
        tuple(workspace.archive.catalogue.waivers()),
    )


def take_back(workspace: Workspace, decided: Decided) -> list[Record]:
    """Restore what was before; raises UsageError when somebody decided something else since."""
    ids = [record.id for record in decided.before]
    if _heads(workspace, ids) != decided.heads:
        raise UsageError(
            N_("these records were changed since, so this can no longer be taken back"),
            N_("look at their history and decide anew"),
        )
    events: list[Event] = []
    for before, after in zip(decided.before, decided.after, strict=True):
        events += _restoring(before, after)
    events += _waivers(decided)
    with workspace.archive.writing() as writer:
        writer.record(events, at=workspace.now(), by=workspace.actor)
    return find_records(workspace, ids)


def _heads(workspace: Workspace, ids: Sequence[str]) -> tuple[int, ...]:
    catalogue = workspace.archive.catalogue
    return tuple(max(catalogue.history(item), default=0) for item in dict.fromkeys(ids))


def _restoring(before: Record, after: Record) -> Iterable[Event]:
    events: list[Event] = []
    if fields := _fields(before, after):
        origins = before.description.origins
        read = {name: origins.get(name, "") for name in fields if origins.get(name) != PERSON}
        events.append(FieldsSet(after.id, fields, read))
    if before.claims != after.claims:
        events += [ClaimWithdrawn(after.id, code) for code in after.requirements]
        events += [Claimed(after.id, claim) for claim in before.claims]
        lost = (code for code in before.requirements if code not in after.requirements)
        events += [SuggestionRefused(after.id, code, again=True) for code in lost]
    state = _state_after(after, events)
    if (before.state, before.note, before.due) != (state, after.note, after.due):
        events.append(StateChanged(after.id, before.state, before.note, before.due))
    return events


def _fields(before: Record, after: Record) -> dict[str, str | None]:
    """The settable fields that differ, as they were."""
    old, new = _values(before), _values(after)
    return {name: old[name] for name in sorted(SETTABLE) if old[name] != new[name]}


def _values(record: Record) -> dict[str, str | None]:
    values: dict[str, str | None] = {"unit": record.unit}
    for name in SETTABLE - {"unit"}:
        holder: object = record.description
        for part in name.split("."):
            holder = getattr(holder, part)
        values[name] = holder if isinstance(holder, str) else None
    return values


def _state_after(record: Record, events: Iterable[Event]) -> RecordState:
    """The state in which claims coming and going leave the record."""
    claims = record.claims
    state = record.state
    for event in events:
        if isinstance(event, ClaimWithdrawn):
            claims = tuple(claim for claim in claims if claim.requirement != event.requirement)
            if not claims and state is RecordState.PLACED:
                state = RecordState.UNPLACED
        elif isinstance(event, Claimed):
            claims = (*claims, event.claim)
            if state is RecordState.UNPLACED:
                state = RecordState.PLACED
    return state


def _waivers(decided: Decided) -> Iterable[Event]:
    before = {(item.requirement, item.unit): item for item in decided.waivers_before}
    after = {(item.requirement, item.unit): item for item in decided.waivers_after}
    yield from (WaiverWithdrawn(*key) for key in after if key not in before)
    yield from (item for key, item in before.items() if after.get(key) != item)
