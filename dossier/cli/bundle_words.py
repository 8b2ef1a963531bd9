"""Plans, bundles and their differences as lines for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dossier.cli.explain import finding_line
from dossier.i18n import N_, _
from dossier.model.bundles import BOOK, FORM, ORIGINAL, BundlePlan, BundleResult, PlannedFile
from dossier.rules.outputs import PART_WORDS

if TYPE_CHECKING:
    from dossier.bundle.difference import Difference
    from dossier.workflow.bundle_history import BundleStory

Line = tuple[str, str]
"""A text and its style."""

_ROLES = {ORIGINAL: N_("original"), BOOK: N_("book"), FORM: N_("made paper")}


def plan_lines(plan: BundlePlan) -> Iterator[Line]:
    """Every file with its name, origin and size; then what is left out and what is in the way."""
    for item in plan.files:
        yield f"{item.path}  {_origin(item)}  {_size(item)}", ""
    for item in plan.references:
        yield _("{code} refers to {path}").format(code=item.requirement, path=item.path), "dim"
    for omission in plan.omissions:
        yield f"  – {omission.code}: {omission.reason}", "yellow"
    for finding in plan.problems:
        yield finding_line(finding), "red" if finding.code.startswith("E") else "yellow"
    if any(item.estimated for item in plan.files):
        yield _("sizes marked ≈ are estimates: the files have not been made yet"), "yellow"
    if plan.volume[1] > 1:
        yield _("sent in {count} packages").format(count=plan.volume[1]), ""
    yield (
        _("{files} files, {bytes} bytes, {omissions} omissions, {problems} problems").format(
            files=len(plan.files),
            bytes=plan.size,
            omissions=len(plan.omissions),
            problems=len(plan.problems),
        ),
        "bold",
    )


def _origin(item: PlannedFile) -> str:
    words = [item.record] if item.record else []
    if item.role in _ROLES:
        words.append(_(_ROLES[item.role]))
    if item.source is not None:
        part = PART_WORDS.get(item.part)
        words.append(_("made from it"))
        words += [_(part)] if part else []
        words += [_("page {page}").format(page=item.page)] if item.page else []
    return " · ".join(words)


def _size(item: PlannedFile) -> str:
    return f"≈{item.fixity.size}" if item.estimated else str(item.fixity.size)


def result_lines(result: BundleResult, *, verbose: bool) -> Iterator[Line]:
    """Where it lies, what it holds, whether it is sound; each omission when ``verbose``."""
    for item in result.volumes or (result,):
        yield item.path, "bold"
    yield (
        _("{requirements} requirements, {records} records, {files} files, {bytes} bytes").format(
            requirements=result.requirements,
            records=result.records,
            files=result.files,
            bytes=result.bytes,
        ),
        "",
    )
    if result.partial:
        text = _("PARTIAL: {count} omissions, listed in the bundle")
        yield text.format(count=len(result.omissions)), "yellow"
    for omission in result.omissions if verbose else ():
        yield f"  – {omission.code}: {omission.reason}", ""
    for finding in result.problems:
        yield finding_line(finding), "red"
    yield (_("verified"), "green") if result.verified else (_("NOT verified"), "red")


def difference_lines(difference: Difference) -> Iterator[Line]:
    """What changed, ask by ask in a sentence each, then file by file."""
    for ask in difference.requirements:
        text = _("{code}: {added} files more, {removed} fewer, {changed} with new content")
        values = {"added": ask.added, "removed": ask.removed, "changed": ask.changed}
        yield text.format(code=ask.requirement, **values), "bold"
    for title, items in (
        (_("added"), difference.added),
        (_("removed"), difference.removed),
        (_("changed"), difference.changed),
    ):
        yield from ((f"{title}  {item}", "") for item in items)
    for old, new in difference.moved:
        yield f"{_('moved')}  {old} → {new}", ""
    for omission in difference.closed:
        yield (
            _("no longer missing: {code} {reason}").format(
                code=omission.code, reason=omission.reason
            ),
            "green",
        )
    for omission in difference.opened:
        yield (
            _("newly missing: {code} {reason}").format(code=omission.code, reason=omission.reason),
            "yellow",
        )
    if difference.is_empty:
        yield _("no difference"), ""


def story_line(story: BundleStory) -> Line:
    """One build on a line, with its fate."""
    sealed = story.sealed
    words = [story.at[:19], sealed.bundle[:8], f"{sealed.records} / {sealed.files}", story.by]
    words += [_("partial: {reason}").format(reason=sealed.reason)] if sealed.partial else []
    if story.withdrawn_at:
        words.append(
            _("taken back on {at} by {by}: {reason}").format(
                at=story.withdrawn_at[:10],
                by=story.withdrawn_by,
                reason=story.withdrawn_reason,
            )
        )
    return "  ".join([*words, sealed.path]), "dim" if story.withdrawn_at else ""
