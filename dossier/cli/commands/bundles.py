"""bundle, verify, diff."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dossier.cli.context import Context, day
from dossier.cli.explain import finding_document, finding_line
from dossier.cli.parser import Commands
from dossier.errors import ExitCode
from dossier.i18n import _

if TYPE_CHECKING:
    from dossier.bundle.difference import Difference
    from dossier.model.bundles import BundlePlan, BundleResult


def register(commands: Commands) -> None:
    """Add the commands to the grammar."""
    bundle = commands.add(
        "bundle",
        _("compile, write and read back the package"),
        "dossier bundle --partial --reason 初审稿 --format zip",
    )
    bundle.add_argument("--to", type=Path, metavar="DIR", help=_("folder to write into"))
    bundle.add_argument(
        "--requirement",
        action="append",
        nargs="+",
        default=[],
        metavar=_("CODE"),
        help=_("only these"),
    )
    bundle.add_argument("--format", choices=("folder", "zip"), default="folder", help=_("form"))
    bundle.add_argument("--partial", action="store_true", help=_("although not complete"))
    bundle.add_argument("--reason", default="", help=_("why it is partial"))
    bundle.add_argument("--as-of", type=day, metavar=_("DATE"), help=_("as of this date"))
    bundle.add_argument("--plan", action="store_true", help=_("show what would be written, only"))
    bundle.set_defaults(run=run_bundle)
    verify = commands.add(
        "verify", _("check any bundle, anywhere"), "dossier verify bundles/wmcq-2017.zip"
    )
    verify.add_argument("path", type=Path, help=_("folder or ZIP"))
    verify.set_defaults(run=run_verify)
    diff = commands.add("diff", _("what changed between two bundles"), "dossier diff 旧包 新包")
    diff.add_argument("old", type=Path)
    diff.add_argument("new", type=Path)
    diff.set_defaults(run=run_diff)


def run_bundle(context: Context, options: argparse.Namespace) -> int:
    """Write a bundle, or show its plan."""
    from dossier.workflow.compile import Order, compile_bundle, plan

    bar = context.output.progress(_("bundling"))
    with context.workspace() as workspace:
        order = Order(
            as_of=options.as_of or workspace.today(),
            to=options.to.absolute() if options.to else None,
            requirements=tuple(code for group in options.requirement for code in group),
            zipped=options.format == "zip",
            partial=options.partial,
            reason=options.reason,
        )
        if options.plan:
            return _show_plan(context, plan(workspace, order)[0])
        result = compile_bundle(workspace, order, lambda _step, done, total: bar(done, total))
    return _answer(context, result)


def _show_plan(context: Context, plan: BundlePlan) -> int:
    if context.output.as_json:
        context.output.document(plan_document(plan))
    else:
        for item in plan.files:
            context.output.line(f"{item.path}  {item.record}  {item.fixity.size}")
        for omission in plan.omissions:
            context.output.line(f"  – {omission.code}: {omission.reason}", style="yellow")
        for finding in plan.problems:
            context.output.line(finding_line(finding), style="red")
        size = sum(item.fixity.size for item in plan.files)
        context.output.line(
            _("{files} files, {bytes} bytes, {omissions} omissions, {problems} problems").format(
                files=len(plan.files),
                bytes=size,
                omissions=len(plan.omissions),
                problems=len(plan.problems),
            )
        )
    blocked = any(finding.code.startswith("E") for finding in plan.problems)
    return int(ExitCode.BUNDLE if blocked else ExitCode.DONE)


def plan_document(plan: BundlePlan) -> dict[str, Any]:
    """The plan for scripts."""
    return {
        "bundle_id": plan.bundle_id,
        "name": plan.name,
        "partial": plan.partial,
        "requirements": list(plan.requirements),
        "files": [
            {
                "path": item.path,
                "record": item.record,
                "requirement": item.requirement,
                "kind": item.kind,
                "digest": item.fixity.digest,
                "size": item.fixity.size,
            }
            for item in plan.files
        ],
        "omissions": [{"code": o.code, "reason": o.reason} for o in plan.omissions],
        "problems": [finding_document(finding) for finding in plan.problems],
    }


def run_verify(context: Context, options: argparse.Namespace) -> int:
    """Verify a bundle without its archive."""
    from dossier.bundle.verify import verify_bundle

    bar = context.output.progress(_("verifying"))
    return _answer(
        context,
        verify_bundle(options.path.absolute(), lambda _step, done, total: bar(done, total)),
    )


def _answer(context: Context, result: BundleResult) -> int:
    if context.output.as_json:
        context.output.document(result_document(result))
    else:
        _print_result(context, result)
    return int(ExitCode.DONE if result.verified else ExitCode.BUNDLE)


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
    }


def _print_result(context: Context, result: BundleResult) -> None:
    output = context.output
    output.line(result.path, style="bold")
    output.line(
        _("{requirements} requirements, {records} records, {files} files, {bytes} bytes").format(
            requirements=result.requirements,
            records=result.records,
            files=result.files,
            bytes=result.bytes,
        )
    )
    if result.partial:
        output.line(
            _("PARTIAL: {count} omissions, listed in the bundle").format(
                count=len(result.omissions)
            ),
            style="yellow",
        )
    for omission in result.omissions if output.verbosity > 0 else ():
        output.line(f"  – {omission.code}: {omission.reason}")
    for finding in result.problems:
        output.line(finding_line(finding), style="red")
    if result.verified:
        output.line(_("verified"), style="green")
    else:
        output.line(_("NOT verified"), style="red")


def run_diff(context: Context, options: argparse.Namespace) -> int:
    """Print what changed from the old bundle to the new one."""
    from dossier.bundle.difference import diff_bundles

    difference = diff_bundles(options.old.absolute(), options.new.absolute())
    if context.output.as_json:
        context.output.document(difference_document(difference))
        return 0
    for title, items in (
        (_("added"), difference.added),
        (_("removed"), difference.removed),
        (_("changed"), difference.changed),
    ):
        for item in items:
            context.output.line(f"{title}  {item}")
    for old, new in difference.moved:
        context.output.line(f"{_('moved')}  {old} → {new}")
    if difference.is_empty:
        context.output.line(_("no difference"))
    return 0


def difference_document(difference: Difference) -> dict[str, Any]:
    """The difference for scripts."""
    return {
        "added": list(difference.added),
        "removed": list(difference.removed),
        "changed": list(difference.changed),
        "moved": [list(pair) for pair in difference.moved],
    }
