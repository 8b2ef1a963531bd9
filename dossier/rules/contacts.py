"""Telephone numbers, mail addresses and links in a text, and what language it is in."""

from __future__ import annotations

import re

_SEARCHED = 200_000
_MOST = 10
_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
_LINK = re.compile(r"(?:https?://|www\.)[A-Za-z0-9./?=&%_#:~+-]{4,200}")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\uff0d"), "-")
_PHONE = re.compile(
    r"(?<![\d.-])(?:1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}"
    r"|[（(]?0\d{2,3}[)）]?[-\s]{0,3}\d{3,4}[-\s]?\d{4}(?:-\d{1,4})?"
    r"|400[-\s]?\d{3}[-\s]?\d{4})(?![\d.])"
)
_LABELLED = re.compile(
    r"(?:电话|联系方式|手机|热线|拨打|座机|传真)[号码]{0,2}\s*[:：]?\s*"
    r"(\d{4}[-\s]\d{4}|\d{7,8}|\d{5})(?!\d)"
)
_PARTS = re.compile(r"[）)\s-]+")
_NUMBERED = re.compile(r"(?<![\d.])(1\d{4})(?=[^\d，。；\n]{0,6}(?:热线|专线))")
_HAN = re.compile("[\u3400-\u9fff]")
_LATIN = re.compile("[A-Za-z]")


def contacts(text: str) -> dict[str, str]:
    """``phones``, ``emails`` and ``urls``, each at most ten joined by 、, those there are."""
    part = text[:_SEARCHED]
    found = {
        "phones": phones(part),
        "emails": _MAIL.findall(part),
        "urls": [item.rstrip(".") for item in _LINK.findall(part)],
    }
    return {
        name: "、".join(list(dict.fromkeys(items))[:_MOST])
        for name, items in found.items()
        if items
    }


def phones(text: str) -> list[str]:
    """Telephone numbers: of telephones that can be carried, with area codes, or called one."""
    text = text.translate(_DASHES)
    plain = [_PARTS.sub("-", item.lstrip("（(")) for item in _PHONE.findall(text)]
    return plain + _LABELLED.findall(text) + _NUMBERED.findall(text)


def language(text: str) -> str | None:
    """``zh`` where a fifth of the letters is Han, ``en`` for other Latin text, else None."""
    part = text[:_SEARCHED]
    han, latin = len(_HAN.findall(part)), len(_LATIN.findall(part))
    if not han and latin < 20:
        return None
    return "zh" if han * 4 >= latin else "en"


def han_count(text: str) -> int:
    """How many Chinese characters."""
    return len(_HAN.findall(text))
