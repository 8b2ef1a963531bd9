"""Bundles beside the plain tools: copying and checksumming the same files. Ratios are printed."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from pypdf import PdfWriter
from pypdf.constants import PageLabelStyle

from dossier.bundle.making.book_plan import BookEntry, BookPlan, BookWords
from dossier.bundle.making.books import bind
from dossier.bundle.writer import FolderWriter, ZipWriter
from dossier.model.conversions import Recipe
from dossier.model.records import Record
from dossier.office.program import find_office
from tests.tools.bundles import AGENT, fixity, planned, record, tags
from tests.tools.papers import drawer_of, pages_pdf, word_file, workshop

FILES = 600
FILE_BYTES = 170_000

pytestmark = pytest.mark.bench


def timed(job: Callable[[], object]) -> float:
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def best(make: Callable[[int], Callable[[], object]]) -> float:
    return min(timed(make(turn)) for turn in range(3))


def filled(store: Path) -> list[Record]:
    store.mkdir()
    rows = []
    for number in range(1, FILES + 1):
        data = number.to_bytes(4, "big") * (FILE_BYTES // 4)
        (store / fixity(data).hex).write_bytes(data)
        rows.append(record(number, f"图{number}.jpg", data, ("Ⅲ-2-1-①", "photo"), form="jpeg"))
    return rows


def test_g11_bundle_beside_cp_and_sha256sum(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "store"
    rows = filled(store)
    plan = planned(rows)
    lists = tags(plan, rows)

    def content(digest: str):  # type: ignore[no-untyped-def]
        return (store / digest.partition(":")[2]).open("rb")

    def copy(turn: int) -> Callable[[], object]:
        return lambda: subprocess.run(
            ["cp", "-r", str(store), str(tmp_path / f"cp{turn}")], check=True
        )

    def copy_and_sum(turn: int) -> Callable[[], object]:
        target = tmp_path / f"sum{turn}"
        command = f"cp -r '{store}' '{target}' && cd '{target}' && sha256sum * > ../sums"
        return lambda: subprocess.run(["sh", "-c", command], check=True)

    def write(form: type[FolderWriter | ZipWriter]) -> Callable[[int], Callable[[], object]]:
        def make(turn: int) -> Callable[[], object]:
            target = tmp_path / f"{form.__name__}{turn}"
            return lambda: form(target, AGENT).write(plan, lists, content)

        return make

    took = {
        "cp": best(copy),
        "cp + sha256sum": best(copy_and_sum),
        "folder": best(write(FolderWriter)),
        "zip": best(write(ZipWriter)),
        "lists": best(lambda _turn: lambda: tags(plan, rows)),
    }
    lines = [f"{FILES} files, {FILES * FILE_BYTES / 1e6:.0f} MB, best of 3"]
    lines += [f"  {key:15} {took[key]:6.3f} s  {took[key] / took['cp']:5.2f} x cp" for key in took]
    ratio = took["folder"] / took["cp + sha256sum"]
    lines.append(f"  folder / (cp + sha256sum) = {ratio:.2f}")
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert len(list(tmp_path.glob("ZipWriter0/*.zip"))) == 1
    shutil.rmtree(tmp_path)


MEMORY = """
import sys, resource
from pathlib import Path
from dossier.bundle.writer import FolderWriter, ZipWriter
from dossier.report.tag_files import tag_files
from tests.tools.bundles import *
count, target = int(sys.argv[1]), Path(sys.argv[2])
rows = [record(n, f"图{n}.jpg", b"%d" % n, ("Ⅲ-2-1-①", "photo"), form="jpeg") for n in range(count)]
plan = planned(rows)
held = shelf([b"%d" % n for n in range(count)])
def peak():
    status = Path("/proc/self/status")
    if status.exists():  # ru_maxrss begins with the memory of whoever started us
        fields = dict(line.split(":") for line in status.read_text().splitlines())
        return int(fields["VmHWM"].split()[0]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
def fresh():
    forget = Path("/proc/self/clear_refs")
    if forget.exists():
        forget.write_text("5")
figures = [peak()]
target.mkdir()
fresh()
lists = tag_files(plan, EDITION, assessment(), rows, ZH, folder=target)
figures.append(peak())
for form in (ZipWriter, FolderWriter):
    fresh()
    made = form(target / "out", AGENT).write(plan, lists, held.open)
    figures.append(peak())
print(*figures)
"""


def test_b12_memory_from_1_000_to_50_000_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ["peak MB: records and plan, then lists, then a ZIP, then a folder, both read back"]
    for count in (1_000, 10_000, 50_000):
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", MEMORY, str(count), str(tmp_path / str(count))],
            capture_output=True,
            check=True,
        )
        took = time.perf_counter() - start
        lines.append(f"  {count:6} files: {done.stdout.decode().strip()}  {took:.0f} s")
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert len(lines) == 4


def test_plan_of_5_000_records(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        record(n, f"图{n}.jpg", b"%d" % n, ("Ⅲ-2-1-①", "photo"), form="jpeg") for n in range(5_000)
    ]
    took = best(lambda _turn: lambda: planned(rows))
    with capsys.disabled():
        sys.stdout.write(f"\nplan of 5,000 records: {took:.2f} s\n")
    assert len(planned(rows).files) == 5_000


def test_g12_books_beside_bare_pypdf(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = []
    for number in range(400):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(pages_pdf([f"第{number}件 第{page}页" for page in range(3)]))
        paths.append(path)
    entries = tuple(
        BookEntry("组", path.stem, form="pdf", pages=3, path=str(path)) for path in paths
    )
    words = BookWords("目录", "另附", "第 {page} 页", "", "")
    plan = BookPlan("Ⅲ-1", "卷宗", (), words, entries, "{code} {page} / {pages}")
    (tmp_path / "plan.json").write_bytes(msgspec.json.encode(plan))

    def bare() -> None:
        writer = PdfWriter()
        for path in paths:
            first = len(writer.pages)
            writer.append(path, outline_item=path.stem)
            writer.set_page_label(first, first + 2, style=PageLabelStyle.DECIMAL)
        writer.write(tmp_path / "bare.out")

    took = {
        "bare pypdf": best(lambda _turn: bare),
        "book": best(lambda _turn: lambda: bind(tmp_path / "plan.json", tmp_path)),
    }
    ratio = took["book"] / took["bare pypdf"]
    with capsys.disabled():
        sys.stdout.write(f"\n400 PDFs, 1,200 pages: {took}  ratio {ratio:.2f}\n")
    assert (tmp_path / "volume-1.pdf").stat().st_size > 0


@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")
def test_conversions_in_batches(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    count = 12

    def converting(name: str, *, together: bool) -> Callable[[], object]:
        shop = workshop(tmp_path / name, office=None)
        drawer = drawer_of(tmp_path / name)
        wanted = [
            Recipe(drawer.put(word_file(f"情况说明 {n}")), "docx", "pdf") for n in range(count)
        ]

        def convert() -> None:
            with shop:
                for group in [wanted] if together else [[one] for one in wanted]:
                    shop.make_all(group, lambda _done, _all: None)

        return convert

    took = {
        "one by one": timed(converting("single", together=False)),
        "in a batch": timed(converting("batch", together=True)),
    }
    ratio = took["one by one"] / took["in a batch"]
    with capsys.disabled():
        sys.stdout.write(f"\n{count} DOCX to PDF: {took}  {ratio:.1f} times faster\n")
    assert ratio > 0
