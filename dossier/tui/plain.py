"""Lines, blocks and arrows as plain characters, for terminals that cannot draw them."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_LINES = dict.fromkeys("─━═╌╍┄┅┈┉╴╶╸╺╼╾╭╮╰╯┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬▔", "-")
_BARS = dict.fromkeys("│┃║╎╏┆┇┊┋╵╷╹╻╽╿", "|")
_CORNERS = dict.fromkeys("╭╮╰╯┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬", "+")
_BLOCKS = {**dict.fromkeys("█▓▀▄", "#"), **dict.fromkeys("▒░", "."), "■": "#", "□": "."}
_PARTS = dict.fromkeys("▁▂▃▅▆▇▉▊▋▌▍▎▏▐▕▖▗▘▝", " ")
_SIGNS = {"▼": "v", "▲": "^", "▶": ">", "◀": "<", "►": ">", "◄": "<", "▾": "v", "▸": ">"}
_TABLE = str.maketrans({**_LINES, **_BARS, **_CORNERS, **_BLOCKS, **_PARTS, **_SIGNS, "•": "*"})


class PlainGlyphs(LineFilter):
    """Changes what is drawn, one cell for one cell; text in any language stays as it is."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments without drawn characters."""
        del background
        return [
            Segment(text.translate(_TABLE), style, control) if not text.isascii() else segment
            for segment in segments
            for text, style, control in (segment,)
        ]
