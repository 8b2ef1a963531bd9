"""What comes out of a container, whatever its format: limits, names, outcomes.

A reader yields :class:`Item` values; everything that guards against hostile containers is here and
holds for all of them. Member names are labels, never paths: content goes to names of our own.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from errno import EDQUOT, ENOSPC
from lzma import LZMAError
from pathlib import Path
from typing import IO, NoReturn, Protocol
from zipfile import BadZipFile, LargeZipFile

from dossier.errors import NoSpace, UnsafeArrangement
from dossier.i18n import N_
from dossier.intake.local import extended
from dossier.model.findings import Finding
from dossier.rules.ignore import IgnoreRule, ignored_by

FOLDER_RULE = "folder-entry"
"""Folder entries inside a container are passed over under this name."""

CHUNK = 1 << 20
_DRIVE = re.compile(r"[A-Za-z]:")

BROKEN = (
    BadZipFile,
    LargeZipFile,
    NotImplementedError,
    UnicodeDecodeError,
    EOFError,
    ValueError,
    OverflowError,
    zlib.error,
    LZMAError,
    OSError,
    RuntimeError,
)
"""What the standard library's readers raise on content they cannot read."""


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
    content in the scratch folder; ``mtime_ns`` is the time it carries.
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
    """All members, or none and the finding that says why (E104, E108, E111, E112, E115)."""

    members: tuple[Member, ...] = ()
    finding: Finding | None = None


class LimitError(Exception):
    """A limit was passed; unwinds the whole container."""


class Readable(Protocol):
    """Anything whose bytes can be read one after the other."""

    def read(self, size: int = -1, /) -> bytes:
        """Up to so many bytes, none at the end."""
        ...


@dataclass(frozen=True, slots=True)
class Item:
    """One entry as a reader sees it. A folder's ``name`` ends in ``/``.

    ``size`` is None where the format does not say it; ``packed`` is 0 where members are packed
    together. ``opened`` gives the content, and the items of a container are opened in order.
    """

    name: str
    size: int | None
    opened: Callable[[], AbstractContextManager[Readable]]
    packed: int = 0
    mtime_ns: int = 0
    encoding: str = "utf-8"
    certain: bool = True
    plain: bool = True
    locked: bool = False


Expand = Callable[[Path, tuple[str, ...], "Run"], Finding | None]
"""Takes a nested container apart."""


@dataclass(slots=True)
class Run:
    """What is spent over one outermost container. ``encoding`` is how its names are to be read,
    ``name`` the container's own.
    """

    scratch: Path
    limits: Limits
    rules: tuple[IgnoreRule, ...]
    nested: Callable[[Path, str], str | None]
    expand: Callable[[str, Path, tuple[str, ...], Run], Finding | None]
    encoding: str | None = None
    name: str = ""
    members: list[Member] = field(default_factory=list)
    count: int = 0
    spent: int = 0
    files: list[Path] = field(default_factory=list)

    def deeper(self, chain: tuple[str, ...]) -> None:
        """Raise LimitError when a container of this chain is nested too deeply."""
        if len(chain) >= self.limits.depth:
            raise LimitError(N_("nested too deeply"))

    def budget(self, count: int, sizes: Sequence[int | None]) -> None:
        """Charge declared members and bytes before one is unpacked; raises LimitError."""
        self.count += count
        self.charge(sum(size or 0 for size in sizes))
        if self.count > self.limits.members:
            raise LimitError(N_("too many members"))

    def charge(self, size: int) -> None:
        """Charge bytes; raises LimitError."""
        self.spent += size
        if self.spent > self.limits.total_bytes:
            raise LimitError(N_("too large when unpacked"))

    def believe(self, size: int, packed: int) -> None:
        """Raise LimitError for a member that unpacks to far more than it was packed to."""
        if packed and size > max(self.limits.ratio_floor, self.limits.ratio * packed):
            raise LimitError(N_("compressed beyond belief"))

    def new_file(self) -> Path:
        """A name of our own for the next member's content."""
        path = extended(self.scratch / f"member-{len(self.files) + 1:06d}")
        self.files.append(path)
        return path


class Shelf:
    """Takes the items of one container, in order."""

    def __init__(self, chain: tuple[str, ...], run: Run) -> None:
        self._chain = chain
        self._run = run
        self._taken: set[str] = set()

    def take(self, item: Item) -> None:
        """Decide on one item and unpack it if it is a document; raises LimitError, NoSpace."""
        name = _distinct(_tidy(item.name), self._taken)
        self._taken.add(name)
        look = Member(
            (*self._chain, name),
            Outcome.FILE,
            item.size or 0,
            item.mtime_ns,
            encoding=item.encoding,
        )
        settled = _without_content(look, item, self._run.rules)
        self._run.members.append(settled) if settled else self._unpack(look, item)

    def _unpack(self, look: Member, item: Item) -> None:
        path = self._run.new_file()
        size, damage = _written(item, path, self._run)
        if damage:
            finding = Finding("E112", parameters={"detail": damage})
            self._run.members.append(replace(look, outcome=Outcome.REFUSED, finding=finding))
            return
        doubt = Finding("W103", parameters={"encoding": look.encoding})
        self._keep(replace(look, size=size, path=path, finding=None if item.certain else doubt))

    def _keep(self, member: Member) -> None:
        """A file, or a nested container and its members; one that will not open is a file."""
        run = self._run
        assert member.path is not None
        kind = run.nested(member.path, member.chain[-1])
        if kind is None:
            run.members.append(member)
            return
        at = len(run.members)
        run.members.append(replace(member, outcome=Outcome.CONTAINER))
        finding = run.expand(kind, member.path, member.chain, run)
        if finding is not None:
            run.members[at:] = [replace(member, finding=finding)]


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


def _without_content(member: Member, item: Item, rules: tuple[IgnoreRule, ...]) -> Member | None:
    """The decision on an item that needs no unpacking, None for one that does."""
    name = member.chain[-1]
    if _leaves_folder(name):
        return _refused(member, Finding("E110", parameters={"member": name}))
    rule = ignored_by(name, rules)
    if rule is not None or name.endswith("/"):
        return replace(member, outcome=Outcome.IGNORED, rule=rule.name if rule else FOLDER_RULE)
    if not item.plain:
        return _refused(member, Finding("E109"))
    return _refused(member, Finding("E104")) if item.locked else None


def _refused(member: Member, finding: Finding) -> Member:
    return replace(member, outcome=Outcome.REFUSED, finding=finding)


def _leaves_folder(name: str) -> bool:
    parts = name.split("/")
    return not parts[0] or ".." in parts or "\0" in name or bool(_DRIVE.match(name))


def _written(item: Item, path: Path, run: Run) -> tuple[int, str]:
    """Write one item's content; its size, and what was wrong with it, or nothing."""
    try:
        source = item.opened()
        with source as stream, _created(path) as target:
            return _copied(item, stream, target, run)
    except BROKEN as error:
        return 0, str(error) or type(error).__name__


def _copied(item: Item, stream: Readable, target: IO[bytes], run: Run) -> tuple[int, str]:
    size = 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if item.size is None:
            run.charge(len(chunk))
            run.believe(size, item.packed)
        elif size > item.size:
            return size, "longer than declared"
        _write(target, chunk)
    return size, "" if item.size in (None, size) else "shorter than declared"


def _created(path: Path) -> IO[bytes]:
    try:
        return path.open("xb")
    except OSError as error:
        no_scratch(error)


def _write(target: IO[bytes], chunk: bytes) -> None:
    try:
        target.write(chunk)
    except OSError as error:
        no_scratch(error)


def no_scratch(error: OSError) -> NoReturn:
    """Translate an error of the scratch folder: NoSpace for a full disk, else UnsafeArrangement."""
    if error.errno not in (ENOSPC, EDQUOT):
        raise UnsafeArrangement(
            N_("{path} cannot be written: {detail}"),
            N_("check the rights on the archive folder and the health of its disk"),
            path=str(error.filename or ""),
            detail=error.strerror or str(error),
        ) from error
    raise NoSpace(
        N_("no space left to unpack a container"),
        N_("free some space; the container was left untouched and is tried again"),
    ) from error
