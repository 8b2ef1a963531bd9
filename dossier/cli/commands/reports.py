"""report."""

from __future__ import annotations

import argparse
from pathlib import Path

from dossier.cli.context import Context, day
from dossier.cli.parser import Commands
from dossier.i18n import _

KINDS = ("ledger", "gaps", "assignments", "returns", "notices", "digest", "catalogue")


def register(commands: Commands) -> None:
    """Add the command to the grammar."""
    report = commands.add(
        "report",
        _("tables and slips as xlsx, docx or HTML"),
        "dossier report notices --unit 教育局",
    )
    report.add_argument("kind", choices=KINDS, metavar="KIND", help=", ".join(KINDS))
    report.add_argument("--unit", metavar=_("UNIT"), help=_("for this unit only"))
    report.add_argument("--to", type=Path, metavar="DIR", help=_("folder to write into"))
    report.add_argument("--format", choices=("xlsx", "docx", "html"), help=_("form"))
    report.add_argument("--as-of", type=day, metavar=_("DATE"), help=_("as of this date"))
    report.set_defaults(run=run_report)


def run_report(context: Context, options: argparse.Namespace) -> int:
    """Write a report and say where it is."""
    from dossier.workflow.reports import write_report

    with context.workspace() as workspace:
        path = write_report(
            workspace,
            options.kind,
            as_of=options.as_of or workspace.today(),
            unit=options.unit,
            to=options.to.absolute() if options.to else None,
            file_format=options.format,
        )
    if context.output.as_json:
        context.output.document({"path": str(path)})
    else:
        context.output.line(str(path))
    return 0
