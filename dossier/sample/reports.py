"""说明报告 as DOCX: sections of prose, a header, a footer, sometimes a table."""

from __future__ import annotations

import io
from datetime import datetime, time
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from dossier.sample import phrases
from dossier.sample.packages import normalised
from dossier.sample.subject import Subject, chinese_date, sentence, sentences


def report_docx(subject: Subject) -> bytes:
    """A report of 300 to 900 characters; about every third one carries a table."""
    document = docx.Document()
    _frame(document, subject)
    _heading(document, f"{phrases.DISTRICT}{subject.unit}关于{subject.topic}的情况说明")
    for paragraph in report_paragraphs(subject):
        document.add_paragraph(paragraph).paragraph_format.first_line_indent = Pt(24)
    if subject.luck.random() < 0.35:
        _table(document, subject)
    _signature(document, subject)
    return _bytes(document, subject)


def report_paragraphs(subject: Subject) -> list[str]:
    """The prose of a report: what was done, what came of it, where the figures are from."""
    luck = subject.luck
    source = sentence("、".join(luck.sample(phrases.SOURCES, 2)), subject)
    return [
        sentence(luck.choice(phrases.OPENINGS), subject),
        "一、主要做法",
        *_paired(sentences(phrases.MEASURES, luck.randint(4, 9), subject)),
        "二、工作成效",
        "".join(sentences(phrases.RESULTS, luck.randint(2, 4), subject)),
        "三、数据来源",
        f"以上数据来源于{source}。",
        phrases.DISCLAIMER,
    ]


def _paired(lines: list[str]) -> list[str]:
    return ["".join(lines[start : start + 2]) for start in range(0, len(lines), 2)]


def _frame(document: Any, subject: Subject) -> None:
    section = document.sections[0]
    section.header.paragraphs[0].text = f"{phrases.CITY}{phrases.DISTRICT}{subject.unit}"
    section.footer.paragraphs[0].text = phrases.SHORT_DISCLAIMER


def _heading(document: Any, title: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(title)
    run.bold, run.font.size = True, Pt(18)


def _table(document: Any, subject: Subject) -> None:
    document.add_paragraph("附：主要数据")
    table = document.add_table(rows=1, cols=3, style="Table Grid")
    for cell, text in zip(table.rows[0].cells, ("项目", "数量", "地点"), strict=True):
        cell.text = text
    for name in subject.luck.sample(phrases.INDICATORS, 4):
        cells = table.add_row().cells
        cells[0].text = name
        cells[1].text = str(subject.luck.randint(20, 900))
        cells[2].text = subject.luck.choice(phrases.PLACES)


def _signature(document: Any, subject: Subject) -> None:
    for text in (f"{phrases.DISTRICT}{subject.unit}", chinese_date(subject.day)):
        document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _bytes(document: Any, subject: Subject) -> bytes:
    moment = datetime.combine(subject.day, time(9))
    properties = document.core_properties
    properties.author = properties.last_modified_by = subject.unit
    properties.title, properties.comments = subject.topic, phrases.SHORT_DISCLAIMER
    properties.created = properties.modified = moment
    buffer = io.BytesIO()
    document.save(buffer)
    return normalised(buffer.getvalue())
