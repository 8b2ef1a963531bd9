"""Word documents of our own making: A4, one typeface, tables whose columns have their widths."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from dossier.codec.packing import packed_again
from dossier.report.form_values import plain

SONG, HEI = "宋体", "黑体"
RED = RGBColor(0xB4, 0x23, 0x18)
_BLACK = RGBColor(0, 0, 0)
MARGIN = 20
"""Millimetres on the left and right of a page."""
_SIDES = (210, 297)
_SHADE = "F2F2F2"
_SMALL = 9
_STYLES = frozenset(
    {"Normal", "DefaultParagraphFont", "TableNormal", "NoList", "TableGrid", "Footer"}
    | {"Heading1", "Header"}
)
_UNUSED_PARTS = ("/stylesWithEffects", "/customXml", "/numbering")
_UNUSED_FILES = ("/thumbnail",)
_LINE = 1.15


def blank(*, landscape: bool = False) -> Any:
    """An empty A4 document with the page's number in its footer."""
    document = docx.Document()
    _without_ballast(document)
    style = document.styles["Normal"]
    _typeface(style.element.get_or_add_rPr(), SONG)
    style.font.size = Pt(10.5)
    style.paragraph_format.space_after = Pt(4)
    style.paragraph_format.line_spacing = _LINE
    section = document.sections[0]
    width, height = reversed(_SIDES) if landscape else _SIDES
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = section.bottom_margin = Mm(MARGIN)
    section.top_margin = Mm(25)
    _page_numbers(section.footer.paragraphs[0])
    return document


def heading(document: Any, text: str, size: float = 20, *, level: int = 0) -> None:
    """A name in the middle of a line; one with a level stands in the program's outline."""
    paragraph = document.add_paragraph(style=f"Heading {level}" if level else None)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(10)
    run = write(paragraph, text, size=size, bold=True, typeface=HEI)
    run.font.color.rgb = _BLACK


def write(
    paragraph: Any,
    text: str,
    *,
    size: float | None = None,
    bold: bool = False,
    red: bool = False,
    typeface: str = "",
) -> Any:
    """A run of text at a paragraph's end."""
    run = paragraph.add_run(plain(text))
    run.bold = bold or None
    run.font.size = Pt(size) if size else None
    if red:
        run.font.color.rgb = RED
    if typeface:
        _typeface(run._r.get_or_add_rPr(), typeface)
    return run


def table(
    document: Any, widths: Sequence[float], heads: Sequence[str], rows: Sequence[Sequence[str]]
) -> Any:
    """A table with lines; its columns are so many millimetres wide, its head is on every page."""
    lines = [*([heads] if heads else []), *rows]
    grid = document.add_table(rows=len(lines), cols=len(widths), style="Table Grid")
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)
    for line, values in zip(grid.rows, lines, strict=True):
        for cell, value, width in zip(line.cells, values, widths, strict=True):
            cell.width = Mm(width)
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            _fill(cell, value, head=heads is values)
        mark(line._tr.get_or_add_trPr(), "w:cantSplit")
    if heads:
        mark(grid.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")
    return grid


def _fill(cell: Any, value: str, *, head: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    write(paragraph, value, size=_SMALL, bold=head)
    if head:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        shade(cell)


def shade(cell: Any) -> None:
    """A light ground behind a label."""
    ground = docx.oxml.OxmlElement("w:shd")
    for key, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", _SHADE)):
        ground.set(qn(key), value)
    cell._tc.get_or_add_tcPr().append(ground)


def mark(properties: Any, name: str) -> None:
    """Switch a property on that has no value."""
    properties.append(docx.oxml.OxmlElement(name))


def saved(document: Any, title: str) -> bytes:
    """The document's bytes, the same every time."""
    properties = document.core_properties
    properties.author, properties.last_modified_by = "dossier", "dossier"
    properties.title, properties.comments, properties.revision = plain(title)[:250], "", 1
    out = io.BytesIO()
    document.save(out)
    return packed_again(out.getvalue())


def _without_ballast(document: Any) -> None:
    """Drop what the library's own template brings and nothing here uses: since members are stored,
    its styles and its picture would be nine tenths of every form.
    """
    for part, unused in ((document.part, _UNUSED_PARTS), (document.part.package, _UNUSED_FILES)):
        for key in [key for key, known in part.rels.items() if known.reltype.endswith(unused)]:
            part.rels.pop(key)
    styles = document.styles.element
    for style in list(styles.style_lst):
        if style.styleId not in _STYLES:
            styles.remove(style)
    for link in styles.xpath(".//w:next | .//w:link"):
        if link.get(qn("w:val")) not in _STYLES:
            link.getparent().remove(link)


def _typeface(properties: Any, name: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), name)


def _page_numbers(paragraph: Any) -> None:
    """Page and pages as fields, which Word, WPS and LibreOffice fill in."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for field in ("PAGE", "NUMPAGES"):
        if field == "NUMPAGES":
            write(paragraph, " / ", size=_SMALL)
        simple = docx.oxml.OxmlElement("w:fldSimple")
        simple.set(qn("w:instr"), field)
        run = docx.oxml.OxmlElement("w:r")
        text = docx.oxml.OxmlElement("w:t")
        text.text = "1"
        run.append(text)
        simple.append(run)
        paragraph._p.append(simple)
