"""A sorted table of bytes in one file: written at once, read through a memory map.

Layout in the machine's own byte order: magic, three lengths (entries, key bytes, value bytes), the
end offset of each key, the end offset of each value, the keys, the values. A file of another
length or another byte order is refused when it is opened.
"""

from __future__ import annotations

import mmap
import struct
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO

_MAGIC = b"DST1" + sys.byteorder[:1].encode()
_HEAD = struct.Struct("=5sQQQ")


def write_table(stream: BinaryIO, entries: Iterable[tuple[bytes, bytes]]) -> None:
    """Write entries, already sorted by key and each key once, below 4 GiB of values."""
    pairs = list(entries)
    keys = [key for key, _ in pairs]
    values = [value for _, value in pairs]
    key_ends = array("I", accumulate(map(len, keys)))
    value_ends = array("I", accumulate(map(len, values)))
    stream.write(
        _HEAD.pack(
            _MAGIC,
            len(pairs),
            key_ends[-1] if pairs else 0,
            value_ends[-1] if pairs else 0,
        )
    )
    stream.write(key_ends.tobytes())
    stream.write(value_ends.tobytes())
    stream.write(b"".join(keys))
    stream.write(b"".join(values))


class Table:
    """Reads a table. Raises ValueError when the file is not one, OSError when it is not there."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as stream:
            self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        if len(self._map) < _HEAD.size:
            raise ValueError(f"{path.name} is too short")
        magic, count, key_bytes, value_bytes = _HEAD.unpack(self._map[: _HEAD.size])
        self._keys_at = _HEAD.size + 8 * count
        self._values_at = self._keys_at + key_bytes
        if magic != _MAGIC or self._values_at + value_bytes != len(self._map):
            raise ValueError(f"{path.name} is not a whole table")
        self._count = count
        middle = _HEAD.size + 4 * count
        view = memoryview(self._map)
        self._key_ends = view[_HEAD.size : middle].cast("I")
        self._value_ends = view[middle : self._keys_at].cast("I")

    def close(self) -> None:
        """Release the map."""
        self._key_ends.release()
        self._value_ends.release()
        self._map.close()

    def get(self, key: bytes) -> bytes | None:
        """The value of a key, or None."""
        at = bisect_left(range(self._count), key, key=self._key)
        if at < self._count and self._key(at) == key:
            return self._value(at)
        return None

    def items(self) -> Iterator[tuple[bytes, bytes]]:
        """All entries in order."""
        for at in range(self._count):
            yield self._key(at), self._value(at)

    def _key(self, at: int) -> bytes:
        start = self._key_ends[at - 1] if at else 0
        return self._map[self._keys_at + start : self._keys_at + self._key_ends[at]]

    def _value(self, at: int) -> bytes:
        start = self._value_ends[at - 1] if at else 0
        return self._map[self._values_at + start : self._values_at + self._value_ends[at]]
