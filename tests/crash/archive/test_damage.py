"""Damage is found and named exactly, a full disk harms nothing, two writers take turns."""

from __future__ import annotations

import errno
import io
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dossier.archive.audit import audit
from dossier.archive.catalogue import Balance
from dossier.archive.custody import Archive
from dossier.archive.ledger import JsonlLedger
from dossier.archive.store import FolderStore
from dossier.errors import BusyError, FixityError, LedgerError, NoSpace, UsageError
from tests.tools.custody import AT, BY, accessioned, fixity, refused

CONTENTS = [b"content %d" % number * 50 for number in range(6)]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive.create(tmp_path / "archive")
    with made.writing() as writer:
        for content in CONTENTS:
            made.store.put(io.BytesIO(content))
            writer.record([accessioned(writer.next_id(2026), content)], at=AT, by=BY)
    return made


def blob(archive: Archive, number: int) -> Path:
    assert isinstance(archive.store, FolderStore)
    path = archive.store.path(fixity(CONTENTS[number]).digest)
    path.chmod(0o644)
    return path


def flip(archive: Archive) -> None:
    path = blob(archive, 1)
    data = bytearray(path.read_bytes())
    data[17] ^= 4
    path.write_bytes(data)


def cut(archive: Archive) -> None:
    path = blob(archive, 1)
    path.write_bytes(path.read_bytes()[:-1])


def swap(archive: Archive) -> None:
    one, two = blob(archive, 1), blob(archive, 2)
    left, right = one.read_bytes(), two.read_bytes()
    one.write_bytes(right)
    two.write_bytes(left)


def delete(archive: Archive) -> None:
    blob(archive, 1).unlink()


def names(*numbers: int) -> tuple[str, ...]:
    return tuple(sorted(fixity(CONTENTS[number]).digest for number in numbers))


@pytest.mark.parametrize(
    ("damage", "missing", "corrupt"),
    [
        (flip, (), names(1)),
        (cut, (), names(1)),
        (swap, (), names(1, 2)),
        (delete, names(1), ()),
    ],
)
def test_an_audit_names_exactly_what_is_damaged(
    archive: Archive,
    damage: Callable[[Archive], None],
    missing: tuple[str, ...],
    corrupt: tuple[str, ...],
) -> None:  # R03
    damage(archive)
    report = audit(archive.store, archive.ledger)
    assert (report.missing, report.corrupt, report.untracked) == (missing, corrupt, ())
    assert report.verdict == "damaged"
    assert all(not archive.store.verify(digest) for digest in missing + corrupt)
    archive.close()


def test_reading_refuses_content_of_another_size(archive: Archive) -> None:  # R03
    cut(archive)
    record = archive.catalogue.records()[1]
    with pytest.raises(FixityError) as caught:
        archive.store.open(record.fixity.digest, record.fixity.size)
    assert caught.value.parameters["digest"] == record.fixity.digest
    archive.close()


@pytest.mark.parametrize("damage", [flip, cut])
def test_a_good_copy_received_again_replaces_a_damaged_one(
    archive: Archive, damage: Callable[[Archive], None]
) -> None:
    damage(archive)
    assert archive.store.put(io.BytesIO(CONTENTS[1])) == (fixity(CONTENTS[1]), True)
    assert audit(archive.store, archive.ledger).verdict == "sound"
    assert len(list((archive.root / "store" / "quarantine").iterdir())) == 1
    archive.close()


def test_an_audit_changes_nothing(archive: Archive) -> None:  # R07
    flip(archive)
    (archive.root / "store" / "sha256" / ".tmp-left").write_bytes(b"half")

    def state() -> dict[str, tuple[int, bytes]]:
        files = (path for path in archive.root.rglob("*") if path.is_file())
        return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}

    before = state()
    report = audit(archive.store, archive.ledger)
    assert report.temporary == (".tmp-left",)
    assert state() == before
    archive.close()


def test_a_sample_reads_a_part_and_looks_for_all(archive: Archive) -> None:
    delete(archive)
    done: list[tuple[int, int]] = []
    report = audit(
        archive.store, archive.ledger, sample=0.5, seed=3, progress=lambda *n: done.append(n)
    )
    assert (report.checked, report.missing) == (3, names(1))
    assert done == [(1, 3), (2, 3), (3, 3)]
    assert report.bytes == sum(len(CONTENTS[0]) for _ in range(3))
    archive.close()


def test_content_is_read_only(archive: Archive) -> None:
    assert isinstance(archive.store, FolderStore)
    path = archive.store.path(fixity(CONTENTS[0]).digest)
    assert path.stat().st_mode & 0o222 == 0
    archive.close()


@pytest.mark.parametrize("segment", [3, 50_000])
@pytest.mark.parametrize("line", [1, 2, 4])
@pytest.mark.parametrize("how", ["alter", "remove", "swap"])
def test_a_tampered_ledger_names_file_and_line(
    tmp_path: Path, segment: int, line: int, how: str
) -> None:
    ledger = JsonlLedger(tmp_path, segment)
    for number in range(8):
        ledger.append([refused(f"{number}.pdf")], at=AT, by=BY)
    file, index = divmod(line - 1, segment)
    path = tmp_path / f"{file + 1:06d}.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    if how == "alter":
        lines[index] = lines[index].replace(b"E101", b"E102")
    elif how == "remove":
        del lines[index]
    else:
        lines[index], lines[index + 1] = lines[index + 1], lines[index]
    path.write_bytes(b"".join(lines))
    with pytest.raises(LedgerError) as caught:
        list(ledger.entries())
    assert caught.value.parameters["file"] == f"{tmp_path.name}/{path.name}"
    assert caught.value.parameters["line"] == index + 1


def test_a_missing_segment_is_found(tmp_path: Path) -> None:
    ledger = JsonlLedger(tmp_path, 2)
    for number in range(6):
        ledger.append([refused(f"{number}.pdf")], at=AT, by=BY)
    (tmp_path / "000002.jsonl").unlink()
    with pytest.raises(LedgerError):
        list(ledger.entries())


def test_an_audit_reports_a_broken_ledger(archive: Archive) -> None:
    path = archive.root / "ledger" / "000001.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], b"{}\n", *lines[3:]]))
    report = audit(archive.store, archive.ledger)
    assert [problem.parameters["line"] for problem in report.ledger] == [3]
    assert (report.verdict, report.untracked) == ("damaged", ())
    archive.close()


def test_a_torn_line_is_kept_aside_and_said(tmp_path: Path) -> None:
    ledger = JsonlLedger(tmp_path)
    ledger.append([refused("a")], at=AT, by=BY)
    with (tmp_path / "000001.jsonl").open("ab") as stream:
        stream.write(b'{"at":"2026-0' + b"\0" * 40)
    assert (ledger.position(), ledger.torn(), len(list(ledger.entries()))) == (1, 53, 1)
    entries = ledger.append([refused("b")], at=AT, by=BY)
    assert [type(entry.event).__name__ for entry in entries] == [
        "LedgerRepaired",
        "DocumentRefused",
    ]
    kept = tmp_path / "torn-000000002-1.bin"
    assert kept.read_bytes().startswith(b'{"at":"2026-0\0')
    assert ledger.torn() == 0


def test_every_cut_of_a_write_reads_alike_everywhere(tmp_path: Path) -> None:  # R01
    ledger = JsonlLedger(tmp_path)
    path = tmp_path / "000001.jsonl"
    ledger.append([refused("a"), refused("b")], at=AT, by=BY)
    data = path.read_bytes()
    first = data.index(b"\n") + 1
    for size in range(len(data) + 1):
        path.write_bytes(data[:size])
        whole = 2 if size == len(data) else 1 if size >= first else 0
        assert ledger.position() == whole
        assert len(list(ledger.entries())) == whole
        assert ledger.torn() == size - (0, first, len(data))[whole]


class Disk:
    """A disk with some room left; a write that does not fit is cut short, as the kernel does."""

    def __init__(self, room: int) -> None:
        self.room = room

    def __call__(self, handle: int, data: memoryview) -> int:
        if self.room <= 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        written = os.write(handle, data[: self.room])
        self.room -= written
        return written


@pytest.mark.parametrize("seed", range(10))
def test_a_full_disk_harms_nothing(tmp_path: Path, seed: int) -> None:  # R02
    chance = random.Random(seed)
    disk = Disk(1 << 30)
    store = FolderStore(tmp_path / "store", write=disk)
    (tmp_path / "ledger").mkdir()
    ledger = JsonlLedger(tmp_path / "ledger", write=disk)
    kept, _created = store.put(io.BytesIO(b"kept"))
    ledger.append([accessioned(content=b"kept")], at=AT, by=BY)
    content = chance.randbytes(5000)
    disk.room = chance.randrange(5000)
    with pytest.raises(NoSpace):
        store.put(io.BytesIO(content))
    disk.room = chance.randrange(200)
    with pytest.raises(NoSpace):
        ledger.append([accessioned("2026-000002", content)], at=AT, by=BY)
    assert (list(store.fixities()), store.temporaries()) == ([kept], [])
    assert (ledger.position(), ledger.torn()) == (1, 0)
    disk.room = 1 << 30
    store.put(io.BytesIO(content))
    ledger.append([accessioned("2026-000002", content)], at=AT, by=BY)
    assert audit(store, ledger).verdict == "sound"


def test_a_small_real_disk(tmp_path: Path) -> None:  # R02
    mount = tmp_path / "small"
    mount.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(mount)]
    try:
        done = subprocess.run(command, check=False, capture_output=True)
    except FileNotFoundError:
        pytest.skip("no mount command here")
    if done.returncode:
        pytest.skip("mounting a small file system needs more rights than this test has")
    try:
        store = FolderStore(mount / "store")
        kept, _created = store.put(io.BytesIO(b"kept"))
        with pytest.raises(NoSpace):
            store.put(io.BytesIO(b"x" * 400_000))
        assert (list(store.fixities()), store.temporaries()) == ([kept], [])
        assert store.put(io.BytesIO(b"fits"))[1]
    finally:
        subprocess.run(["umount", str(mount)], check=True)


def test_two_processes_take_turns(tmp_path: Path) -> None:  # D03, R08
    root = tmp_path / "archive"
    Archive.create(root).close()
    child = Path(__file__).with_name("child.py")
    command = [sys.executable, str(child), str(root), "15"]
    running = [subprocess.Popen(command, env={**os.environ, "PYTHONPATH": "."}) for _ in range(3)]
    assert [process.wait(timeout=120) for process in running] == [0, 0, 0]
    with Archive.open(root) as archive:
        records = archive.catalogue.records()
        assert [record.id for record in records] == [f"2026-{n:06d}" for n in range(1, 46)]
        assert len({record.source for record in records}) == 45
        assert len(list(archive.store.fixities())) == 15
        assert archive.catalogue.balance() == Balance(archived=45)
        assert len(list(archive.ledger.entries())) == 45


def test_the_second_writer_is_told(tmp_path: Path) -> None:  # R08
    root = tmp_path / "archive"
    with Archive.create(root) as one, Archive.open(root) as two:
        with one.writing() as writer:
            writer.record([refused("a")], at=AT, by=BY)
            with pytest.raises(BusyError) as caught, two.writing(timeout=0):
                pass
            assert caught.value.hint
            assert two.catalogue.balance() == Balance(refused=1)
        with two.writing(timeout=0) as writer:
            writer.record([refused("b")], at=AT, by=BY)
        assert one.catalogue.balance() == Balance(refused=2)


def test_a_rebuild_by_another_process_is_noticed(tmp_path: Path) -> None:
    root = tmp_path / "archive"
    with Archive.create(root) as one, Archive.open(root) as two:
        seen: list[tuple[int, int]] = []
        with one.writing() as writer:
            writer.record([accessioned()], at=AT, by=BY)
        two.rebuild_catalogue(lambda done, total: seen.append((done, total)))
        assert seen == [(1, 1)]
        with two.writing() as writer:
            writer.record([refused("b")], at=AT, by=BY)
        one.refresh()
        assert one.catalogue.balance() == Balance(archived=1, refused=1)


def test_a_folder_holds_one_archive_or_none(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        Archive.open(tmp_path)
    Archive.create(tmp_path).close()
    with pytest.raises(UsageError):
        Archive.create(tmp_path)


def test_an_archive_in_memory_does_the_same() -> None:
    archive = Archive.in_memory()
    with archive.writing() as writer:
        assert [writer.next_id(2026), writer.next_id(2026)] == ["2026-000001", "2026-000002"]
        entries = writer.record([accessioned()], at=AT, by=BY)
    archive.rebuild_catalogue()
    assert archive.catalogue.head() == (1, entries[0].chain)
    with archive.writing() as writer:
        assert writer.next_id(2026) == "2026-000002"
