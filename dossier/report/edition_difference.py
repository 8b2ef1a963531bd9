"""The difference of two editions as a workbook that people can correct and hand back."""

from __future__ import annotations

import io

import xlsxwriter

from dossier.i18n import _
from dossier.model.crosswalks import Crosswalk, Link
from dossier.model.editions import Edition

_WIDTHS = (18, 18, 10, 44, 44, 24, 10)
_COLOURS = {"new": "#E2F0D9", "dropped": "#F8D7DA", "split": "#FFF2CC", "merged": "#FFF2CC"}


def change_word(name: str) -> str:
    """What differs, for people."""
    words = {
        "code": _("code"),
        "wording": _("wording"),
        "indicator": _("indicator"),
        "kinds": _("kinds"),
        "limits": _("limits"),
        "units": _("units"),
        "window": _("time window"),
        "uploaded": _("uploaded"),
    }
    return words.get(name, name)


def relation_word(name: str) -> str:
    """What became of an ask, for people."""
    words = {
        "same": _("same"),
        "changed": _("changed"),
        "moved": _("moved"),
        "reworded": _("reworded"),
        "split": _("split"),
        "merged": _("merged"),
        "new": _("new"),
        "dropped": _("dropped"),
    }
    return words.get(name, name)


def heads() -> list[str]:
    """The headings; the first two columns are read back as a crosswalk."""
    return [
        _("old code"),
        _("new code"),
        _("relation"),
        _("old wording"),
        _("new wording"),
        _("what differs"),
        _("likeness"),
    ]


def rows(walk: Crosswalk, old: Edition, new: Edition) -> list[list[str | float]]:
    """One row a link, in the order of the crosswalk."""
    left = {item.code: item.title for item in old.requirements}
    right = {item.code: item.title for item in new.requirements}
    return [_row(link, left, right) for link in walk.links]


def _row(link: Link, left: dict[str, str], right: dict[str, str]) -> list[str | float]:
    return [
        "、".join(link.old),
        "、".join(link.new),
        relation_word(str(link.relation)),
        "；".join(left[code] for code in link.old),
        "；".join(right[code] for code in link.new),
        "、".join(change_word(name) for name in link.changes),
        link.likeness if link.old and link.new else "",
    ]


def difference_xlsx(walk: Crosswalk, old: Edition, new: Edition) -> bytes:
    """The workbook."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(_("difference"))
        bold = book.add_format({"bold": True, "border": 1, "text_wrap": True})
        plain = {"border": 1, "text_wrap": True, "valign": "top"}
        shades = {name: book.add_format({**plain, "bg_color": c}) for name, c in _COLOURS.items()}
        usual = book.add_format(plain)
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.write_row(0, 0, heads(), bold)
        for number, (link, row) in enumerate(zip(walk.links, rows(walk, old, new), strict=True), 1):
            sheet.write_row(number, 0, row, shades.get(str(link.relation), usual))
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, len(walk.links), len(_WIDTHS) - 1)
    return stream.getvalue()
