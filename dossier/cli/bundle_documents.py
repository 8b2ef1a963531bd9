"""Plans, bundles and their differences as documents for scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dossier.cli.explain import finding_document
from dossier.model.bundles import BundlePlan, BundleResult, PlannedFile

if TYPE_CHECKING:
    from dossier.bundle.difference import Difference
    from dossier.workflow.bundle_history import BundleStory


def plan_document(plan: BundlePlan) -> dict[str, Any]:
    """The plan for scripts."""
    return {
        "bundle_id": plan.bundle_id,
        "name": plan.name,
        "partial": plan.partial,
        "packages": plan.volume[1],
        "requirements": list(plan.requirements),
        "files": [_file(item) for item in plan.files],
        "references": [_file(item) for item in plan.references],
        "bytes": plan.size,
        "omissions": [{"code": o.code, "reason": o.reason} for o in plan.omissions],
        "problems": [finding_document(finding) for finding in plan.problems],
    }


def _file(item: PlannedFile) -> dict[str, Any]:
    return {
        "path": item.path,
        "record": item.record,
        "requirement": item.requirement,
        "kind": item.kind,
        "role": item.role,
        "digest": item.fixity.digest,
        "size": item.fixity.size,
        "estimated": item.estimated,
        "source": item.source.digest if item.source else None,
        "part": item.part,
        "page": item.page,
    }


def result_document(result: BundleResult) -> dict[str, Any]:
    """What was written or verified, for scripts."""
    return {
        "path": result.path,
        "bundle_id": result.bundle_id,
        "requirements": result.requirements,
        "records": result.records,
        "files": result.files,
        "bytes": result.bytes,
        "partial": result.partial,
        "omissions": [{"code": o.code, "reason": o.reason} for o in result.omissions],
        "verified": result.verified,
        "problems": [finding_document(finding) for finding in result.problems],
        "volumes": [item.path for item in result.volumes],
    }


def difference_document(difference: Difference) -> dict[str, Any]:
    """The difference for scripts."""
    return {
        "added": list(difference.added),
        "removed": list(difference.removed),
        "changed": list(difference.changed),
        "moved": [list(pair) for pair in difference.moved],
        "requirements": [
            {
                "code": ask.requirement,
                "added": ask.added,
                "removed": ask.removed,
                "changed": ask.changed,
            }
            for ask in difference.requirements
        ],
        "closed": [{"code": o.code, "reason": o.reason} for o in difference.closed],
        "opened": [{"code": o.code, "reason": o.reason} for o in difference.opened],
    }


def story_document(story: BundleStory) -> dict[str, Any]:
    """One build for scripts."""
    sealed = story.sealed
    return {
        "bundle_id": sealed.bundle,
        "path": sealed.path,
        "at": story.at,
        "by": story.by,
        "as_of": sealed.as_of,
        "profile": sealed.profile,
        "records": sealed.records,
        "files": sealed.files,
        "bytes": sealed.bytes,
        "partial": sealed.partial,
        "reason": sealed.reason,
        "plan": sealed.plan,
        "contents": list(sealed.contents),
        "withdrawn": {
            "at": story.withdrawn_at,
            "by": story.withdrawn_by,
            "reason": story.withdrawn_reason,
        }
        if story.withdrawn_at
        else None,
    }
