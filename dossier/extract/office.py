"""Legacy office files through LibreOffice, so that our own readers can read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from dossier.extract.outcome import Limits
from dossier.model.findings import Finding
from dossier.office.converter import MEMORY_MB, Converter, Failure, Order
from dossier.office.program import find_office

__all__ = ["TARGETS", "Legacy", "Office", "find_office"]

TARGETS = {
    "doc": "docx",
    "wps": "docx",
    "works": "docx",
    "ppt": "pptx",
    "dps": "pptx",
    "xls": "xlsx",
    "et": "xlsx",
}
"""What LibreOffice turns each format into."""
LIMITS = Limits(seconds=60.0, memory_mb=MEMORY_MB)
"""For each file, and for LibreOffice as a whole."""
_TAKEN_FOR = {"works": "wps", "wps": "doc", "dps": "ppt", "et": "xls"}
"""The extension under which LibreOffice reads what it does not know by its own."""


@dataclass(frozen=True, slots=True)
class Legacy:
    """A file to convert, its format being one of ``TARGETS``."""

    key: int
    path: Path
    format: str


class Office:
    """Converts batches; see :class:`dossier.office.converter.Converter`."""

    def __init__(self, program: Path, limits: Limits = LIMITS) -> None:
        self._converter = Converter(program, limits.seconds, memory_mb=limits.memory_mb)

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
        """Remove the scratch folder."""
        self._converter.close()

    def convert(self, files: Sequence[Legacy]) -> dict[int, Path | Finding]:
        """For each key the converted file, which lives until the next call, or what went wrong."""
        orders = [
            Order(
                item.key,
                item.path,
                _TAKEN_FOR.get(item.format, item.format),
                TARGETS[item.format],
            )
            for item in files
        ]
        found = self._converter.convert(orders)
        return {key: _judged(made) for key, made in found.items()}


def _judged(made: Path | Failure) -> Path | Finding:
    if isinstance(made, Path):
        return made
    return Finding("E106" if made.stopped else "U105", "", {"detail": made.detail})
