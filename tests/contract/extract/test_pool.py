"""Isolation: what a reader does to its process is one file's affair."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dossier.errors import DossierError
from dossier.extract.inline import InlineExtractor
from dossier.extract.outcome import Limits
from dossier.extract.pool import DEPTH, ReaderPool
from dossier.extract.wire import read_frame, to_json, write_frame
from tests.tools import faulty_worker

COMMAND = (sys.executable, "-P", faulty_worker.__file__)
QUICK = Limits(seconds=0.5, seconds_per_page=0.1)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "纸.txt"
    path.write_text("文明城区创建", "utf-8")
    return path


def codes(pool: ReaderPool, path: Path, names: list[str]) -> dict[str, list[str]]:
    jobs = [(name, path, name) for name in names]
    return {key: [f.code for f in found.findings] for key, found in pool.extract_many(jobs)}


def test_f09_a_hang_is_stopped_and_the_others_are_read(paper: Path) -> None:
    with ReaderPool(1, QUICK, command=COMMAND) as pool:
        found = codes(pool, paper, ["a", "hang", "b", "many pages, hang", "c"])
    assert found == {"a": [], "hang": ["E106"], "b": [], "many pages, hang": ["E106"], "c": []}


def test_f09_a_stopped_file_says_so_and_is_undetermined(paper: Path) -> None:
    with ReaderPool(1, QUICK, command=COMMAND) as pool:
        found = pool.extract(paper, "hang")
    assert (found.usable, found.format) == (None, "txt")
    assert found.findings[0].parameters == {"detail": "> 0.5 s"}


def test_f09_nobody_gets_more_time_by_telling_of_more_pages(paper: Path) -> None:
    limits = Limits(seconds=0.5, seconds_per_page=0.05, pages=10)
    with ReaderPool(1, limits, command=COMMAND) as pool:
        assert codes(pool, paper, ["stretches", "a"]) == {"stretches": ["E106"], "a": []}


@pytest.mark.skipif(sys.platform == "win32", reason="pipes have other handles there")
@pytest.mark.parametrize("lie", sorted(faulty_worker.LIES))
def test_what_a_worker_says_is_not_believed_unseen(paper: Path, lie: str) -> None:
    with ReaderPool(1, command=COMMAND) as pool:
        assert codes(pool, paper, ["a", lie, "b"]) == {"a": [], lie: ["E106"], "b": []}


def test_a_crash_costs_one_file_its_text(paper: Path) -> None:
    with ReaderPool(2, command=COMMAND) as pool:
        found = codes(pool, paper, ["a", "crash", "b", "c", "crash 2", "d"])
    assert {key for key, value in found.items() if value == ["E106"]} == {"crash", "crash 2"}
    assert len(found) == 6


def test_a_worker_that_ends_at_once_is_heard_to_the_end(paper: Path) -> None:
    """It is ready, crashes at its first file, and the further ones find its pipe closed."""
    for _attempt in range(8):
        with ReaderPool(1, command=COMMAND) as pool:
            assert codes(pool, paper, ["crash", *"bcd"])["crash"] == ["E106"]


def test_a_crash_that_does_not_come_again_is_forgiven(paper: Path) -> None:
    with ReaderPool(1, command=COMMAND) as pool:
        assert codes(pool, paper, ["once", "a"]) == {"once": [], "a": []}


def test_printing_libraries_do_not_disturb(paper: Path) -> None:
    with ReaderPool(1, command=COMMAND) as pool:
        assert codes(pool, paper, ["noisy", "a"]) == {"noisy": [], "a": []}


def test_a_worker_is_replaced_after_its_share_of_files(paper: Path) -> None:
    with ReaderPool(1, Limits(files_per_worker=2), command=COMMAND) as pool:
        jobs = [(n, paper, "pid") for n in range(6)]
        texts = [found.text for _key, found in pool.extract_many(jobs)]
    assert len(set(texts)) == 3


def test_files_are_taken_from_the_source_with_bounded_look_ahead(paper: Path) -> None:
    taken = 0

    def source() -> Iterator[tuple[int, Path, str]]:
        nonlocal taken
        for number in range(100):
            taken += 1
            yield number, paper, "a"

    with ReaderPool(2) as pool:
        answers = pool.extract_many(source())
        next(answers)
        assert taken <= 2 * DEPTH
        answers.close()  # type: ignore[attr-defined]
        assert pool.extract(paper, "b").usable is True


def test_every_key_comes_back_once_and_both_extractors_agree(tmp_path: Path) -> None:
    paths = []
    for number in range(40):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"第{number}号文件", "utf-8")
        paths.append(path)
    jobs = [(path.name, path, path.name) for path in paths]
    with ReaderPool(2) as pool:
        answers = list(pool.extract_many(jobs))
    assert len(answers) == len(dict(answers))
    assert dict(answers) == dict(InlineExtractor().extract_many(jobs))


def test_undecodable_names_pass(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xce\xc4\xbc\xfe.txt"))
    try:
        path.write_text("文明城区创建", "utf-8")
    except OSError:
        pytest.skip("this file system accepts UTF-8 names only")
    with ReaderPool(1) as pool:
        assert pool.extract(path, path.name).text == "文明城区创建"


def test_readers_that_do_not_start_are_our_failure(paper: Path) -> None:
    with (
        ReaderPool(1, command=(*COMMAND, "never ready")) as pool,
        pytest.raises(DossierError, match="does not start"),
    ):
        pool.extract(paper, "a")


def test_a_worker_ends_with_its_parent() -> None:
    worker = subprocess.Popen(
        [*COMMAND, to_json(Limits()).decode()], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert worker.stdin is not None
    assert worker.stdout is not None
    assert read_frame(worker.stdout) is not None  # type: ignore[arg-type]
    write_frame(worker.stdin, to_json({"serial": 1, "path": "x", "name": "hang"}))  # type: ignore[arg-type]
    worker.stdin.close()
    assert worker.wait(timeout=20) == 0
    worker.stdout.close()
