"""Tables for people, before they become a workbook, a document or a page."""

from __future__ import annotations

from dataclasses import dataclass

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table; ``lines`` are sentences above it."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """One report: its name, the date it speaks of (ISO) and its tables in order."""

    title: str
    as_of: str
    tables: tuple[Table, ...]
