from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dossier.extract import TextExtractor
from dossier.extract.inline import InlineExtractor
from dossier.extract.pool import ReaderPool
from dossier.model.extraction import Extraction

Read = Callable[[bytes, str], Extraction]


@pytest.fixture(scope="session")
def pool() -> Iterator[ReaderPool]:
    with ReaderPool(1) as pool:
        yield pool


@pytest.fixture(params=["inline", "pool"])
def extractor(request: pytest.FixtureRequest) -> TextExtractor:
    if request.param == "inline":
        return InlineExtractor()
    found: ReaderPool = request.getfixturevalue("pool")
    return found


@pytest.fixture
def read(extractor: TextExtractor, tmp_path: Path) -> Read:
    """Read these bytes under this name, and prove that reading left them alone (F03)."""

    def reading(content: bytes, name: str) -> Extraction:
        path = tmp_path / "content"
        path.write_bytes(content)
        before = path.stat()
        extraction = extractor.extract(path, name)
        assert path.read_bytes() == content
        assert path.stat().st_mtime_ns == before.st_mtime_ns
        assert [p.name for p in tmp_path.iterdir()] == ["content"]
        return extraction

    return reading
