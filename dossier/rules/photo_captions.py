"""Captions of photographs taken apart: 时间、地点、人物、主题、背景、事由, where they say so.

The six elements are those of DA/T 50-2014 and of the handbooks; only what is labelled, or stands as
a date at the beginning, is taken. Nothing is guessed.
"""

from __future__ import annotations

import re

LABELS = {
    "时间": "caption_time", "拍摄时间": "caption_time", "活动时间": "caption_time",
    "地点": "caption_place", "拍摄地点": "caption_place", "活动地点": "caption_place",
    "人物": "caption_people", "参加人员": "caption_people", "主要人物": "caption_people",
    "主题": "caption_subject", "活动主题": "caption_subject", "题名": "caption_subject",
    "背景": "caption_background", "事由": "caption_reason", "活动内容": "caption_reason",
    "内容": "caption_reason", "摄影者": "photographer", "拍摄者": "photographer",
    "摄影": "photographer",
}  # fmt: skip
"""Labels as people write them, and the detail each fills."""
_WORDS = "|".join(sorted(LABELS, key=len, reverse=True))
_LABEL = re.compile(rf"(?:^|[\s；;，,。、|（(\[【])[【\[]?({_WORDS})[】\]]?\s*[:：]\s*")
_ENDS = " \t\n；;，,。、|）)]】"
_LEADING_DATE = re.compile(
    r"^((?:19|20)\d{2}\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*[日号])?|(?:19|20)\d{2}[-.]\d{1,2}[-.]\d{1,2}|(?:19|20)\d{6})"
)
_CAMERA_NAME = re.compile(
    r"^(?:IMG|DSC[NF]?|DCIM|PIC|P|MVIMG|VID|WIN|WeChat|mmexport|微信图片|微信截图|QQ图片|Screenshot|屏幕截图|照片|图片|image)"
    r"[\s_\-()（）0-9]*(?:HDR|副本|copy)?$|^[\d\s_\-.()（）]+$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(\d+)\D*$")
_FIGURE = r"^\s*(?:图片?|照片|相片|附图|P)\s*0*{number}\s*[:：.、\s]\s*(\S.*)$"
_PICTURE_NAME = re.compile(r"\.(?:jpe?g|png|heic|bmp)\b", re.IGNORECASE)
_MOST = 300


def split(caption: str) -> dict[str, str]:
    """The details a caption gives by its labels, or by a date it begins with."""
    found: dict[str, str] = {}
    places = list(_LABEL.finditer(caption))
    ends = [*(place.start() for place in places[1:]), len(caption)]
    for label, end in zip(places, ends, strict=False):
        value = " ".join(caption[label.end() : end].split()).strip(_ENDS)
        if value:
            found.setdefault(LABELS[label.group(1)], value[:_MOST])
    dated = _LEADING_DATE.match(caption)
    if dated and "caption_time" not in found:
        found["caption_time"] = dated.group(1)
    return found


def from_name(stem: str) -> str:
    """A caption in a file name; empty for names that cameras and chat programs give."""
    words = " ".join(re.sub(r"[_＿]+", " ", stem).split())
    return "" if _CAMERA_NAME.match(stem.strip()) or len(words) < 4 else words


def from_list(text: str, stem: str, *, by_number: bool = True) -> str:
    """The line of a list of captions that speaks of this picture: by its name, or as 图3 where the
    name ends in 3 and ``by_number``; empty where none does.
    """
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if len(stem) > 1 and _names(line, stem):
            if labelled := _by_columns(lines[:number], line, stem):
                return labelled[:_MOST]
            rest = _PICTURE_NAME.sub("", line.replace(stem, " ", 1))
            rest = rest.strip(" \t:：、.-—")
            below = lines[number + 1].strip() if number + 1 < len(lines) else ""
            return (rest or below)[:_MOST]
    last = _NUMBERED.search(stem) if by_number else None
    return _by_figure(lines, last.group(1)) if last else ""


def _names(line: str, stem: str) -> bool:
    """Whether a line names the picture: IMG_1 does not stand in IMG_10."""
    return re.search(rf"(?<![A-Za-z0-9]){re.escape(stem)}(?![0-9])", line) is not None


def _by_columns(above: list[str], line: str, stem: str) -> str:
    """A row of a table under the headings 时间, 地点 …, as a caption with labels."""
    cells = [cell.strip() for cell in line.split("\t")]
    for heading in reversed(above):
        names = [cell.strip() for cell in heading.split("\t")]
        if len(names) == len(cells) and len(set(names) & LABELS.keys()) >= 2:
            pairs = zip(names, cells, strict=True)
            return "；".join(f"{n}：{c}" for n, c in pairs if n in LABELS and stem not in c)
    return ""


def _by_figure(lines: list[str], digits: str) -> str:
    pattern = re.compile(_FIGURE.format(number=int(digits)))
    found = (match.group(1) for line in lines if (match := pattern.match(line)))
    return next(found, "")[:_MOST].strip()
