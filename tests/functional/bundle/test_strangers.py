"""Programs of others open what we make: LibreOffice, qpdf, 7-Zip, unzip."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from dossier.bundle.writer import ZipWriter
from dossier.i18n import Translator
from dossier.model.profiles import ArchiveNumbers
from dossier.office.converter import Converter, Order
from dossier.office.program import find_office
from dossier.report.contents_form import contents_docx
from dossier.report.form_values import FormRow, SubmissionForm
from dossier.report.submission_form import submission_docx
from dossier.report.tag_files import tag_files
from dossier.rules.archive_numbers import archive_numbers
from tests.tools.bundles import AGENT, EDITION, RECORDS, ZH, assessment, by_id, planned, shelf, tags

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed"
)
ROW = FormRow(
    number=1,
    kind="规范文件",
    title="关于…的通知",
    doc_number="某发〔2017〕1号",
    issuer="某市",
    unit="文明办",
    date="2017-03-01",
    pages="2",
    pointer="第1页",
    caption="",
    path="data/x.pdf",
)
FORM = SubmissionForm(
    "示例测评体系",
    "Ⅲ-1-1-①",
    "有工作方案",
    "Ⅲ-1-1",
    "文明办",
    "教育局",
    "齐全",
    "针对…共提交材料 1 件。\x0b\ud800",
    "2017-08-31",
    "区级初审",
    (ROW,),
)


def opened(path: Path, folder: Path) -> str:
    """The text LibreOffice makes of a file."""
    program = find_office()
    assert program is not None
    with Converter(program, 120, folder / "home") as office:
        made = office.convert([Order(0, path, path.suffix[1:], "pdf")])[0]
        assert isinstance(made, Path), made
        document = pypdfium2.PdfDocument(made.read_bytes())
    try:
        return "".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


@needs_office
def test_libreoffice_opens_every_form_and_list(tmp_path: Path) -> None:
    numbers = archive_numbers(ArchiveNumbers("Z109", office="WMB"), RECORDS)
    lists = tag_files(
        planned(), EDITION, assessment(), by_id(RECORDS), ZH, folder=tmp_path, numbers=numbers
    )
    forms = {"form.docx": submission_docx(FORM, ZH), "contents.docx": contents_docx(FORM, ZH)}
    for name, data in forms.items():
        (tmp_path / name).write_bytes(data)
    wanted = {
        tmp_path / "form.docx": "测评材料提交表",
        tmp_path / "contents.docx": "卷内目录",
        lists["index.xlsx"]: "文明城市创建工作方案",
        lists["归档文件目录.xlsx"]: "Z109-WS",
    }
    for number, (path, words) in enumerate(wanted.items()):
        folder = tmp_path / f"out{number}"
        folder.mkdir()
        found = "".join(opened(path, folder).split())
        assert words in found, path.name


def test_r10_forms_are_the_same_every_time() -> None:
    assert submission_docx(FORM, ZH) == submission_docx(FORM, ZH)
    assert contents_docx(FORM, Translator("en")) == contents_docx(FORM, Translator("en"))


@pytest.mark.skipif(shutil.which("7z") is None, reason="7-Zip is not installed")
def test_b11_seven_zip_reads_names_and_content(tmp_path: Path) -> None:
    plan = planned()
    path = ZipWriter(tmp_path, AGENT).write(plan, tags(plan), shelf().open).path
    assert subprocess.run(["7z", "t", path], capture_output=True, check=False).returncode == 0
    listing = subprocess.run(
        ["7z", "l", "-ba", "-slt", "-sccUTF-8", path], capture_output=True, check=True
    )
    names = {
        line.removeprefix("Path = ")
        for line in listing.stdout.decode().splitlines()
        if line.startswith("Path = ")
    }
    assert {f"{plan.name}/data/{item.path}" for item in plan.files} <= names


@pytest.mark.skipif(shutil.which("unzip") is None, reason="unzip is not installed")
def test_b11_unzip_extracts_chinese_names(tmp_path: Path) -> None:
    plan = planned()
    path = ZipWriter(tmp_path, AGENT).write(plan, tags(plan), shelf().open).path
    target = tmp_path / "out"
    done = subprocess.run(
        ["unzip", "-q", path, "-d", str(target)],
        capture_output=True,
        check=False,
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 0, done.stderr
    for item in plan.files:
        assert (target / plan.name / "data" / item.path).is_file()
