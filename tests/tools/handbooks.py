"""Handbooks made from an edition: several table layouts, three formats, and office noise."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import docx
import xlsxwriter
from docx.shared import Pt
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

from dossier.codec.code_spelling import CIRCLES
from dossier.codec.requirement_codes import code_key
from dossier.model.editions import Edition, Requirement

NAMES = {
    "policy": ("规范文件", "规"),
    "report": ("说明报告", "说"),
    "photo": ("实景图片", "图"),
    "table": ("统计表格", "表"),
    "opinion": ("评价意见", "评"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A cell that spans some rows and columns; ``rows`` of 0: it belongs to the one above."""

    text: str
    rows: int = 1
    columns: int = 1


@dataclass(slots=True)
class Paper:
    """A title, remarks, and one table: heading rows, then rows of pieces."""

    title: str
    head: list[list[Piece]]
    rows: list[list[Piece]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def width(self) -> int:
        return sum(piece.columns for piece in self.head[0])


Spelling = Callable[[str], str]


def plainly(code: str) -> str:
    return code


def tail(code: str, node: str) -> str:
    """What an ask's code adds to its node's, as handbooks write it: ``1)①``."""
    numbers = code_key(code)[len(code_key(node)) :]
    if not numbers:
        return ""
    circled = code[-1] in CIRCLES.values()
    marks = CIRCLES[numbers[-1]] if circled else ""
    standards = numbers[:-1] if circled else numbers
    return "".join(f"{number})" for number in standards) + marks


def written(item: Requirement, node: str) -> str:
    """The code and its companions in front of an ask: ``1)①②``."""
    circles = "".join(CIRCLES[code_key(code)[-1]] for code in item.also)
    return tail(item.code, node) + circles


def marks(item: Requirement) -> str:
    return "【" + "＋".join(NAMES[slot.kind][1] for slot in item.slots) + "】" if item.slots else ""


def words(item: Requirement) -> str:
    return "、".join(NAMES[slot.kind][0] for slot in item.slots)


def units(item: Requirement) -> str:
    lead = "、".join(item.lead) or "—"
    return f"{lead}（配合：{'、'.join(item.cooperating)}）" if item.cooperating else lead


def by_node(edition: Edition) -> Iterator[tuple[str, str, list[Requirement]]]:
    """Code and title of every node with asks, in order."""
    for node in edition.indicators:
        asks = [item for item in edition.requirements if item.indicator == node.code]
        if asks:
            yield node.code, node.title or "", asks


def tops(edition: Edition) -> dict[str, tuple[str, str]]:
    """Node → code and title of the node above it, where it has one."""
    titles = {node.code: (node.code, node.title or "") for node in edition.indicators}
    return {node.code: titles.get(node.parent or "", ("", "")) for node in edition.indicators}


def tree_layout(edition: Edition) -> Paper:
    """测评项目 | 测评内容 | 申报要求 | 牵头单位 | 配合单位, the tree merged, one ask a row."""
    head = ["测评项目", "测评内容", "网上申报具体要求", "牵头单位", "配合单位"]
    paper = Paper(edition.title, [[Piece(text) for text in head]])
    above = tops(edition)
    groups = list(by_node(edition))
    height: dict[tuple[str, str], int] = {}
    for code, _title, asks in groups:
        height[above[code]] = height.get(above[code], 0) + len(asks)
    seen: set[tuple[str, str]] = set()
    for code, title, asks in groups:
        for number, item in enumerate(asks):
            top = above[code]
            first = Piece(" ".join(top).strip(), 0 if top in seen else height[top])
            seen.add(top)
            paper.rows.append(
                [
                    first,
                    Piece(f"{code} {title}".strip(), 0 if number else len(asks)),
                    Piece(f"{written(item, code)}{item.title}{marks(item)}"),
                    Piece("、".join(item.lead) or "—"),
                    Piece("、".join(item.cooperating)),
                ]
            )
    return paper


def code_layout(edition: Edition, spell: Spelling = plainly) -> Paper:
    """编号 | 申报要求 | 材料形式 | 责任单位 | 配合单位, the whole code in each row."""
    head = ["编号", "申报要求", "材料形式", "责任单位", "配合单位"]
    paper = Paper(edition.title, [[Piece(text) for text in head]])
    for code, title, asks in by_node(edition):
        if any(item.code == code for item in asks):
            pass
        else:
            paper.rows.append([Piece(f"{code} {title}".strip(), 1, 5)])
        for item in asks:
            circles = "".join(CIRCLES[code_key(other)[-1]] for other in item.also)
            paper.rows.append(
                [
                    Piece(spell(item.code) + circles),
                    Piece(item.title),
                    Piece(words(item) or "不上传"),
                    Piece("\n".join(item.lead)),
                    Piece("、".join(item.cooperating)),
                ]
            )
    return paper


def cell_layout(edition: Edition) -> Paper:
    """测评内容 | 申报要求 | 责任单位: all asks of a node in one cell, their units by semicolons."""
    paper = Paper(edition.title, [[Piece(text) for text in ("测评内容", "申报要求", "责任单位")]])
    for code, title, asks in by_node(edition):
        paper.rows.append(
            [
                Piece(f"{code} {title}".strip()),
                Piece("；".join(f"{written(i, code)}{i.title}{marks(i)}" for i in asks)),
                Piece("；".join(units(item) for item in asks)),
            ]
        )
    return paper


def tick_layout(edition: Edition) -> Paper:
    """Two heading rows; a column to tick for each kind, two for units."""
    upper = [
        Piece("测评内容", 2),
        Piece("申报要求", 2),
        Piece("材料形式", 1, 5),
        Piece("责任分工", 1, 2),
    ]
    lower = [Piece("", 0), Piece("", 0), *(Piece(name) for name, _mark in NAMES.values())]
    paper = Paper(edition.title, [upper, [*lower, Piece("牵头单位"), Piece("配合单位")]])
    for code, title, asks in by_node(edition):
        for number, item in enumerate(asks):
            wanted = {slot.kind for slot in item.slots}
            paper.rows.append(
                [
                    Piece(f"{code} {title}".strip(), 0 if number else len(asks)),
                    Piece(f"{written(item, code)}{item.title}"),
                    *(Piece("√" if kind in wanted else "") for kind in NAMES),
                    Piece("、".join(item.lead)),
                    Piece("、".join(item.cooperating)),
                ]
            )
    return paper


LAYOUTS: dict[str, Callable[[Edition], Paper]] = {
    "tree": tree_layout,
    "codes": code_layout,
    "cells": cell_layout,
    "ticks": tick_layout,
}

_SPELLINGS: tuple[Callable[[str], str], ...] = (
    lambda code: code.replace("-", "—"),
    lambda code: code.replace("Ⅲ", "III"),
    lambda code: code.replace("-", " - "),
    lambda code: code.replace("-", "－"),
    plainly,
)


def noisy(paper: Paper, seed: int) -> Paper:
    """The same paper with repeated headings, footnotes, spellings, spaces and continued rows."""
    chance = random.Random(seed)
    out = replace(paper, rows=[])
    for number, row in enumerate(paper.rows):
        if number and number % 23 == 0 and all(piece.rows for piece in row):
            out.rows.extend(paper.head if len(paper.head) == 1 else [])
        if number % 41 == 40 and all(piece.rows for piece in row):
            out.rows.append([Piece("注：市区指建成区。", 1, paper.width)])
        changed = _spoilt([_worn(piece, chance) for piece in row], chance)
        split = _split(changed, paper) if chance.random() < 0.05 else None
        out.rows.extend(split or [changed])
    out.remarks = ["规＝规范文件，说＝说明报告，图＝实景图片，表＝统计表格，评＝评价意见。"]
    return out


def _worn(piece: Piece, chance: random.Random) -> Piece:
    text = piece.text
    if text[:1] in "ⅠⅡⅢ":
        head, space, rest = text.partition(" ")
        text = chance.choice(_SPELLINGS)(head) + space + rest
    elif text[:1].isdigit() and ")" in text[:3]:
        number, _bracket, rest = text.partition(")")
        text = chance.choice((f"{number}）", f"（{number}）", f"({number})", f"{number})")) + rest
    if "【" in text:
        text = chance.choice((text, text.replace("【", "[").replace("】", "]"), text + "；"))
    if "、" in text and chance.random() < 0.2:
        text = text.replace("、", chance.choice(("，", "、 ", " 、")))
    return replace(piece, text=text)


def _spoilt(row: list[Piece], chance: random.Random) -> list[Piece]:
    """Now and then a code or the kinds are missing, or 等 stands behind the units."""
    fault = chance.random()
    if fault > 0.09 or len(row) < 3:
        return row
    column = 1 if len(row) == 3 or len(row[0].text) > 12 else 2
    text = row[column].text
    if fault < 0.03 and text[:1].isdigit() and "；" not in text:
        row[column] = replace(row[column], text=text.lstrip("0123456789)）(（①②③④⑤⑥"))
    elif fault < 0.06 and "【" in text and "；" not in text:
        row[column] = replace(row[column], text=text.split("【")[0])
    elif row[-2].text and "；" not in row[-1].text:
        row[-2] = replace(row[-2], text=row[-2].text + "等")
    return row


def _split(row: list[Piece], paper: Paper) -> list[list[Piece]] | None:
    """A row that goes on in a second one, as at the end of a page."""
    column = next((i for i, p in enumerate(paper.head[0]) if "要求" in p.text), None)
    if column is None or len(row) != paper.width or any(piece.rows != 1 for piece in row):
        return None
    text = row[column].text
    cut = text.find("【") - 2 if "【" in text else len(text) - 3
    if cut < 6 or text.count("【") > 1:
        return None
    first, second = list(row), [Piece("")] * len(row)
    first[column], second[column] = Piece(text[:cut]), Piece(text[cut:])
    return [first, second]


def _placed(rows: Sequence[Sequence[Piece]]) -> Iterator[tuple[int, int, Piece]]:
    for number, row in enumerate(rows):
        column = 0
        for piece in row:
            yield number, column, piece
            column += piece.columns


def as_docx(paper: Paper) -> bytes:
    document = docx.Document()
    document.add_paragraph(paper.title)
    for remark in paper.remarks:
        document.add_paragraph(remark)
    rows = [*paper.head, *paper.rows]
    table = document.add_table(len(rows), paper.width)
    cells = [list(row.cells) for row in table.rows]
    for row, column, piece in _placed(rows):
        if piece.rows:
            cell = cells[row][column]
            if piece.rows > 1 or piece.columns > 1:
                cell = cell.merge(cells[row + piece.rows - 1][column + piece.columns - 1])
            cell.text = piece.text
    return _saved(document)


def _saved(document: object) -> bytes:
    stream = io.BytesIO()
    document.save(stream)  # type: ignore[attr-defined]
    return stream.getvalue()


def as_xlsx(paper: Paper) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("分解表")
        sheet.write(0, 0, paper.title)
        for number, remark in enumerate(paper.remarks):
            sheet.write(1 + number, 0, remark)
        start = 1 + len(paper.remarks)
        for row, column, piece in _placed([*paper.head, *paper.rows]):
            top = start + row
            if piece.rows > 1 or piece.columns > 1:
                bottom, right = top + piece.rows - 1, column + piece.columns - 1
                sheet.merge_range(top, column, bottom, right, piece.text)
            elif piece.rows:
                sheet.write(top, column, piece.text)
    return stream.getvalue()


def as_pdf(paper: Paper) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("cell", fontName="STSong-Light", fontSize=8, leading=10, wordWrap="CJK")
    rows = [*paper.head, *paper.rows]
    data: list[list[object]] = [[""] * paper.width for _ in rows]
    spans = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    for row, column, piece in _placed(rows):
        data[row][column] = Paragraph(
            piece.text.replace("&", "&amp;").replace("\n", "<br/>"), style
        )
        if piece.columns > 1:
            spans.append(("SPAN", (column, row), (column + piece.columns - 1, row)))
    stream = io.BytesIO()
    width = landscape(A4)[0] - 60
    weights = [
        1.6 if "要求" in str(p.text) else 1.0 for p in paper.head[0] for _ in range(p.columns)
    ]
    sizes = [width * weight / sum(weights) for weight in weights]
    table = Table(data, colWidths=sizes, repeatRows=len(paper.head), style=spans, splitInRow=0)
    page = SimpleDocTemplate(stream, pagesize=landscape(A4), margins=30, invariant=1)
    page.leftMargin = page.rightMargin = 30
    lines = [Paragraph(text, style) for text in (paper.title, *paper.remarks)]
    page.build([*lines, Spacer(1, Pt(2).pt), table])
    return stream.getvalue()


WRITERS: dict[str, Callable[[Paper], bytes]] = {"docx": as_docx, "xlsx": as_xlsx, "pdf": as_pdf}
