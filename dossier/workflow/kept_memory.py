"""What decisions taught, kept in ``derived/`` line by line, so that no line is long to read.

A head, then portions of what stands where, then portions of examples; an empty portion ends each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TypeVar

from dossier.archive.derived import open_derived, write_derived_parts
from dossier.codec.plain_json import Reader, dumps
from dossier.rules.companions import Placed
from dossier.rules.learning import Example

T = TypeVar("T")
_PORTION = 1_000


@dataclass(frozen=True, slots=True)
class Head:
    """Learned under ``basis``, as of an entry of the ledger; what was refused, by record."""

    version: int
    basis: str
    position: int
    chain: str
    refused: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class KeptMemory:
    """Everything that was learned: where records stand, and examples of each ask."""

    head: Head
    placed: tuple[tuple[str, Placed], ...]
    examples: tuple[Example, ...]


_HEAD: Reader[Head] = Reader(Head)
_PLACED: Reader[list[tuple[str, Placed]]] = Reader(list[tuple[str, Placed]])
_EXAMPLES: Reader[list[Example]] = Reader(list[Example])


def save(path: Path, kept: KeptMemory) -> None:
    """Put it in the file's place in one step; a disk that refuses is passed over."""
    write_derived_parts(path, _lines(kept))


def load(path: Path) -> KeptMemory | None:
    """What was kept; None for a file that is not there or not whole."""
    stream = open_derived(path)
    if stream is None:
        return None
    with stream, suppress(ValueError, OSError):
        head = _HEAD.loads(stream.readline())
        return KeptMemory(head, _all(_PLACED, stream), _all(_EXAMPLES, stream))
    return None


def _lines(kept: KeptMemory) -> Iterator[bytes]:
    yield dumps(kept.head) + b"\n"
    yield from _portions(kept.placed)
    yield from _portions(kept.examples)


def _portions(values: Sequence[object]) -> Iterator[bytes]:
    left = iter(values)
    while portion := list(islice(left, _PORTION)):
        yield dumps(portion) + b"\n"
    yield b"[]\n"


def _all(reader: Reader[list[T]], stream: BinaryIO) -> tuple[T, ...]:
    """Every portion up to the empty one; raises ValueError where the file ends before it."""
    found: list[T] = []
    while portion := reader.loads(stream.readline()):
        found += portion
    return tuple(found)
