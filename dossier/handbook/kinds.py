"""Kinds of material as a handbook marks them: 【规＋说】, (说明报告、图片), or a column to tick."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from dossier.handbook.segments import clean

KINDS: Mapping[str, tuple[str, str]] = {
    "policy": ("规范文件", "规"),
    "report": ("说明报告", "说"),
    "photo": ("实景图片", "图"),
    "table": ("统计表格", "表"),
    "opinion": ("上级评价意见", "评"),
}
"""Kind id → name and mark, where a handbook does not say its own."""

_WORDS: tuple[tuple[str, str], ...] = (
    ("opinion", "(?:上级)?(?:主管)?(?:部门)?评价意见|评价?"),
    ("policy", "规范性?文件|文件|规范|规"),
    ("report", "说明报告|情况说明|说明|报告|说"),
    ("photo", "实景图片|图片|照片|图"),
    ("table", "统计表格|统计表|情况统计表|表格|表"),
)
_ONE_KIND = "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _WORDS)
_KIND = re.compile(rf"(?:{_ONE_KIND})(?:\s*[≥≤<>]?\s*\d+\s*[张份字幅件]?(?:以内|以上)?)?")
_JOIN = re.compile(r"[＋+、,，/\\和及与;；\s·]*")
_MARKED = re.compile(r"[【\[〔]([^【】\[\]〔〕]{1,40})[】\]〕]|[（(]([^（）()]{2,40})[）)]")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Title and kinds of an ask; ``marked`` is False where no kinds stand there."""

    title: str
    kinds: tuple[str, ...]

    @property
    def marked(self) -> bool:
        """Whether kinds were named."""
        return bool(self.kinds)


def wanted(text: str, marks: Mapping[str, str]) -> Wanted:
    """Split an ask into what is asked and the kinds named in its last brackets.

    ``marks`` maps further marks and words of this handbook to kind ids.
    """
    for found in reversed(list(_MARKED.finditer(text))):
        inner, square = (found[1], True) if found[1] else (found[2], False)
        if not square and clean(text[found.end() :]):
            continue
        if kinds := kinds_in(inner, marks, words_only=not square):
            return Wanted(clean(text[: found.start()] + text[found.end() :]), kinds)
    return Wanted(clean(text), ())


def kinds_in(
    text: str, marks: Mapping[str, str] | None = None, *, words_only: bool = False
) -> tuple[str, ...]:
    """The kinds a text consists of, in its order; empty where it holds anything else.

    With ``words_only`` a single character is not a kind, so that an aside in round brackets is not.
    """
    word = unicodedata.normalize("NFKC", text).strip()
    own = {unicodedata.normalize("NFKC", key): kind for key, kind in (marks or {}).items()}
    found: list[str] = []
    position = _after_joins(word, 0)
    while position < len(word):
        kind, end = _kind_at(word, position, own, words_only)
        if kind is None:
            return ()
        found.append(kind)
        position = _after_joins(word, end)
    return tuple(dict.fromkeys(found))


def _after_joins(word: str, position: int) -> int:
    match = _JOIN.match(word, position)
    return match.end() if match else position


def _kind_at(
    word: str, position: int, own: Mapping[str, str], words_only: bool
) -> tuple[str | None, int]:
    for key in sorted(own, key=len, reverse=True):
        if word.startswith(key, position) and not (words_only and len(key) < 2):
            return own[key], position + len(key)
    match = _KIND.match(word, position)
    if match is None or (words_only and len(match[0]) < 2):
        return None, position
    return match.lastgroup, match.end()


_LEGEND = re.compile(
    r"[“\"【\[]?([\u4e00-\u9fff])[”\"】\]]?\s*(?:[=＝]|指|为|表示|代表)\s*[“\"]?([\u4e00-\u9fff]{3,8})"
)


def legend(text: str) -> dict[str, str]:
    """Marks explained in a remark: ``规＝规范文件，说＝说明报告``."""
    return dict(_LEGEND.findall(text))
