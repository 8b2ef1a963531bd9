"""Fields of an official paper besides title and number: zones of GB/T 9704-2012, by their marks."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SECRECY = re.compile(r"^(绝密|机密|秘密)(?:\s*★\s*.{0,8})?$")
_URGENCY = re.compile(r"^(特急|加急|特提|平急)$")
_COPY = re.compile(r"^(?:№|No\.?)?\s*(\d{6})$")
_SIGNER = re.compile(r"签\s*发\s*人\s*[:：]\s*([\u4e00-\u9fff·\s、]{2,20})")
_COPIED = re.compile(r"^抄\s*送\s*[:：]\s*(.{2,200}?)。?$")
_PRINTED = re.compile(
    r"^([\u4e00-\u9fff（）()]{3,40})\s+((?:19|20)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)\s*印发$"
)
_SCOPE = re.compile(
    r"^[（(]\s*(?:此件|本文)?\s*(公开发布|主动公开|依申请公开|不予公开|发至.{1,12}级|此件.{1,12})\s*[）)]$"
)
_REMARK = re.compile(r"^[（(]((?:此件|联系人|本文|联系电话).{2,80})[）)]$")
_ATTACHED = re.compile(r"^附件\s*[:：]\s*(.{2,120})$")
_ADDRESS = re.compile(r"^[\u4e00-\u9fff、，,（）()\s“”]{2,160}[:：]$")
_GENRE = re.compile(
    r"(决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要|方案|办法|规定|细则|条例|计划|总结|要点)"
    r"(?:[（(][^）)]*[）)])?$"
)
_HEAD, _TAIL = 12, 15


def paper_fields(head: Sequence[str], tail: Sequence[str], title: str) -> dict[str, str]:
    """The details a paper states, by name; nothing for what it does not state."""
    found = {
        "secrecy": _first(_SECRECY, head[:_HEAD], whole=True),
        "urgency": _first(_URGENCY, head[:_HEAD]),
        "copy_number": _first(_COPY, head[:3]),
        "signer": _first(_SIGNER, head[:_HEAD]),
        "recipients": _recipients(head, title),
        "attached": _first(_ATTACHED, tail),
        "copied_to": _first(_COPIED, tail[-_TAIL:]),
        "printed_by": _first(_PRINTED, tail[-_TAIL:]),
        "printed_on": _first(_PRINTED, tail[-_TAIL:], group=2),
        "remark": _first(_REMARK, tail),
        "scope": _first(_SCOPE, tail[-_TAIL:]),
        "genre": _genre(title),
    }
    return {name: " ".join(value.split()) for name, value in found.items() if value}


def _first(
    pattern: re.Pattern[str], lines: Sequence[str], *, group: int = 1, whole: bool = False
) -> str:
    matches = (match for line in lines if (match := pattern.search(line.strip())))
    match = next(matches, None)
    return (match.group() if whole else match.group(group)) if match else ""


def _recipients(head: Sequence[str], title: str) -> str:
    """The line below the title that ends in a colon and names nobody else's words."""
    below = [number for number, line in enumerate(head) if line and line.strip()[-6:] in title[-6:]]
    start = below[0] + 1 if below else 0
    found = (line.strip() for line in head[start : start + 4] if _ADDRESS.match(line.strip()))
    return next(found, "").rstrip(":：")


def _genre(title: str) -> str:
    match = _GENRE.search(title.strip("》 "))
    return match.group(1) if match else ""
