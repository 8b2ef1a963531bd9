"""A team's own Word templates: filled in wherever words stand, refused where they are dangerous."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.i18n import Translator
from dossier.report.form_values import FormRow, SubmissionForm
from dossier.report.submission_form import FIELDS, ROW_FIELDS, submission_docx
from dossier.report.templates import fill_template, template_problems

ZH = Translator("zh")
ROW = FormRow(1, "规范文件", "通知{{lead}}", "", "", "文明办", "", "2", "第1页", "", "data/x.pdf")
FORM = SubmissionForm(
    *("示例体系", "Ⅲ-1-1-①", "{{row.title}}", "Ⅲ-1-1", "文明办", "教育局"),
    *("齐全", "共提交 1 件。", "2017-08-31", "", (ROW, replace(ROW, number=2))),
)
BOX = (
    f'<w:r {nsdecls("w")}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>'
    "<w:txbxContent><w:p><w:r><w:t>框：{{code}}</w:t></w:r></w:p></w:txbxContent>"
    "</v:textbox></v:shape></w:pict></w:r>"
)


def template(
    *lines: str, change: Callable[[docx.document.Document], object] | None = None
) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def repacked(data: bytes, **parts: bytes) -> bytes:
    """The package with these parts put in or replaced; ``__`` in a name is a slash, ``_`` a dot."""
    out = io.BytesIO()
    named = {key.replace("__", "/").replace("_", "."): value for key, value in parts.items()}
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            if info.filename not in named:
                new.writestr(info.filename, old.read(info))
        for name, value in named.items():
            new.writestr(name, value)
    return out.getvalue()


def words(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return "".join(
            package.read(name).decode()
            for name in package.namelist()
            if name.startswith(("word/document", "word/header"))
        )


def test_placeholders_are_found_wherever_words_stand() -> None:
    def everywhere(document: docx.document.Document) -> None:
        document.sections[0].header.paragraphs[0].text = "页眉：{{as_of}}"
        document.add_paragraph()._p.append(parse_xml(BOX))
        outer = document.add_table(1, 1).rows[0].cells[0]
        outer.add_table(1, 1).rows[0].cells[0].text = "里表：{{lead}}"
        torn = document.add_paragraph("撕{")
        for piece in ("{ti", "tle}", "} 开"):
            torn.add_run(piece)

    data = template("{{code}}与{{code}}", change=everywhere)
    assert template_problems(data, "表.docx", FIELDS, ROW_FIELDS) == ()
    made = submission_docx(replace(FORM, title="标题"), ZH, data)
    text = words(made)
    for wanted in ("Ⅲ-1-1-①与Ⅲ-1-1-①", "页眉：2017-08-31", "框：Ⅲ-1-1-①", "里表：文明办"):
        assert wanted in text
    torn = next(p.text for p in docx.Document(io.BytesIO(made)).paragraphs if "撕" in p.text)
    assert torn == "撕标题 开"


def test_values_are_words_and_never_filled_again() -> None:
    def rows(document: docx.document.Document) -> None:
        cells = document.add_table(1, 2).rows[0].cells
        cells[0].text, cells[1].text = "{{row.number}} {{row.title}}", "{{title}}"

    made = submission_docx(FORM, ZH, template("{{title}}", change=rows))
    document = docx.Document(io.BytesIO(made))
    assert document.paragraphs[0].text == "{{row.title}}"
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["1 通知{{lead}}", "{{row.title}}"],
        ["2 通知{{lead}}", "{{row.title}}"],
    ]


def test_a_draft_and_a_partial_paper_say_so_whatever_the_template_says() -> None:
    made = submission_docx(replace(FORM, mark="缺三项"), ZH, template("{{conclusion}}"))
    first, second = (p.text for p in docx.Document(io.BytesIO(made)).paragraphs)
    assert first == "部分材料  缺三项"
    assert second.startswith("【草稿")
    placed = submission_docx(replace(FORM, mark="缺三项"), ZH, template("x", "{{mark}}"))
    assert [p.text for p in docx.Document(io.BytesIO(placed)).paragraphs] == ["x", first]


@pytest.mark.parametrize(
    "text",
    [
        "{{portal}}",
        "{{ code }}",
        "{{code.__class__}}",
        "{{row.title}}",
        "{{code}",
        "}}",
    ],
)
def test_an_unknown_placeholder_is_told_with_those_that_are_known(text: str) -> None:
    [found] = template_problems(template(f"前{text}后"), "表.docx", FIELDS, ROW_FIELDS)
    assert found.code == "E817"
    assert "{{as_of}}" in str(found.parameters["known"])


DANGERS = {
    "macros": {"word__vbaProject_bin": b"x"},
    "embedded": {"word__embeddings__oleObject1_bin": b"x"},
    "entity": {"word__settings_xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'},
    "outside": {
        "word___rels__settings_xml_rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/'
        b'package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org'
        b'/officeDocument/2006/relationships/attachedTemplate" Target="http://x/y.dotm" '
        b'TargetMode="External"/></Relationships>'
    },
    "bomb": {"word__media__a_png": b"\0" * (65 * 2**20)},
}


@pytest.mark.parametrize("name", DANGERS)
def test_what_is_dangerous_is_refused_unopened(name: str) -> None:
    data = repacked(template("{{code}}"), **DANGERS[name])
    assert [item.code for item in template_problems(data, "表.docx", FIELDS)] == ["E818"]


@pytest.mark.parametrize(
    "field", ["DDEAUTO c:\\\\cmd", "INCLUDETEXT /etc/passwd", "INCLUDEPICTURE x"]
)
def test_fields_that_read_other_files_are_refused(field: str) -> None:
    def torn(document: docx.document.Document) -> None:
        for piece in (field[:3], field[3:]):
            document.paragraphs[0]._p.append(
                parse_xml(f"<w:r {nsdecls('w')}><w:instrText>{piece}</w:instrText></w:r>")
            )

    data = template("x", change=torn)
    assert [item.code for item in template_problems(data, "表.docx", FIELDS)] == ["E818"]


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.integers(0, 255))
def test_a_damaged_template_is_a_finding_or_works(place: int, byte: int) -> None:
    data = bytearray(_SOUND)
    data[place % len(data)] ^= byte
    if not template_problems(bytes(data), "表.docx", FIELDS):
        fill_template(bytes(data), {"code": "x"})


_SOUND = template("{{code}}")


def test_the_same_template_gives_the_same_bytes() -> None:
    assert submission_docx(FORM, ZH, _SOUND) == submission_docx(FORM, ZH, _SOUND)
