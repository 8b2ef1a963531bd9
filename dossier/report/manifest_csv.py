"""``manifest.csv``: one line for each file under each ask.

Columns carry GB/T 33480-2016 names where it has them, in Chinese whatever the language, since
other programs read them. UTF-8 with a byte order mark, so that office programs open it rightly.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import chain

from dossier.model.bundles import ORIGINAL
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
    "用途",
    "来源 SHA-256",
    "内容部分",
)
"""The header; 公文标识 is the digest of what was received, 接收号 the accession number, and
来源 SHA-256 what a converted file was made of.
"""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def manifest_csv(contents: Contents) -> Iterator[bytes]:
    """The file line by line; cells that a spreadsheet would run as formulas begin with an
    apostrophe.
    """
    yield codecs.BOM_UTF8
    line = io.StringIO(newline="")
    writer = csv.writer(line, lineterminator="\r\n")
    for values in chain([COLUMNS], map(_values, contents.rows)):
        writer.writerow([_cell(value) for value in values])
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


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
        record.fixity.digest,
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
        row.caption,
        row.claim.pointer,
        "是" if row.again else "",
        "原件" if row.file.role == ORIGINAL else "上传",
        row.file.source.hex if row.file.source else row.file.fixity.hex,
        row.file.part,
    ]


def _cell(value: object) -> str:
    text = printable(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
