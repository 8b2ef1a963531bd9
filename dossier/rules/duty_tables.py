"""Tables of who owes what, from an assessment: the numbers are the assessment's own (C06)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dossier.i18n import N_, Translator
from dossier.model.assessment import Assessment, RequirementCoverage, Verdict
from dossier.model.editions import Edition
from dossier.model.tables import Cell, Table

_VERDICTS = {
    Verdict.COMPLETE: N_("complete"),
    Verdict.INCOMPLETE: N_("incomplete"),
    Verdict.UNDETERMINED: N_("undetermined"),
}


def open_asks(assessment: Assessment, unit: str | None = None) -> list[RequirementCoverage]:
    """The asks that are not complete, of one unit when named; the unit counts when it leads."""
    return [
        item
        for item in assessment.requirements
        if item.uploaded
        and item.verdict is not Verdict.COMPLETE
        and (unit is None or unit in item.lead)
    ]


def gaps_table(
    assessment: Assessment, edition: Edition, say: Translator, unit: str | None = None
) -> Table:
    """What is missing, slot by slot, with who owes it and how late it is."""
    head = ("Requirement", "Asked for", "Kind", "Needed", "Received", "Usable", "Lead unit", "Due")
    rows = [
        row for item in open_asks(assessment, unit) for row in _gap_rows(item, assessment, edition)
    ]
    return Table(
        say(N_("Missing material")),
        (*_said(say, head), say(N_("Days late"))),
        tuple(rows),
    )


def _gap_rows(
    item: RequirementCoverage, assessment: Assessment, edition: Edition
) -> Iterator[tuple[Cell, ...]]:
    late = days_late(item, assessment)
    lead = "、".join(item.lead)
    for slot in item.slots:
        if slot.required and slot.verdict is not Verdict.COMPLETE:
            kind = edition.kind(slot.kind)
            name = kind.name if kind else slot.kind
            counts = (slot.needed, slot.found, slot.usable)
            yield (item.code, item.title, name, *counts, lead, item.due or "", late)


def days_late(item: RequirementCoverage, assessment: Assessment) -> int:
    """How many days past its due date an open ask is, 0 before it and where none is set."""
    if not item.due:
        return 0
    as_of = dt.date.fromisoformat(assessment.as_of)
    return max(0, (as_of - dt.date.fromisoformat(item.due)).days)


def assignments_table(
    assessment: Assessment, edition: Edition, say: Translator, unit: str | None = None
) -> Table:
    """Every duty of every unit, or of one: what is asked, in which role, where it stands."""
    rows = [
        row
        for item in assessment.requirements
        if item.uploaded
        for row in _duty_rows(item, edition, say)
        if unit is None or row[0] == unit
    ]
    rows.sort(key=lambda row: str(row[0]))
    head = ("Unit", "Requirement", "Asked for", "Kinds", "Role", "Due", "Verdict")
    return Table(say(N_("Duties of the units")), _said(say, head), tuple(rows))


def _duty_rows(
    item: RequirementCoverage, edition: Edition, say: Translator
) -> Iterator[tuple[Cell, ...]]:
    kinds = (edition.kind(slot.kind) for slot in item.slots)
    named = "＋".join(kind.name for kind in kinds if kind)
    for unit in item.units:
        role = say(N_("lead")) if unit in item.lead else say(N_("cooperating"))
        verdict = say(_VERDICTS[item.verdict])
        yield (unit, item.code, item.title, named, role, item.due or "", verdict)


def units_table(assessment: Assessment, say: Translator) -> Table:
    """Every unit's account: owed, satisfied, still open, days late."""
    rows = tuple(
        (unit.unit, unit.owed, unit.satisfied, unit.owed - unit.satisfied, unit.overdue_days)
        for unit in assessment.units
    )
    head = ("Unit", "Owed", "Satisfied", "Open", "Days late")
    return Table(say(N_("Accounts of the units")), _said(say, head), rows)


def _said(say: Translator, labels: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(say(label) for label in labels)


HEADINGS = (
    N_("Requirement"),
    N_("Asked for"),
    N_("Kind"),
    N_("Kinds"),
    N_("Needed"),
    N_("Received"),
    N_("Usable"),
    N_("Lead unit"),
    N_("Due"),
    N_("Unit"),
    N_("Role"),
    N_("Verdict"),
    N_("Owed"),
    N_("Satisfied"),
    N_("Open"),
    N_("Days late"),
)
"""Column headings, marked for translation in one place."""
