"""Small pictures of records for screens and lists: made when asked for, kept by digest.

They lie in ``derived/previews`` and may be deleted at any time.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

from dossier.extract.preview import PreviewMaker
from dossier.model.records import Record
from dossier.workflow.workspace import Workspace

FORMATS = frozenset(
    {"pdf", "ofd", "jpeg", "png", "tiff", "bmp", "webp", "gif", "heic", "avif"}
    | {"docx", "xlsx", "pptx", "odt", "ods", "odp"}
)
"""Formats of which there may be a picture; of office files only what they carry inside."""
MAX_TOTAL = 512 * 1024 * 1024
"""Bytes all previews of an archive may take; the ones not looked at for longest go first."""
_NONE = ".none"


def preview(workspace: Workspace, record: Record, page: int = 1) -> Path | None:
    """The JPEG of a page (from 1) of a record's content; None where it has no picture.

    Takes up to some seconds at the first time. Never raises for what the content is.
    """
    with Previews(workspace) as previews:
        return previews.of(record, page)


class Previews:
    """Previews of many records with one process that makes them; a context manager."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._folder = workspace.archive.layout.derived / "previews"
        self._maker: PreviewMaker | None = None
        self._guard = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        with self._guard:
            if self._maker is not None:
                self._maker.close()
            self._maker = None

    def of(self, record: Record, page: int = 1) -> Path | None:
        """See :func:`preview`."""
        if record.description.format not in FORMATS:
            return None
        path = self._place(record, page)
        if path.is_file():
            with contextlib.suppress(OSError):
                os.utime(path)
            return path
        return None if path.with_suffix(_NONE).exists() else self._make(record, page, path)

    def pages(self, record: Record, most: int = 3) -> Iterator[Path]:
        """The first pages, as far as there are any."""
        for page in range(1, min(most, record.description.pages or 1) + 1):
            found = self.of(record, page)
            if found is None:
                return
            yield found

    def _place(self, record: Record, page: int) -> Path:
        name = record.fixity.hex
        return self._folder / name[:2] / f"{name}-{page}.jpg"

    def _make(self, record: Record, page: int, path: Path) -> Path | None:
        store = self._workspace.archive.store
        if record.fixity.digest not in store:
            return None
        with self._guard, store.local(record.fixity.digest) as content:
            self._maker = self._maker or PreviewMaker()
            made = self._maker.make(content, page - 1)
        return _written(path, made)


def _written(path: Path, made: bytes | None) -> Path | None:
    """Under its name only when whole; a full disk leaves no preview, and that is no harm."""
    target = path if made else path.with_suffix(_NONE)
    scratch = target.with_name(f"{target.name}.{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        scratch.write_bytes(made or b"")
        scratch.replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            scratch.unlink()
        return None
    return target if made else None


def tidy(workspace: Workspace, limit: int = MAX_TOTAL) -> int:
    """Remove the previews not looked at for longest until all take at most ``limit`` bytes.

    Returns how many were removed.
    """
    folder = workspace.archive.layout.derived / "previews"
    known = sorted(_sized(folder), reverse=True)
    kept = removed = 0
    for _used, size, path in known:
        kept += size
        if kept > limit:
            with contextlib.suppress(OSError):
                path.unlink()
                removed += 1
    return removed


def _sized(folder: Path) -> Sequence[tuple[float, int, Path]]:
    found = []
    for path in folder.rglob("*.jpg"):
        with contextlib.suppress(OSError):
            state = path.stat()
            found.append((state.st_mtime, state.st_size, path))
    return found
