"""Whose a document is and what it says it proves, read off its path: each answer with its reason.

The unit comes from the first folder below the inbox, requirement codes from the name before the
folders. Only a kind folder or a mark such as 【规】 settles the kind; words in a name are a hint.
Nothing is assigned in silence: an unknown folder is W201, an unknown code W202.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from dossier.model.editions import Kind, Unit
from dossier.model.findings import Finding
from dossier.model.records import Source
from dossier.rules.unit_names import UnitMatch, match_unit


class CodeBook(Protocol):
    """Recognises requirement codes of the edition in force, in every spelling."""

    def find(self, text: str) -> tuple[str, ...]:
        """Canonical codes of the edition that the text names, in order."""

    def unknown(self, text: str) -> tuple[str, ...]:
        """What looks like a code in the text but is none of the edition."""


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A canonical requirement code and where it stands: ``name`` or ``folder`` and its text."""

    code: str
    origin: str
    text: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """What the path says.

    ``unit_reason`` is a short stable word; ``kind`` is certain, ``kind_hint`` is not;
    ``kind_origin`` is the text that decided.
    """

    unit: str | None
    unit_reason: str
    codes: tuple[FoundCode, ...]
    kind: str | None
    kind_hint: str | None
    kind_origin: str
    findings: tuple[Finding, ...]


KIND_FOLDERS: dict[str, str] = {
    "规范文件": "policy",
    "规范性文件": "policy",
    "红头文件": "policy",
    "政策文件": "policy",
    "说明报告": "report",
    "情况说明": "report",
    "报告": "report",
    "实景图片": "photo",
    "实景照片": "photo",
    "照片": "photo",
    "图片": "photo",
    "统计表格": "table",
    "统计表": "table",
    "表格": "table",
    "上级评价意见": "opinion",
    "评价意见": "opinion",
}
"""Folder names that say of what kind everything in them is."""

KIND_MARKS: dict[str, str] = {
    "规": "policy",
    "说": "report",
    "图": "photo",
    "表": "table",
    "评": "opinion",
}
"""Marks the task tables put into 【】."""

KIND_WORDS: dict[str, str] = {
    "规范文件": "policy",
    "红头": "policy",
    "通知": "policy",
    "方案": "policy",
    "办法": "policy",
    "规定": "policy",
    "制度": "policy",
    "条例": "policy",
    "规划": "policy",
    "实施意见": "policy",
    "报告": "report",
    "情况说明": "report",
    "总结": "report",
    "汇报": "report",
    "照片": "photo",
    "图片": "photo",
    "实景": "photo",
    "统计表": "table",
    "一览表": "table",
    "汇总表": "table",
    "评价意见": "opinion",
}
"""Words in a name; Chinese titles end in what they are, so the last one counts."""

_MARK = re.compile(r"[【\[［(（]\s*(\S)\s*[】\]］)）]")
_AROUND = re.compile(
    r"^(?:[^\u4e00-\u9fff]|[一二三四五六七八九十]+[、.．)）】])+|[^\u4e00-\u9fff]+$"
)
"""Numbering and codes around the words of a folder name."""


def attribute(
    source: Source,
    codebook: CodeBook,
    units: Sequence[Unit],
    kinds: Sequence[Kind] = (),
    subject: str | None = None,
) -> Attribution:
    """Read a path. ``kinds`` add the edition's own names and marks; ``subject`` (a record id) goes
    into the findings in place of the source.
    """
    folders, stem = _components(source)
    about = str(source) if subject is None else subject
    match, unit_findings = _unit(source, units, about)
    codes = _codes(folders, stem, codebook)
    kind, hint, origin = _kind(folders, stem, kinds)
    unknown = _unknown_codes(folders, stem, codebook, about)
    return Attribution(
        match.unit, match.reason, codes, kind, hint, origin, (*unit_findings, *unknown)
    )


def _components(source: Source) -> tuple[list[str], str]:
    """Folder names from the root down, a container counting as one, and the name's stem."""
    parts = source.path.split("/")
    for link in source.chain:
        parts[-1] = _stem(parts[-1])
        parts.extend(link.split("/"))
    return [part for part in parts[:-1] if part], _stem(parts[-1])


def _stem(name: str) -> str:
    """Without an extension; what follows the last point is one only if it is Latin and short."""
    stem, _, suffix = name.rpartition(".")
    return stem if stem and re.fullmatch(r"[A-Za-z][A-Za-z0-9]{0,4}", suffix) else name


def _unit(
    source: Source, units: Sequence[Unit], about: str
) -> tuple[UnitMatch, tuple[Finding, ...]]:
    folder, slash, _ = source.path.partition("/")
    if not slash:
        return UnitMatch(None, "no-folder"), ()
    match = match_unit(folder, units)
    unknown = match.unit is None
    return match, (Finding("W201", about, {"name": folder}),) if unknown else ()


def _codes(folders: list[str], stem: str, codebook: CodeBook) -> tuple[FoundCode, ...]:
    """Those of the name, else of the nearest folder that has any."""
    for origin, text in _nearest_first(folders, stem):
        found = codebook.find(text)
        if found:
            return tuple(FoundCode(code, origin, text) for code in dict.fromkeys(found))
    return ()


def _nearest_first(folders: list[str], stem: str) -> Iterator[tuple[str, str]]:
    yield "name", stem
    for folder in reversed(folders):
        yield "folder", folder


def _unknown_codes(
    folders: list[str], stem: str, codebook: CodeBook, about: str
) -> tuple[Finding, ...]:
    unknown = dict.fromkeys(code for text in (*folders, stem) for code in codebook.unknown(text))
    return tuple(Finding("W202", about, {"code": code}) for code in unknown)


def _kind(
    folders: list[str], stem: str, kinds: Sequence[Kind]
) -> tuple[str | None, str | None, str]:
    """The certain kind, the hint, and the text either came from."""
    names = KIND_FOLDERS | {kind.name: kind.id for kind in kinds}
    marks = KIND_MARKS | {kind.mark: kind.id for kind in kinds if kind.mark}
    for origin, text in _nearest_first(folders, stem):
        marked = {marks[mark] for mark in _MARK.findall(text) if mark in marks}
        if len(marked) == 1:
            return marked.pop(), None, text
        named = names.get(_AROUND.sub("", text))
        if named and origin == "folder":
            return named, None, text
    return _hint(folders, stem)


def _hint(folders: list[str], stem: str) -> tuple[None, str | None, str]:
    for _origin, text in _nearest_first(folders, stem):
        ends = [(text.rfind(word) + len(word), word) for word in KIND_WORDS if word in text]
        if ends:
            return None, KIND_WORDS[max(ends)[1]], text
    return None, None, ""
