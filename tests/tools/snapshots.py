"""Pictures of screens as SVG that any viewer draws alike."""

from __future__ import annotations

import html
import re

from textual.app import App

from dossier.tui.text import width

CELL = 12.2
"""How wide the exported picture draws one terminal cell."""
_OUTSIDE = re.compile(r"@font-face \{.*?\}\s*|<!--.*?-->\s*", re.DOTALL)
_TEXT = re.compile(r'(<text [^>]*textLength=")([\d.]+)("[^>]*>)(.*?)(</text>)', re.DOTALL)


def picture(app: App[int]) -> str:
    """The screen, with no font from another host, each text as wide as its cells, colours in."""
    svg = _OUTSIDE.sub("", app.export_screenshot(simplify=True))
    return _TEXT.sub(_measured, svg).replace("Fira Code, monospace", "monospace")


def _measured(found: re.Match[str]) -> str:
    """Double-width characters take two cells; the export counts each as one."""
    head, _length, rest, text, end = found.groups()
    cells = width(html.unescape(re.sub("<[^>]+>", "", text)))
    return f"{head}{cells * CELL:g}{rest}{text}{end}"
