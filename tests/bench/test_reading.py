"""What reading costs beside its peers: CPU of this process and its children, per file.

Figures are printed, never asserted. The peers do what a plain script would: a digest of the file
and the text by the usual library, in one process.
"""

from __future__ import annotations

import hashlib
import os
import random
import statistics
import subprocess
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from dossier.extract.office import Legacy, Office, find_office
from dossier.extract.pool import ReaderPool
from tests.tools import make_files as make

pytestmark = pytest.mark.bench
FILES = 60
OLD_FILES = 40
ROUNDS = 5
Work = Callable[[Sequence[Path]], None]


def cpu_seconds() -> float:
    """CPU of this process and of its ended children."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def cost(work: Work, files: Sequence[Path]) -> tuple[float, float]:
    """CPU milliseconds a file, and those of starting; two files start both of our workers."""
    work(files[:2])
    begun = cpu_seconds()
    work(files[:2])
    started = cpu_seconds()
    work(files)
    ended = cpu_seconds()
    each = 1000 * ((ended - started) - (started - begun)) / (len(files) - 2)
    return each, 1000 * (started - begun) - 2 * each


def our_reading(files: Sequence[Path]) -> None:
    with ReaderPool(2) as pool:
        for _key, found in pool.extract_many((path, path, path.name) for path in files):
            assert found.usable is True


def by_pypdf(files: Sequence[Path]) -> None:
    import pypdf

    for path in files:
        hashlib.sha256(path.read_bytes()).hexdigest()
        with pypdf.PdfReader(path) as reader:
            assert "".join(page.extract_text() for page in reader.pages)


def by_pdfium(files: Sequence[Path]) -> None:
    import pypdfium2

    for path in files:
        hashlib.sha256(path.read_bytes()).hexdigest()
        with pypdfium2.PdfDocument(path) as document:
            assert "".join(page.get_textpage().get_text_range() for page in document)


def by_python_docx(files: Sequence[Path]) -> None:
    import docx

    for path in files:
        hashlib.sha256(path.read_bytes()).hexdigest()
        document = docx.Document(str(path))
        texts = [paragraph.text for paragraph in document.paragraphs]
        for table in document.tables:
            texts += [cell.text for row in table.rows for cell in row.cells]
        for section in document.sections:
            texts += [p.text for p in section.header.paragraphs + section.footer.paragraphs]
        assert texts


def by_zip_and_lxml(files: Sequence[Path]) -> None:
    """The least that can be done: the body part alone, every text element in it."""
    from lxml import etree  # type: ignore[import-untyped]

    for path in files:
        hashlib.sha256(path.read_bytes()).hexdigest()
        with zipfile.ZipFile(path) as archive:
            root = etree.fromstring(archive.read("word/document.xml"))
        assert "".join(item.text or "" for item in root.iter(f"{{{make.WORD}}}t"))


def vocabulary() -> tuple[list[str], list[float]]:
    """Three thousand two-character words that occur as words do: the n-th 1/n as often."""
    rng = random.Random(11)
    rows = ((row, column) for row in range(0xB0, 0xC0) for column in range(0xA1, 0xFF))
    letters = [bytes(pair).decode("gb2312") for pair in rows]
    words = ["".join(rng.choices(letters, k=2)) for _ in range(3000)]
    return words, [1 / rank for rank in range(1, len(words) + 1)]


def prose(rng: random.Random, lines: int) -> list[str]:
    words, weights = vocabulary()
    return ["".join(rng.choices(words, weights, k=17)) + "。" for _ in range(lines)]


def written(
    folder: Path, suffix: str, make_one: Callable[[random.Random], bytes], count: int = FILES
) -> list[Path]:
    rng, paths = random.Random(7), []
    for number in range(count):
        paths.append(folder / f"{number}{suffix}")
        paths[-1].write_bytes(make_one(rng))
    return paths


def pdf_of_three_pages(rng: random.Random) -> bytes:
    return make.pdf_file(["\n".join(prose(rng, 20)) for _ in range(3)], font="embedded")


def docx_of_three_pages(rng: random.Random) -> bytes:
    """Written by python-docx as an office would: header, footer, table, nested table, text box."""
    import io

    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.sections[0].footer.paragraphs[0].text = "页脚"
    for line in prose(rng, 55):
        document.add_paragraph(line)
    table = document.add_table(rows=8, cols=4)
    for row in table.rows:
        for cell in row.cells:
            cell.text = "表格"
    table.cell(0, 0).add_table(rows=1, cols=1).cell(0, 0).text = "嵌套"
    box = (
        f'<w:r xmlns:w="{make.WORD}" xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape>'
        f"<v:textbox><w:txbxContent>{make.paragraph('文本框')}</w:txbxContent></v:textbox>"
        "</v:shape></w:pict></w:r>"
    )
    document.paragraphs[0]._p.append(parse_xml(box))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def report(what: str, files: Sequence[Path], name: str, peer: Work, goal: float) -> None:
    """The medians of ``ROUNDS`` rounds, ours and theirs by turns."""
    rounds = [(cost(our_reading, files), cost(peer, files)) for _ in range(ROUNDS)]
    ours, start = (statistics.median(mine[part] for mine, _peer in rounds) for part in (0, 1))
    theirs = statistics.median(other[0] for _mine, other in rounds)
    print(
        f"\n{what}: ours {ours:.2f} ms, sha256 + {name} {theirs:.2f} ms CPU a file, ratio"
        f" {ours / theirs:.3f} (goal below {goal}); starting two workers {start:.0f} ms once"
    )


@pytest.mark.skipif(not make.FONT.exists(), reason="no Chinese TrueType font here")
def test_pdf_with_embedded_fonts(tmp_path: Path) -> None:
    files = written(tmp_path, ".pdf", pdf_of_three_pages)
    report("PDF, 3 pages", files, "pypdf", by_pypdf, 0.15)
    report("PDF, 3 pages", files * 4, "pypdfium2", by_pdfium, 1.3)


def test_both_cores_are_used(tmp_path: Path) -> None:
    files = written(tmp_path, ".pdf", pdf_of_three_pages) * 10
    spent = {}
    for workers in (1, 2):
        with ReaderPool(workers) as pool:
            list(pool.extract_many((path, path, path.name) for path in files[:20]))
            begun = time.perf_counter()
            list(pool.extract_many((path, path, path.name) for path in files))
            spent[workers] = time.perf_counter() - begun
    print(
        f"\n{len(files)} PDF: one process {spent[1]:.2f} s, two {spent[2]:.2f} s wall,"
        f" {spent[1] / spent[2]:.2f} times as fast"
    )


@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")
def test_legacy_files_in_a_batch(tmp_path: Path) -> None:
    program = find_office()
    assert program is not None
    made = [tmp_path / f"{number}.doc" for number in range(OLD_FILES)]
    original = old_document(program, tmp_path)
    for path in made:
        path.write_bytes(original)
    with Office(program) as office:
        office.convert([Legacy(0, made[0], "doc")])
        begun = time.perf_counter()
        found = office.convert([Legacy(n, path, "doc") for n, path in enumerate(made)])
        batch = time.perf_counter() - begun
    assert all(isinstance(item, Path) for item in found.values())
    begun = time.perf_counter()
    for path in made[:3]:
        alone(program, path, tmp_path / "alone", "docx")
    single = (time.perf_counter() - begun) / 3 * OLD_FILES
    print(
        f"\n{OLD_FILES} DOC: {OLD_FILES / batch:.1f} files a second in a batch,"
        f" {OLD_FILES / single:.2f} one by one, {single / batch:.1f} times as fast (goal 5)"
    )


def old_document(program: Path, folder: Path) -> bytes:
    source = folder / "source.docx"
    source.write_bytes(docx_of_three_pages(random.Random(3)))
    alone(program, source, folder / "made", "doc")
    return (folder / "made" / "source.doc").read_bytes()


def alone(program: Path, path: Path, out: Path, target: str) -> None:
    words = [f"-env:UserInstallation={(path.parent / 'profile').as_uri()}", "--headless"]
    rest = ["--convert-to", target, "--outdir", str(out), str(path)]
    subprocess.run([str(program), *words, *rest], check=True, capture_output=True)


def test_docx_with_everything(tmp_path: Path) -> None:
    files = written(tmp_path, ".docx", docx_of_three_pages)
    report("DOCX, 3 pages", files, "python-docx", by_python_docx, 0.3)
    report("DOCX, 3 pages", files * 4, "zipfile and lxml", by_zip_and_lxml, 1.3)
