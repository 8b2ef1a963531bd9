"""Cases of reading that cross several parts: spaces of OCR in search, bytes nobody rewrites."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from dossier.bundle.making.book_plan import BookEntry, BookPlan, BookWords
from dossier.extract.preview import MAX_BYTES
from dossier.model.records import RecordFilter
from dossier.workflow.indexing import refresh_index
from dossier.workflow.previews import preview
from dossier.workflow.workspace import Workspace
from tests.functional.reading.conftest import Put
from tests.tools import make_files as make
from tests.tools.mutants import samples
from tests.tools.office import UNIT, open_office
from tests.tools.papers import drawer_of, workshop

SPACED = " ".join("全国文明城区创建工作实施方案")


@pytest.mark.parametrize("extension", ["txt", "pdf", "ofd", "docx"])
def test_f02_an_unspaced_query_finds_spaced_text(
    workspace: Workspace, put: Put, extension: str
) -> None:
    contents = {
        "txt": SPACED.encode(),
        "pdf": make.pdf_file([SPACED]),
        "ofd": make.ofd_file([[(10, 10, SPACED)]]),
        "docx": make.docx_file([SPACED]),
    }
    record = put({f"扫描.{extension}": contents[extension]})[f"扫描.{extension}"]
    refresh_index(workspace)
    for query in ("文明城区", "创建工作实施方案"):
        hits = workspace.index.search(query, allowed=None, limit=5, texts=lambda _ids: {})
        assert hits.total == 1, (query, record.id)


def test_f03_taking_in_reading_and_previewing_rewrite_nothing(tmp_path: Path) -> None:
    office = open_office(tmp_path / "档案")
    received = {
        f"{UNIT}/{number}-{name}": content
        for number, (name, content) in enumerate(samples().items())
    }
    dropped = {name: office.drop(name, content) for name, content in received.items()}
    written = {name: path.stat().st_mtime_ns for name, path in dropped.items()}
    office.take()
    archive = office.workspace.archive
    records = archive.catalogue.records(RecordFilter())
    tops = [item for item in records if not item.source.chain]
    assert len(tops) > len(received) // 2
    for record in tops:
        made = preview(office.workspace, record)
        assert made is None or made.stat().st_size <= MAX_BYTES
        with archive.store.open(record.fixity.digest) as stream:
            assert stream.read() == received[record.source.path], record.source.path
    for name, path in dropped.items():
        assert (path.read_bytes(), path.stat().st_mtime_ns) == (received[name], written[name])


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Path]:
    """Papers of every kind of font bound together."""
    words = BookWords("目录", "另附", "佐证见第 {page} 页", "第 {number} 卷，共 {count} 卷", "部分")
    with workshop(tmp_path) as shop:
        entries = []
        for number, data in enumerate(papers()):
            digest = drawer_of(tmp_path).put(data)
            entries.append(
                BookEntry("甲", f"文{number}", form="pdf", digest=digest, size=len(data), pages=1)
            )
        made = shop.bind(BookPlan("甲", "题", (), words, tuple(entries), "{page}", cover=False))
        assert made.problem is None
        yield shop.cache.path(made.files[0].fixity.digest)


def papers() -> list[bytes]:
    lines = [make.SENTENCE, "第二行〔2023〕5号"]
    encodings = ("GBKp-EUC-H", "GBK-EUC-V", "UniGB-UCS2-H")
    codecs = {"UniGB-UCS2-H": "utf-16-be"}
    mapped = [make.gbkp_pdf_lines(lines, name, codecs.get(name, "gbk")) for name in encodings]
    return [make.pdf_file(["\n".join(lines)]), *mapped]


def page_texts(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    try:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def test_f03_a_bound_book_says_what_its_papers_say(book: Path) -> None:
    bound = page_texts(book.read_bytes())
    for data in papers():
        [said] = page_texts(data)
        assert said
        assert any(page.startswith(said) for page in bound), said
