"""Damaged files of every format never end the parent nor leave their process.

A few go with every build; ``DOSSIER_MUTANTS=2000`` says how many, and with LibreOffice and that
many, damaged DOC and PPT are among them: ``pytest tests/property/extract/test_mutants.py -s``.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from dossier.extract.office import find_office
from dossier.extract.office_pool import OfficePool
from dossier.extract.outcome import Limits
from dossier.extract.pool import ReaderPool
from dossier.intake.containers import Outcome, container_format, open_container
from dossier.model.extraction import Extraction
from dossier.rules.finding_table import TABLE
from tests.tools.mutants import containers, legacy_samples, letter, mutants, samples

COUNT = int(os.environ.get("DOSSIER_MUTANTS", "160"))
MANY = 1000
LIMITS = Limits(seconds=20.0, memory_mb=1536)
Files = Mapping[Path, str]


def written(folder: Path, known: Mapping[str, bytes], count: int, seed: int) -> Files:
    folder.mkdir()
    files: dict[Path, str] = {}
    for number, (name, content) in enumerate(mutants(known, count, seed)):
        files[folder / f"{number}"] = name
        (folder / f"{number}").write_bytes(content)
    return files


def verdict(found: Extraction) -> str:
    if any(finding.code == "E106" for finding in found.findings):
        return "stopped"
    return {True: "read", False: "not usable", None: "open"}[found.usable]


def read_all(pool: ReaderPool, files: Files) -> dict[Path, Extraction]:
    """Everything read, nothing rewritten, nothing said that has no sentence."""
    before = {path: path.read_bytes() for path in files}
    found = dict(pool.extract_many((path, path, name) for path, name in files.items()))
    assert found.keys() == files.keys()
    assert {path: path.read_bytes() for path in files} == before
    assert {f.code for read in found.values() for f in read.findings} <= TABLE.keys()
    return found


def table(files: Files, found: Mapping[Path, Extraction]) -> str:
    """A line for each sample: how many mutants of it, and what came of them."""
    kinds = ("read", "not usable", "open", "stopped")
    said = Counter((name, verdict(found[path])) for path, name in files.items())
    names = dict.fromkeys(files.values())
    rows = (
        f"{name:12}{sum(said[name, kind] for kind in kinds):6}"
        + "".join(f"{said[name, kind]:>12}" for kind in kinds)
        for name in names
    )
    return "\n".join((f"{'':12}{'n':>6}" + "".join(f"{kind:>12}" for kind in kinds), *rows))


def children() -> set[str]:
    """Processes of ours that still run; none can be seen where there is no /proc."""
    lists = Path("/proc/self/task").glob("*/children")
    return {number for path in lists for number in path.read_text().split()}


def test_damaged_files_stay_in_their_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch, program = tmp_path / "scratch", find_office() if COUNT >= MANY else None
    scratch.mkdir()
    known = {**samples(), **(legacy_samples(program, tmp_path) if program else {})}
    files = written(tmp_path / "files", known, COUNT, seed=1)
    beside, running = set(tmp_path.iterdir()), children()
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    monkeypatch.chdir(scratch)
    with OfficePool(2, LIMITS, program=program) if program else ReaderPool(2, LIMITS) as pool:
        found = read_all(pool, files)
    print(f"\n{table(files, found)}")  # noqa: T201
    assert (set(tmp_path.iterdir()), list(scratch.iterdir())) == (beside, [])
    assert children() <= running


def test_the_same_damage_is_answered_the_same_way(tmp_path: Path) -> None:
    files = written(tmp_path / "files", samples(), min(COUNT, 400), seed=2)
    with ReaderPool(2, LIMITS) as two, ReaderPool(1, LIMITS) as one:
        first, second = read_all(two, files), read_all(one, dict(reversed(list(files.items()))))
    stopped = {path for path in files if "stopped" in (verdict(first[path]), verdict(second[path]))}
    assert {p: first[p] for p in files if p not in stopped} == {
        p: second[p] for p in files if p not in stopped
    }


def test_z07_damaged_containers_are_taken_apart_or_refused(tmp_path: Path) -> None:
    known = {**containers(), "信.eml": letter()}
    said: Counter[str] = Counter()
    for path, name in written(tmp_path / "files", known, COUNT // 2, seed=3).items():
        kind = container_format(path, name)
        if kind is None:
            said["no container"] += 1
            continue
        scratch = tmp_path / f"scratch-{path.name}"
        scratch.mkdir()
        found = open_container(path, kind, scratch, name=name)
        inside = {member.path for member in found.members if member.outcome is Outcome.FILE}
        assert all(item is not None and item.parent == scratch for item in inside)
        assert found.finding is None or found.finding.code in TABLE
        said["refused" if found.finding else "taken apart"] += 1
    print(f"\n{dict(said)}")  # noqa: T201
    assert said["taken apart"]
    assert said["refused"]
