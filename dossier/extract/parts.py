"""Bounded reading of the XML parts inside ZIP-based formats."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]

from dossier.extract.outcome import MEGABYTE, Limits, Unreadable

_NUMBER = re.compile(r"(\d+)")
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OverflowError, struct.error,
    ValueError, KeyError, etree.XMLSyntaxError,
)  # fmt: skip


class Parts:
    """The members of one office file: read within limits, parsed without entities or network."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits) -> None:
        self._archive = archive
        self._left = 2 * limits.part_mb * MEGABYTE
        self._limit = limits.part_mb * MEGABYTE
        self.names = archive.namelist()

    def read(self, name: str) -> bytes:
        """The part's bytes; KeyError when absent, :class:`Unreadable` beyond the limits."""
        info = self._archive.getinfo(name)
        if info.flag_bits & 1:
            raise Unreadable("E104")
        allowed = min(self._limit, self._left)
        with self._archive.open(info) as stream:
            data = stream.read(allowed + 1)
        if len(data) > allowed:
            raise Unreadable("E106", f"{name} > {allowed // MEGABYTE} MB")
        self._left -= len(data)
        return data

    def xml(self, name: str) -> etree._Element:
        """The part as a parsed tree."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
        return etree.fromstring(self.read(name), parser)

    def find(self, name: str) -> str | None:
        """The member called ``name`` whatever its case or slashes."""
        wanted = name.lstrip("/").lower()
        return next((n for n in self.names if n.replace("\\", "/").lower() == wanted), None)

    def matching(self, pattern: str) -> list[str]:
        """Members whose whole name matches, in numeric order."""
        return sorted(filter(re.compile(pattern).fullmatch, self.names), key=_natural)


def _natural(name: str) -> tuple[str | int, ...]:
    return tuple(int(p) if i % 2 else p for i, p in enumerate(_NUMBER.split(name)))


@contextmanager
def open_parts(path: Path, limits: Limits) -> Iterator[Parts]:
    """The parts of a ZIP-based file; damage of any depth becomes E103, a cut-off end E105."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield Parts(archive, limits)
    except RuntimeError as error:  # zipfile's word for a member that needs a password
        raise Unreadable("E104", "") from error
    except _DAMAGE as error:
        if cut_off(path):
            raise Unreadable("E105") from error
        raise Unreadable("E103", str(error)) from error


def cut_off(path: Path) -> bool:
    """Whether a ZIP has lost its end, where the directory stands."""
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - 66_000))
        return b"PK\x05\x06" not in stream.read()
