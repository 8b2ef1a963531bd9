"""A bundle's files wherever they lie: a folder, a ZIP, or memory. Read-only; content is hostile."""

from __future__ import annotations

import io
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from dossier.model.findings import Finding

MAX_GROWTH = 200
"""How many times its own size a ZIP may declare to hold, beside :data:`SPARE_BYTES`."""
SPARE_BYTES = 64 * 2**20

_DANGEROUS = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\~]|^[A-Za-z]:|\x00")
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
)


class DamagedContentError(Exception):
    """A file of the tree cannot be read to its end; the finding says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


class NotABundleError(Exception):
    """There is no tree of files here at all; the finding says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


class Tree(Protocol):
    """The files of one bag, listed once."""

    @property
    def sizes(self) -> Mapping[str, int]:
        """Bag-relative POSIX paths and their bytes."""
        ...

    @property
    def problems(self) -> tuple[Finding, ...]:
        """What was met while listing."""
        ...

    def chunks(self, path: str, size: int = 2**20) -> Iterator[bytes]:
        """The bytes of one file. Raises DamagedContentError."""
        ...


@contextmanager
def open_tree(path: Path) -> Iterator[Tree]:
    """The folder or ZIP at ``path``. Raises NotABundleError."""
    if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where rights are missing
        yield FolderTree(path)
        return
    with _opened(path) as archive:
        yield ZipTree(archive, os.fstat(archive.fp.fileno()).st_size if archive.fp else 0)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        if not zipfile.is_zipfile(path):
            raise NotABundleError(_not_a_bundle(path, "no folder and no ZIP"))
        archive = zipfile.ZipFile(path)
    except _ZIP_ERRORS as error:
        raise NotABundleError(Finding("E812", str(path), {"detail": str(error)})) from error
    except OSError as error:
        raise NotABundleError(_not_a_bundle(path, error.strerror or "unreadable")) from error
    with archive:
        yield archive


def _not_a_bundle(path: Path, detail: str) -> Finding:
    return Finding("E807", str(path), {"detail": detail})


def is_dangerous(path: str) -> bool:
    """Whether a path leads out of its folder, on Windows or elsewhere: ``../``, absolute, with a
    drive letter, a backslash climb or a leading ``~``.
    """
    return _DANGEROUS.search(path) is not None


class MemoryTree:
    """Files as a mapping."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self.sizes: Mapping[str, int] = {path: len(data) for path, data in files.items()}
        self.problems: tuple[Finding, ...] = ()

    def chunks(self, path: str, size: int = 2**20) -> Iterator[bytes]:
        """The bytes of one file."""
        yield from _read(io.BytesIO(self._files[path]), size)


class FolderTree:
    """A folder on disk. Links and special files are problems and are never opened."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._found: dict[str, int] = {}
        self._problems: list[Finding] = []
        waiting = [""]
        while waiting:
            waiting += self._list(waiting.pop())
        self.sizes: Mapping[str, int] = self._found
        self.problems = tuple(self._problems)

    def _list(self, prefix: str) -> list[str]:
        """Take the files of one folder; its subfolders are still to be listed."""
        folders: list[str] = []
        try:
            with os.scandir(self._root / prefix) as entries:
                for entry in sorted(entries, key=lambda one: one.name):
                    path = prefix + entry.name
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(f"{path}/")
                    else:
                        self._take(entry, path)
        except OSError as error:
            self._problems.append(_unreadable(prefix or ".", error))
        return folders

    def _take(self, entry: os.DirEntry[str], path: str) -> None:
        status = entry.stat(follow_symlinks=False)
        if stat.S_ISREG(status.st_mode):
            self._found[path] = status.st_size
        else:
            self._problems.append(Finding("E806", shown(path), {"path": shown(path)}))

    def chunks(self, path: str, size: int = 2**20) -> Iterator[bytes]:
        """The bytes of one file. Raises DamagedContentError."""
        try:
            with (self._root / path).open("rb", buffering=0) as stream:
                yield from _read(cast("BinaryIO", stream), size)
        except OSError as error:
            raise DamagedContentError(_unreadable(path, error)) from error


class ZipTree:
    """A ZIP with one top folder, which is left out of the paths.

    Encrypted entries, unknown methods, repeated names, overlapping entries and sizes out of all
    proportion are problems; such entries are never read.
    """

    def __init__(self, archive: zipfile.ZipFile, size: int) -> None:
        self._archive = archive
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self._problems: list[Finding] = []
        infos = archive.infolist()
        if self._is_sound(infos, size):
            prefix = _top_folder(infos)
            for info in infos:
                self._take(info, prefix)
        self.sizes: Mapping[str, int] = {
            path: info.file_size for path, info in self._entries.items()
        }
        self.problems = tuple(self._problems)

    def _is_sound(self, infos: list[zipfile.ZipInfo], size: int) -> bool:
        if sum(info.compress_size for info in infos) > size:
            self._problems.append(_damaged_zip("", "overlapping entries"))
        elif sum(info.file_size for info in infos) > size * MAX_GROWTH + SPARE_BYTES:
            self._problems.append(_damaged_zip("", "it would grow beyond all measure"))
        return not self._problems

    def _take(self, info: zipfile.ZipInfo, prefix: str) -> None:
        name = info.orig_filename
        if is_dangerous(name) or stat.S_ISLNK(info.external_attr >> 16):
            self._problems.append(Finding("E806", shown(name), {"path": shown(name)}))
        elif not name.startswith(prefix):
            self._problems.append(Finding("E804", shown(name), {"path": shown(name)}))
        elif name.endswith("/"):
            return
        elif name.removeprefix(prefix) in self._entries:
            self._problems.append(Finding("E808", shown(name), {"path": shown(name)}))
        elif info.flag_bits & 0x1 or info.compress_type not in _METHODS:
            self._problems.append(_damaged_zip(name, "encrypted or packed in an unknown way"))
        else:
            self._entries[name.removeprefix(prefix)] = info

    def chunks(self, path: str, size: int = 2**20) -> Iterator[bytes]:
        """The bytes of one file, at most the declared number. Raises DamagedContentError."""
        try:
            with self._archive.open(self._entries[path]) as stream:
                yield from _read(cast("BinaryIO", stream), size)
        except (*_ZIP_ERRORS, OSError) as error:
            raise DamagedContentError(_damaged_zip(path, str(error))) from error


def _top_folder(infos: list[zipfile.ZipInfo]) -> str:
    """The folder that holds ``bagit.txt``, with its slash; empty where there is none."""
    tops = {
        info.orig_filename.removesuffix("bagit.txt")
        for info in infos
        if re.fullmatch(r"[^/]+/bagit\.txt", info.orig_filename)
    }
    return tops.pop() if len(tops) == 1 else ""


def _read(stream: BinaryIO, size: int) -> Iterator[bytes]:
    while chunk := stream.read(size):
        yield chunk


def shown(path: str) -> str:
    """A path that can be printed, whatever bytes it came from."""
    return path.encode("utf-8", "replace").decode()


def _damaged_zip(path: str, detail: str) -> Finding:
    said = f"{shown(path)}: {detail}" if path else detail
    return Finding("E812", shown(path), {"detail": said})


def _unreadable(path: str, error: OSError) -> Finding:
    return Finding("E108", shown(path), {"detail": error.strerror or type(error).__name__})
