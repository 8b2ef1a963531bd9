"""bundle, verify, diff."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.cli.bundle_documents import (
    difference_document,
    plan_document,
    result_document,
    story_document,
)
from dossier.cli.bundle_words import difference_lines, plan_lines, result_lines, story_line
from dossier.cli.context import Context, day
from dossier.cli.explain import tell_unread
from dossier.errors import ExitCode, UsageError
from dossier.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossier.cli.parser import Commands
    from dossier.model.bundles import BundlePlan, BundleResult
    from dossier.workflow.bundle_order import Order
    from dossier.workflow.workspace import Workspace


def register(commands: Commands) -> None:
    """Add the commands to the grammar."""
    bundle = commands.add(
        "bundle",
        _("compile, write and read back the package"),
        "dossier bundle --partial --reason 初审稿 --format zip",
    )
    _bundle_options(bundle)
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


def _bundle_options(bundle: argparse.ArgumentParser) -> None:
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
    bundle.add_argument("--reason", default="", help=_("why it is partial, or taken back"))
    bundle.add_argument("--as-of", type=day, metavar=_("DATE"), help=_("as of this date"))
    bundle.add_argument("--plan", action="store_true", help=_("show what would be written, only"))
    bundle.add_argument(
        "--estimate",
        action="store_true",
        help=_("with --plan: convert nothing, sizes of what is still to be made are estimates"),
    )
    bundle.add_argument(
        "--book",
        choices=("none", "requirement", "indicator"),
        help=_("one PDF for each, whatever the profile says"),
    )
    bundle.add_argument(
        "--pages",
        action="append",
        default=[],
        type=named_pages,
        metavar="ID=1,3",
        help=_("picture these pages of a record"),
    )
    bundle.add_argument(
        "--profile", metavar=_("ID|FILE"), help=_("as this profile wants it, this once")
    )
    bundle.add_argument(
        "--split",
        action=argparse.BooleanOptionalAction,
        default=None,
        help=_("send it in several packages where it is too large"),
    )
    bundle.add_argument("--list", action="store_true", help=_("every bundle made, and its fate"))
    bundle.add_argument(
        "--withdraw", metavar=_("NUMBER"), help=_("take a bundle back; its file stays")
    )


def named_pages(text: str) -> tuple[str, tuple[int, ...]]:
    """``2026-000123=1,3`` from the command line; ValueError for anything else."""
    from dossier.workflow.ordering import pages_of

    try:
        [(record, pages)] = pages_of(text).items()
    except UsageError as error:
        raise ValueError(text) from error
    return record, pages


def run_bundle(context: Context, options: argparse.Namespace) -> int:
    """Write a bundle, show its plan, list what was made, or take one back."""
    from dossier.workflow.bundle_history import bundle_stories, withdraw_bundle
    from dossier.workflow.compile import compile_bundle, plan

    bar = context.output.progress(_("bundling"))
    with context.workspace() as workspace:
        if options.list:
            return _show_stories(context, bundle_stories(workspace))
        if options.withdraw is not None:
            return _show_stories(
                context, [withdraw_bundle(workspace, options.withdraw, options.reason)]
            )
        order = _order(workspace, options)
        if options.plan:
            found, _assessment = plan(workspace, order, lambda _s, done, total: bar(done, total))
            tell_unread(context, workspace)
            return _show_plan(context, found)
        if order.estimate:
            raise UsageError(
                N_("--estimate goes with --plan only"), N_("leave it out, or add --plan")
            )
        result = compile_bundle(workspace, order, lambda _step, done, total: bar(done, total))
        tell_unread(context, workspace)
    return _answer(context, result)


def _order(workspace: Workspace, options: argparse.Namespace) -> Order:
    from dossier.workflow.bundle_order import Order

    return Order(
        as_of=options.as_of or workspace.today(),
        to=options.to.absolute() if options.to else None,
        requirements=tuple(code for group in options.requirement for code in group),
        zipped=options.format == "zip",
        partial=options.partial,
        reason=options.reason,
        book=options.book,
        pages=dict(options.pages),
        estimate=options.estimate,
        profile=options.profile,
        split=options.split,
    )


def _show_plan(context: Context, plan: BundlePlan) -> int:
    if context.output.as_json:
        context.output.document(plan_document(plan))
    else:
        _print(context, plan_lines(plan))
    blocked = any(finding.code.startswith("E") for finding in plan.problems)
    return int(ExitCode.BUNDLE if blocked else ExitCode.DONE)


def _show_stories(context: Context, stories: Iterable[object]) -> int:
    from dossier.workflow.bundle_history import BundleStory

    known = [item for item in stories if isinstance(item, BundleStory)]
    if context.output.as_json:
        context.output.document([story_document(item) for item in known])
    else:
        _print(context, map(story_line, known))
    return 0


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
        _print(context, result_lines(result, verbose=context.output.verbosity > 0))
    return int(ExitCode.DONE if result.verified else ExitCode.BUNDLE)


def run_diff(context: Context, options: argparse.Namespace) -> int:
    """Print what changed from the old bundle to the new one."""
    from dossier.bundle.difference import diff_bundles

    difference = diff_bundles(options.old.absolute(), options.new.absolute())
    if context.output.as_json:
        context.output.document(difference_document(difference))
    else:
        _print(context, difference_lines(difference))
    return 0


def _print(context: Context, lines: Iterable[tuple[str, str]]) -> None:
    for text, style in lines:
        context.output.line(text, style=style)
