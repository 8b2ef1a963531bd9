"""edition adopt: move the archive to another edition, or back."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from dossier.cli.commands.edition_changes import crosswalk_option, print_counts
from dossier.cli.context import Context
from dossier.i18n import _

if TYPE_CHECKING:
    from dossier.workflow.adopting import Adoption
    from dossier.workflow.workspace import Workspace


def register(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb to the grammar of ``edition``."""
    adopting = verbs.add_parser(
        "adopt",
        help=_("move the archive to another edition, its evidence along"),
        epilog=_("Example:") + "\n  dossier edition adopt 新版.yaml --crosswalk 对照.xlsx",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    adopting.add_argument(
        "new", nargs="?", metavar=_("NEW"), help=_("a YAML file, or a shipped id")
    )
    crosswalk_option(adopting)
    adopting.add_argument("--plan", action="store_true", help=_("show it, change nothing"))
    adopting.add_argument("--undo", action="store_true", help=_("take the last adoption back"))
    adopting.set_defaults(run=run_adopt)


def run_adopt(context: Context, options: argparse.Namespace) -> int:
    """Move the archive over, or back."""
    from dossier.errors import UsageError
    from dossier.i18n import N_
    from dossier.settings import set_edition
    from dossier.shipped import load_edition
    from dossier.workflow.adopting import adopt, plan_adoption
    from dossier.workflow.crosswalks import load_crosswalk

    if bool(options.new) == options.undo:
        raise UsageError(
            N_("name the edition to adopt, or --undo"),
            N_("see: dossier edition adopt --help"),
        )
    with context.workspace() as workspace:
        root = workspace.archive.root
        if options.undo:
            return _undo(context, workspace)
        new = load_edition(options.new)
        settled = load_crosswalk(options.crosswalk, workspace.edition, new)
        plan = plan_adoption(workspace, options.new, settled)
        if not options.plan:
            adopt(workspace, plan, lambda name: set_edition(root, name))
        _show_adoption(context, plan, planned=options.plan)
    return 0


def _undo(context: Context, workspace: Workspace) -> int:
    from dossier.settings import set_edition
    from dossier.workflow.adopting import undo_adoption

    root = workspace.archive.root
    undone = undo_adoption(workspace, lambda name: set_edition(root, name))
    if context.output.as_json:
        context.output.document(
            {
                "edition": undone.edition,
                "restored": undone.restored,
                "changed_since": list(undone.changed),
            }
        )
        return 0
    context.output.line(
        _("back to {edition}; {count} records restored").format(
            edition=undone.edition, count=undone.restored
        )
    )
    for record in undone.changed:
        context.output.line(_("  {record} had changed since; look at it").format(record=record))
    return 0


def _show_adoption(context: Context, plan: Adoption, *, planned: bool) -> None:
    if context.output.as_json:
        context.output.document(_adoption_document(plan, planned=planned))
        return
    output = context.output
    print_counts(context, plan.crosswalk)
    text = _("would be carried: {count} records") if planned else _("carried: {count} records")
    output.line(text.format(count=len(plan.carried)))
    titles = {item.code: item.title for item in plan.new.requirements}
    if plan.losses:
        output.line(_("evidence that proves nothing any more:"), style="bold")
        why = {
            "dropped": _("the ask was dropped"),
            "kind": _("its kind is not wanted any more"),
            "window": _("its dates lie outside the window"),
        }
        output.table(
            [(item.record, item.old, item.new or "—", why[item.reason]) for item in plan.losses]
        )
    bare = [code for code in plan.fresh if code in set(plan.bare)]
    if bare:
        output.line(_("new asks without material:"), style="bold")
        output.table([("  " + code, titles[code]) for code in bare])
    output.line(
        _("{count} asks have no material in all; see: dossier check").format(count=len(plan.bare))
    )


def _adoption_document(plan: Adoption, *, planned: bool) -> dict[str, Any]:
    return {
        "planned": planned,
        "old": plan.old.id,
        "new": plan.new.id,
        "name": plan.name,
        "counts": plan.crosswalk.count(),
        "carried": [item.record for item in plan.carried],
        "losses": [
            {
                "record": item.record,
                "old": item.old,
                "new": item.new,
                "kind": item.kind,
                "reason": item.reason,
            }
            for item in plan.losses
        ],
        "new_without_material": [code for code in plan.fresh if code in set(plan.bare)],
        "without_material": list(plan.bare),
    }
