"""What only an index on disk must keep."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from dossier.errors import BusyError, IndexUnusable
from dossier.model.search import IndexItem
from dossier.search.whoosh_index import WhooshIndex, erase_index
from dossier.search.whoosh_store import DurableStorage, write_lock


def item(number: int, text: str = "") -> IndexItem:
    return IndexItem(number, f"{number}.pdf", "通知", text or f"文明城市第{number}号")


def total(index: WhooshIndex, query: str = "文明") -> int:
    return index.search(query, allowed=None, limit=5, texts=_no_texts).total


def _no_texts(numbers: Sequence[int]) -> Mapping[int, str]:
    return dict.fromkeys(numbers[:0], "")


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("*.tbl"))


def test_an_index_is_there_after_reopening(tmp_path: Path) -> None:
    first = WhooshIndex(tmp_path)
    first.add([item(1), item(2)])
    first.set_position(7)
    first.close()
    again = WhooshIndex(tmp_path)
    assert (total(again), again.position()) == (2, 7)
    again.close()


def test_s07_many_updates_leave_at_most_twice_a_fresh_index(tmp_path: Path) -> None:
    def text(n: int, version: int) -> str:
        return "".join(chr(0x4E00 + (n * 37 + version * 11 + k * k) % 900) for k in range(120))

    fresh, worn = WhooshIndex(tmp_path / "fresh"), WhooshIndex(tmp_path / "worn")
    worn.add(item(n, text(n, 0)) for n in range(100))
    for version in range(1, 6):
        for at in range(0, 100, 5):
            worn.add(item(n, text(n, version)) for n in range(at, at + 5))
    fresh.add(item(n, text(n, 5)) for n in range(100))
    assert size(tmp_path / "worn") <= 2 * size(tmp_path / "fresh")
    assert total(worn, "标题:通知") == 100
    fresh.close()
    worn.close()


def test_segments_stay_few_under_single_additions(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path)
    for number in range(120):
        index.add([item(number)])
    assert len(list(tmp_path.glob("*.tbl"))) <= 20
    assert total(index) == 120
    index.close()


def test_s08_searching_while_another_index_object_writes(tmp_path: Path) -> None:
    reader, writer = WhooshIndex(tmp_path), WhooshIndex(tmp_path)
    failures: list[BaseException] = []
    done = threading.Event()

    def write() -> None:
        try:
            for number in range(60):
                writer.add([item(number)])
        except BaseException as error:  # noqa: BLE001 - shown to the test
            failures.append(error)
        finally:
            done.set()

    thread = threading.Thread(target=write)
    thread.start()
    seen = [0]
    while not done.is_set():
        seen.append(total(reader))
    thread.join()
    assert failures == []
    assert seen == sorted(seen)
    assert total(reader) == 60
    reader.close()
    writer.close()


def test_s08_two_writers_lose_nothing(tmp_path: Path) -> None:
    indexes = [WhooshIndex(tmp_path), WhooshIndex(tmp_path)]

    def write(index: WhooshIndex, first: int) -> None:
        for number in range(first, first + 20):
            index.add([item(number)])

    threads = [
        threading.Thread(target=write, args=(index, at * 100)) for at, index in enumerate(indexes)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [total(index) for index in indexes] == [40, 40]
    for index in indexes:
        index.close()


def test_s08_a_writer_that_stays_is_reported_as_busy(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path, wait=0)
    with write_lock(DurableStorage(tmp_path), 0), pytest.raises(BusyError):
        index.add([item(1)])
    index.add([item(1)])
    assert total(index) == 1
    index.close()


def test_s09_another_analyser_version_asks_for_one_rebuild(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path)
    index.add([item(1)])
    index.close()
    stamp = tmp_path / "stamp.json"
    stamp.write_text(json.dumps({"analyser": 0, "position": 5}), encoding="utf-8")
    with pytest.raises(IndexUnusable):
        WhooshIndex(tmp_path)
    erase_index(tmp_path)
    again = WhooshIndex(tmp_path)
    assert (again.position(), total(again)) == (0, 0)
    again.add([item(1)])
    assert total(again) == 1
    again.close()


@pytest.mark.parametrize("pattern", ["stamp.json", "*.toc", "*.tbl"])
@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "garbage"])
def test_s10_a_damaged_index_says_so(tmp_path: Path, pattern: str, damage: str) -> None:
    index = WhooshIndex(tmp_path)
    index.add([item(1), item(2)])
    index.close()
    (victim,) = tmp_path.glob(pattern)
    content = victim.read_bytes()
    victim.unlink()
    if damage != "missing":
        replaced = {"empty": b"", "cut": content[: len(content) // 2], "garbage": b"\xff" * 99}
        victim.write_bytes(replaced[damage])
    with pytest.raises(IndexUnusable) as caught:
        WhooshIndex(tmp_path)
    assert caught.value.hint
    erase_index(tmp_path)
    WhooshIndex(tmp_path).close()


def test_a_pickle_that_would_run_code_is_refused(tmp_path: Path) -> None:
    WhooshIndex(tmp_path).close()
    (contents,) = tmp_path.glob("*.toc")
    ours = contents.read_bytes()
    empty_list = pickle.dumps([], -1)
    assert ours.endswith(empty_list)
    proof = tmp_path / "ran"
    hostile = pickle.dumps(_Runs(proof), -1)
    contents.write_bytes(ours.removesuffix(empty_list) + hostile)
    with pytest.raises(IndexUnusable):
        WhooshIndex(tmp_path)
    assert not proof.exists()


class _Runs:
    def __init__(self, proof: Path) -> None:
        self._proof = proof

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self._proof,)


def test_importing_is_quiet_even_when_everything_is_compiled_anew(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path)}
    command = [sys.executable, "-W", "error", "-c", "import dossier.search.whoosh_index"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_error_of_the_text_source_is_not_blamed_on_the_index(tmp_path: Path) -> None:
    def failing(numbers: Sequence[int]) -> Mapping[int, str]:
        raise ValueError(numbers)

    index = WhooshIndex(tmp_path)
    index.add([item(1)])
    with pytest.raises(ValueError, match="1"):
        index.search("文明城市", allowed=None, limit=5, texts=failing)
    index.close()


def test_an_erased_and_remade_index_is_noticed_by_an_open_one(tmp_path: Path) -> None:
    watching = WhooshIndex(tmp_path)
    watching.add([item(1)])
    erase_index(tmp_path)
    remade = WhooshIndex(tmp_path)
    remade.add([item(2), item(3)])
    assert total(watching) == 2
    remade.close()
    watching.close()
