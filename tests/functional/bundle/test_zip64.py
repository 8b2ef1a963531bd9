"""ZIPs beyond the limits of the old format: 65,535 entries and 4 GiB, read by strangers."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dossier.bundle.verify import verify_bundle
from dossier.bundle.writer import ZipWriter
from dossier.bundle.zip_reading import BadZip, OpenZip
from dossier.bundle.zip_writing import StoredZip
from tests.tools.bundles import AGENT, planned, record, shelf, tags

DAY = dt.date(2017, 8, 31)
WIDE = 2**32


def packed(path: Path, files: dict[str, bytes]) -> StoredZip:
    archive = StoredZip(path, DAY)
    for name, data in files.items():
        archive.add(name, len(data), [data])
    return archive


def complaints(path: Path) -> Iterator[str]:
    """Strangers' programs that do not find the archive whole."""
    for words in (["unzip", "-tqq"], ["7z", "t", "-bso0", "-bsp0"]):
        if shutil.which(words[0]):
            done = subprocess.run([*words, str(path)], capture_output=True, check=False)
            if done.returncode:
                yield f"{words[0]}: {done.stdout + done.stderr!r}"


def test_b11_more_than_65_535_entries(tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    archive = StoredZip(path, DAY)
    for number in range(66_000):
        archive.enlist(archive.slot(f"夹/{number}", 0), 0)
    first, last = archive.slot("夹/甲.txt", 3), archive.slot("夹/乙.txt", 3)
    archive.enlist(first, archive.put(first, [b"one"]))
    archive.enlist(last, archive.put(last, [b"two"]))
    archive.close()
    found = OpenZip(path)
    entries = [entry for entry in found.entries() if entry.size]
    assert [b"".join(map(bytes, found.content(one))) for one in entries] == [b"one", b"two"]
    with zipfile.ZipFile(path) as stranger:
        assert len(stranger.namelist()) == 66_002
        assert stranger.read("夹/乙.txt") == b"two"


def test_b11_a_file_and_a_place_beyond_4_gib(tmp_path: Path) -> None:
    """The large file is a hole, which costs no disk; it is not read to its end."""
    path = tmp_path / "big.zip"
    archive = packed(path, {"包/前.txt": b"before"})
    hole = archive.slot("包/大.bin", WIDE + 5)
    with path.open("r+b") as stream:
        archive.enlist(hole, 0)
        after = archive.slot("包/后.txt", 5)
        stream.seek(hole.at)
        stream.write(archive.header(hole, 0))
    archive.enlist(after, archive.put(after, [b"after"]))
    archive.close()
    found = OpenZip(path)
    entries = list(found.entries())
    assert [entry.size for entry in entries] == [6, WIDE + 5, 5]
    assert entries[2].at > WIDE
    assert b"".join(map(bytes, found.content(entries[2]))) == b"after"
    assert bytes(next(found.content(entries[1]))) == bytes(2**16)
    with zipfile.ZipFile(path) as stranger:
        assert stranger.read("包/后.txt") == b"after"
        assert stranger.getinfo("包/大.bin").file_size == WIDE + 5
    if shutil.which("unzip"):
        listed = subprocess.run(["unzip", "-l", str(path)], capture_output=True, check=True).stdout
        assert str(WIDE + 5).encode() in listed


def test_b11_strangers_test_what_we_pack(tmp_path: Path) -> None:
    path = tmp_path / "mixed.zip"
    packed(path, {"包/空.txt": b"", "包/ascii.txt": b"x" * 70_000, "包/b c.txt": b"y"}).close()
    assert list(complaints(path)) == []


def test_b12_a_bundle_of_very_many_files(tmp_path: Path) -> None:
    count = 2_000
    rows = [
        record(n, f"图{n}.jpg", b"%d" % n, ("Ⅲ-2-1-①", "photo"), form="jpeg") for n in range(count)
    ]
    plan = planned(rows)
    held = shelf([b"%d" % n for n in range(count)])
    result = ZipWriter(tmp_path, AGENT).write(plan, tags(plan, rows), held.open)
    assert (result.verified, result.files, result.records) == (True, count, count)
    assert list(complaints(Path(result.path))) == []
    assert verify_bundle(Path(result.path)).verified


@pytest.mark.parametrize("stranger", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_entries_of_strangers_are_read(tmp_path: Path, stranger: int) -> None:
    path, data = tmp_path / "x.zip", b"words " * 50_000
    with zipfile.ZipFile(path, "w", stranger) as archive:
        archive.writestr("a/b.txt", data)
        archive.writestr("空", b"")
    found = OpenZip(path)
    contents = {one.name: b"".join(map(bytes, found.content(one))) for one in found.entries()}
    assert contents == {"a/b.txt": data, "空": b""}


def test_something_before_the_zip_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    packed(path, {"a": b"data"}).close()
    path.write_bytes(b"#!/bin/sh\n" * 50 + path.read_bytes())
    found = OpenZip(path)
    assert [b"".join(map(bytes, found.content(one))) for one in found.entries()] == [b"data"]


def test_a_size_that_was_not_promised_is_refused(tmp_path: Path) -> None:
    archive = StoredZip(tmp_path / "x.zip", DAY)
    with pytest.raises(ValueError, match="≠"):
        archive.add("a", 3, [b"four"])


def test_a_wrong_checksum_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    archive = StoredZip(path, DAY)
    slot = archive.slot("a", 4)
    archive.enlist(slot, archive.put(slot, [b"data"]) ^ 1)
    archive.close()
    found = OpenZip(path)
    with pytest.raises(BadZip):
        list(found.content(next(found.entries())))
