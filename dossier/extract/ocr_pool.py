"""Processes that read pictures of pages, kept apart from those that read files."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from dossier.extract.outcome import Limits
from dossier.extract.pool import ReaderPool
from dossier.model.extraction import Extraction

Key = TypeVar("Key")
COMMAND = (sys.executable, "-P", "-m", "dossier.extract.ocr_worker")
_IDLE = (*COMMAND, "idle")
LIMITS = Limits(seconds=600.0, memory_mb=8192, files_per_worker=200)
"""For one page, on a machine that is busy; the address space is mostly the models', not in use."""


class OcrPool:
    """Reads single pages in up to ``workers`` processes; see :class:`ReaderPool`.

    ``idle`` processes let everything else on the machine go first.
    """

    def __init__(self, workers: int = 2, *, idle: bool = False) -> None:
        self._pool = ReaderPool(workers, LIMITS, command=_IDLE if idle else COMMAND)

    def read_pages(
        self, pages: Iterable[tuple[Key, Path, int | str]]
    ) -> Iterator[tuple[Key, Extraction]]:
        """Read pages (from 0, or ``marks.SCENE``), each with the caller's key; answers come as they
        are ready.
        """
        return self._pool.extract_many((key, path, str(page)) for key, path, page in pages)

    def close(self) -> None:
        """End the processes."""
        self._pool.close()
