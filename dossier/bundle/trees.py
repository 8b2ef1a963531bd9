"""A bundle's files wherever they lie: a folder, a ZIP, or memory. Read-only; content is hostile."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from dossier.bundle.ahead import parts_of
from dossier.bundle.faults import DamagedContentError, NotABundleError, not_a_bundle, shown
from dossier.bundle.zip_reading import BadZip, NoZip, OpenZip
from dossier.bundle.zip_tree import ZipTree
from dossier.model.findings import Finding


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

    def parts(self, path: str) -> Iterator[bytes | memoryview]:
        """The bytes of one file; a part is good until the next one is asked for. Several threads
        may ask at once. Raises DamagedContentError.
        """
        ...


def open_tree(path: Path) -> Tree:
    """The folder or ZIP at ``path``. Raises NotABundleError."""
    if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where rights are missing
        return FolderTree(path)
    try:
        return ZipTree(OpenZip(path))
    except NoZip as error:
        raise NotABundleError(not_a_bundle(path, str(error))) from error
    except BadZip as error:
        raise NotABundleError(Finding("E812", str(path), {"detail": str(error)})) from error
    except OSError as error:
        raise NotABundleError(not_a_bundle(path, error.strerror or "unreadable")) from error


class MemoryTree:
    """Files as a mapping."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self.sizes: Mapping[str, int] = {path: len(data) for path, data in files.items()}
        self.problems: tuple[Finding, ...] = ()

    def parts(self, path: str) -> Iterator[bytes | memoryview]:
        """The bytes of one file."""
        yield self._files[path]


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
        self.problems = tuple(sorted(self._problems, key=lambda one: one.subject))

    def _list(self, prefix: str) -> list[str]:
        """Take the files of one folder; its subfolders are still to be listed."""
        folders: list[str] = []
        try:
            with os.scandir(self._root / prefix) as entries:
                for entry in entries:
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

    def parts(self, path: str) -> Iterator[bytes | memoryview]:
        """The bytes of one file. Raises DamagedContentError."""
        try:
            with (self._root / path).open("rb", buffering=0) as stream:
                yield from parts_of(cast("BinaryIO", stream))
        except OSError as error:
            raise DamagedContentError(_unreadable(path, error)) from error


def _unreadable(path: str, error: OSError) -> Finding:
    return Finding("E108", shown(path), {"detail": error.strerror or type(error).__name__})
