"""edition import and diff."""

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
    crosswalk_option(diff)
    diff.add_argument("--all", action="store_true", help=_("also what stayed the same"))
    diff.set_defaults(run=run_diff)


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


def crosswalk_option(parser: argparse.ArgumentParser) -> None:
    """Add the option that names a settled crosswalk."""
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
    print_counts(context, walk)
    if options.to:
        context.output.line(str(options.to))
    return 0


def print_counts(context: Context, walk: Crosswalk) -> None:
    """How many asks stayed, moved, came and went."""
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
