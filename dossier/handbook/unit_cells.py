"""Units in a cell: names apart, 牵头 and 配合 told apart, remarks set aside."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NOTHING = re.compile(r"[-—－–―/／\s*无]*")
_LABEL = re.compile(r"(牵头|主责|责任|主办|配合|协办|参与|协同)(?:单位|部门)?\s*[:：]")
_HELPING = ("配合", "协办", "参与", "协同")
_BRACKET = re.compile(r"[（(]\s*(?:配合|协办|参与)(?:单位|部门)?\s*[:：]?\s*([^（）()]*)[）)]")
_SPLIT = re.compile(r"[、,，;；\n\s/／]+|(?<=[局委办部会院联])(?:和|及|与)")
_REMARK = re.compile(r"[*＊※]+|\[\d+\]|〔\d+〕|等(?:相关)?(?:单位|部门)?$")
_EVERYONE = re.compile(
    r"(?:全[市区县旗州]|市直|区直|县直)?(?:各|所有)(?:有关|相关|责任|成员|职能)?(?:单位|部门|委办局)"
)
_EVERY = re.compile(r"各(?:乡镇街道|镇街|街镇|街道|镇|乡镇|社区|学校|媒体)(?:办事处)?")


@dataclass(frozen=True, slots=True)
class Duty:
    """Lead and cooperating names as written; ``remarks`` are what was cut off (等, *)."""

    lead: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def duties(text: str, *, helping: bool = False) -> Duty:
    """The units of one cell; ``helping`` for a column of cooperating units."""
    if _NOTHING.fullmatch(text):
        return Duty()
    helpers = [name for found in _BRACKET.finditer(text) for name in _names(found[1])]
    rest = _BRACKET.sub("", text)
    lead: list[str] = []
    pieces = _LABEL.split(rest)
    for label, names in zip(["", *pieces[1::2]], pieces[::2], strict=True):
        to_helpers = label in _HELPING or (not label and helping)
        (helpers if to_helpers else lead).extend(_names(names))
    remarks = tuple(mark[0] for mark in _REMARK.finditer(text))
    cut = dict.fromkeys(name for item in lead if (name := _REMARK.sub("", item)))
    helped = dict.fromkeys(name for item in helpers if (name := _REMARK.sub("", item)))
    return Duty(tuple(cut), tuple(name for name in helped if name not in cut), remarks)


def parted(text: str) -> list[str]:
    """The parts of a cell that lists the units of several asks, kept apart by semicolons."""
    parts: list[str] = []
    depth = 0
    current = ""
    for char in text:
        depth += (char in "（(") - (char in "）)")
        if char in "；;" and depth <= 0:
            parts.append(current)
            current = ""
        else:
            current += char
    return [part for part in (*parts, current) if part.strip()]


def group_of(name: str) -> str | None:
    """``*`` for a name that means every unit, a category for one that means all of a sort."""
    if _EVERYONE.fullmatch(name):
        return "*"
    if _EVERY.fullmatch(name):
        return "街道" if "街" in name else name.removeprefix("各").removesuffix("办事处")
    return None


def category_of(name: str) -> str:
    """The category that a name's ending tells for certain; empty elsewhere."""
    if re.search(r"街道(?:办事处|办)?$", name):
        return "街道"
    if re.search(r"社区(?:居委会)?$", name):
        return "社区"
    return "媒体" if re.search(r"电视台|广播|日报|报社|融媒体|新闻中心$", name) else ""


def _names(text: str) -> list[str]:
    found = (part.strip(" .。·:：") for part in _SPLIT.split(text))
    return [name for name in found if name and not _NOTHING.fullmatch(name)]
