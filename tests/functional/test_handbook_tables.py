"""Hand-made tables with what generated ones lack: splits, nesting, missing headings, footnotes."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
import PIL.Image
import pytest
from docx.oxml import OxmlElement
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Image, PageBreak, SimpleDocTemplate, Table

from dossier.handbook.reading import Imported, import_handbook, read_tables
from dossier.model.editions import Requirement

HEAD = ("测评内容", "申报要求", "牵头单位", "配合单位")


def word(*tables: Sequence[Sequence[str]], texts: Sequence[str] = ()) -> docx.document.Document:
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    for rows in tables:
        table = document.add_table(len(rows), len(rows[0]))
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                table.cell(number, column).text = value
    return document


def saved(document: docx.document.Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def read(content: bytes) -> Imported:
    return import_handbook(content, "手册 2026.docx", edition_id="x", year=2000)


def asks(found: Imported) -> dict[str, Requirement]:
    return {item.code: item for item in found.edition.requirements}


def test_a_table_without_headings_goes_on_with_the_one_before() -> None:
    first = [HEAD, ("Ⅲ-1 学习", "1)①安排【规】", "文明办", "")]
    second = [("Ⅲ-2 宣传", "1)情况【说】", "宣传部", "各街道")]
    found = asks(read(saved(word(first, second))))
    assert list(found) == ["Ⅲ-1-1-①", "Ⅲ-2-1"]
    assert found["Ⅲ-2-1"].cooperating == ("各街道",)


def test_a_table_of_something_else_is_left_out_and_doubted() -> None:
    first = [HEAD, ("Ⅲ-1 学习", "1)①安排【规】", "文明办", "")]
    other = [("姓名", "电话"), ("王某", "1"), ("李某", "2")]
    found = read(saved(word(first, other)))
    assert [d.parameters["rows"] for d in found.doubts if d.code == "W507"] == [3]


def test_an_empty_tree_cell_carries_on_and_so_does_a_standard() -> None:
    rows = [
        ("测评内容", "测评标准", "申报要求", "牵头单位"),
        ("Ⅲ-16 志愿服务", "1)制度健全", "①年度安排【规】", "文明办"),
        ("", "", "②支持文件【规＋说】", "民政局"),
        ("", "2)广泛参与", "①注册占比【表】", "文明办"),
    ]
    found = asks(read(saved(word(rows))))
    assert list(found) == ["Ⅲ-16-1-①", "Ⅲ-16-1-②", "Ⅲ-16-2-①"]
    assert found["Ⅲ-16-1-②"].lead == ("民政局",)


def test_a_row_goes_on_below_without_code_kinds_or_units() -> None:
    rows = [
        HEAD,
        ("Ⅲ-1 学习", "1)①全体党员学习教育", "文明办", ""),
        ("", "情况和座谈【说＋图】", "", ""),
        ("", "1)②主要负责同志讲党课情况【说】", "区委办", ""),
    ]
    found = read(saved(word(rows)))
    first = asks(found)["Ⅲ-1-1-①"]
    assert first.title == "全体党员学习教育情况和座谈"
    assert [slot.kind for slot in first.slots] == ["report", "photo"]
    assert [d.parameters["row"] for d in found.doubts if d.code == "W502"] == [3]


def test_an_uncoded_row_with_units_of_its_own_is_an_ask_of_its_own() -> None:
    rows = [
        HEAD,
        ("Ⅲ-1 学习", "1)①安排", "文明办", ""),
        ("", "学习情况", "宣传部", ""),
    ]
    found = read(saved(word(rows)))
    assert list(asks(found)) == ["Ⅲ-1-1-①", "Ⅲ-1-1-②"]
    assert {"W501", "W503"} <= {d.code for d in found.doubts}
    assert asks(found)["Ⅲ-1-1-②"].status == "inferred"


def test_a_code_that_stands_twice_loses_no_ask() -> None:
    rows = [
        HEAD,
        ("Ⅲ-1 学习", "Ⅲ-1-1-① 安排【规】", "文明办", ""),
        ("", "Ⅲ-1-1-① 完全不同的要求【说】", "宣传部", ""),
    ]
    found = read(saved(word(rows)))
    assert [item.title for item in found.edition.requirements] == ["安排", "完全不同的要求"]
    assert [d.parameters["code"] for d in found.doubts if d.code == "W504"] == ["Ⅲ-1-1-②"]


def test_units_that_cannot_be_told_apart_go_to_every_ask_and_are_doubted() -> None:
    rows = [HEAD[:3], ("Ⅲ-1 学习", "①甲【规】；②乙【说】；③丙【说】", "文明办；教育局")]
    found = read(saved(word(rows)))
    assert {item.lead for item in found.edition.requirements} == {("文明办", "教育局")}
    assert [d.code for d in found.doubts if d.code == "W505"] == ["W505"] * 3


def test_footnotes_and_section_rows_are_told_from_asks() -> None:
    rows = [
        HEAD,
        ("Ⅰ-1 理想信念教育", "", "", ""),
        ("Ⅲ-1 学习", "1)①安排【规】", "文明办", ""),
        ("注：市区指建成区。", "", "", ""),
    ]
    document = word(rows)
    table = document.tables[0]
    for number in (1, 3):
        cells = table.rows[number].cells
        text = cells[0].text
        cells[0].merge(cells[3]).text = text
    found = read(saved(document)).edition
    assert [node.code for node in found.indicators] == ["Ⅰ-1", "Ⅲ-1"]
    assert found.indicators[1].parent == "Ⅰ-1"
    assert "注：市区指建成区" in found.notes


def test_a_split_cell_and_a_nested_table_keep_the_columns() -> None:
    rows = [HEAD, ("Ⅲ-1 学习", "1)①安排【规】", "文明办", "各街道")]
    document = word(rows)
    cell = document.tables[0].cell(1, 1)
    cell.add_table(1, 1).cell(0, 0).text = "附表"
    (found,) = read(saved(document)).edition.requirements
    assert (found.lead, found.cooperating) == (("文明办",), ("各街道",))


def test_deleted_text_is_not_read() -> None:
    document = word([HEAD, ("Ⅲ-1 学习", "1)①安排【规】", "文明办", "")])
    paragraph = document.tables[0].cell(1, 2).paragraphs[0]._p
    gone, run, text = (OxmlElement(tag) for tag in ("w:del", "w:r", "w:t"))
    text.text = "旧单位"
    run.append(text)
    gone.append(run)
    paragraph.append(gone)
    assert read(saved(document)).edition.requirements[0].lead == ("文明办",)


def test_year_and_title_are_the_handbook_s_own() -> None:
    rows = [HEAD, ("Ⅲ-1 学习", "1)①安排【规】", "文明办", "")]
    found = read(saved(word(rows, texts=["创建全国文明城市2025年责任分解表"]))).edition
    assert (found.title, found.year) == ("创建全国文明城市2025年责任分解表", 2025)


def pdf(rows: Sequence[Sequence[str]], *, boxes: bool = False) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = [
        ("FONT", (0, 0), (-1, -1), "STSong-Light", 9),
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
    ]
    if boxes:
        style[1] = ("BOX", (0, 0), (-1, -1), 0.5, colors.black)
        style += [("LINEBELOW", (0, n), (-1, n), 0.5, colors.black) for n in range(len(rows))]
        style += [("LINEAFTER", (n, 0), (n, -1), 0.5, colors.black) for n in range(len(rows[0]))]
    stream = io.BytesIO()
    page = SimpleDocTemplate(stream, pagesize=A4, invariant=1)
    page.build([Table([list(row) for row in rows], style=style)])
    return stream.getvalue()


@pytest.mark.parametrize("boxes", [False, True])
def test_a_pdf_without_repeated_headings_over_many_pages(boxes: bool) -> None:
    rows = [HEAD] + [
        (f"Ⅲ-{n} 第{n}项", f"1)①安排{n}【规】", "文明办", "各街道") for n in range(1, 101)
    ]
    found = import_handbook(pdf(rows, boxes=boxes), "a.pdf", edition_id="x", year=2026)
    assert len(found.edition.requirements) == 100
    assert {item.lead for item in found.edition.requirements} == {("文明办",)}
    places = {grid.rows[0].place.number for grid in read_tables(pdf(rows), "a.pdf").grids}
    assert len(places) > 1


def test_points_and_deadlines_are_taken_over() -> None:
    rows = [
        ("编号", "申报要求", "分值", "完成时限", "牵头单位"),
        ("Ⅲ-1-1-①", "安排【规】", "1.5分", "2026年4月30日前", "文明办"),
        ("Ⅲ-1-1-②", "情况【说】", "", "", "文明办"),
    ]
    first, second = read(saved(word(rows))).edition.requirements
    assert (first.points, first.due) == (1.5, "2026-04-30")
    assert (second.points, second.due) == (None, None)


def test_a_page_that_is_a_picture_is_doubted() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = [
        ("FONT", (0, 0), (-1, -1), "STSong-Light", 9),
        ("GRID", (0, 0), (-1, -1), 1, colors.black),
    ]
    table = Table([list(HEAD), ["Ⅲ-1 学习", "1)①安排【规】", "文明办", ""]], style=style)
    picture = io.BytesIO()
    PIL.Image.new("RGB", (60, 60), "gray").save(picture, "PNG")
    picture.seek(0)
    stream = io.BytesIO()
    page = SimpleDocTemplate(stream, pagesize=A4, invariant=1)
    page.build([table, PageBreak(), Image(picture, 100, 100)])
    found = import_handbook(stream.getvalue(), "a.pdf", edition_id="x", year=2026)
    assert [d.parameters["number"] for d in found.doubts if d.code == "W514"] == [2]
