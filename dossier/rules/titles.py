"""Titles of papers, tables and mails, and where each was found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dossier.model.extraction import Extraction
from dossier.rules.title_lines import (
    can_be_title,
    cleaned,
    has_han,
    is_labelled,
    is_masthead,
    kind_by_title,
    title_in,
)

_TABLE_END = re.compile(r"(?:表|台账|名单|清单|花?名册|明细|目录|一览)$")
_SITE = re.compile(r"\s*[-_—|·].{3,30}$")
_FORWARDED = re.compile(r"^(?:(?:re|fwd?|回复|答复|转发?)\s*[:：]\s*)+", re.IGNORECASE)
_MADE_BY_PROGRAMS = re.compile(
    r"^(?:microsoft |untitled|无标题|未命名|新建|文档\s*\d*$|document\s*\d*$|slide\s*\d*$"
    r"|幻灯片\s*\d*$|powerpoint|演示文稿|book\s*\d*$|工作簿|pdf|wps|doc\d*$|normal|scan|扫描|\W*$|\d+$)"
    r"|\.(?:docx?|wps|pdf|xlsx?|pptx?|indd|cdr|dwg|rtf|tmp|png|jpe?g|tiff?|bmp|html?|txt)$",
    re.IGNORECASE,
)
TABLES = frozenset({"xlsx", "xls", "xlsb", "ods", "et", "csv"})
_HEADING_LINES = 5


@dataclass(frozen=True, slots=True)
class Title:
    """A title and whether ``text``, ``metadata`` or the file ``name`` gave it."""

    text: str
    origin: str


def choose_title(
    extraction: Extraction, name: str, head: Sequence[str], number_line: int | None
) -> Title:
    """The title below the document number, else a sensible embedded one, else the first line that
    can be one, else the file name's stem.
    """
    if "width" in extraction.metadata and "ocr_engine" not in extraction.metadata:
        return Title(stem_of(name), "name")
    if extraction.format in TABLES:
        return _heading(head, name)
    if number_line is not None and (beside := _beside_number(head, number_line)):
        return Title(beside, "text")
    embedded = _embedded(extraction, head)
    if is_sensible(embedded):
        return Title(embedded[:200], "metadata")
    first = title_in(head) if extraction.usable is not False else ""
    return Title(first, "text") if first else Title(stem_of(name), "name")


def _embedded(extraction: Extraction, head: Sequence[str]) -> str:
    """The embedded title without 转发：, and without the name of a site behind a title that stands
    on the page.
    """
    title = _FORWARDED.sub("", " ".join(str(extraction.metadata.get("title", "")).split()))
    if not _SITE.search(title):
        return title
    shown = (title_in(head[at:]) for at in range(min(len(head), 12)))
    return next((line for line in shown if line and _SITE.match(title.removeprefix(line))), title)


def _heading(head: Sequence[str], name: str) -> Title:
    """What stands over all columns of a table, else the file's name, which says what it is."""
    for line in head[:_HEADING_LINES]:
        heading = cleaned(line)
        alone = "\t" not in line and len(heading) >= 6 and not is_labelled(heading)
        if alone and has_han(heading) and can_be_title(heading):
            return Title(heading, "text")
        if "\t" in line and not is_labelled(heading):
            break
    return Title(stem_of(name), "name")


def _beside_number(head: Sequence[str], number_line: int) -> str:
    """Below the number in a paper; above it in a web copy, where it is a line of the caption, and
    in minutes that have no title but their masthead.
    """
    above, below = title_in(head[:number_line]), title_in(head[number_line + 1 :])
    if is_masthead(above) and kind_by_title(below, red_head=False):
        return below
    if above and (kind_by_title(above, red_head=False) or _TABLE_END.search(above)):
        return above
    return below


def is_sensible(title: str) -> bool:
    """Whether an embedded title was meant by a person rather than left by a program."""
    return len(title) >= 4 and "\ufffd" not in title and not _MADE_BY_PROGRAMS.search(title)


def stem_of(name: str) -> str:
    """A file name without its extension."""
    stem, dot, extension = name.rpartition(".")
    return stem if dot and stem and len(extension) <= 5 else name
