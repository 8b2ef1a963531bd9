"""What differs between Windows and POSIX, and between file systems, in one place."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dossier.errors import NoSpace, UnsafeArrangement
from dossier.i18n import N_

WINDOWS = sys.platform == "win32"
APPEND = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
"""Flags for a file that only grows; without ``O_BINARY`` Windows would change line ends."""

NETWORK_KINDS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p"})
"""File systems on which SQLite's write-ahead log and file locks cannot be trusted."""

_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})


def fsync_folder(folder: Path) -> None:
    """Make names in a folder durable. Windows cannot open folders: the rename is atomic there,
    its durability is not promised. Network file systems may answer EINVAL, which is tolerated.
    """
    if WINDOWS:
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress_errno(errno.EINVAL):
            os.fsync(handle)
    finally:
        os.close(handle)


def fsync_file(path: Path) -> None:
    """Make the content of a file durable; Windows wants it open for writing."""
    with path.open("r+b") as stream:
        os.fsync(stream.fileno())


@contextmanager
def suppress_errno(*numbers: int) -> Iterator[None]:
    """Pass over OS errors with these numbers."""
    try:
        yield
    except OSError as error:
        if error.errno not in numbers:
            raise


def make_read_only(path: Path) -> None:
    """Take away everybody's right to write (on Windows: set the read-only attribute)."""
    path.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)


def discard(path: Path) -> None:
    """Remove a file if it is there, read-only or not."""
    with suppress(FileNotFoundError):
        if WINDOWS:
            path.chmod(stat.S_IREAD | stat.S_IWRITE)
        path.unlink()


@contextmanager
def writing_to(path: Path) -> Iterator[None]:
    """Translate write errors: a full disk or quota becomes NoSpace, the rest UnsafeArrangement."""
    try:
        yield
    except OSError as error:
        raise storage_error(error, path) from error


def storage_error(error: OSError, path: Path) -> NoSpace | UnsafeArrangement:
    """The error a failed write below ``path`` means for a person."""
    if error.errno in _FULL:
        return NoSpace(
            N_("the disk that holds {path} is full"),
            N_("free some space and run the same command again; nothing was lost"),
            path=str(path),
        )
    return UnsafeArrangement(
        N_("{path} cannot be written: {detail}"),
        N_("check the rights on the archive folder and the health of its disk"),
        path=str(path),
        detail=error.strerror or str(error),
    )


def filesystem_kind(path: Path, mounts: Path = Path("/proc/mounts")) -> str | None:
    """The type of the file system that holds ``path`` (``ext4``, ``nfs4`` …), None if unknown.

    Linux only: elsewhere nothing tells without calls of the platform's own.
    """
    try:
        table = mounts.read_text("utf-8", "surrogateescape")
    except OSError:
        return None
    return kind_in_mounts(table, path.resolve())


def kind_in_mounts(table: str, path: Path) -> str | None:
    """The type of the deepest mount in a ``/proc/mounts`` table that holds ``path``; among equals
    the last one, which covers the others.
    """
    best, found = -1, None
    for line in table.splitlines():
        _device, point, kind, *_rest = [*line.split(" "), "", "", ""]
        folder = Path(_unescaped(point)) if point else None
        if folder is not None and path.is_relative_to(folder) and len(folder.parts) >= best:
            best, found = len(folder.parts), kind
    return found


def _unescaped(point: str) -> str:
    for code, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        point = point.replace(code, character)
    return point


def is_network(kind: str | None) -> bool:
    """Whether a file system of this type lives on another machine."""
    return kind in NETWORK_KINDS
