"""edition import, diff and adopt."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dossier.cli.context import Context, now
from dossier.i18n import _

if TYPE_CHECKING:
    from dossier.model.crosswalks import Crosswalk
    from dossier.model.editions import Edition
    from dossier.model.findings import Finding
    from dossier.workflow.adopting import Adoption
    from dossier.workflow.workspace import Workspace

_SHOWN = 20


def register(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verbs to the grammar of ``edition``."""
    reading = verbs.add_parser(
        "import",
        help=_("read an edition from a handbook (DOCX, XLSX or PDF)"),
        epilog=_("Example:") + "\n  dossier edition import 责任分解表.docx --id wm-2026",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    reading.add_argument("file", type=Path, help=_("the handbook or the table of duties"))
    reading.add_argument("--to", type=Path, metavar="DIR", help=_("where the files go"))
    reading.add_argument("--id", dest="edition_id", metavar="ID", help=_("a-z, 0-9 and -"))
    reading.add_argument(
        "--replace", action="store_true", help=_("overwrite files of an earlier import")
    )
    reading.set_defaults(run=run_import)
    diff = verbs.add_parser(
        "diff",
        help=_("compare two editions, paired by code and wording"),
        epilog=_("Example:") + "\n  dossier edition diff wmcq-2017 新版.yaml --to 对照.xlsx",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    diff.add_argument("old", metavar=_("OLD"), help=_("a YAML file, or a shipped id"))
    diff.add_argument("new", metavar=_("NEW"), help=_("a YAML file, or a shipped id"))
    diff.add_argument("--to", type=Path, metavar="FILE.xlsx", help=_("write it as a workbook"))
    _crosswalk_option(diff)
    diff.add_argument("--all", action="store_true", help=_("also what stayed the same"))
    diff.set_defaults(run=run_diff)
    adopting = verbs.add_parser(
        "adopt",
        help=_("move the archive to another edition, its evidence along"),
        epilog=_("Example:") + "\n  dossier edition adopt 新版.yaml --crosswalk 对照.xlsx",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    adopting.add_argument(
        "new", nargs="?", metavar=_("NEW"), help=_("a YAML file, or a shipped id")
    )
    _crosswalk_option(adopting)
    adopting.add_argument("--plan", action="store_true", help=_("show it, change nothing"))
    adopting.add_argument("--undo", action="store_true", help=_("take the last adoption back"))
    adopting.set_defaults(run=run_adopt)


def run_import(context: Context, options: argparse.Namespace) -> int:
    """Read a handbook; every assumption goes on the list of doubts."""
    from dossier.workflow.editions import import_edition

    written = import_edition(
        options.file,
        options.to or context.start,
        edition_id=options.edition_id,
        year=now().year,
        replace=options.replace,
    )
    imported = written.imported
    files = (written.edition, written.roster, written.doubts)
    if context.output.as_json:
        context.output.document(
            {
                "id": imported.edition.id,
                "title": imported.edition.title,
                "requirements": len(imported.edition.requirements),
                "units": len(imported.edition.units),
                "files": [str(path) for path in files],
                "doubts": [_doubt(item) for item in imported.doubts],
            }
        )
        return 0
    output = context.output
    count = len(imported.edition.requirements)
    output.line(
        _("{title}: {count} requirements, {units} units").format(
            title=imported.edition.title, count=count, units=len(imported.edition.units)
        )
    )
    for path in files:
        output.line(f"  {path}")
    _print_doubts(context, imported.doubts)
    return 0


def _doubt(item: Finding) -> dict[str, Any]:
    from dossier.cli.explain import finding_document

    return finding_document(item)


def _print_doubts(context: Context, doubts: tuple[Finding, ...]) -> None:
    from dossier.report.doubt_list import place_of
    from dossier.rules.finding_table import sentence

    if not doubts:
        context.output.line(_("nothing was doubtful"))
        return
    context.output.line(_("{count} doubtful places:").format(count=len(doubts)))
    shown = doubts[:_SHOWN]
    context.output.table(
        [(item.code, place_of(item), item.parameters["row"], sentence(item)) for item in shown]
    )
    if len(doubts) > len(shown):
        context.output.line(_("… the rest stands in the list of doubts"))


def _crosswalk_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--crosswalk",
        type=Path,
        metavar="FILE",
        help=_("links a person settled: YAML, or a workbook that edition diff wrote"),
    )


def run_diff(context: Context, options: argparse.Namespace) -> int:
    """What became of each ask."""
    from dossier.rules.crosswalk import crosswalk
    from dossier.shipped import load_edition
    from dossier.workflow.crosswalks import load_crosswalk, write_difference

    old, new = load_edition(options.old), load_edition(options.new)
    walk = crosswalk(old, new, load_crosswalk(options.crosswalk, old, new))
    if options.to:
        write_difference(options.to, walk, old, new)
    if context.output.as_json:
        context.output.document(_walk_document(walk, old, new))
        return 0
    from dossier.report.edition_difference import heads, rows

    shown = [
        row
        for link, row in zip(walk.links, rows(walk, old, new), strict=True)
        if options.all or str(link.relation) != "same"
    ]
    context.output.table(shown, head=heads())
    _print_counts(context, walk)
    if options.to:
        context.output.line(str(options.to))
    return 0


def _print_counts(context: Context, walk: Crosswalk) -> None:
    from dossier.report.edition_difference import relation_word

    counts = (f"{relation_word(name)} {number}" for name, number in walk.count().items() if number)
    context.output.line(f"{walk.old} → {walk.new}: " + "，".join(counts), style="bold")


def _walk_document(walk: Crosswalk, old: Edition, new: Edition) -> dict[str, Any]:
    left = {item.code: item.title for item in old.requirements}
    right = {item.code: item.title for item in new.requirements}
    return {
        "old": walk.old,
        "new": walk.new,
        "counts": walk.count(),
        "links": [
            {
                "relation": str(link.relation),
                "old": [{"code": code, "title": left[code]} for code in link.old],
                "new": [{"code": code, "title": right[code]} for code in link.new],
                "likeness": link.likeness,
                "changes": list(link.changes),
                "by": link.by,
            }
            for link in walk.links
        ],
    }


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
    _print_counts(context, plan.crosswalk)
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
