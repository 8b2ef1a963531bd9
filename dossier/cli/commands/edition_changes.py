"""edition import."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dossier.cli.context import Context, now
from dossier.i18n import _

if TYPE_CHECKING:
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
