"""What takes a ledger entry back: events that restore what it changed, and nothing else.

An entry can be taken back while what it changed still stands; whatever else was decided on the
record since remains.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from dossier.model.events import (
    Claimed,
    ClaimWithdrawn,
    DismissalWithdrawn,
    Event,
    FieldsSet,
    FindingDismissed,
    StateChanged,
    SuggestionRefused,
    Waived,
    WaiverWithdrawn,
)
from dossier.model.records import Claim, Record
from dossier.rules.history import PERSON

REVERSIBLE = (
    Claimed,
    ClaimWithdrawn,
    FieldsSet,
    StateChanged,
    SuggestionRefused,
    Waived,
    WaiverWithdrawn,
    FindingDismissed,
    DismissalWithdrawn,
)
"""Events that decide something and can be taken back."""


def matter(event: Event) -> tuple[str, ...] | None:
    """What a waiver, a dismissal or the end of one is about; None for events of records."""
    match event:
        case Waived() | WaiverWithdrawn():
            return "waiver", event.requirement, event.unit
        case FindingDismissed() | DismissalWithdrawn():
            return "dismissal", event.code, event.subject, event.other
        case _:
            return None


def back_to(event: Event, earlier: Event | None) -> list[Event]:
    """Events that take a waiver, a dismissal or the end of one back; ``earlier`` is the last thing
    written about the same matter before it.
    """
    if isinstance(earlier, Waived | FindingDismissed):
        return [earlier]
    if isinstance(event, Waived):
        return [WaiverWithdrawn(event.requirement, event.unit)]
    if isinstance(event, FindingDismissed):
        return [DismissalWithdrawn(event.code, event.subject, event.other)]
    return []


def field_value(record: Record, name: str) -> str | None:
    """The value of a settable field, ``dates.*`` included."""
    holder: object = record if name in ("unit", "name") else record.description
    for part in name.split("."):
        holder = getattr(holder, part)
    return holder if isinstance(holder, str) else None


def inverse(event: Event, before: Record | None, now: Record | None) -> list[Event] | None:
    """Events that take one about a record back; None when what it changed was changed again since.

    ``before`` is its record as it was before the entry, ``now`` as it is.
    """
    if isinstance(event, SuggestionRefused):
        return [replace(event, again=not event.again)]
    step = _STEPS.get(type(event))
    return step(event, before, now) if step and before and now else None


def _of(record: Record, requirement: str) -> list[Claim]:
    return [claim for claim in record.claims if claim.requirement == requirement]


def _unclaimed(event: Claimed, before: Record, now: Record) -> list[Event] | None:
    """The claims on that requirement as they were; the record's other claims stay (D06)."""
    code = event.claim.requirement
    if event.claim not in now.claims:
        return None
    if _of(now, code) == _of(before, code):
        return []
    kept = [claim for claim in _of(now, code) if claim != event.claim]
    lost = [claim for claim in _of(before, code) if claim not in kept]
    claims = [Claimed(now.id, claim) for claim in (*kept, *lost)]
    events: list[Event] = [ClaimWithdrawn(now.id, code), *claims]
    return events


def _reclaimed(event: ClaimWithdrawn, before: Record, now: Record) -> list[Event] | None:
    if _of(now, event.requirement):
        return None
    return [Claimed(now.id, claim) for claim in _of(before, event.requirement)]


def _unset(event: FieldsSet, before: Record, now: Record) -> list[Event] | None:
    if any(field_value(now, name) != value for name, value in event.fields.items()):
        return None
    origins = {name: before.description.origins.get(name, "") for name in event.fields}
    values = {name: field_value(before, name) for name in event.fields}
    read = {name: origin for name, origin in origins.items() if origin != PERSON}
    return [FieldsSet(now.id, values, read), *_kinds_emptied(event, before, now)]


def _kinds_emptied(event: FieldsSet, before: Record, now: Record) -> list[Event]:
    """Claims that had no kind and took the one that was set lose it again."""
    kind = event.fields.get("kind")
    bare = dict.fromkeys(claim.requirement for claim in before.claims if claim.kind is None)
    events: list[Event] = []
    for code in bare if kind else ():
        filled = [replace(claim, kind=claim.kind or kind) for claim in _of(before, code)]
        if _of(now, code) == filled:
            events.append(ClaimWithdrawn(now.id, code))
            events += [Claimed(now.id, claim) for claim in _of(before, code)]
    return events


def _unchanged(event: StateChanged, before: Record, now: Record) -> list[Event] | None:
    if now.state is not event.state:
        return None
    return [StateChanged(now.id, before.state, before.note, before.due)]


_STEPS: Mapping[type[Any], Callable[[Any, Record, Record], list[Event] | None]] = {
    Claimed: _unclaimed,
    ClaimWithdrawn: _reclaimed,
    FieldsSet: _unset,
    StateChanged: _unchanged,
}
