"""edition import on the command line: files, doubts, refusals."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import docx
import pytest
import xlsxwriter
from reportlab.pdfgen import canvas

from dossier import shipped
from dossier.cli.main import main
from dossier.workflow.rosters import load_roster
from tests.tools.handbooks import LAYOUTS, WRITERS, noisy


def handbook(path: Path, form: str = "docx", seed: int | None = None) -> Path:
    paper = LAYOUTS["tree"](shipped.load_edition("tutorial"))
    path.write_bytes(WRITERS[form](paper if seed is None else noisy(paper, seed)))
    return path


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, dict[str, object]]:
    code = main(["--json", "edition", "import", *map(str, words)])
    return code, json.loads(capsys.readouterr().out)


def test_import_writes_edition_roster_and_doubts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = handbook(tmp_path / "分解表 2026.docx", seed=2)
    code, answer = run(capsys, source, "--to", tmp_path / "out", "--id", "city-2026")
    assert (code, answer["id"], answer["requirements"]) == (0, "city-2026", 30)
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["city-2026-doubts.csv", "city-2026-units.yaml", "city-2026.yaml"]
    assert len(shipped.load_edition(tmp_path / "out" / "city-2026.yaml").requirements) == 30
    assert "文明办" in {unit.name for unit in load_roster(tmp_path / "out/city-2026-units.yaml")}
    lines = (tmp_path / "out" / "city-2026-doubts.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == len(answer["doubts"]) + 1  # type: ignore[arg-type]
    assert len(lines) > 1


def test_again_is_the_same_and_other_content_is_not_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = handbook(tmp_path / "a.docx")
    assert run(capsys, source, "--to", tmp_path, "--id", "a")[0] == 0
    first = (tmp_path / "a.yaml").read_bytes()
    assert run(capsys, source, "--to", tmp_path, "--id", "a")[0] == 0
    assert (tmp_path / "a.yaml").read_bytes() == first
    (tmp_path / "a-units.yaml").write_text("units: []\n", "utf-8")
    assert run(capsys, source, "--to", tmp_path, "--id", "a")[0] == 2
    assert run(capsys, source, "--to", tmp_path, "--id", "a", "--replace")[0] == 0


def test_for_people_it_names_the_files_and_the_doubts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = handbook(tmp_path / "a.xlsx", "xlsx", seed=2)
    assert main(["edition", "import", str(source), "--to", str(tmp_path), "--id", "a"]) == 0
    shown = capsys.readouterr().out
    assert str(tmp_path / "a.yaml") in shown
    assert "W5" in shown


def scan() -> bytes:
    stream = io.BytesIO()
    page = canvas.Canvas(stream)
    page.rect(50, 50, 400, 600, fill=1)
    page.showPage()
    page.save()
    return stream.getvalue()


def word(*rows: tuple[str, ...], text: str = "") -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                table.cell(number, column).text = value
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def empty_workbook() -> bytes:
    stream = io.BytesIO()
    xlsxwriter.Workbook(stream).close()
    return stream.getvalue()


def zipped(name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


ENTITY = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;">]>'
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    b"<w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
)

REFUSED = [
    ("scan.pdf", scan(), "E521"),
    ("text.docx", word(text="没有表格"), "E522"),
    ("english.docx", word(("Requirement", "Lead unit"), ("1) plan", "Office")), "E523"),
    ("empty.xlsx", empty_workbook(), "E522"),
    ("old.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "E520"),
    ("torn.docx", word(("编号", "要求"))[:900], "E520"),
    ("torn.pdf", b"%PDF-1.7\nnothing", "E520"),
    ("picture.png", b"\x89PNG\r\n\x1a\n", "E520"),
    ("other.zip", zipped("a.txt", b"a"), "E520"),
    ("bomb.docx", zipped("word/document.xml", b"<a>" + b" " * 70_000_000), "E520"),
    ("entities.docx", zipped("word/document.xml", ENTITY), "E522"),
    ("nothing", b"", "E520"),
]


@pytest.mark.parametrize(("name", "content", "expected"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_is_no_handbook_is_refused_and_nothing_is_written(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    content: bytes,
    expected: str,
) -> None:
    source = tmp_path / name
    source.write_bytes(content)
    code, answer = run(capsys, source, "--to", tmp_path / "out", "--id", "a")
    assert code == 3
    assert [problem["code"] for problem in answer["problems"]] == [expected]  # type: ignore[attr-defined]
    assert answer["hint"]
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, tmp_path / "none.docx")[0] == 2


def test_an_encrypted_pdf_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stream = io.BytesIO()
    page = canvas.Canvas(stream, encrypt="secret")
    page.drawString(100, 100, "x")
    page.save()
    source = tmp_path / "locked.pdf"
    source.write_bytes(stream.getvalue())
    code, answer = run(capsys, source)
    assert code == 3
    assert answer["problems"][0]["code"] == "E520"  # type: ignore[index]
