"""What was doubtful in a handbook, as a list for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from dossier.i18n import _
from dossier.model.findings import Finding
from dossier.rules.finding_table import advice, sentence

_MARK = b"\xef\xbb\xbf"  # by which spreadsheets know UTF-8


def doubts_csv(doubts: Iterable[Finding]) -> bytes:
    """One row for each doubt: where it is, which ask, what was assumed, what to do."""
    stream = io.StringIO()
    rows = csv.writer(stream, lineterminator="\r\n")
    rows.writerow(
        [_("code"), _("place"), _("row"), _("requirement"), _("what was assumed"), _("what to do")]
    )
    for doubt in doubts:
        about = doubt.parameters
        code = str(about.get("code", ""))
        cells = [doubt.code, place_of(doubt), str(about.get("row", "")), code]
        rows.writerow([_safe(cell) for cell in (*cells, sentence(doubt), advice(doubt))])
    return _MARK + stream.getvalue().encode()


def place_of(doubt: Finding) -> str:
    """Page, sheet or table with its number."""
    parts = {"page": _("page"), "sheet": _("sheet"), "table": _("table"), "file": _("file")}
    part = str(doubt.parameters.get("part", ""))
    return f"{parts.get(part, part)} {doubt.parameters.get('number', '')}".strip()


def _safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
