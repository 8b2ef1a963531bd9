"""Compile a bundle: assess, prepare, plan, write, read back, record."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from dossier import __version__
from dossier.bundle.progress import Progress, silent
from dossier.bundle.staging import disk_errors
from dossier.bundle.writer import FolderWriter, ZipWriter
from dossier.errors import BundleError, UsageError
from dossier.i18n import N_, Translator
from dossier.model.assessment import Assessment, Verdict
from dossier.model.bundles import BundlePlan, BundleResult
from dossier.workflow.assess import check
from dossier.workflow.bundle_history import record_bundle
from dossier.workflow.bundle_order import Order
from dossier.workflow.prepare import Package, lists, packages
from dossier.workflow.triage import find_requirement
from dossier.workflow.workbench import Workbench
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


def plan(
    workspace: Workspace, order: Order, progress: Progress = silent
) -> tuple[BundlePlan, Assessment]:
    """Everything that would be written, and the assessment it rests on.

    Conversions are made on the way, into the archive's ``derived`` folder, so that their sizes are
    true. Where the package is sent in several, the plan shows them all.
    """
    with ExitStack() as stack:
        bench, assessment = _bench(workspace, order, stack, progress)
        stack.enter_context(disk_errors(workspace.archive.root))
        return _joint([item.plan for item in packages(bench, assessment)]), assessment


def compile_bundle(workspace: Workspace, order: Order, progress: Progress) -> BundleResult:
    """Write the bundle, read it back and record it.

    Raises VerdictNotCompleteError unless the verdict is complete or ``partial`` is asked for, and
    BundleError when it cannot be written or does not verify; nothing then has a final name.
    """
    with ExitStack() as stack:
        bench, assessment = _bench(workspace, replace(order, estimate=False), stack, progress)
        if assessment.verdict is not Verdict.COMPLETE and not order.partial:
            raise VerdictNotCompleteError(assessment)
        if order.partial and not order.reason:
            raise BundleError(
                N_("a partial bundle needs a reason"),
                N_("say why it is partial with: --reason TEXT"),
            )
        stack.enter_context(disk_errors(workspace.archive.root))
        made = packages(bench, assessment)
        return _whole([_written(bench, item, order, progress) for item in made])


def _bench(
    workspace: Workspace, order: Order, stack: ExitStack, progress: Progress
) -> tuple[Workbench, Assessment]:
    workspace = _under(workspace, order, stack)
    check_target(workspace, order.to)
    codes = tuple(find_requirement(workspace, text).code for text in order.requirements)
    assessment = check(workspace, as_of=order.as_of, requirements=codes)
    bench = Workbench(workspace, order, codes, Translator(workspace.settings.language), progress)
    return stack.enter_context(bench), assessment


def _under(workspace: Workspace, order: Order, stack: ExitStack) -> Workspace:
    """The same archive under the profile the order names."""
    if order.profile is None:
        return workspace
    settings = replace(workspace.settings, profile=order.profile)
    other = replace(workspace, settings=settings)
    stack.callback(other.let_go)
    return other


def check_target(workspace: Workspace, target: Path | None) -> None:
    """Refuse a folder whose content would be taken in again, or that is the archive's own.

    Raises UsageError.
    """
    if target is None:
        return
    wanted, layout = target.resolve(), workspace.archive.layout
    own = (layout.store, layout.ledger, layout.index, layout.derived)
    for taken in (*own, *workspace.settings.inboxes):
        if wanted == taken.resolve() or taken.resolve() in wanted.parents:
            raise UsageError(
                N_("a bundle cannot be written into {path}"),
                N_("choose a folder outside the archive and its inboxes"),
                path=str(target),
            )


def _written(bench: Workbench, package: Package, order: Order, progress: Progress) -> BundleResult:
    workspace = bench.workspace
    target = order.to or workspace.archive.root / "bundles"
    writer = (ZipWriter if order.zipped else FolderWriter)(target, f"dossier {__version__}")
    result = writer.write(package.plan, lists(bench, package), bench.open, progress)
    record_bundle(workspace, package.plan, result)
    return result


def _joint(plans: Sequence[BundlePlan]) -> BundlePlan:
    """One plan that shows several packages, each in a folder of its own."""
    if len(plans) == 1:
        return plans[0]
    return replace(
        plans[0],
        requirements=tuple(code for item in plans for code in item.requirements),
        files=tuple(
            replace(file, path=f"{item.name}/{file.path}") for item in plans for file in item.files
        ),
        omissions=tuple(dict.fromkeys(one for item in plans for one in item.omissions)),
        problems=tuple(one for item in plans for one in item.problems),
        references=tuple(one for item in plans for one in item.references),
        volume=(0, len(plans)),
    )


def _whole(results: Sequence[BundleResult]) -> BundleResult:
    """The first of several results with the sums of all."""
    if len(results) == 1:
        return results[0]
    return replace(
        results[0],
        requirements=sum(item.requirements for item in results),
        records=sum(item.records for item in results),
        files=sum(item.files for item in results),
        bytes=sum(item.bytes for item in results),
        omissions=tuple(dict.fromkeys(one for item in results for one in item.omissions)),
        existed=all(item.existed for item in results),
        volumes=tuple(results),
    )
