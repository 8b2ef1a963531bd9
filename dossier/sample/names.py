"""How clerks spell requirement codes, and names every file system accepts."""

from __future__ import annotations

import re

_FULL = re.compile(r"Ⅲ-(\d+)-(\d+)\)?-([①-⑳])")
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def spellings(code: str) -> tuple[str, ...]:
    """The code as given and, where it has all its parts, as seen in the wild."""
    match = _FULL.fullmatch(code)
    if match is None:
        return (code,)
    content, standard, circle = match.groups()
    plain = ord(circle) - ord("①") + 1
    return (
        code,
        f"Ⅲ-{content}-{standard})-{circle}",
        f"III-{content}-{standard}-{plain}",
        f"Ⅲ—{content}（{standard}）{circle}",
        f"III-{content}-{standard}){circle}",
    )


def safe_name(text: str, length: int = 40) -> str:
    """The text as one path component, legal on Windows too."""
    return _FORBIDDEN.sub("", text)[:length].strip(" .")


def name_of_bytes(stem: str, suffix: str, size: int) -> str:
    """A name of exactly ``size`` UTF-8 bytes: the stem repeated, filled up with digits."""
    room = size - len(suffix.encode())
    filled = (stem * size).encode()[:room].decode("utf-8", "ignore")
    return filled + "0" * (room - len(filled.encode())) + suffix
