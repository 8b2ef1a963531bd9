"""Tables of who owes what, from an assessment: the numbers are the assessment's own (C06)."""

from __future__ import annotations

from collections.abc import Iterator

from dossier.i18n import N_, Translator
from dossier.model.assessment import (
    Assessment,
    Gap,
    RequirementCoverage,
    Standing,
    Verdict,
)
from dossier.model.editions import Edition
from dossier.model.tables import Cell, Table
from dossier.rules.coverage import kind_name
from dossier.rules.duty import is_open, percent

_VERDICTS = {
    Verdict.COMPLETE: N_("complete"),
    Verdict.INCOMPLETE: N_("incomplete"),
    Verdict.UNDETERMINED: N_("undetermined"),
}
_STATES = {
    Standing.MISSING: N_("missing"),
    Standing.RETURNED: N_("returned"),
    Standing.UNUSABLE: N_("unusable"),
    Standing.RECEIVED: N_("received"),
    Standing.ACCEPTED: N_("accepted"),
    Standing.WAIVED: N_("waived"),
}
_COLOURS = {
    "red": N_("red"),
    "yellow": N_("yellow"),
    "white": N_("white"),
    "green": N_("green"),
}


def open_asks(assessment: Assessment, unit: str | None = None) -> list[RequirementCoverage]:
    """The asks that are owed and not complete, of one unit when named: those it leads and was not
    waived from.
    """
    return [
        item
        for item in assessment.requirements
        if item.owed
        and item.verdict is not Verdict.COMPLETE
        and (unit is None or (unit in item.lead and is_open(item, unit)))
    ]


def gaps_table(
    assessment: Assessment, edition: Edition, say: Translator, unit: str | None = None
) -> Table:
    """What is missing, most points first, with who owes it and how late it is: the assessment's own
    gaps, those of one unit when named.
    """
    head = ("Requirement", "Asked for", "Kind", "Needed", "Received", "Usable", "Lead unit", "Due")
    more = ("Days late", "Lacking", "State", "Points")
    rows = tuple(
        _gap_row(gap, edition, say) for gap in assessment.gaps if unit is None or unit in gap.units
    )
    return Table(say(N_("Missing material")), _said(say, (*head, *more)), rows)


def _gap_row(gap: Gap, edition: Edition, say: Translator) -> tuple[Cell, ...]:
    kind = kind_name(edition, gap.kind) if gap.kind else ""
    wanted = " ".join(part for part in (kind, gap.what) if part)
    counts = (gap.needed, gap.found, gap.usable)
    lead = "、".join(gap.units)
    state = say(_STATES[gap.state])
    owing = (lead, gap.due or "", gap.days_late, gap.missing, state, gap.points)
    return (gap.requirement, gap.title, wanted, *counts, *owing)


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
    """Every unit's account: owed, satisfied, still open, days late, share, colour, points to win,
    and how many asks it only contributes to.
    """
    rows = tuple(
        (
            unit.unit,
            unit.owed,
            unit.satisfied,
            unit.owed - unit.satisfied,
            unit.overdue_days,
            percent(unit.coverage),
            say(_COLOURS[unit.colour]),
            unit.points,
            unit.cooperates,
        )
        for unit in assessment.units
    )
    head = ("Unit", "Owed", "Satisfied", "Open", "Days late", "Share", "Colour", "Points")
    return Table(say(N_("Accounts of the units")), _said(say, (*head, "Cooperates in")), rows)


def indicators_table(assessment: Assessment, say: Translator) -> Table:
    """Coverage of the whole and of every node of the edition's tree."""
    summary = assessment.summary
    owed = summary.satisfied + summary.incomplete + summary.undetermined
    whole = ("", say(N_("The whole")), owed, summary.satisfied, percent(summary.coverage))
    nodes = (
        (node.code, node.title, node.requirements, node.satisfied, percent(node.coverage))
        for node in assessment.indicators
    )
    head = ("Indicator", "Title", "Owed", "Satisfied", "Share")
    return Table(say(N_("Coverage by indicator")), _said(say, head), (whole, *nodes))


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
    N_("Lacking"),
    N_("State"),
    N_("Points"),
    N_("Share"),
    N_("Colour"),
    N_("Cooperates in"),
    N_("Indicator"),
    N_("Title"),
)
"""Column headings, marked for translation in one place."""
