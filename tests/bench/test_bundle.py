"""Bundles beside the plain tools: copying and checksumming the same files. Ratios are printed."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from statistics import median

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
from tests.tools.big_archive import Size, fill
from tests.tools.bundles import AGENT, fixity, planned, record, tags
from tests.tools.papers import drawer_of, pages_pdf, word_file, workshop

FILES = 1_000
FILE_BYTES = 170_000
ROUNDS = 7

pytestmark = pytest.mark.bench

Job = Callable[[int], Callable[[], object]]
"""What is timed in a round of this number; what comes before is not."""


def timed(job: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    start = clock()
    job()
    return clock() - start


def side_by_side(
    jobs: Mapping[str, Job], clock: Callable[[], float] = time.perf_counter
) -> dict[str, list[float]]:
    """Every job once in each round, so that what else the machine does meets all of them."""
    took: dict[str, list[float]] = {name: [] for name in jobs}
    for turn in range(ROUNDS):
        for name, make in jobs.items():
            took[name].append(timed(make(turn), clock))
    return took


def ratio(took: Mapping[str, Sequence[float]], of: str, to: str) -> str:
    """The median of the rounds' ratios, with the least and the greatest."""
    found = sorted(one / other for one, other in zip(took[of], took[to], strict=True))
    return f"{of} / {to} = {median(found):.2f} ({found[0]:.2f} to {found[-1]:.2f})"


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

    def write(form: type[FolderWriter | ZipWriter]) -> Job:
        def make(turn: int) -> Callable[[], object]:
            target = tmp_path / f"{form.__name__}{turn}"
            return lambda: form(target, AGENT).write(plan, lists, content)

        return make

    jobs = {
        "cp": copy,
        "cp + sha256sum": copy_and_sum,
        "folder": write(FolderWriter),
        "zip": write(ZipWriter),
    }
    took = side_by_side(jobs)
    lines = [f"{FILES} files, {FILES * FILE_BYTES / 1e6:.0f} MB, {ROUNDS} rounds side by side"]
    lines += [f"  {name:15} {median(times):6.3f} s" for name, times in took.items()]
    lines += [f"  {ratio(took, 'folder', 'cp + sha256sum')}", f"  {ratio(took, 'zip', 'cp')}"]
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert len(list(tmp_path.glob("ZipWriter0/*.zip"))) == 1
    shutil.rmtree(tmp_path)


PEAK = """
import re, runpy, sys
from pathlib import Path
sys.argv = ["dossier", *sys.argv[1:]]
try:
    runpy.run_module("dossier", run_name="__main__")
finally:
    # ru_maxrss begins with the memory of whoever started us
    said = Path("/proc/self/status").read_text()
    sys.stderr.write("peak " + re.search(r"VmHWM:\\s+(\\d+)", said)[1])
"""


def peak_mb(*words: object) -> int:
    """The most memory a command takes."""
    done = subprocess.run(
        [sys.executable, "-c", PEAK, *map(str, words)], capture_output=True, check=False
    )
    return int(done.stderr.decode().rpartition("peak ")[2]) // 1024


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_b12_memory_from_1_000_to_50_000_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ["peak MB of the program: check, then plan, ZIP and folder of all that is placed"]
    for count in (1_000, 10_000, 50_000):
        size = Size(records=count, texts=0, pictures=0, held=True)
        (tmp_path / str(count)).mkdir()
        root = fill(tmp_path / str(count), size, Random(1))
        order = ("-C", root, "bundle", "--partial", "--reason", "x", "--as-of", "2026-06-01")
        peaks = [
            peak_mb("-C", root, "check", "--as-of", "2026-06-01"),
            *(peak_mb(*order, *more) for more in (("--plan",), ("--format", "zip"), ())),
        ]
        lines.append(f"  {count:6} records: {peaks}")
        assert len(list((root / "bundles").glob("*partial*"))) == 2
        shutil.rmtree(root)
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")


def test_plan_of_5_000_records(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        record(n, f"图{n}.jpg", b"%d" % n, ("Ⅲ-2-1-①", "photo"), form="jpeg") for n in range(5_000)
    ]
    took = side_by_side({"plan": lambda _turn: lambda: planned(rows)})["plan"]
    with capsys.disabled():
        sys.stdout.write(f"\nplan of 5,000 records: {median(took):.2f} s\n")
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

    jobs: dict[str, Job] = {
        "bare pypdf": lambda _turn: bare,
        "book": lambda _turn: lambda: bind(tmp_path / "plan.json", tmp_path),
    }
    took = side_by_side(jobs, time.process_time)
    with capsys.disabled():
        sys.stdout.write(f"\n400 PDFs, 1,200 pages, CPU: {ratio(took, 'book', 'bare pypdf')}\n")
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
    times = took["one by one"] / took["in a batch"]
    with capsys.disabled():
        sys.stdout.write(f"\n{count} DOCX to PDF: {took}  {times:.1f} times faster\n")
    assert times > 0
