"""The files of a bag in a ZIP, judged before one of them is read."""

from __future__ import annotations

import re
import stat
from array import array
from collections.abc import Iterator, Mapping

from dossier.bundle.faults import DamagedContentError, is_dangerous, shown
from dossier.bundle.zip_reading import METHODS, BadZip, Entry, OpenZip
from dossier.model.findings import Finding

MAX_GROWTH = 200
"""How many times its own size a ZIP may declare to hold, beside :data:`SPARE_BYTES`."""
SPARE_BYTES = 64 * 2**20

_COLUMNS = 5


class ZipTree:
    """A ZIP with one top folder, which is left out of the paths.

    Encrypted entries, unknown methods, repeated names, overlapping entries and sizes out of all
    proportion are problems; such entries are never read. Raises BadZip for a torn directory.
    """

    def __init__(self, archive: OpenZip) -> None:
        self._archive = archive
        self._problems: list[Finding] = []
        self._places: dict[str, int] = {}
        self._numbers = array("Q")
        self._prefix = ""
        if self._is_sound():
            for entry in archive.entries():
                self._take(entry)
        self.sizes: Mapping[str, int] = _Sizes(self._places, self._numbers)
        self.problems = tuple(self._problems)

    def _is_sound(self) -> bool:
        """Whether the sizes can be true; finds the bag's folder on the way."""
        packed, size, tops = 0, 0, set[str]()
        for entry in self._archive.entries():
            packed, size = packed + entry.packed, size + entry.size
            if re.fullmatch(r"[^/]+/bagit\.txt", entry.name):
                tops.add(entry.name.removesuffix("bagit.txt"))
        self._prefix = tops.pop() if len(tops) == 1 else ""
        if packed > self._archive.size:
            self._problems.append(_damaged("", "overlapping entries"))
        elif size > self._archive.size * MAX_GROWTH + SPARE_BYTES:
            self._problems.append(_damaged("", "it would grow beyond all measure"))
        return not self._problems

    def _take(self, entry: Entry) -> None:
        name = entry.name
        if is_dangerous(name) or stat.S_ISLNK(entry.mode):
            self._problems.append(Finding("E806", shown(name), {"path": shown(name)}))
        elif not name.startswith(self._prefix):
            self._problems.append(Finding("E804", shown(name), {"path": shown(name)}))
        elif name.endswith("/"):
            return
        elif name.removeprefix(self._prefix) in self._places:
            self._problems.append(Finding("E808", shown(name), {"path": shown(name)}))
        elif entry.encrypted or entry.method not in METHODS:
            self._problems.append(_damaged(name, "encrypted or packed in an unknown way"))
        else:
            self._places[name.removeprefix(self._prefix)] = len(self._numbers)
            row = (entry.size, entry.packed, entry.at, entry.crc, entry.method)
            self._numbers.extend(row)

    def parts(self, path: str) -> Iterator[bytes | memoryview]:
        """The bytes of one file, never more than declared. Raises DamagedContentError."""
        try:
            yield from self._archive.content(self._entry(path))
        except (BadZip, OSError) as error:
            raise DamagedContentError(_damaged(path, str(error))) from error

    def _entry(self, path: str) -> Entry:
        place = self._places[path]
        size, packed, at, crc, method = self._numbers[place : place + _COLUMNS]
        return Entry(self._prefix + path, method, False, crc, packed, size, at, 0)


class _Sizes(Mapping[str, int]):
    """Path to size, over numbers that lie close together."""

    def __init__(self, places: Mapping[str, int], numbers: array[int]) -> None:
        self._places = places
        self._numbers = numbers

    def __getitem__(self, path: str) -> int:
        return self._numbers[self._places[path]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, path: object) -> bool:
        return path in self._places


def _damaged(path: str, detail: str) -> Finding:
    said = f"{shown(path)}: {detail}" if path else detail
    return Finding("E812", shown(path), {"detail": said})
