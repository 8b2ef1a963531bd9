"""What every text store promises, and that the one on disk forgives everything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dossier.archive.texts import MemoryTextStore, SqliteTextStore, StoredText, TextStore
from dossier.model.extraction import Extraction

PAGES = ("第一页", "第二页")
TEXTS = [
    StoredText(),
    StoredText("全文", (), {"title": "标题", "pages": 3, "ratio": 0.5}, "pdf 1"),
    StoredText("\n".join(PAGES), PAGES),
    StoredText("另一种合并", PAGES),
    StoredText("坏\ud800字", ("坏\ud800字",)),
    StoredText("", ("",)),
]


@pytest.fixture(params=["sqlite", "memory"])
def texts(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TextStore]:
    made: TextStore = MemoryTextStore()
    if request.param == "sqlite":
        made = SqliteTextStore(tmp_path / "derived" / "text.sqlite3")
    yield made
    made.close()


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_comes_back(texts: TextStore, text: StoredText) -> None:
    texts.put("sha256:a", StoredText("old"))
    texts.put("sha256:a", text)
    assert texts.get("sha256:a") == text
    assert texts.get("sha256:b") is None


def test_many_at_once(texts: TextStore) -> None:
    texts.put_many((f"sha256:{n}", StoredText(str(n))) for n in range(1200))
    wanted = [f"sha256:{n}" for n in range(1300)]
    assert texts.get_many(wanted) == {f"sha256:{n}": str(n) for n in range(1200)}
    assert texts.get_many([]) == {}


def test_an_extraction_is_kept_without_its_judgement() -> None:
    extraction = Extraction("pdf", "application/pdf", "a\nb", ("a", "b"), 2, {"title": "t"})
    assert StoredText.of(extraction, "pdf 1") == StoredText(
        "a\nb", ("a", "b"), {"title": "t"}, "pdf 1"
    )


@pytest.mark.parametrize("damage", [b"", b"not a database" * 200, None])
def test_a_damaged_file_is_begun_again(tmp_path: Path, damage: bytes | None) -> None:
    path = tmp_path / "text.sqlite3"
    first = SqliteTextStore(path)
    first.put_many((f"sha256:{n}", StoredText("字" * 500)) for n in range(500))
    first.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + b"\xff" * (len(whole) - 100) if damage is None else damage)
    texts = SqliteTextStore(path)
    texts.get("sha256:7")
    texts.put("sha256:new", StoredText("新"))
    assert texts.get("sha256:new") == StoredText("新")
    texts.close()


def test_a_place_that_cannot_be_written_is_an_empty_store(tmp_path: Path) -> None:
    (tmp_path / "derived").write_bytes(b"a file, not a folder")
    texts = SqliteTextStore(tmp_path / "derived" / "text.sqlite3")
    texts.put("sha256:a", StoredText("x"))
    assert texts.get("sha256:a") is None
    texts.close()


def test_one_unreadable_text_does_not_cost_the_others(tmp_path: Path) -> None:
    texts = SqliteTextStore(tmp_path / "text.sqlite3")
    texts.put("sha256:nan", StoredText("x", (), {"x": float("nan")}))
    texts.put("sha256:good", StoredText("y"))
    assert texts.get("sha256:nan") is None
    assert texts.get("sha256:good") == StoredText("y")
    texts.close()
