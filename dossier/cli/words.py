"""Colours of verdicts, and marks, on the command line."""

from __future__ import annotations

from dossier.i18n import _

STYLES = {"complete": "green", "incomplete": "red", "undetermined": "yellow"}


def yes_no_unknown(value: bool | None) -> str:
    """A usable mark."""
    return _("?") if value is None else _("yes") if value else _("no")
