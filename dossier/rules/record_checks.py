"""One record in each place it is claimed for: what the rules of date, limit and form say of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from dossier.model.editions import Edition, Requirement, Slot
from dossier.model.evidence import Evidence, Exhibit
from dossier.model.facts import TextFacts
from dossier.model.findings import Finding
from dossier.model.profiles import Profile
from dossier.model.records import Claim, Record
from dossier.rules.captions import caption_of, subject_in
from dossier.rules.coverage import kind_name
from dossier.rules.date_checks import (
    Interval,
    against_window,
    contradictions,
    relevant_date,
    valid_until,
)
from dossier.rules.history import effective_claims
from dossier.rules.limit_checks import Place, at_limits, in_form, pictures_in
from dossier.rules.noting import noted
from dossier.rules.windows import window_dates


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything that decides about records and does not change with them; ``showing`` are the
    asks that want subjects or named days.
    """

    edition: Edition
    profile: Profile
    test_date: dt.date | None = None
    places: Mapping[tuple[str, str], Place] = field(default_factory=dict)
    spans: Mapping[tuple[str, str], Interval] = field(default_factory=dict)
    asks: Mapping[str, Requirement] = field(default_factory=dict)
    showing: frozenset[str] = frozenset()

    @classmethod
    def of(cls, edition: Edition, profile: Profile, test_date: dt.date | None) -> Rulebook:
        """The rules of an edition and a profile for a test on a day."""
        rules = {rule.kind: rule for rule in profile.kinds}
        places: dict[tuple[str, str], Place] = {}
        spans: dict[tuple[str, str], Interval] = {}
        for ask in edition.requirements:
            for slot in ask.slots:
                key = (ask.code, slot.kind)
                places[key] = Place(edition, profile, ask, slot, rules.get(slot.kind))
                if span := _span(edition, ask, slot, test_date):
                    spans[key] = span
        asks = {ask.code: ask for ask in edition.requirements}
        showing = frozenset(code for code, ask in asks.items() if _shows(ask))
        return cls(edition, profile, test_date, places, spans, asks, showing)


def _shows(ask: Requirement) -> bool:
    """Whether it wants subjects or named days to be shown."""
    slots = any(slot.subjects or slot.calendar for slot in ask.slots)
    return slots or bool(ask.subjects or ask.calendar)


def _span(
    edition: Edition, ask: Requirement, slot: Slot, test_date: dt.date | None
) -> Interval | None:
    window = edition.window_of(ask, slot)
    found = window_dates(window, test_date) if window else None
    return (found[0].isoformat(), found[1].isoformat()) if found else None


@dataclass(frozen=True, slots=True)
class Weighed:
    """A record weighed everywhere it is claimed: exhibits by requirement, and what is true of it
    wherever it stands on whatever day. ``until`` is the last day it holds.
    """

    exhibits: tuple[Exhibit, ...]
    everywhere: tuple[Finding, ...]
    until: str | None = None


def weigh(record: Record, facts: TextFacts | None, book: Rulebook) -> Weighed:
    """Weigh a record; what comes with the day, with other records and with dismissals is added by
    whoever knows them.
    """
    exhibits = tuple(
        _exhibit(
            record,
            facts,
            book,
            Evidence(
                record.id,
                requirement,
                kind,
                unit,
                record.state.value,
                record.description.usable,
                record.description.format,
            ),
        )
        for requirement, kind, unit in effective_claims(record)
    )
    return Weighed(exhibits, tuple(contradictions(record)), valid_until(record, facts))


def _exhibit(record: Record, facts: TextFacts | None, book: Rulebook, row: Evidence) -> Exhibit:
    claim = _claim(record, row)
    caption = caption_of(record, claim)
    title = record.description.title or ""
    pictures = pictures_in(record, row.kind)
    inside = tuple(_subject(book, row, said, title, record.name) for said in pictures)
    if row.requirement not in book.showing:
        findings = tuple(_findings(record, facts, book, row, claim))
        return Exhibit(row, findings, inside=inside)
    return Exhibit(
        row=row,
        findings=tuple(_findings(record, facts, book, row, claim)),
        subject=_subject(book, row, caption, title, record.name),
        days=_days(record, row.kind),
        words=" ".join((title, caption, record.name, record.source.path, *pictures)),
        terms=facts.terms if facts else (),
        inside=inside,
    )


def _claim(record: Record, row: Evidence) -> Claim:
    """The claim a row was made from."""
    own = record.description.kind or ""
    for claim in record.claims:
        if claim.requirement == row.requirement and (claim.kind or own) == row.kind:
            return claim
    return Claim(row.requirement)


def _findings(
    record: Record, facts: TextFacts | None, book: Rulebook, row: Evidence, claim: Claim
) -> Iterator[Finding]:
    ask = book.asks.get(row.requirement)
    if ask is None:
        return
    key = (row.requirement, row.kind)
    place = book.places.get(key)
    if place is None:
        yield from _misplaced(record, book, ask, row)
        return
    if (span := book.spans.get(key)) is not None:
        yield from against_window(record, row.kind, row.requirement, span)
    yield from at_limits(record, place, facts)
    yield from in_form(record, claim, place, facts)


def _misplaced(
    record: Record, book: Rulebook, ask: Requirement, row: Evidence
) -> Iterator[Finding]:
    if not row.kind:
        yield noted("W302", ask.code, record=record.id, code=ask.code)
        return
    name = kind_name(book.edition, row.kind)
    yield noted("W301", ask.code, record=record.id, code=ask.code, kind=name)


def _subject(book: Rulebook, row: Evidence, caption: str, title: str, name: str) -> str:
    """What it shows: the first «东门社区» of its caption, title or name, else its caption."""
    ask = book.asks.get(row.requirement)
    place = book.places.get((row.requirement, row.kind))
    wanted = (place.slot.subjects if place else None) or (ask.subjects if ask else None)
    if wanted is None:
        return ""
    for text in (caption, title, name):
        if found := subject_in(text, wanted.what):
            return found
    return caption or title or name


def _days(record: Record, kind: str) -> tuple[str, ...]:
    found = relevant_date(record, kind)
    return (found[1][5:10],) if found and found[0] != "covered" else ()
