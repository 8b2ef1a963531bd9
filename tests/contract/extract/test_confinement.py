"""A reading process has no network, writes nothing and starts nothing, whatever it parses."""

from __future__ import annotations

import platform
import sys
from pathlib import Path

import pytest

from dossier.extract.pool import ReaderPool
from dossier.office.confinement import quiet_environment
from tests.tools import faulty_worker

COMMAND = (sys.executable, "-P", faulty_worker.__file__, "confined")
linux = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64", "loongarch64"),
    reason="system calls are filtered on Linux only",
)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "纸.txt"
    path.write_text("文明城区创建", "utf-8")
    return path


@linux
@pytest.mark.parametrize(
    "evil",
    ["writes", "deletes", "renames", "calls", "starts", "multiplies", "kills", "stifles", "spies"],
)
def test_a_reader_that_turned_evil_gets_nowhere(paper: Path, evil: str) -> None:
    before = {p.name: p.read_bytes() for p in paper.parent.iterdir()}
    with ReaderPool(1, command=COMMAND) as pool:
        jobs = [(name, paper, name) for name in (evil, "a")]
        found = dict(pool.extract_many(jobs))
    assert found[evil].text == "denied: PermissionError"
    assert found["a"].text == "文明城区创建"
    assert {p.name: p.read_bytes() for p in paper.parent.iterdir()} == before


@pytest.mark.skipif(sys.platform != "linux", reason="address space is bounded on Linux only")
def test_f08_memory_is_bounded(paper: Path) -> None:
    with ReaderPool(1, command=COMMAND) as pool:
        jobs = [(name, paper, name) for name in ("greedy", "a")]
        found = {key: [f.code for f in value.findings] for key, value in pool.extract_many(jobs)}
    assert found == {"greedy": ["E106"], "a": []}


def test_proxies_and_secrets_do_not_reach_readers() -> None:
    given = {"PATH": "/bin", "HTTPS_PROXY": "http://p", "no_proxy": "x", "CI_TOKEN": "t"}
    assert quiet_environment(given) == {"PATH": "/bin"}
