from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dossier.errors import IndexUnusable
from dossier.model.search import IndexItem
from dossier.search.whoosh_index import WhooshIndex, erase_index

_WRITER = """
import sys
from pathlib import Path
from dossier.model.search import IndexItem
from dossier.search.whoosh_index import WhooshIndex

index = WhooshIndex(Path(sys.argv[1]))
start = index.position()
for number in range(start, start + 10_000):
    index.add([IndexItem(number, "名", "题", f"文明城市第{number}号")])
    index.set_position(number + 1)
    print(number + 1, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_s06_killed_writers_leave_an_index_that_opens(tmp_path: Path) -> None:
    told = 0
    for round_ in range(10):
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", _WRITER, str(tmp_path)],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        with process.stdout as told_by_writer:
            for _ in range(3 + round_):
                told = int(told_by_writer.readline())
            process.send_signal(signal.SIGKILL)
            told = max([told, *map(int, told_by_writer.read().split())])
        process.wait()
        told = _reopen(tmp_path, told)


def _reopen(folder: Path, told: int) -> int:
    """Open as the program would; nothing told to be indexed may be missing."""
    try:
        index = WhooshIndex(folder)
        found = index.search("文明城市", allowed=None, limit=1, texts=lambda _: {}).total
    except IndexUnusable:
        erase_index(folder)
        return 0
    position = index.position()
    assert told <= position <= found <= position + 1
    index.add([IndexItem(position, "名", "题", f"文明城市第{position}号")])
    index.set_position(position + 1)
    index.close()
    return position + 1
