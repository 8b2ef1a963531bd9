"""The lines of a text that say what it is: without what its format puts around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dossier.model.extraction import Extraction

_LOOKED_AT = 60_000
"""Characters of the beginning and of the end that are looked at."""
_MAILS = frozenset({"eml", "mht", "msg"})
_HEADER = re.compile(r"^(?:Subject|From|To|Cc|Date):")
_HEADERS = 5
_LABELLED = re.compile(r"^[\u3400-\u9fff]{2,8}(?:[（(][\u3400-\u9fff]{1,4}[）)])?\s*[:：]\s*\S")
_FORM_HEAD, _FORM_FOOT = 8, 6


def lines_of(extraction: Extraction) -> list[str]:
    """Lines with something on them, of a long text its beginning and its end. Headers of a mail,
    marks of Markdown and the commas of CSV are no part of them; cells are parted by tabs.
    """
    text = extraction.text
    if len(text) > 2 * _LOOKED_AT:
        text = f"{text[:_LOOKED_AT]}\n{text[-_LOOKED_AT:]}"
    lines = [line for line in map(str.strip, text.split("\n")) if line]
    if extraction.format in _MAILS:
        return _without_headers(lines)
    if extraction.format == "md":
        return [line.lstrip("#").strip() for line in lines if line.strip("# ")]
    if extraction.format == "csv":
        return list(_cells(lines))
    return lines


def _without_headers(lines: list[str]) -> list[str]:
    head = [line for line in lines[:_HEADERS] if not _HEADER.match(line)]
    return head + lines[_HEADERS:]


def _cells(lines: list[str]) -> Iterator[str]:
    for line in lines:
        filled = (cell.strip(' "') for cell in line.split(","))
        if row := "\t".join(cell for cell in filled if cell):
            yield row


def stated(lines: list[str]) -> list[str]:
    """What a table says above and below its rows: cells such as 填报单位：区教育局."""
    around = lines if len(lines) <= _FORM_HEAD + _FORM_FOOT else _around(lines)
    return [cell.strip() for line in around for cell in line.split("\t") if _LABELLED.match(cell)]


def _around(lines: list[str]) -> list[str]:
    return lines[:_FORM_HEAD] + lines[-_FORM_FOOT:]


def labelled(lines: list[str], label: re.Pattern[str]) -> Iterator[str]:
    """The values behind a label, each up to a tab or a gap."""
    for line in lines:
        if found := label.match(line):
            yield re.split(r"\t|\s{2,}", line[found.end() :].strip(), maxsplit=1)[0]
