"""How events change a record: the one reading of the ledger that every catalogue shares."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from dossier.model.events import (
    Accessioned,
    Claimed,
    ClaimsCarried,
    ClaimWithdrawn,
    ContainerOpened,
    Described,
    DuplicateReceived,
    Entry,
    Event,
    FieldsSet,
    StateChanged,
    SuggestionRefused,
)
from dossier.model.records import Claim, Dates, Description, Record, RecordState

PERSON = "person"
_PLAIN_FIELDS = ("kind", "title", "issuer", "doc_number")
_DATE_FIELDS = ("issued", "event", "taken", "covered")
NAME_DOUBTED = "W103"
"""The finding that a corrected name settles."""

SETTABLE = frozenset({"unit", *_PLAIN_FIELDS, *(f"dates.{name}" for name in _DATE_FIELDS)})
"""Keys of ``FieldsSet`` that mean something; the date of reception is the accession's own."""

_FINAL = frozenset({RecordState.SUPERSEDED, RecordState.WITHDRAWN})


def concerns(event: Event) -> str | None:
    """The id of the record whose history an event belongs to, if it belongs to one."""
    match event:
        case (
            Accessioned()
            | DuplicateReceived()
            | ContainerOpened()
            | Described()
            | Claimed()
            | ClaimWithdrawn()
            | ClaimsCarried()
            | FieldsSet()
            | StateChanged()
            | SuggestionRefused()
        ):
            return event.record
        case _:
            return None


def evolve(record: Record | None, entry: Entry) -> Record | None:
    """The record after an entry; unchanged where the entry says nothing about it.

    ``record`` is the one the entry concerns, None if it is not known yet. Rules: a field a person
    set is never overwritten by a reader; a person's claim is never replaced by a rule's; the
    description of an older revision is passed over.
    """
    event = entry.event
    if isinstance(event, Accessioned):
        return _accessioned(record, event, entry.at)
    step = _STEPS.get(type(event))
    return record if record is None or step is None else step(record, event)


def _accessioned(record: Record | None, event: Accessioned, at: str) -> Record:
    if record is None:
        return Record(
            id=event.record,
            fixity=event.fixity,
            name=event.name,
            source=event.source,
            received=at,
            unit=event.unit,
            revision=event.revision,
            supersedes=event.supersedes,
            description=Description(dates=Dates(received=at[:10])),
            remarks=event.findings,
        )
    described = record.description
    return replace(
        record,
        fixity=event.fixity,
        name=record.name if described.origins.get("name") == PERSON else event.name,
        source=event.source,
        received=at,
        unit=record.unit if described.origins.get("unit") == PERSON else event.unit,
        revision=event.revision,
        supersedes=event.supersedes or record.supersedes,
        state=_reopened(record),
        note=record.note if record.state in _FINAL else "",
        due=record.due if record.state in _FINAL else None,
        description=_merged(described, Description(), at[:10]),
        remarks=event.findings,
        reader="",
    )


def _reopened(record: Record) -> RecordState:
    """New bytes must be judged again; what was taken out of the count stays out."""
    if record.state in _FINAL:
        return record.state
    return RecordState.PLACED if record.claims else RecordState.UNPLACED


def _described(record: Record, event: Described) -> Record:
    if event.revision < record.revision:
        return record
    merged = _merged(record.description, event.description, record.description.dates.received)
    return replace(record, description=merged, reader=event.reader)


def _merged(old: Description, new: Description, received: str | None) -> Description:
    """The new description with the fields a person set in the old one."""
    kept = {name for name, origin in old.origins.items() if origin == PERSON}
    plain: dict[str, Any] = {name: getattr(old, name) for name in _PLAIN_FIELDS if name in kept}
    dates = {name: getattr(old.dates, name) for name in _DATE_FIELDS if f"dates.{name}" in kept}
    return replace(
        new,
        **plain,
        dates=replace(new.dates, **dates, received=received),
        origins={**new.origins, **dict.fromkeys(sorted(kept), PERSON)},
    )


def _claimed(record: Record, event: Claimed) -> Record:
    state = RecordState.PLACED if record.state is RecordState.UNPLACED else record.state
    return replace(record, claims=with_claim(record.claims, event.claim), state=state)


def with_claim(claims: tuple[Claim, ...], new: Claim) -> tuple[Claim, ...]:
    """The claims after one more was made; a replaced claim gives up its place to the new one."""
    same = [claim for claim in claims if claim.requirement == new.requirement]
    if new.by != PERSON and _says_nothing_new(same, new):
        return claims
    out: list[Claim] = []
    placed = False
    for claim in claims:
        if not _replaces(new, claim):
            out.append(claim)
        elif not placed:
            out.append(new)
            placed = True
    return tuple(out) if placed else (*claims, new)


def _says_nothing_new(same: list[Claim], new: Claim) -> bool:
    """A rule's claim where a person made the same one, or any kind is claimed and it has none."""
    return any(
        (claim.by == PERSON and claim.kind == new.kind)
        or (new.kind is None and claim.kind is not None)
        for claim in same
    )


def _replaces(new: Claim, old: Claim) -> bool:
    if new.requirement != old.requirement:
        return False
    return new.kind == old.kind or (old.kind is None and new.by == old.by)


def _withdrawn(record: Record, event: ClaimWithdrawn) -> Record:
    claims = tuple(claim for claim in record.claims if claim.requirement != event.requirement)
    emptied = not claims and record.state is RecordState.PLACED
    return replace(record, claims=claims, state=RecordState.UNPLACED if emptied else record.state)


def _carried(record: Record, event: ClaimsCarried) -> Record:
    """The claims of another edition; a record that is left without any is unplaced again."""
    state = record.state
    if state in (RecordState.PLACED, RecordState.UNPLACED):
        state = RecordState.PLACED if event.claims else RecordState.UNPLACED
    return replace(record, claims=event.claims, state=state)


def _fields_set(record: Record, event: FieldsSet) -> Record:
    values = {name: value for name, value in event.fields.items() if name in SETTABLE}
    description = record.description
    dates = {name: values[f"dates.{name}"] for name in _DATE_FIELDS if f"dates.{name}" in values}
    plain: dict[str, Any] = {name: values[name] for name in _PLAIN_FIELDS if name in values}
    description = replace(
        description,
        **plain,
        dates=replace(description.dates, **dates),
        origins=_origins_after(description.origins, dict.fromkeys(sorted(values), PERSON), event),
    )
    unit = values.get("unit", record.unit)
    claims = _filled(record.claims, values.get("kind"))
    changed = replace(record, unit=unit, description=description, claims=claims)
    name = event.fields.get("name")
    return _renamed(changed, name) if name else changed


def _renamed(record: Record, name: str) -> Record:
    """The record under the name a person vouches for."""
    described = record.description
    return replace(
        record,
        name=name,
        remarks=tuple(item for item in record.remarks if item.code != NAME_DOUBTED),
        description=replace(
            described,
            findings=tuple(item for item in described.findings if item.code != NAME_DOUBTED),
            origins={**described.origins, "name": PERSON},
        ),
    )


def _origins_after(
    old: Mapping[str, str], new: Mapping[str, str], event: FieldsSet
) -> dict[str, str]:
    """Origins once fields were set; an empty one says that nobody had set the field."""
    origins = {**old, **new, **{name: event.origins[name] for name in new if name in event.origins}}
    return {name: origin for name, origin in origins.items() if origin}


def _filled(claims: tuple[Claim, ...], kind: str | None) -> tuple[Claim, ...]:
    """Claims without a kind take the one a person gave the record."""
    if kind is None:
        return claims
    return tuple(replace(claim, kind=kind) if claim.kind is None else claim for claim in claims)


def _state_changed(record: Record, event: StateChanged) -> Record:
    return replace(record, state=event.state, note=event.reason, due=event.due)


_STEPS: Mapping[type[Any], Callable[[Record, Any], Record]] = {
    Described: _described,
    Claimed: _claimed,
    ClaimWithdrawn: _withdrawn,
    ClaimsCarried: _carried,
    FieldsSet: _fields_set,
    StateChanged: _state_changed,
}


def effective_claims(record: Record) -> list[tuple[str, str, str]]:
    """Requirement, kind and unit of every slot the record is claimed for, in claim order.

    Kind and unit are the claim's, else the record's, else ``""``; of several claims on one
    requirement and kind the first stands.
    """
    own = record.description.kind
    slots: dict[tuple[str, str], str] = {}
    for claim in record.claims:
        slots.setdefault(
            (claim.requirement, claim.kind or own or ""), claim.unit or record.unit or ""
        )
    return [(*slot, unit) for slot, unit in slots.items()]
