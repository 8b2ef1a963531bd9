"""Captions of the pictures inside a document: which of the paragraphs around them speak of them.

Units send photographs in a Word file, a line below or above each: 图1 志愿者在东门社区清扫. The
document stays one record; how many pictures it holds and what is said of each become details.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence

from dossier.rules.photo_captions import split

_FIGURE = re.compile(
    r"^\s*[（(]?\s*(?:图片?|照片|相片|附图)\s*(?:[0-9一二三四五六七八九十]{1,3}(?:[-—.][0-9]{1,2})?)?\s*"
    r"[）)]?\s*(?:[:：.、]|(?<=[0-9一二三四五六七八九十）)])\s|(?<=[0-9]))\s*(?=\S)"
)
_HEADING = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.]|[0-9]{1,2}[.、](?![0-9])|第.{1,3}[章节条])"
)
_SHORT, _MOST, _MOST_PICTURES = 40, 300, 200

Block = str | None
"""A paragraph, or None where a picture stands."""


def captions_beside(blocks: Sequence[Block]) -> list[str]:
    """The caption of each picture, empty where nothing beside it reads like one.

    Captions stand below their pictures or above them, the same way through a document; pictures
    side by side have theirs side by side, or share one.
    """
    below, above = _paired(blocks), _paired(list(reversed(blocks)))[::-1]
    sure = [sum(map(_is_sure, said)) for said in (below, above)]
    if sure[0] != sure[1]:
        chosen = below if sure[0] > sure[1] else above
    else:
        chosen = below if sum(map(bool, below)) >= sum(map(bool, above)) else above
    return [_plain(caption) for caption in chosen[:_MOST_PICTURES]]


def _paired(blocks: Sequence[Block]) -> list[str]:
    """Each picture with the paragraph that follows it; runs of pictures with as many paragraphs."""
    said: list[str] = []
    runs = [(key, list(run)) for key, run in itertools.groupby(blocks, key=lambda b: b is None)]
    for number, (pictures, run) in enumerate(runs):
        if not pictures:
            continue
        texts = [text or "" for text in runs[number + 1][1]] if number + 1 < len(runs) else []
        said += _shared(len(run), texts)
    return said


def _shared(count: int, texts: Sequence[str]) -> list[str]:
    fitting = list(itertools.takewhile(_may_caption, texts))
    if count > 1 and len(fitting) >= count:
        return fitting[:count]
    return [fitting[0] if fitting else ""] * count


def _may_caption(text: str) -> bool:
    if _is_sure(text):
        return len(text) <= _MOST
    return len(text) <= _SHORT and not _HEADING.match(text) and text[-1:] not in ("：", ":")


def _is_sure(text: str) -> bool:
    """Whether it says of itself that it is a caption, by 图1, 图为 or its labels."""
    return bool(_FIGURE.match(text)) or text.startswith("图为") or bool(split(text))


def _plain(caption: str) -> str:
    return " ".join(_FIGURE.sub("", caption, count=1).split())[:_MOST]


def as_details(captions: Sequence[str]) -> dict[str, str | int]:
    """How many pictures a document holds and their captions, a line for each."""
    if not captions:
        return {}
    said = {"picture_captions": "\n".join(captions)} if any(captions) else {}
    return {"pictures": len(captions), **said}


def captions_inside(details: Mapping[str, str | int | float]) -> tuple[str, ...]:
    """The inverse of :func:`as_details`: a caption for each picture inside, empty where none is."""
    count = int(details.get("pictures", 0))
    said = str(details.get("picture_captions", "")).split("\n")
    return tuple((said + [""] * count)[:count])
