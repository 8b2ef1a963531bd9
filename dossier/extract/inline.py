"""The extractor without isolation: for tests, and for files we made ourselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from dossier.extract.outcome import Limits
from dossier.extract.reading import read_file
from dossier.model.extraction import Extraction

Key = TypeVar("Key")


class InlineExtractor:
    """The in-process twin of ``ReaderPool``; nothing stops a reader that hangs."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Nothing to end."""

    def extract(self, path: Path, name: str) -> Extraction:
        """Read one file, called ``name`` by whoever sent it."""
        return read_file(path, name, self.limits)

    def extract_many(
        self, jobs: Iterable[tuple[Key, Path, str]]
    ) -> Iterator[tuple[Key, Extraction]]:
        """Read many files in order, each with the caller's key."""
        for key, path, name in jobs:
            yield key, self.extract(path, name)
