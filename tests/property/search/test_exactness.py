"""WhooshIndex answers what plain substring search answers, for any text and any part of it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dossier.errors import UsageError
from dossier.model.search import IndexItem
from dossier.search.analysis import contains, normalise
from dossier.search.memory_index import MemoryIndex
from dossier.search.query import parse
from dossier.search.whoosh_index import WhooshIndex

LETTERS = "文明城市创建全国工作方案的第号区 ，。（）〔〕\n3aA１２gＧ③-"
texts = st.text(alphabet=LETTERS, max_size=40)


@st.composite
def shelves(draw: st.DrawFn) -> tuple[list[list[IndexItem]], str]:
    """Batches of items and a part of one of their texts."""
    items = [
        IndexItem(draw(st.integers(1, 6)), draw(texts), draw(texts), draw(texts))
        for _ in range(draw(st.integers(1, 8)))
    ]
    source = draw(st.sampled_from([part for i in items for part in (i.text, i.title, i.name)]))
    start = draw(st.integers(0, max(0, len(source) - 1)))
    part = source[start : start + draw(st.integers(1, 8))]
    cut = draw(st.integers(0, len(items)))
    return [items[:cut], items[cut:]], part


def _answer(index: WhooshIndex | MemoryIndex, query: str, texts: dict[int, str]) -> object:
    return index.search(
        query, allowed=None, limit=50, texts=lambda numbers: {n: texts[n] for n in numbers}
    )


@settings(max_examples=150)
@given(shelves())
def test_any_part_of_any_text_is_found_and_nothing_else(
    shelf: tuple[list[list[IndexItem]], str],
) -> None:
    batches, part = shelf
    query = f'"{part}"'
    try:
        parse(query)
    except UsageError:
        assume(False)
    known: dict[int, IndexItem] = {}
    memory = MemoryIndex()
    with tempfile.TemporaryDirectory() as folder:
        whoosh = WhooshIndex(Path(folder))
        for batch in batches:
            whoosh.add(batch)
            memory.add(batch)
            known.update({item.number: item for item in batch})
        bodies = {number: item.text for number, item in known.items()}
        for asked in (query, f"标题:{query}", f"文明 OR {query}", f"{query} NOT 城市"):
            assert _answer(whoosh, asked, bodies) == _answer(memory, asked, bodies)
        whoosh.close()


@given(st.text())
def test_the_normal_form_is_final(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


_ODD = "文明城市⽂㊗🈶\u2f00\uf900\u200b\x00\x1c\n \u3000，a"


@given(
    st.text(alphabet=_ODD, max_size=12),
    st.text(alphabet="文明城市祝有一豈", min_size=1, max_size=3),
)
def test_looking_without_normalising_is_the_same(text: str, part: str) -> None:
    assert contains(text, part) == (part in normalise(text))


@given(st.text(alphabet='文明 ORNOT()（）"“”|-:标题title，', max_size=30))
def test_every_query_is_understood_or_reported(query: str) -> None:
    memory = MemoryIndex()
    memory.add([IndexItem(1, "文明", "标题", "文明 OR")])
    try:
        node = parse(query)
    except UsageError:
        return
    assert node is not None
    assert memory.search(query, allowed=None, limit=1, texts=lambda _: {}).total in {0, 1}
