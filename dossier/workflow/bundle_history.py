"""Bundles that were built and taken back, as the ledger tells it."""

from __future__ import annotations

from dataclasses import dataclass

from dossier.errors import UsageError
from dossier.i18n import N_
from dossier.model.bundles import BundlePlan, BundleResult
from dossier.model.events import BundleSealed, BundleWithdrawn
from dossier.rules.plain_text import json_digest, members
from dossier.workflow.workspace import Workspace


@dataclass(frozen=True, slots=True)
class BundleStory:
    """One build, and whether it was taken back: when, by whom and why."""

    sealed: BundleSealed
    at: str
    by: str
    withdrawn_at: str = ""
    withdrawn_by: str = ""
    withdrawn_reason: str = ""


def record_bundle(workspace: Workspace, plan: BundlePlan, result: BundleResult) -> None:
    """Write the build to the ledger: what it holds, and the digest of its whole plan."""
    event = BundleSealed(
        bundle=plan.bundle_id,
        path=result.path,
        as_of=plan.as_of,
        records=result.records,
        files=result.files,
        bytes=result.bytes,
        partial=plan.partial,
        reason=plan.reason,
        profile=plan.profile,
        requirements=plan.requirements,
        contents=_contents(workspace, plan),
        plan=plan_digest(plan),
    )
    with workspace.archive.writing() as writer:
        writer.record([event], at=workspace.now(), by=workspace.actor)


def plan_digest(plan: BundlePlan) -> str:
    """Over every path, digest, omission and problem of a plan."""
    many = {"files": iter(plan.files), "references": iter(plan.references)}
    return f"sha256:{json_digest({**members(plan), **many})}"


def bundle_stories(workspace: Workspace) -> list[BundleStory]:
    """Every build in the order it was made; one taken back says so."""
    catalogue = workspace.archive.catalogue
    entries = [*catalogue.bundles(), *catalogue.withdrawn_bundles()]
    stories: list[BundleStory] = []
    for entry in sorted(entries, key=lambda item: item.seq):
        event = entry.event
        if isinstance(event, BundleSealed):
            stories.append(BundleStory(event, entry.at, entry.by))
        elif isinstance(event, BundleWithdrawn):
            stories = [_taken_back(item, event, entry.at, entry.by) for item in stories]
    return stories


def withdraw_bundle(workspace: Workspace, prefix: str, reason: str) -> BundleStory:
    """Take a bundle back; its file stays where it is. ``prefix`` is the start of its number.

    Raises UsageError where none or several that still stand begin so, or no reason is given.
    """
    found = {
        item.sealed.bundle: item
        for item in bundle_stories(workspace)
        if prefix and item.sealed.bundle.startswith(prefix) and not item.withdrawn_at
    }
    if len(found) != 1:
        raise UsageError(
            N_("{count} standing bundles have a number that begins with {prefix}"),
            N_("see the numbers with: dossier bundle --list"),
            count=len(found),
            prefix=prefix,
        )
    if not reason:
        raise UsageError(
            N_("taking a bundle back needs a reason"), N_("say why with: --reason TEXT")
        )
    story = next(iter(found.values()))
    event, at = BundleWithdrawn(story.sealed.bundle, reason), workspace.now()
    with workspace.archive.writing() as writer:
        writer.record([event], at=at, by=workspace.actor)
    return _taken_back(story, event, at, workspace.actor)


def _contents(workspace: Workspace, plan: BundlePlan) -> tuple[str, ...]:
    """Which revision of which record went out: ``2026-000123.2``."""
    ids = sorted({item.record for item in (*plan.files, *plan.references) if item.record})
    known = (workspace.archive.catalogue.record(item) for item in ids)
    return tuple(f"{record.id}.{record.revision}" for record in known if record)


def _taken_back(story: BundleStory, event: BundleWithdrawn, at: str, by: str) -> BundleStory:
    if story.sealed.bundle != event.bundle or story.withdrawn_at:
        return story
    return BundleStory(story.sealed, story.at, story.by, at, by, event.reason)
