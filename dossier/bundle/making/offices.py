"""LibreOffice for the workshop: a few of it, each with a profile of its own, asked in batches."""

from __future__ import annotations

import queue
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from dossier.office.converter import Converter, Failure, Order
from dossier.office.program import office_version

BATCH = 20
"""Files converted in one start: most of a start's cost is gone, and a killed run loses no more."""


class Offices:
    """``program`` is LibreOffice, None for none; ``room`` gives a folder for its work."""

    def __init__(self, program: Path | None, seconds: float, room: Callable[[], Path]) -> None:
        self._program = program
        self._seconds = seconds
        self._room = room
        self._free: queue.SimpleQueue[Converter] = queue.SimpleQueue()

    @property
    def is_there(self) -> bool:
        """Whether anything can be converted."""
        return self._program is not None

    @cached_property
    def version(self) -> str:
        """What LibreOffice calls itself; empty where it is not installed."""
        return office_version(self._program) if self._program else ""

    @contextmanager
    def converted(self, orders: list[Order]) -> Iterator[Mapping[int, Path | Failure]]:
        """What each order gave; the files live as long as the context. Raises OSError."""
        converter = self._converter()
        try:
            yield converter.convert(orders)
        finally:
            self._free.put(converter)

    def _converter(self) -> Converter:
        assert self._program is not None
        try:
            return self._free.get_nowait()
        except queue.Empty:
            home = self._room() / f"office-{uuid.uuid4().hex}"
            return Converter(self._program, self._seconds, home)
