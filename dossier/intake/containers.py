"""Containers taken apart into a scratch folder, member by member.

Member names are labels, never paths: content goes to names of our own. Nothing is kept of a
container that exceeds a limit, and one bad member does not stop the next.
"""

from __future__ import annotations

import calendar
import re
import stat
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from errno import EDQUOT, ENOSPC
from lzma import LZMAError
from pathlib import Path
from typing import IO, NoReturn

from dossier.codec.zip_names import DecodedName, decode_name
from dossier.errors import NoSpace
from dossier.i18n import N_
from dossier.intake.local import extended
from dossier.intake.zip_layout import DAMAGE, container_format, declared_directory
from dossier.model.findings import Finding
from dossier.rules.ignore import DEFAULT_RULES, IgnoreRule, ignored_by

__all__ = ["Expansion", "Limits", "Member", "Outcome", "container_format", "open_container"]

FOLDER_RULE = "folder-entry"
"""Folder entries inside a container are passed over under this name."""

_CHUNK = 1 << 20
_DRIVE = re.compile(r"[A-Za-z]:")
_BROKEN_STREAM = (*DAMAGE, zlib.error, LZMAError, OSError)


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds over a container and everything nested in it. ``ratio`` (unpacked to packed) holds for
    a member larger than ``ratio_floor`` bytes.
    """

    depth: int = 5
    members: int = 10_000
    total_bytes: int = 2 << 30
    ratio: int = 100
    ratio_floor: int = 10_000_000


class Outcome(StrEnum):
    """What came of a member. A nested container is followed by its own members."""

    FILE = "file"
    CONTAINER = "container"
    REFUSED = "refused"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Member:
    """One member. ``chain`` are decoded names from the outermost container inwards; ``path`` is its
    content in the scratch folder; ``mtime_ns`` is the wall clock time it carries, read as UTC.
    """

    chain: tuple[str, ...]
    outcome: Outcome
    size: int = 0
    mtime_ns: int = 0
    path: Path | None = None
    encoding: str = ""
    finding: Finding | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Expansion:
    """All members, or none and the finding that says why (E104, E108, E111, E112)."""

    members: tuple[Member, ...] = ()
    finding: Finding | None = None


class _LimitError(Exception):
    """A limit was passed; unwinds the whole container."""


@dataclass(slots=True)
class _Run:
    """What is spent over one outermost container."""

    scratch: Path
    limits: Limits
    rules: tuple[IgnoreRule, ...]
    members: list[Member] = field(default_factory=list)
    count: int = 0
    spent: int = 0
    files: list[Path] = field(default_factory=list)

    def new_file(self) -> Path:
        path = extended(self.scratch / f"member-{len(self.files) + 1:06d}")
        self.files.append(path)
        return path


def open_container(
    path: Path,
    container: str,
    scratch: Path,
    limits: Limits | None = None,
    rules: tuple[IgnoreRule, ...] = DEFAULT_RULES,
) -> Expansion:
    """Take a container of the given format apart, nested ones included.

    ``scratch`` is an empty folder of the caller's, who removes it.

    Raises:
        NoSpace: the scratch folder's disk is full.
        KeyError: no reader for ``container``.

    """
    reader = _READERS[container]
    run = _Run(scratch, limits or Limits(), rules)
    try:
        finding = reader(path, (), run)
    except _LimitError as error:
        finding = Finding("E111", parameters={"detail": str(error)})
    if finding is None:
        return Expansion(tuple(run.members))
    for file in run.files:
        file.unlink(missing_ok=True)
    return Expansion(finding=finding)


def _expand_zip(path: Path, chain: tuple[str, ...], run: _Run) -> Finding | None:
    if len(chain) >= run.limits.depth:
        raise _LimitError(N_("nested too deeply"))
    try:
        with extended(path).open("rb") as stream:
            if declared_directory(stream) > run.limits.members * 1024:
                raise _LimitError(N_("too many members"))
            with zipfile.ZipFile(stream) as archive:
                _members(archive, chain, run)
    except DAMAGE as error:
        return Finding("E112", parameters={"detail": str(error)})
    except OSError as error:
        return Finding("E108", parameters={"detail": error.strerror or str(error)})
    return None


def _members(archive: zipfile.ZipFile, chain: tuple[str, ...], run: _Run) -> None:
    infos = archive.infolist()
    _budget(infos, run)
    taken: set[str] = set()
    for info in infos:
        decoded = _decoded(info)
        name = _distinct(_tidy(decoded.name), taken)
        taken.add(name)
        _take(archive, info, (*chain, name), decoded, run)


def _budget(infos: list[zipfile.ZipInfo], run: _Run) -> None:
    """Check declared sizes before a byte is unpacked; the reader never gives more than declared."""
    run.count += len(infos)
    run.spent += sum(info.file_size for info in infos)
    if run.count > run.limits.members:
        raise _LimitError(N_("too many members"))
    if run.spent > run.limits.total_bytes:
        raise _LimitError(N_("too large when unpacked"))
    for info in infos:
        large = info.file_size > run.limits.ratio_floor
        if large and info.file_size > run.limits.ratio * max(1, info.compress_size):
            raise _LimitError(N_("compressed beyond belief"))


def _decoded(info: zipfile.ZipInfo) -> DecodedName:
    flagged = bool(info.flag_bits & 0x800)
    raw = info.orig_filename.encode("utf-8" if flagged else "cp437", "surrogateescape")
    return decode_name(raw, utf8=flagged, extra=info.extra)


def _tidy(name: str) -> str:
    """Without ``.`` steps; everything else stays as it was sent."""
    return "/".join(part for part in name.split("/") if part != ".")


def _distinct(name: str, taken: set[str]) -> str:
    """The name, or ``name~2.ext`` for a second member of that name: a source is its name."""
    stem, dot, suffix = name.rpartition(".")
    if not dot or "/" in suffix:
        stem, dot, suffix = name, "", ""
    number, candidate = 1, name
    while candidate in taken and not name.endswith("/"):
        number += 1
        candidate = f"{stem}~{number}{dot}{suffix}"
    return candidate


def _take(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    chain: tuple[str, ...],
    decoded: DecodedName,
    run: _Run,
) -> None:
    look = Member(
        chain, Outcome.FILE, info.file_size, _mtime_ns(info.date_time), encoding=decoded.encoding
    )
    settled = _without_content(look, info, run.rules)
    if settled is not None:
        run.members.append(settled)
        return
    path = run.new_file()
    damage = _unpack(archive, info, path)
    if damage:
        finding = Finding("E112", parameters={"detail": damage})
        run.members.append(_with(look, Outcome.REFUSED, finding=finding))
        return
    doubt = None if decoded.certain else Finding("W103", parameters={"encoding": decoded.encoding})
    _keep(_with(look, Outcome.FILE, path=path, finding=doubt), path, run)


def _keep(member: Member, path: Path, run: _Run) -> None:
    """A file, or a nested container followed by its members; one that will not open is a file."""
    if container_format(path) is None:
        run.members.append(member)
        return
    at = len(run.members)
    run.members.append(_with(member, Outcome.CONTAINER, path=path, finding=member.finding))
    finding = _expand_zip(path, member.chain, run)
    if finding is not None:
        run.members[at:] = [_with(member, Outcome.FILE, path=path, finding=finding)]


def _with(
    member: Member,
    outcome: Outcome,
    *,
    path: Path | None = None,
    finding: Finding | None = None,
    rule: str = "",
) -> Member:
    return Member(
        member.chain,
        outcome,
        member.size,
        member.mtime_ns,
        path,
        member.encoding,
        finding,
        rule,
    )


def _without_content(
    member: Member, info: zipfile.ZipInfo, rules: tuple[IgnoreRule, ...]
) -> Member | None:
    """The decision on a member that needs no unpacking, None for one that does."""
    name = member.chain[-1]
    if _leaves_folder(name):
        return _with(member, Outcome.REFUSED, finding=Finding("E110", parameters={"member": name}))
    rule = ignored_by(name, rules)
    if rule is not None or name.endswith("/"):
        return _with(member, Outcome.IGNORED, rule=rule.name if rule else FOLDER_RULE)
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        return _with(member, Outcome.REFUSED, finding=Finding("E109"))
    if info.flag_bits & 0x1:
        return _with(member, Outcome.REFUSED, finding=Finding("E104"))
    return None


def _leaves_folder(name: str) -> bool:
    parts = name.split("/")
    return not parts[0] or ".." in parts or "\0" in name or bool(_DRIVE.match(name))


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path) -> str:
    """Write one member's content; return what was wrong with it, or nothing."""
    try:
        source = archive.open(info)
    except (*_BROKEN_STREAM, RuntimeError) as error:
        return str(error) or type(error).__name__
    with source, _created(path) as target:
        while True:
            try:
                chunk = source.read(_CHUNK)
            except _BROKEN_STREAM as error:
                return str(error) or type(error).__name__
            if not chunk:
                return "" if target.tell() == info.file_size else "shorter than declared"
            _write(target, chunk)


def _created(path: Path) -> IO[bytes]:
    try:
        return path.open("xb")
    except OSError as error:
        _no_scratch(error)


def _write(target: IO[bytes], chunk: bytes) -> None:
    try:
        target.write(chunk)
    except OSError as error:
        _no_scratch(error)


def _no_scratch(error: OSError) -> NoReturn:
    if error.errno not in (ENOSPC, EDQUOT):
        raise error
    raise NoSpace(
        N_("no space left to unpack a container"),
        N_("free some space; the container was left untouched and is tried again"),
    ) from error


def _mtime_ns(date_time: tuple[int, int, int, int, int, int]) -> int:
    """Nanoseconds since 1970, 0 for a date that does not exist."""
    year, month, day, hour, minute, second = date_time
    possible = 1 <= month <= 12 and 1 <= day <= 31 and hour < 24 and minute < 60
    if not possible:
        return 0
    return calendar.timegm((year, month, day, hour, minute, second)) * 10**9


_READERS: dict[str, Callable[[Path, tuple[str, ...], _Run], Finding | None]] = {"zip": _expand_zip}
"""One reader for each container format."""
