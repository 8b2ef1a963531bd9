"""What every store of facts and fingerprints promises."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dossier.archive.findings_store import FoundStore, MemoryFoundStore, SqliteFoundStore
from dossier.model.facts import TextFacts
from dossier.model.prints import PhotoLikeness, PhotoPrint
from tests.tools.assessing import facts, jpeg, picture, print_jpeg

TEXT = facts("XX市全区志愿者人数为12.3万人，有效期二年。张家港市。", pages=["甲", "乙"])
PRINT = print_jpeg(jpeg(picture(1)))


@pytest.fixture(params=["sqlite", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[FoundStore]:
    made: FoundStore = MemoryFoundStore()
    if request.param == "sqlite":
        made = SqliteFoundStore(tmp_path / "derived" / "found.sqlite3")
    yield made
    made.close()


def test_what_is_put_comes_back_by_type_and_digest(store: FoundStore) -> None:
    store.put_many("1", {"sha256:a": TEXT})
    store.put_many("1", {"sha256:a": PRINT, "sha256:b": PRINT})
    wanted = ["sha256:b", "sha256:a", "sha256:c", "sha256:a"]
    assert store.get_many(TextFacts, "1", wanted) == {"sha256:a": TEXT}
    assert store.get_many(PhotoPrint, "1", wanted) == {"sha256:a": PRINT, "sha256:b": PRINT}


def test_likenesses_are_kept_by_pair(store: FoundStore) -> None:
    store.put_many("1", {"sha256:a+sha256:b": PhotoLikeness(0.99, 0.1)})
    found = store.get_many(PhotoLikeness, "1", ["sha256:a+sha256:b", "sha256:a"])
    assert found == {"sha256:a+sha256:b": PhotoLikeness(0.99, 0.1)}


def test_another_stamp_finds_nothing_until_it_is_found_anew(store: FoundStore) -> None:
    store.put_many("1", {"sha256:a": TEXT})
    assert store.get_many(TextFacts, "2", ["sha256:a"]) == {}
    store.put_many("2", {"sha256:a": TextFacts()})
    assert store.get_many(TextFacts, "2", ["sha256:a"]) == {"sha256:a": TextFacts()}
    assert store.get_many(TextFacts, "1", ["sha256:a"]) == {}


def test_many_at_once(store: FoundStore) -> None:
    many = {f"sha256:{number}": TextFacts(whole=str(number)) for number in range(1200)}
    store.put_many("1", many)
    assert store.get_many(TextFacts, "1", many) == many


def test_a_damaged_file_is_begun_again(tmp_path: Path) -> None:
    path = tmp_path / "found.sqlite3"
    path.write_bytes(b"no database at all" * 100)
    store = SqliteFoundStore(path)
    store.put_many("1", {"sha256:a": TEXT})
    assert store.get_many(TextFacts, "1", ["sha256:a"]) == {"sha256:a": TEXT}
    store.close()
    assert store.get_many(TextFacts, "1", ["sha256:a"]) == {}
