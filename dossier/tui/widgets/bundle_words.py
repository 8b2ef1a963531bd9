"""Plans, results and differences of bundles in words."""

from __future__ import annotations

from textual.content import Content

from dossier.bundle.difference import Difference
from dossier.i18n import _
from dossier.model.assessment import Assessment
from dossier.model.bundles import BundlePlan, BundleResult
from dossier.model.findings import Finding
from dossier.tui.text import Cell, plain, size_text
from dossier.tui.widgets.preview import line, lines
from dossier.tui.words import finding_advice, finding_text, worded

_MOST = 500


def plan_content(planned: BundlePlan, assessment: Assessment) -> Content:
    """What would be written: counts, problems, omissions, then every path."""
    size = sum(item.fixity.size for item in planned.files)
    rows = [
        line(Cell(_("Verdict") + " ", "dim"), worded(assessment.verdict), "  " + planned.name),
        line(
            _("{asks} asks, {files} files, {size}").format(
                asks=len(planned.requirements), files=len(planned.files), size=size_text(size)
            )
        ),
    ]
    if planned.problems:
        rows.append(line(Cell(_("In the way"), "bad")))
        rows += _findings(planned.problems)
    if planned.omissions:
        rows.append(line(Cell(_("Left out: {count}").format(count=len(planned.omissions)), "warn")))
        rows += [
            line(f"  {item.code}  ", Cell(plain(item.reason), "dim")) for item in planned.omissions
        ]
    rows.append(line(Cell(_("Files"), "accent")))
    rows += [line(f"  {item.record}  ", plain(item.path)) for item in planned.files[:_MOST]]
    if len(planned.files) > _MOST:
        rows.append(
            line(Cell(_("… and {count} more").format(count=len(planned.files) - _MOST), "dim"))
        )
    return lines(rows)


def _findings(findings: tuple[Finding, ...]) -> list[Content]:
    rows = []
    for finding in findings:
        rows.append(
            line(
                Cell(f"  {finding.code} ", "bad"),
                plain(f"{finding.subject} {finding_text(finding)}"),
            )
        )
        rows.append(line(Cell("       " + finding_advice(finding), "dim")))
    return rows


def result_content(result: BundleResult) -> Content:
    """What was written or verified."""
    said = Cell(_("verified"), "good") if result.verified else Cell(_("NOT verified"), "bad")
    rows = [
        line(said, "  ", plain(result.path)),
        line(
            _("{asks} asks, {records} records, {files} files, {size}").format(
                asks=result.requirements,
                records=result.records,
                files=result.files,
                size=size_text(result.bytes),
            )
        ),
    ]
    if result.partial:
        text = _("partial: {count} left out, listed in the bundle").format(
            count=len(result.omissions)
        )
        rows.append(line(Cell(text, "warn")))
    if result.existed:
        rows.append(line(Cell(_("the same bundle was there already"), "dim")))
    return lines([*rows, *_findings(result.problems)])


def difference_content(difference: Difference) -> Content:
    """What changed between two bundles."""
    if difference.is_empty:
        return line(Cell(_("no difference"), "good"))
    rows = []
    for title, items, tone in (
        (_("added"), difference.added, "good"),
        (_("removed"), difference.removed, "bad"),
        (_("changed"), difference.changed, "warn"),
    ):
        rows += [line(Cell(f"{title}  ", tone), plain(item)) for item in items]
    rows += [
        line(Cell(_("moved") + "  ", "accent"), plain(f"{a} → {b}")) for a, b in difference.moved
    ]
    return lines(rows)
