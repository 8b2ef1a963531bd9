"""Evidence carried from one edition to the next along a crosswalk, and checked anew there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dossier.model.editions import Edition, Requirement, Slot
from dossier.model.events import Waived
from dossier.model.records import Claim, Record
from dossier.rules.windows import window_dates

DROPPED, KIND, WINDOW = "dropped", "kind", "window"
"""Why a carried item proves nothing any more: its ask is gone, its kind is not wanted, or every
date it has lies outside the window.
"""


@dataclass(frozen=True, slots=True)
class Loss:
    """A claim that proves nothing under the new edition; ``new`` is empty for a dropped ask."""

    record: str
    old: str
    new: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Carried:
    """The claims of a record under the new edition, and what they lost on the way."""

    record: str
    before: tuple[Claim, ...]
    claims: tuple[Claim, ...]
    losses: tuple[Loss, ...]


def carry(
    record: Record,
    successors: Mapping[str, Sequence[str]],
    new: Edition,
    test_date: dt.date | None = None,
) -> Carried | None:
    """The record's claims moved along ``successors``; None where nothing about them changes.

    A claim on a split ask goes to every part that wants its kind, else to all of them; claims on
    codes no edition knew stay as they are.
    """
    asks = {item.code: item for item in new.requirements}
    claims: dict[tuple[str, str | None], Claim] = {}
    losses: list[Loss] = []
    for claim in record.claims:
        kind = claim.kind or record.description.kind or ""
        targets = successors.get(claim.requirement, (claim.requirement,))
        if not targets:
            losses.append(Loss(record.id, claim.requirement, "", kind, DROPPED))
        for code in _wanting(targets, kind, asks):
            claims.setdefault((code, claim.kind), replace(claim, requirement=code))
            if ask := asks.get(code):
                losses += _checked(record, claim, kind, ask, new, test_date)
    after = tuple(claims.values())
    if after == record.claims and not losses:
        return None
    return Carried(record.id, record.claims, after, tuple(losses))


def _wanting(targets: Sequence[str], kind: str, asks: Mapping[str, Requirement]) -> Sequence[str]:
    if len(targets) < 2:
        return targets
    wanting = [code for code in targets if _slot(asks.get(code), kind)]
    return wanting or targets


def _slot(ask: Requirement | None, kind: str) -> Slot | None:
    return next((slot for slot in ask.slots if slot.kind == kind), None) if ask else None


def _checked(
    record: Record,
    claim: Claim,
    kind: str,
    ask: Requirement,
    new: Edition,
    test_date: dt.date | None,
) -> Iterable[Loss]:
    """The claim against kinds and windows of its new ask."""
    if not kind:
        return
    slot = _slot(ask, kind)
    if slot is None:
        yield Loss(record.id, claim.requirement, ask.code, kind, KIND)
        return
    window = new.window_of(ask, slot)
    span = window_dates(window, test_date) if window else None
    days = list(_days(record))
    if span and days and not any(span[0] <= day <= span[1] for day in days):
        yield Loss(record.id, claim.requirement, ask.code, kind, WINDOW)


def _days(record: Record) -> Iterable[dt.date]:
    dates = record.description.dates
    covered = (dates.covered or "").split("/")
    for text in (dates.issued, dates.event, dates.taken, *covered):
        if text:
            yield dt.date.fromisoformat(text[:10])


def carried_waivers(
    waivers: Iterable[Waived], successors: Mapping[str, Sequence[str]]
) -> list[tuple[Waived, tuple[Waived, ...]]]:
    """Each waiver whose ask changed its code, with the ones that take its place."""
    moved = []
    for waiver in waivers:
        targets = tuple(successors.get(waiver.requirement, (waiver.requirement,)))
        if targets != (waiver.requirement,):
            found = tuple(replace(waiver, requirement=code) for code in targets)
            moved.append((waiver, found))
    return moved


def without_material(new: Edition, claimed: Iterable[str]) -> tuple[str, ...]:
    """Asks of the new edition that nothing was carried to; bonus items are never owed."""
    have = set(claimed)
    asked = (item for item in new.requirements if item.uploaded and not item.bonus)
    return tuple(item.code for item in asked if item.code not in have)
