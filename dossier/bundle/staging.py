"""A bundle grows under a temporary name and gets its own only when it is whole (B06)."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from dossier.errors import BundleError, BusyError, NoSpace
from dossier.i18n import N_

FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})
"""What the system says of a disk or a quota that takes no more."""
PREFIX = ".building-"
_LOCK = ".bundles.lock"


class NoRoomError(BundleError, NoSpace):
    """The disk is full; no bundle was written, and none that was there has changed."""


@contextmanager
def staged(target: Path, name: str) -> Iterator[Path]:
    """A free temporary path in ``target`` for what will be called ``name``.

    Whatever is left there at the end is removed; what a crash left earlier is swept first (R09).
    One builder at a time works in a folder. Raises BusyError, NoRoomError, BundleError.
    """
    with disk_errors(target):
        target.mkdir(parents=True, exist_ok=True)
        with FileLock(target / _LOCK, timeout=0):
            for leftover in target.glob(f"{PREFIX}*"):
                _remove(leftover)
            temporary = target / f"{PREFIX}{name}"
            try:
                yield temporary
            finally:
                _remove(temporary)


def publish(temporary: Path, final: Path) -> None:
    """Give a finished tree or file its name; the caller holds the folder and saw the name free."""
    temporary.rename(final)
    sync_folder(final.parent)


def sync_folder(folder: Path) -> None:
    """Make names in a folder durable, where folders can be opened (not on Windows)."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def disk_errors(target: Path) -> Iterator[None]:
    """Say what the disk did while writing to ``target``: BusyError, NoRoomError, BundleError."""
    try:
        yield
    except Timeout as error:
        raise BusyError(
            N_("another bundle is being written to {path}"),
            N_("wait until it is done, then try again"),
            path=target,
        ) from error
    except OSError as error:
        if error.errno in FULL:
            raise NoRoomError(
                N_("no space is left in {path}"), N_("free some space, then try again"), path=target
            ) from error
        if error.errno == errno.EFBIG:
            raise BundleError(
                N_("the disk of {path} takes no file this large"),
                N_("choose another disk, the folder form, or packages split by size"),
                path=target,
            ) from error
        raise BundleError(
            N_("the bundle cannot be written to {path}: {detail}"),
            N_("check the rights on the folder, or choose another one"),
            path=target,
            detail=error.strerror or type(error).__name__,
        ) from error


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
