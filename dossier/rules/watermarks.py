"""Marks that picture agencies, stock sites and samples write across a picture, found in its text.

The handbooks (C S04: 图片有水印) mind pictures taken from elsewhere. Date and place written by a
camera program are no such mark, and neither is any other writing in a scene.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

AGENCIES = (
    "视觉中国", "vcg.com", "图虫", "tuchong", "全景网", "全景视觉", "quanjing", "东方ic",
    "站酷海洛", "hellorf", "千图网", "58pic", "昵图网", "nipic", "包图网", "ibaotu", "摄图网",
    "699pic", "千库网", "588ku", "觅元素", "觅知网", "51miz", "我图网", "ooopic", "汇图网",
    "huitu.com", "红动中国", "redocn", "图行天下", "photophoto", "素材公社", "素材中国", "素材网",
    "六图网", "创客贴", "稿定设计", "shutterstock", "gettyimages", "istockphoto", "istock",
    "alamy", "adobestock", "dreamstime", "depositphotos", "123rf", "freepik", "vecteezy",
    "bigstock", "pond5", "canstockphoto", "来源于网络", "图片来自网络", "网络图片",
)  # fmt: skip
"""Names and addresses of which one occurrence is enough."""
SAMPLES = (
    "仅供参考", "样图", "样张", "样片", "预览图", "小样", "未授权", "版权所有", "sample", "preview",
    "copyright", "watermark",
)  # fmt: skip
"""Words that stand in scenes too, so that only their repetition is a mark."""
_REPEATED = 2
_APART = re.compile(r"[\s·.,，。_\-—|/\\()（）【】©®™]+")


def mark_in(lines: Sequence[str]) -> str | None:
    """The agency, site or sample word written over a picture, by the lines read in it."""
    plain = [_plain(line) for line in lines]
    once = next((name for name in AGENCIES if any(_plain(name) in line for line in plain)), None)
    if once is not None:
        return once
    return next((word for word in SAMPLES if _times(_plain(word), plain) >= _REPEATED), None)


def _times(word: str, lines: Sequence[str]) -> int:
    return sum(line.count(word) for line in lines)


def _plain(text: str) -> str:
    return _APART.sub("", unicodedata.normalize("NFKC", text).casefold())
