"""One look at everything below an inbox: the truth that events only hint at."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from dossier.errors import RootUnavailable
from dossier.i18n import N_
from dossier.intake.local import extended, is_junction


class Kind(StrEnum):
    """What an observation is of. A folder is reported only when it was not entered."""

    FILE = "file"
    LINK = "link"
    SPECIAL = "special"
    FOLDER = "folder"


class Observed(NamedTuple):
    """One name as seen. ``path`` is relative POSIX; bytes that are no valid text are kept as lone
    surrogates. ``inode`` is 0 where the system has none. ``error`` says why it could not be looked
    at (finding E108).
    """

    path: str
    size: int
    mtime_ns: int
    inode: int
    kind: Kind
    error: str = ""


Prune = Callable[[str], bool]
"""Given a relative folder path, whether to pass over the folder as a whole."""

_PLAIN = stat.S_IFREG


def never(_folder: str) -> bool:
    """Enter every folder."""
    return False


def walk(root: Path, subtree: str = "", prune: Prune = never) -> Iterator[Observed]:
    """Look at the root, or at a file or folder below it, in an order that never varies.

    Links are reported, not followed. A pruned folder is one observation; one that cannot be read
    is one with an error. What vanishes meanwhile is left out.

    Raises:
        RootUnavailable: the root itself cannot be read, so absence proves nothing.

    """
    require_root(root)
    base = extended(root)
    if not subtree:
        yield from _folders(str(base), "", root, prune)
    elif not _leads_through_link(base, subtree):
        yield from _start_below(base, subtree, root, prune)


def require_root(root: Path) -> None:
    """Read the root's first entry.

    Raises:
        RootUnavailable: it is missing, no folder, or cannot be read.

    """
    try:
        with os.scandir(extended(root)) as entries:
            next(entries, None)
    except OSError as error:
        raise unavailable(root, error) from error


def unavailable(root: Path, error: OSError) -> RootUnavailable:
    """The error that says an inbox cannot be reached."""
    return RootUnavailable(
        N_("the inbox {root} cannot be reached: {detail}"),
        N_("connect the share or correct the inbox in dossier.toml; nothing was changed"),
        root=str(root),
        detail=error.strerror or str(error),
    )


def _leads_through_link(base: Path, subtree: str) -> bool:
    path = base
    for part in subtree.split("/")[:-1]:
        path /= part
        if path.is_symlink():
            return True
    return False


def _start_below(base: Path, subtree: str, root: Path, prune: Prune) -> Iterator[Observed]:
    full = base.joinpath(*subtree.split("/"))
    try:
        status = full.lstat()
    except (FileNotFoundError, NotADirectoryError):
        require_root(root)
        return
    except OSError as error:
        yield _unreadable(subtree, Kind.FILE, error)
        return
    if not stat.S_ISDIR(status.st_mode) or is_junction(status):
        yield _observed(subtree, status)
    elif prune(subtree):
        yield _passed_over(subtree)
    else:
        yield from _folders(str(full), subtree + "/", root, prune)


def _folders(start: str, prefix: str, root: Path, prune: Prune) -> Iterator[Observed]:
    """Depth first: a folder's own entries by name, then its folders by name."""
    todo = [(start, prefix)]
    while todo:
        folder, below = todo.pop()
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=_name)
        except FileNotFoundError:
            require_root(root)
            continue
        except OSError as error:
            require_root(root)
            yield _unreadable(below[:-1], Kind.FOLDER, error)
            continue
        deeper: list[tuple[str, str]] = []
        yield from _entries(entries, below, root, prune, deeper)
        todo.extend(reversed(deeper))


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _entries(
    entries: list[os.DirEntry[str]],
    below: str,
    root: Path,
    prune: Prune,
    deeper: list[tuple[str, str]],
) -> Iterator[Observed]:
    for entry in entries:
        path = below + entry.name
        try:
            status = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            require_root(root)
            continue
        except OSError as error:
            yield _unreadable(path, Kind.FILE, error)
            continue
        mode = stat.S_IFMT(status.st_mode)
        if mode == _PLAIN:
            yield Observed(path, status.st_size, status.st_mtime_ns, status.st_ino, Kind.FILE)
        elif mode != stat.S_IFDIR or is_junction(status):
            yield _observed(path, status)
        elif prune(path):
            yield _passed_over(path)
        else:
            deeper.append((entry.path, path + "/"))


def _observed(path: str, status: os.stat_result) -> Observed:
    return Observed(path, status.st_size, status.st_mtime_ns, status.st_ino, _kind(status))


def _passed_over(folder: str) -> Observed:
    """A pruned folder always looks the same: what happens in it is no news."""
    return Observed(folder, 0, 0, 0, Kind.FOLDER)


def _kind(status: os.stat_result) -> Kind:
    if stat.S_ISLNK(status.st_mode) or is_junction(status):
        return Kind.LINK
    return Kind.FILE if stat.S_ISREG(status.st_mode) else Kind.SPECIAL


def _unreadable(path: str, kind: Kind, error: OSError) -> Observed:
    return Observed(path, 0, 0, 0, kind, error.strerror or type(error).__name__)
