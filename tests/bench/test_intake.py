"""Intake at scale, each figure beside the barest thing that could do the same job.

The burst of mixed office files takes 1,000; ``DOSSIER_BENCH_BURST=10000`` takes ten times as many.
"""

from __future__ import annotations

import hashlib
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dossier.archive.platform import fsync_folder
from dossier.workflow.describe import readers
from dossier.workflow.look import Eye, Target, look_settled
from dossier.workflow.take_in import IntakeReport, take_in, take_sorted
from dossier.workflow.watch_root import RootIntake
from tests.tools.make_files import docx_file, xlsx_file
from tests.tools.office import REPORT, UNIT, Office, open_office

pytestmark = pytest.mark.bench


def say(capsys: pytest.CaptureFixture[str], text: str) -> None:
    with capsys.disabled():
        print(f"\n{text}")


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def tree(office: Office, folders: int, files: int, size: int = 40) -> None:
    for folder in range(folders):
        place = office.inbox / f"单位{folder % 60}" / f"{folder}"
        place.mkdir(parents=True)
        for number in range(files):
            (place / f"佐证材料{number}.txt").write_bytes(
                b"%d/%d " % (folder, number) + b"x" * size
            )
    office.clock.now = office.clock.now.fromtimestamp(time.time() + 60).astimezone()


def take_only(office: Office) -> IntakeReport:
    """Custody without reading anything out of the documents."""
    report = IntakeReport()
    seen = look_settled(office.workspace, Target(office.inbox), lambda _s: None)
    take_sorted(office.workspace, office.inbox, seen, report)
    return report


def bare_copy(source: Path, target: Path) -> None:
    """Copy and SHA-256 with the store's own durability: file and folder synced before the next."""
    for folder, _folders, names in os.walk(source):
        for name in names:
            digest = hashlib.sha256()
            with Path(folder, name).open("rb") as stream, (target / "tmp").open("wb") as out:
                while chunk := stream.read(1 << 20):
                    digest.update(chunk)
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            home = target / digest.hexdigest()[:2]
            home.mkdir(exist_ok=True)
            (target / "tmp").replace(home / digest.hexdigest())
            fsync_folder(home)


@pytest.mark.parametrize("size", [40, 200_000])
def test_throughput_beside_a_bare_durable_copy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], size: int
) -> None:
    office = open_office(tmp_path / "archive")
    tree(office, 20, 50 if size > 1000 else 100, size)
    count = sum(1 for path in office.inbox.rglob("*") if path.is_file())
    (tmp_path / "copy").mkdir()
    bare = timed(lambda: bare_copy(office.inbox, tmp_path / "copy"))
    ours = timed(lambda: take_only(office))
    assert office.workspace.archive.catalogue.balance().archived == count
    say(capsys, f"intake of {count} files of {size} bytes: {bare / ours:.2f} x copy+SHA-256 speed")


def test_ten_thousand_small_files_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office = open_office(tmp_path / "archive")
    tree(office, 500, 20)
    seconds = timed(lambda: take_only(office))
    balance = office.workspace.archive.catalogue.balance()
    assert (balance.archived, balance.refused, balance.duplicate) == (10_000, 0, 0)
    say(capsys, f"10,000 small files: {seconds:.1f} s, {10_000 / seconds:.0f} files/s, none lost")


def bare_walk(root: str) -> int:
    count, todo = 0, [root]
    while todo:
        with os.scandir(todo.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    todo.append(entry.path)
                else:
                    entry.stat(follow_symlinks=False)
                    count += 1
    return count


def best(work: Callable[[], object], rounds: int = 5) -> float:
    return min(timed(work) for _ in range(rounds))


def test_a_full_reconciliation_beside_a_bare_walk(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office = open_office(tmp_path / "archive")
    tree(office, 1000, 10)
    take_only(office)
    bare = best(lambda: bare_walk(str(office.inbox)))
    eye = Eye(office.workspace, office.inbox)
    first = timed(eye.look)
    again = best(eye.look)
    assert eye.look().unchanged == 10_000
    say(
        capsys,
        f"reconciliation of 10,000 files: first {first / bare:.2f} x, "
        f"then {again / bare:.2f} x scandir+stat",
    )


def test_idle_watch_over_fifty_thousand_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office = open_office(tmp_path / "archive")
    for folder in range(5000):
        place = office.inbox / f"单位{folder % 60}" / f"{folder}"
        place.mkdir(parents=True)
        for number in range(10):
            (place / f"{number}.tmp").touch()
    with RootIntake(office.workspace, office.inbox) as intake:
        start = time.perf_counter()
        office.clock.now = office.clock.now.fromtimestamp(time.time()).astimezone()
        intake.round()
        began = time.perf_counter() - start
        while intake.state().mode != "events":
            intake.watcher.wait(0.05)
            intake.round()
        intake.round()
        spent = 0.0
        for _minute in range(5):
            for _second in range(60):
                office.clock.pass_time(1)
                before = time.process_time()
                intake.round()
                spent += time.process_time() - before
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    say(
        capsys,
        f"watch over 50,000 files in 5,000 folders: start {began:.1f} s, "
        f"idle {spent / 300:.2%} of a core (one full look in 300 s), peak {memory} MB",
    )


def make_burst(folder: Path, count: int) -> None:
    """Mixed office files, every one different."""
    for number in range(count):
        place = folder / f"单位{number % 60}"
        place.mkdir(exist_ok=True)
        text = [f"第{number}号材料", *[REPORT] * (1 + number % 5)]
        if number % 10 < 6:
            (place / f"{number}.docx").write_bytes(docx_file(text))
        elif number % 10 < 8:
            (place / f"{number}.xlsx").write_bytes(
                xlsx_file({"表": [[number, line] for line in text]})
            )
        else:
            (place / f"{number}.txt").write_text("\n".join(text), "utf-8")


def test_a_burst_of_mixed_office_files_is_searchable(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    count = int(os.environ.get("DOSSIER_BENCH_BURST", "1000"))
    office = open_office(tmp_path / "archive")
    make_burst(office.inbox, count)
    office.clock.now = office.clock.now.fromtimestamp(time.time() + 60).astimezone()
    with readers(office.workspace) as pool:
        seconds = timed(
            lambda: take_in(office.workspace, (), lambda _d, _t: None, lambda _s: None, pool)
        )
    found = office.workspace.archive.catalogue
    assert found.balance().archived == count
    assert all(record.reader for record in found.records())
    say(
        capsys,
        f"burst of {count} office files searchable in {seconds:.1f} s "
        f"({seconds / count * 10_000 / 60:.1f} min for 10,000)",
    )


_MEMORY = """
import resource, sys
from pathlib import Path
from tests.bench.test_intake import take_only, tree
from tests.tools.office import open_office
office = open_office(Path(sys.argv[1]))
tree(office, int(sys.argv[2]), 10)
take_only(office)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_peak_memory_beside_the_number_of_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    peaks = []
    for folders in (50, 500):
        done = subprocess.run(
            [sys.executable, "-c", _MEMORY, str(tmp_path / str(folders)), str(folders)],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONPATH": "."},
        )
        peaks.append(int(done.stdout) / 1024)
        shutil.rmtree(tmp_path / str(folders))
    say(capsys, f"peak memory: {peaks[0]:.0f} MB for 500 files, {peaks[1]:.0f} MB for 5,000")
    assert UNIT
