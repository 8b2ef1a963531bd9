"""Room for unfinished work beside where it will end, swept when its maker is gone."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

_LOCK = ".lock"
_SPARE = 2**22
"""A disk with fewer free bytes is full: programs fail on it in ways of their own."""


def refuse_full(folder: Path, said: bool = False) -> None:
    """Raise OSError (ENOSPC) where the disk is full, or a program ``said`` so."""
    if said or shutil.disk_usage(folder).free < _SPARE:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class Scratch:
    """A folder of one process below ``root``. What processes that died left there is removed."""

    def __init__(self, root: Path) -> None:
        root.mkdir(parents=True, exist_ok=True)
        _sweep(root)
        self.path = root / uuid.uuid4().hex
        self._lock = FileLock(self.path.with_suffix(_LOCK))
        self._lock.acquire(timeout=0)
        self.path.mkdir()

    def close(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.path, ignore_errors=True)
        self._lock.release()
        Path(self._lock.lock_file).unlink(missing_ok=True)
        _sweep(self.path.parent)

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """A folder for one piece of work, gone afterwards, with an empty ``out`` in it."""
        with tempfile.TemporaryDirectory(dir=self.path, ignore_cleanup_errors=True) as name:
            folder = Path(name)
            (folder / "out").mkdir()
            yield folder


def _sweep(root: Path) -> None:
    """Remove the folders nobody holds; one that still resists keeps its mark for another time."""
    for mark in root.glob(f"*{_LOCK}"):
        held = FileLock(mark)
        try:
            held.acquire(timeout=0)
        except Timeout:
            continue
        folder = mark.with_suffix("")
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            mark.unlink(missing_ok=True)
        held.release()
