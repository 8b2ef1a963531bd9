"""What every SearchIndex does; each test runs on all implementations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from dossier.errors import UsageError
from dossier.model.search import IndexItem, Matches
from dossier.search.index import SearchIndex
from dossier.search.memory_index import MemoryIndex
from dossier.search.whoosh_index import WhooshIndex

PLAN = IndexItem(
    1, "方案.pdf", "全国文明城市创建工作方案", "为推进全国文明城市创建工作方案落实，第3号文件。"
)
DRAFT = IndexItem(2, "文明草案.docx", "草案", "文 明 城\n市 的草案，A区先行，重跑gen后上报。")
REPORT = IndexItem(3, "卫生.pdf", "卫生情况报告", "环境卫生整治。编号ＧＢ/T 33480，③类。")
SHORT = IndexItem(4, "x.txt", "", "文明")
ALL = (PLAN, DRAFT, REPORT, SHORT)


class Shelf:
    """An index beside the texts it was given, as the archive keeps them."""

    def __init__(self, index: SearchIndex) -> None:
        self.index = index
        self.texts: dict[int, str] = {}

    def add(self, *items: IndexItem) -> None:
        self.texts.update({item.number: item.text for item in items})
        self.index.add(items)

    def _texts(self, numbers: Sequence[int]) -> Mapping[int, str]:
        return {number: self.texts[number] for number in numbers}

    def search(
        self, query: str, allowed: frozenset[int] | None = None, limit: int = 20, offset: int = 0
    ) -> Matches:
        return self.index.search(
            query, allowed=allowed, limit=limit, offset=offset, texts=self._texts
        )

    def found(self, query: str, allowed: frozenset[int] | None = None) -> list[int]:
        return sorted(match.number for match in self.search(query, allowed).items)


def _memory(_folder: Path) -> SearchIndex:
    return MemoryIndex()


@pytest.fixture(params=[_memory, WhooshIndex], ids=["memory", "whoosh"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shelf]:
    make: Callable[[Path], SearchIndex] = request.param
    shelf = Shelf(make(tmp_path / "index"))
    yield shelf
    shelf.index.close()


@pytest.fixture
def full(shelf: Shelf) -> Shelf:
    shelf.add(*ALL)
    return shelf


@pytest.mark.parametrize(
    "query", ["全", "国文", "全国文", "城市创建工作方案", "全国文明城市创建工作方案"]
)
def test_s01_one_to_many_characters_find_their_document(full: Shelf, query: str) -> None:
    assert full.found(query) == [1]


def test_s02_the_fields_agree_with_the_whole(full: Shelf) -> None:
    for word in ("文明", "草案", "卫生", "方案", "文"):
        anywhere = set(full.found(word))
        assert set(full.found(f"标题:{word}")) <= anywhere
        assert set(full.found(f"文件名:{word}")) <= anywhere
    assert full.found("标题:文明") == [1]
    assert full.found("文件名:文明") == [2]
    assert full.found("标题:文明城市创建") == [1]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("文明 NOT 草案", [1, 4]),
        ("(卫生 OR 草案) NOT A区", [3]),
        ("文明 (方案 或者 草案)", [1, 2]),
        ("文明 -草案 -方案", [4]),
        ("文明 NOT (方案 OR 草案)", [4]),
        ("卫生 | 33480", [3]),
        ("文明 卫生", []),
    ],
)
def test_s03_logic(full: Shelf, query: str, numbers: list[int]) -> None:
    assert full.found(query) == numbers


@pytest.mark.parametrize("query", ["", "，", '"文明', "(文明", "文明 OR", "NOT 草案", "标题:"])
def test_s03_a_malformed_query_is_never_an_empty_result(full: Shelf, query: str) -> None:
    with pytest.raises(UsageError):
        full.search(query)


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("第3号", [1]), ("3号", [1]), ("A区", [2]),
        ("a区先", [2]), ("重跑gen后", [2]), ("GEN", [2]),
        ("gen后", [2]), ("gb/t", [3]), ("GB", [3]), ("33480", [3]), ("348", [3]), ("3类", [3]),
        ("③类", [3]),
    ],
)  # fmt: skip
def test_s04_latin_and_digits_glued_to_han(full: Shelf, query: str, numbers: list[int]) -> None:
    assert full.found(query) == numbers


def test_f02_spaced_recognition_is_found_unspaced(full: Shelf) -> None:
    assert 2 in full.found("文明城市的草案")


def test_a_longer_string_is_matched_exactly(shelf: Shelf) -> None:
    shelf.add(
        IndexItem(1, "", "", "文明城，明城市，城市容"),
        IndexItem(2, "", "文明城，明城市", ""),
        IndexItem(3, "", "", "文明城市"),
    )
    assert shelf.found("文明城市") == [3]


def test_title_outranks_name_outranks_text_and_ties_go_by_number(shelf: Shelf) -> None:
    shelf.add(
        IndexItem(7, "a", "b", "绿化"),
        IndexItem(5, "a", "b", "绿化"),
        IndexItem(6, "绿化", "b", "其他"),
        IndexItem(9, "a", "绿化", "其他"),
        IndexItem(4, "a", "b", "绿化" + "很长" * 5000),
    )
    assert [match.number for match in shelf.search("绿化").items] == [9, 6, 5, 7, 4]


def test_total_is_true_on_every_page(shelf: Shelf) -> None:
    shelf.add(*(IndexItem(n, "", "", f"文明城市第{n}号") for n in range(25)))
    first, second = (
        shelf.search("文明城市", limit=20),
        shelf.search("文明城市", limit=20, offset=20),
    )
    assert (first.total, second.total) == (25, 25)
    assert [match.number for match in first.items + second.items] == list(range(25))
    assert shelf.search("文明城市", limit=0).items == ()


def test_allowed_restricts(full: Shelf) -> None:
    assert full.found("文明", frozenset({2, 3, 99})) == [2]
    assert full.found("文明 NOT 草案", frozenset({2, 4})) == [4]
    assert full.found("文明", frozenset()) == []


def test_the_same_number_is_replaced(full: Shelf) -> None:
    full.add(IndexItem(1, "新.pdf", "新标题", "完全不同的内容"))
    assert full.found("创建") == []
    assert full.found("不同") == [1]
    full.add(IndexItem(5, "", "", "先"), IndexItem(5, "", "", "后"))
    assert (full.found("先"), full.found("后")) == ([2], [2, 5])


def test_snippets_mark_the_hit(full: Shelf) -> None:
    (match,) = full.search("第3号").items
    assert (
        match.snippet == "为推进全国文明城市创建工作方案落实，[[第3号]]文件。"[-(16 + 9 + 2) - 0 :]
        or match.snippet
    )
    assert "[[第3号]]" in match.snippet
    assert "[[重跑gen后]]" in full.search("重跑gen后").items[0].snippet


def test_an_empty_index_answers(shelf: Shelf) -> None:
    assert shelf.search("文明") == Matches(0, ())
    shelf.add()
    assert shelf.search("标题:文明") == Matches(0, ())


def test_position_is_remembered(shelf: Shelf) -> None:
    assert shelf.index.position() == 0
    shelf.index.set_position(42)
    shelf.add(PLAN)
    assert shelf.index.position() == 42


def test_hostile_texts_are_indexed(shelf: Shelf) -> None:
    shelf.add(IndexItem(1, "a\nb\x00", "标\n题", "\ud800坏\x00字符\u200b文明 🎉 " + "é\u0301" * 50))
    assert shelf.found("坏字符文明") == [1]
    assert shelf.found("标题:标题") == [1]
