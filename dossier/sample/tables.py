"""统计表格 as XLSX, and the plain text files clerks send along."""

from __future__ import annotations

import io
from datetime import datetime, time
from typing import Any

import xlsxwriter

from dossier.sample import phrases
from dossier.sample.subject import Subject, chinese_date, sentences

_COLUMNS = ("序号", "单位（点位）", "项目", "数量", "统计日期")
Row = tuple[int, str, str, int, str]


def table_rows(subject: Subject) -> list[Row]:
    """Ten to thirty rows of figures per place."""
    luck = subject.luck
    return [
        (
            number,
            luck.choice(phrases.PLACES),
            luck.choice(phrases.INDICATORS),
            luck.randint(3, 980),
            subject.day.isoformat(),
        )
        for number in range(1, luck.randint(10, 30))
    ]


def table_xlsx(subject: Subject) -> bytes:
    """A workbook with one sheet of figures and one that says where they come from."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        workbook.set_properties(
            {
                "title": subject.topic,
                "author": subject.unit,
                "created": datetime.combine(subject.day, time(9)),
            }
        )
        _figures(workbook, subject)
        _explanation(workbook, subject)
    return buffer.getvalue()


def table_csv(subject: Subject) -> bytes:
    """The same rows as comma-separated GB18030, as Chinese Excel saves them."""
    lines = [_COLUMNS, *table_rows(subject)]
    text = "\r\n".join(",".join(str(cell) for cell in line) for line in lines)
    return f"{text}\r\n".encode("gb18030")


def note_text(subject: Subject) -> bytes:
    """A short note in GB18030, as an old Windows Notepad saves it."""
    lines = [f"{subject.topic}活动说明", *sentences(phrases.NOTES, 3, subject), phrases.DISCLAIMER]
    return ("\r\n".join(lines) + "\r\n").encode("gb18030")


def note_markdown(subject: Subject) -> bytes:
    """A note with Markdown headings and a list, also in GB18030."""
    points = "\n".join(f"- {line}" for line in sentences(phrases.MEASURES, 4, subject))
    text = f"# {subject.topic}\n\n{subject.unit}，{chinese_date(subject.day)}\n\n{points}\n"
    return f"{text}\n{phrases.DISCLAIMER}\n".encode("gb18030")


def _figures(workbook: Any, subject: Subject) -> None:
    sheet = workbook.add_worksheet("统计表")
    bold = workbook.add_format({"bold": True, "border": 1})
    title = f"{phrases.DISTRICT}{subject.unit}{subject.topic}统计表"
    sheet.merge_range(0, 0, 0, len(_COLUMNS) - 1, title, bold)
    sheet.write_row(1, 0, _COLUMNS, bold)
    sheet.set_column(1, 2, 22)
    rows = table_rows(subject)
    for number, row in enumerate(rows, start=2):
        sheet.write_row(number, 0, row)
    sheet.write(len(rows) + 2, 2, "合计")
    total = sum(row[3] for row in rows)
    sheet.write_formula(len(rows) + 2, 3, f"=SUM(D3:D{len(rows) + 2})", None, total)


def _explanation(workbook: Any, subject: Subject) -> None:
    sheet = workbook.add_worksheet("填表说明")
    sheet.set_column(0, 0, 60)
    lines = (
        f"填报单位：{phrases.DISTRICT}{subject.unit}",
        f"填报日期：{chinese_date(subject.day)}",
        f"数据来源：{subject.luck.choice(phrases.SOURCES).format(unit=subject.unit)}",
        phrases.DISCLAIMER,
    )
    for number, line in enumerate(lines):
        sheet.write(number, 0, line)
