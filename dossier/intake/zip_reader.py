"""The members of a ZIP."""

from __future__ import annotations

import calendar
import stat
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO

from dossier.codec.zip_names import decode_name
from dossier.i18n import N_
from dossier.intake.local import extended
from dossier.intake.members import Item, LimitError, Run, Shelf
from dossier.intake.zip_layout import DAMAGE, Unflagged, declared_directory
from dossier.model.findings import Finding


def expand_zip(path: Path, chain: tuple[str, ...], run: Run) -> Finding | None:
    """Take a ZIP apart; the finding that says why it could not be opened. Raises LimitError."""
    try:
        with extended(path).open("rb") as stream:
            if declared_directory(stream) > run.limits.members * 1024:
                raise LimitError(N_("too many members"))
            unflagged = Unflagged(stream)
            with zipfile.ZipFile(unflagged) as archive:
                _members(archive, unflagged.wrong, chain, run)
    except DAMAGE as error:
        return Finding("E112", parameters={"detail": str(error)})
    except OSError as error:
        return Finding("E108", parameters={"detail": error.strerror or str(error)})
    return None


def _members(archive: zipfile.ZipFile, wrong: set[bytes], chain: tuple[str, ...], run: Run) -> None:
    infos = archive.infolist()
    run.budget(len(infos), [info.file_size for info in infos])
    for info in infos:
        run.believe(info.file_size, max(1, info.compress_size))
    shelf = Shelf(chain, run)
    for info in infos:
        shelf.take(_item(archive, info, wrong, run.encoding))


def _item(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, wrong: set[bytes], encoding: str | None
) -> Item:
    flagged = bool(info.flag_bits & 0x800)
    raw = info.orig_filename.encode("utf-8" if flagged else "cp437", "surrogateescape")
    says_utf8 = flagged or raw in wrong
    decoded = decode_name(raw, utf8=says_utf8, extra=info.extra, encoding=encoding)
    return Item(
        decoded.name,
        info.file_size,
        _opener(archive, info),
        mtime_ns=_mtime_ns(info.date_time),
        encoding=decoded.encoding,
        certain=decoded.certain,
        plain=stat.S_IFMT(info.external_attr >> 16) in (0, stat.S_IFREG),
        locked=bool(info.flag_bits & 0x1),
    )


def _opener(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo
) -> Callable[[], AbstractContextManager[IO[bytes]]]:
    return lambda: archive.open(info)


def _mtime_ns(date_time: tuple[int, int, int, int, int, int]) -> int:
    """The wall clock time read as UTC, 0 for a date that does not exist."""
    year, month, day, hour, minute, second = date_time
    possible = 1 <= month <= 12 and 1 <= day <= 31 and hour < 24 and minute < 60
    if not possible:
        return 0
    return calendar.timegm((year, month, day, hour, minute, second)) * 10**9
