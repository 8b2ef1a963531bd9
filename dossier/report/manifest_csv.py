"""``manifest.csv``: one line for each file under each ask.

Columns carry GB/T 33480-2016 names where it has them, in Chinese whatever the language, since
other programs read them. UTF-8 with a byte order mark, so that office programs open it rightly.
"""

from __future__ import annotations

import csv
import io

from dossier.report.contents import Contents, Row, printable

COLUMNS = (
    "路径",
    "SHA-256",
    "字节数",
    "申报要求",
    "材料类型",
    "责任单位",
    "公文标识",
    "接收号",
    "修订号",
    "原文件名",
    "标题",
    "发文机关标志",
    "发文字号",
    "成文日期",
    "活动日期",
    "拍摄日期",
    "所属期间",
    "接收日期",
    "页数",
    "字数",
    "媒体类型",
    "文字说明",
    "证明位置",
    "引用",
)
"""The header; 公文标识 is the content's digest, 接收号 the accession number."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def manifest_csv(contents: Contents) -> bytes:
    """The whole file; cells that a spreadsheet would run as formulas begin with an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(value) for value in _values(row)] for row in contents.rows)
    return out.getvalue().encode("utf-8-sig")


def _values(row: Row) -> list[object]:
    record, known = row.record, row.record.description
    dates = known.dates
    return [
        row.path,
        row.file.fixity.hex,
        row.file.fixity.size,
        row.file.requirement,
        row.kind_name,
        row.unit,
        row.file.fixity.digest,
        record.id,
        record.revision,
        record.name,
        known.title,
        known.issuer,
        known.doc_number,
        dates.issued,
        dates.event,
        dates.taken,
        dates.covered,
        dates.received or record.received[:10],
        known.pages,
        known.chars,
        known.media_type,
        row.claim.caption,
        row.claim.pointer,
        "是" if row.again else "",
    ]


def _cell(value: object) -> str:
    text = printable(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
