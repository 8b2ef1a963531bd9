"""What is installed and what that enables; limits of the file system and of watching."""

from __future__ import annotations

import importlib.util
import platform
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from dossier.archive.platform import filesystem_kind
from dossier.errors import RootUnavailable, UnsafeArrangement
from dossier.i18n import N_
from dossier.intake.containment import require_safe
from dossier.intake.local import has_remote_part
from dossier.intake.tool_reader import PROGRAMS
from dossier.intake.walk import Kind, walk
from dossier.model.settings import ReadingSettings, Settings

_NETWORK = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p")
_ENOUGH_BYTES = 2 * 1024**3
_ENOUGH_WATCHES = 65_536
_READER_MB, _OFFICE_MB = 512, 1024


@dataclass(frozen=True, slots=True)
class Check:
    """One look: what was found, whether it is fine, and advice (a message id) where it is not."""

    name: str
    ok: bool
    value: str
    advice: str = ""


def examine(folder: Path) -> list[Check]:
    """Every check, for the machine and for the file system under ``folder``."""
    return [
        Check("Python", sys.version_info >= (3, 11), platform.python_version()),
        _program(
            "LibreOffice",
            ("soffice", "libreoffice"),
            N_("install LibreOffice to read DOC, XLS, PPT and WPS files"),
        ),
        _module(
            "OCR",
            "rapidocr",
            N_(
                "without it, scans wait for a person's eye;"
                " install it with: pip install 'dossier[ocr]'"
            ),
        ),
        _module(
            "HEIC",
            "pillow_heif",
            N_("install it with: pip install 'dossier[photos]' to read photographs of telephones"),
        ),
        _program(
            "7-Zip",
            PROGRAMS,
            N_("install 7-Zip (the program 7z) to open RAR files and rarer 7z archives"),
        ),
        _file_system(folder),
        _space(folder),
        _watch_limit(),
    ]


def examine_archive(settings: Settings) -> list[Check]:
    """How an archive and its inboxes are arranged."""
    checks = [_arrangement(settings), _place(settings)]
    checks += [_inbox(inbox) for inbox in settings.inboxes]
    return checks


def examine_reading(reading: ReadingSettings) -> list[Check]:
    """What reading documents and converting them may cost."""
    return [_reading(reading), _converting(reading)]


def _arrangement(settings: Settings) -> Check:
    try:
        require_safe(settings.root, settings.inboxes)
    except UnsafeArrangement as error:
        said = error.message.format_map(error.parameters)
        return Check(N_("folders"), ok=False, value=said, advice=error.hint)
    return Check(N_("folders"), ok=True, value=str(settings.root))


def _reading(reading: ReadingSettings) -> Check:
    """What one reader may take; see ``[reading]`` in ``dossier.toml``."""
    value = f"{reading.workers} × {reading.memory_mb} MB, {reading.seconds:g} s"
    advice = N_("large files need more; raise memory_mb in dossier.toml")
    return Check(N_("readers"), reading.memory_mb >= _READER_MB, value, advice)


def _converting(reading: ReadingSettings) -> Check:
    value = f"{reading.office_memory_mb} MB, {reading.office_seconds:g} s"
    advice = N_("LibreOffice hardly starts with less; raise office_memory_mb in dossier.toml")
    return Check(N_("LibreOffice limits"), reading.office_memory_mb >= _OFFICE_MB, value, advice)


def _place(settings: Settings) -> Check:
    """Whether names of other places can be told from our own."""
    name = settings.place.name
    advice = N_("write our place in full into dossier.toml, [place] name")
    return Check(N_("place"), bool(name), name or "—", advice)


def _inbox(inbox: Path) -> Check:
    """Whether an inbox is there and readable; links and special files in it are counted."""
    try:
        odd = sum(item.kind in (Kind.LINK, Kind.SPECIAL) for item in walk(inbox))
    except RootUnavailable as error:
        detail = f"{inbox}: {error.parameters['detail']}"
        return Check(N_("inbox"), ok=False, value=detail, advice=error.hint)
    if odd:
        advice = N_("links and special files are refused; put the files themselves into the folder")
        return Check(N_("inbox"), ok=False, value=f"{inbox} ({odd})", advice=advice)
    remote = has_remote_part(inbox)
    return Check(N_("inbox"), ok=True, value=f"{inbox} ({'polling' if remote else 'events'})")


def _program(name: str, commands: tuple[str, ...], advice: str) -> Check:
    found = next((path for command in commands if (path := shutil.which(command))), None)
    return Check(name, found is not None, found or "—", advice)


def _module(name: str, module: str, advice: str) -> Check:
    found = importlib.util.find_spec(module) is not None
    return Check(name, found, module if found else "—", advice)


def _file_system(folder: Path) -> Check:
    kind = filesystem_kind(folder) or "?"
    advice = N_("keep the archive on a local disk; only inboxes may be on a share")
    return Check(N_("file system"), kind not in _NETWORK, kind, advice)


def _space(folder: Path) -> Check:
    free = shutil.disk_usage(folder).free
    advice = N_("make room on this disk before taking more in")
    return Check(N_("free space"), free > _ENOUGH_BYTES, f"{free / 1024**3:.1f} GiB", advice)


def _watch_limit() -> Check:
    try:
        limit = int(Path("/proc/sys/fs/inotify/max_user_watches").read_text("ascii"))
    except (OSError, ValueError):
        return Check(N_("watch limit"), True, "—")
    advice = N_("raise fs.inotify.max_user_watches; folders beyond it are found by rescans only")
    return Check(N_("watch limit"), limit >= _ENOUGH_WATCHES, str(limit), advice)
