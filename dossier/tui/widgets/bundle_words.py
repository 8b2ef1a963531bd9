"""Plans, results and differences of bundles in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from dossier.bundle.progress import MAKING_STEPS
from dossier.i18n import N_, _
from dossier.model.assessment import Assessment
from dossier.model.bundles import BundlePlan, BundleResult, PlannedFile
from dossier.model.findings import Finding
from dossier.tui.text import Cell, plain, size_text
from dossier.tui.widgets.preview import line, lines
from dossier.tui.words import by_word, finding_advice, finding_text, worded

if TYPE_CHECKING:
    from dossier.bundle.difference import AskChange, Difference
    from dossier.workflow.bundle_history import BundleStory

_MOST = 500


def plan_content(planned: BundlePlan, assessment: Assessment) -> Content:
    """What would be written: counts, problems, omissions, then every path."""
    size = planned.size
    rows = [
        line(Cell(_("Verdict") + " ", "dim"), worded(assessment.verdict), "  " + planned.name),
        line(
            _("{asks} asks, {files} files, {size}").format(
                asks=len(planned.requirements), files=len(planned.files), size=size_text(size)
            )
        ),
    ]
    if any(item.estimated for item in planned.files):
        said = _("sizes marked ≈ are estimates: the files have not been made yet")
        rows.append(line(Cell(said, "warn")))
    blocking = tuple(item for item in planned.problems if item.code.startswith("E"))
    rest = tuple(item for item in planned.problems if not item.code.startswith("E"))
    for title, tone, some in (
        (_("In the way"), "bad", blocking),
        (_("To be known"), "warn", rest),
    ):
        if some:
            rows.append(line(Cell(title, tone)))
            rows += _findings(some, tone)
    if planned.omissions:
        rows.append(line(Cell(_("Left out: {count}").format(count=len(planned.omissions)), "warn")))
        rows += [
            line(f"  {item.code}  ", Cell(plain(item.reason), "dim")) for item in planned.omissions
        ]
    if planned.volume[1] > 1:
        said = _("sent in {count} packages").format(count=planned.volume[1])
        rows.append(line(Cell(said, "accent")))
    rows.append(line(Cell(_("What it holds"), "accent")))
    rows += [_file(item) for item in planned.files[:_MOST]]
    if len(planned.files) > _MOST:
        rows.append(
            line(Cell(_("… and {count} more").format(count=len(planned.files) - _MOST), "dim"))
        )
    return lines(rows)


def _file(item: PlannedFile) -> Content:
    """One file: where it goes, how large it is, what it is made of."""
    size = f"{'≈' if item.estimated else ''}{size_text(item.fixity.size)}"
    made = _("made from it") if item.source else ""
    page = _("page {page}").format(page=item.page) if item.page else ""
    origin = " · ".join(part for part in (item.record, made, page) if part)
    return line(f"  {plain(item.path)}  ", Cell(f"{size}  {origin}".rstrip(), "dim"))


def _findings(findings: tuple[Finding, ...], tone: str = "bad") -> list[Content]:
    rows = []
    for finding in findings:
        rows.append(
            line(
                Cell(f"  {finding.code} ", tone),
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
    rows = [_ask(ask) for ask in difference.requirements]
    for title, items, tone in (
        (_("added"), difference.added, "good"),
        (_("removed"), difference.removed, "bad"),
        (_("changed"), difference.changed, "warn"),
    ):
        rows += [line(Cell(f"{title}  ", tone), plain(item)) for item in items]
    rows += [
        line(Cell(_("moved") + "  ", "accent"), plain(f"{a} → {b}")) for a, b in difference.moved
    ]
    for omissions, said, tone in (
        (difference.closed, _("no longer missing"), "good"),
        (difference.opened, _("newly missing"), "warn"),
    ):
        rows += [
            line(Cell(f"{said}  ", tone), plain(f"{item.code} {item.reason}")) for item in omissions
        ]
    return lines(rows)


def _ask(ask: AskChange) -> Content:
    text = _("{code}: {added} files more, {removed} fewer, {changed} with new content")
    values = {"added": ask.added, "removed": ask.removed, "changed": ask.changed}
    return line(Cell(text.format(code=ask.requirement, **values), "accent"))


def story_content(story: BundleStory) -> Content:
    """One build as the ledger tells it, and its fate."""
    sealed = story.sealed
    rows = [
        line(Cell(_("Bundle number") + "  ", "dim"), sealed.bundle),
        line(Cell(_("Profile") + "  ", "dim"), plain(sealed.profile)),
        line(Cell(_("As of") + "  ", "dim"), sealed.as_of),
        line(Cell(_("Made") + "  ", "dim"), f"{_moment(story.at)}  {plain(by_word(story.by))}"),
        line(
            _("{asks} asks, {records} records, {files} files, {size}").format(
                asks=len(sealed.requirements),
                records=sealed.records,
                files=sealed.files,
                size=size_text(sealed.bytes),
            )
        ),
        line(plain(sealed.path)),
    ]
    if sealed.partial:
        said = _("partial: {reason}").format(reason=sealed.reason)
        rows.append(line(Cell(plain(said), "warn")))
    if story.withdrawn_at:
        said = _("taken back on {at} by {by}: {reason}").format(
            at=_moment(story.withdrawn_at),
            by=by_word(story.withdrawn_by),
            reason=story.withdrawn_reason,
        )
        rows.append(line(Cell(plain(said), "bad")))
    return lines(rows)


def _moment(at: str) -> str:
    return at[:16].replace("T", " ")


STEP_WORDS = {
    "convert": N_("converting files"),
    "print": N_("making pages to print"),
    "bind": N_("binding books"),
    "thumbnails": N_("making small pictures"),
    "prepare": N_("preparing"),
    "copy": N_("copying"),
    "lists": N_("writing lists"),
    "verify": N_("reading back"),
    "publish": N_("finishing"),
}
"""What each step of making a bundle is called."""


def step_text(step: str, done: int, total: int) -> str:
    """Where a long step is: pieces while files are made, bytes while they are written."""
    name = _(STEP_WORDS.get(step, step))
    if step in MAKING_STEPS:
        return f"{name}  {done} / {total}"
    return f"{name}  {size_text(done)} / {size_text(total)}"
