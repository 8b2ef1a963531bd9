"""ocr: the text of scans."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from dossier.cli.context import Context
from dossier.cli.parser import Commands
from dossier.i18n import _

if TYPE_CHECKING:
    from dossier.workflow.scans import OcrReport


def register(commands: Commands) -> None:
    """Add the command to the grammar."""
    ocr = commands.add("ocr", _("read the text of scans and photographed papers"), "dossier ocr")
    ocr.add_argument("ids", nargs="*", metavar="ID", help=_("only these records"))
    ocr.set_defaults(run=run_ocr)


def run_ocr(context: Context, options: argparse.Namespace) -> int:
    """Read every scan that waits, page by page; a run that was stopped goes on where it was."""
    from dossier.workflow.ocr import read_scans

    try:
        with context.workspace() as workspace:
            report = read_scans(workspace, options.ids, context.output.progress(_("reading pages")))
    except KeyboardInterrupt:
        kept = _("stopped; the pages read so far are kept, and the next run goes on from there")
        context.output.message("\n" + kept)
        raise
    if context.output.as_json:
        context.output.document(_document(report))
        return 0
    said = _("{records} records read by OCR: {pages} pages now, {cached} known from before")
    context.output.line(
        said.format(records=len(report.records), pages=report.pages, cached=report.cached)
    )
    if report.photographs or report.marked:
        looked = _("{photographs} photographs looked at, {marked} bear the mark of an agency")
        context.output.line(
            looked.format(photographs=report.photographs, marked=len(report.marked))
        )
    for record, page in report.unread:
        context.output.line(
            "  " + _("{record}: page {page} not read").format(record=record, page=page)
        )
    return 0


def _document(report: OcrReport) -> dict[str, object]:
    unread = [{"record": record, "page": page} for record, page in report.unread]
    return {
        "records": report.records,
        "pages": report.pages,
        "cached": report.cached,
        "unread": unread,
        "photographs": report.photographs,
        "marked": report.marked,
    }
