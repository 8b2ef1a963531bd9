"""Compile a bundle: assess, plan, write, read back, record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from dossier import __version__
from dossier.bundle.progress import Progress
from dossier.bundle.writer import FolderWriter, ZipWriter
from dossier.errors import BundleError
from dossier.i18n import N_, Translator
from dossier.model.assessment import Assessment, Verdict
from dossier.model.bundles import BundlePlan, BundleResult
from dossier.model.events import BundleSealed
from dossier.model.records import COUNTING_STATES, Record, RecordFilter
from dossier.report.tag_files import tag_files
from dossier.rules.compilation import plan_bundle
from dossier.workflow.assess import check
from dossier.workflow.triage import find_requirement
from dossier.workflow.workspace import Workspace


class VerdictNotCompleteError(BundleError):
    """The assessment is not complete and no partial bundle was asked for."""

    def __init__(self, assessment: Assessment) -> None:
        super().__init__(
            N_("the verdict is {verdict}: {incomplete} incomplete, {undetermined} undetermined"),
            N_(
                "see what is missing: dossier check; or send what there is: --partial --reason TEXT"
            ),
            verdict=str(assessment.verdict),
            incomplete=assessment.summary.incomplete,
            undetermined=assessment.summary.undetermined,
        )
        self.assessment = assessment


@dataclass(frozen=True, slots=True)
class Order:
    """What to compile. ``to`` is the folder to write into (None: the archive's ``bundles``)."""

    as_of: dt.date
    to: Path | None = None
    requirements: tuple[str, ...] = ()
    zipped: bool = False
    partial: bool = False
    reason: str = ""


def plan(workspace: Workspace, order: Order) -> tuple[BundlePlan, Assessment]:
    """Everything that would be written, and the assessment it rests on."""
    codes = tuple(find_requirement(workspace, text).code for text in order.requirements)
    assessment = check(workspace, as_of=order.as_of, requirements=codes)
    records = workspace.archive.catalogue.records(RecordFilter(states=tuple(COUNTING_STATES)))
    store = workspace.archive.store
    missing = {r.fixity.digest for r in records if r.fixity.digest not in store}
    planned = plan_bundle(
        workspace.edition,
        workspace.profile,
        assessment,
        records,
        as_of=order.as_of.isoformat(),
        partial=order.partial,
        reason=order.reason,
        requirements=codes or None,
        units=tuple(unit.name for unit in workspace.units),
        missing=missing,
        translator=Translator(workspace.settings.language),
    )
    return planned, assessment


def compile_bundle(workspace: Workspace, order: Order, progress: Progress) -> BundleResult:
    """Write the bundle, read it back and record it.

    Raises VerdictNotCompleteError unless the verdict is complete or ``partial`` is asked for, and
    BundleError when it cannot be written or does not verify; nothing is left with a final name then.
    """
    planned, assessment = plan(workspace, order)
    if assessment.verdict is not Verdict.COMPLETE and not order.partial:
        raise VerdictNotCompleteError(assessment)
    if planned.partial and not order.reason:
        raise BundleError(
            N_("a partial bundle needs a reason"), N_("say why it is partial with: --reason TEXT")
        )
    target = order.to or workspace.archive.root / "bundles"
    writer = (ZipWriter if order.zipped else FolderWriter)(target, f"dossier {__version__}")
    tags = tag_files(
        planned,
        workspace.edition,
        assessment,
        _planned_records(workspace, planned),
        Translator(workspace.settings.language),
    )
    result = writer.write(planned, tags, workspace.archive.store.open, progress)
    _record(workspace, planned, result)
    return result


def _planned_records(workspace: Workspace, planned: BundlePlan) -> list[Record]:
    ids = dict.fromkeys(item.record for item in (*planned.files, *planned.references))
    return [record for item in ids if (record := workspace.archive.catalogue.record(item))]


def _record(workspace: Workspace, planned: BundlePlan, result: BundleResult) -> None:
    event = BundleSealed(
        bundle=planned.bundle_id,
        path=result.path,
        as_of=planned.as_of,
        records=result.records,
        files=result.files,
        bytes=result.bytes,
        partial=planned.partial,
        reason=planned.reason,
    )
    with workspace.archive.writing() as writer:
        writer.record([event], at=workspace.now(), by=workspace.actor)
