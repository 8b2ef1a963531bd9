"""How clerks spell requirement codes, and names every file system accepts."""

from __future__ import annotations

import re

_PARTS = re.compile(r"Ⅲ-(\d+)(?:-(\d+)\)?)?(?:-([①-⑳]))?")
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def spellings(code: str) -> tuple[str, ...]:
    """The code as given and, where it belongs to a Ⅲ, as it is seen in the wild."""
    match = _PARTS.fullmatch(code)
    if match is None:
        return (code,)
    content, standard, circle = match.group(1), match.group(2) or "", match.group(3) or ""
    bracketed = f"-{standard})" if standard else ""
    full_width = f"（{standard}）" if standard else ""
    plain = f"-{standard}" if standard else ""
    number = f"-{ord(circle) - ord('①') + 1}" if circle else ""
    dashed = f"-{circle}" if circle else ""
    ways = (
        code,
        f"Ⅲ-{content}{bracketed}{dashed}",
        f"III-{content}{plain}{number}",
        f"Ⅲ—{content}{full_width}{circle}",
        f"III-{content}{bracketed}{circle}",
    )
    return tuple(dict.fromkeys(ways))


def topic_of(title: str) -> str:
    """What an ask is about, fit to stand inside another title: without its remark and its last word
    where that says only what kind of paper is wanted.
    """
    bare = re.sub(r"（[^（）]*）$", "", title)
    for suffix in ("情况", "统计", "评价"):
        bare = bare.removesuffix(suffix)
    return bare or title


def safe_name(text: str, length: int = 40) -> str:
    """The text as one path component, legal on Windows too."""
    return _FORBIDDEN.sub("", text)[:length].strip(" .")


def name_of_bytes(stem: str, suffix: str, size: int) -> str:
    """A name of exactly ``size`` UTF-8 bytes: the stem repeated, filled up with digits."""
    room = size - len(suffix.encode())
    filled = (stem * size).encode()[:room].decode("utf-8", "ignore")
    return filled + "0" * (room - len(filled.encode())) + suffix
