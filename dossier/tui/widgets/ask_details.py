"""An ask in words: who answers for it, what it wants, what is there, what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content

from dossier.i18n import N_, _
from dossier.model.assessment import RequirementCoverage, SlotCoverage
from dossier.model.editions import Edition
from dossier.model.findings import Finding
from dossier.tui.text import Cell, fit, plain
from dossier.tui.widgets.preview import line, lines
from dossier.tui.words import (
    SEVERITY_TONES,
    advice_here,
    finding_basis,
    finding_text,
    kind_name,
    mark,
    standing,
    verdict_mark,
)
from dossier.words.asks import asked_lines, window_lines
from dossier.words.codes import word

_OUTSIDE = {
    "elsewhere": N_("scored elsewhere, nothing is sent"),
    "bonus": N_("a bonus item, nothing is owed"),
}


def ask_content(
    edition: Edition,
    item: RequirementCoverage,
    windows: Iterable[tuple[str, str, str]] = (),
) -> Content:
    """Everything about one ask but its records; ``windows`` are kind, first and last day."""
    requirement = edition.requirement(item.code)
    stands = standing(item)
    said = _(_OUTSIDE[stands]) if stands in _OUTSIDE else word(stands)
    rows = [
        line(Cell(item.code + "  ", "accent"), Cell(item.title, "strong")),
        line(Cell(said, mark(item).tone), _due(item)),
        line(Cell(_("Lead") + " ", "dim"), "、".join(item.lead) or "—"),
    ]
    if requirement is not None and requirement.cooperating:
        rows.append(line(Cell(_("With") + " ", "dim"), "、".join(requirement.cooperating)))
    if item.waived_units:
        rows.append(line(Cell(_("Waived for") + " ", "accent"), "、".join(item.waived_units)))
    rows += [_slot(edition, slot) for slot in item.slots]
    wanted = [*window_lines(windows), *(asked_lines(requirement) if requirement else ())]
    rows += [line(Cell("  · " + plain(text), "dim")) for text in wanted]
    if requirement is not None and requirement.note:
        rows.append(line(Cell(requirement.note, "dim")))
    for finding in item.findings:
        rows += finding_lines(finding)
    return lines(rows)


def finding_lines(finding: Finding) -> list[Content]:
    """A finding's sentence, what to do about it, and how it was found."""
    tone = SEVERITY_TONES[finding.severity]
    rows = [
        line(Cell(f"{finding.code} ", tone), plain(finding_text(finding))),
        line("     → " + plain(advice_here(finding))),
    ]
    if why := finding_basis(finding.code):
        rows.append(line(Cell("     " + why, "dim")))
    return rows


def _due(item: RequirementCoverage) -> Cell:
    return Cell("  " + _("due {date}").format(date=item.due), "dim") if item.due else Cell("")


def _slot(edition: Edition, slot: SlotCoverage) -> Content:
    counts = _("needs {needed}, has {found}, usable {usable}").format(
        needed=slot.needed, found=slot.found, usable=slot.usable
    )
    if slot.unknown:
        counts += _(", not judged {unknown}").format(unknown=slot.unknown)
    optional = "" if slot.required else "  " + _("optional")
    name = fit(kind_name(edition, slot.kind), 14)
    text, tone = verdict_mark(slot.verdict)
    return line("  ", Cell(text + " ", tone), name, counts, Cell(optional, "dim"))


def group_content(
    edition: Edition | None, code: str | None, items: Sequence[RequirementCoverage]
) -> Content:
    """An indicator: its title and how its asks stand."""
    if edition is None or code is None:
        return line(Cell(_("No ask fits the filter") if edition else "…", "dim"))
    node = next((item for item in edition.indicators if item.code == code), None)
    title = (node.title if node else None) or _("title unknown to our sources")
    rows = [line(Cell(f"{code}  ", "accent"), Cell(title, "strong"))]
    for item in items:
        text, tone = mark(item)
        rows.append(line(Cell(text + " ", tone), f"{item.code}  ", item.title))
    return lines(rows)
