"""How text is compared when searching.

Searching is for an exact substring of the *normal form* of a text. The index holds one- and
two-character pieces of every run of letters and digits (three-character pieces too inside Latin
and digit runs), so a word glued to Han characters (``第3号``, ``重跑gen后``) is found either way.
A stored name or text is never rewritten: the normal form serves comparing only.
"""

from __future__ import annotations

import re
import unicodedata
from operator import add

ANALYSER_VERSION = 1
"""Raised whenever the normal form or the pieces change; an index of another version is rebuilt."""

_CJK = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_SPACE = re.compile(r"[\s\x00-\x1f\x7f]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
_SPACE_AT_HAN = re.compile(f" (?=[{_CJK}])|(?<=[{_CJK}]) ")
_HAN_ONLY = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f]+")
_BECOMES_HAN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2e80-\u2fff\u3021-\u303a"
    "\u3190-\u319f\u3200-\u33ff\uf900-\ufaff\ufeff\U0001f200-\U0001f2ff\U0002f800-\U0002fa1f]"
)
"""Characters that vanish or turn into Han in the normal form."""
_RUN = re.compile(r"[^\W_]+")
_LATIN_RUN = re.compile(r"[a-z0-9]{3,}")
_ALIKE = {
    "〔": "[", "【": "[", "(": "[", "﹝": "[", "〕": "]", "】": "]", ")": "]", "﹞": "]",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
    "“": '"', "”": '"', "‘": "'", "’": "'",
}  # fmt: skip
_COMMON_RANGES = (
    (0x2160, 0x2180),
    (0x2460, 0x2500),
    (0x3000, 0x3001),
    (0x3200, 0x3400),
    (0xFF00, 0xFFF0),
)
_COMMON = {
    chr(code): unicodedata.normalize("NFKC", chr(code))
    for first, beyond in _COMMON_RANGES
    for code in range(first, beyond)
}


def fold(text: str) -> str:
    """Width, case, circled digits, brackets, dashes and quotes made alike; spacing untouched.

    The usual compatibility characters are replaced beforehand: normalising text that is already
    in form NFKC is a hundred times faster than bringing it there.
    """
    for wide in _COMMON.keys() & set(text):
        text = text.replace(wide, _COMMON[wide])
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    for variant, plain in _ALIKE.items():
        folded = folded.replace(variant, plain)
    return folded


def normalise(text: str) -> str:
    """The form in which texts and queries are compared; applying it twice changes nothing.

    White space collapses to one space and vanishes beside Han characters, where optical
    recognition and line ends put it without meaning (F02).
    """
    spaced = _SPACE.sub(" ", _INVISIBLE.sub("", fold(text)))
    return _SPACE_AT_HAN.sub("", spaced).strip()


def pieces(normal: str) -> set[str]:
    """Every piece of a normalised text that the index records, once each."""
    found = set(normal)
    for run in _RUN.findall(normal):
        found.update(map(add, run, run[1:]))
    for run in _LATIN_RUN.findall(normal):
        found.update(map("".join, zip(run, run[1:], run[2:], strict=False)))
    return {piece for piece in found if len(piece) > 1 or piece.isalnum()}


def required_pieces(normal: str) -> tuple[str, ...]:
    """Pieces that every text containing this normalised string has; empty for punctuation only."""
    wanted: dict[str, None] = {}
    for run in _RUN.findall(normal):
        if len(run) == 1:
            wanted[run] = None
        wanted.update(dict.fromkeys(map(add, run, run[1:])))
    for run in _LATIN_RUN.findall(normal):
        wanted.update(dict.fromkeys(map("".join, zip(run, run[1:], run[2:], strict=False))))
    return tuple(wanted)


def is_piece(normal: str) -> bool:
    """Whether having the piece *is* containing the string, so that no text need be read."""
    if _LATIN_RUN.fullmatch(normal):
        return len(normal) == 3
    return 0 < len(normal) <= 2 and normal.isalnum()


def contains(text: str, normal: str) -> bool:
    """Whether the normal form of a raw text contains an already normalised string.

    Han characters neither fold nor combine and stand apart by white space only, so for a string
    of Han most texts need no normalising, which is ten times slower than looking.
    """
    if not _HAN_ONLY.fullmatch(normal):
        return normal in normalise(text)
    if normal in text or normal in "".join(text.split()):
        return True
    return bool(_BECOMES_HAN.search(text)) and normal in normalise(text)
