"""Containers taken apart into a scratch folder, member by member.

Nothing is kept of a container that exceeds a limit, and one bad member does not stop the next.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from dossier.intake.local import extended
from dossier.intake.mail_reader import OLE, expand_mail, expand_outlook, is_mail, is_outlook
from dossier.intake.members import Expand, Expansion, LimitError, Limits, Member, Outcome, Run
from dossier.intake.seven_zip_reader import NeedsTool, expand_seven_zip
from dossier.intake.tar_reader import expand_compressed, expand_tar
from dossier.intake.tool_reader import expand_by_tool, program
from dossier.intake.zip_layout import is_plain_zip
from dossier.intake.zip_reader import expand_zip
from dossier.model.findings import Finding
from dossier.rules.ignore import DEFAULT_RULES, IgnoreRule

__all__ = [
    "Expansion",
    "Limits",
    "Member",
    "Outcome",
    "can_open",
    "container_format",
    "open_container",
]

_HEAD = 4096
_MAGIC = (
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"\x1f\x8b\x08", "gz"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\0", "xz"),
)


def container_format(path: Path, name: str = "") -> str | None:
    """``zip``, ``7z``, ``rar``, ``tar``, ``gz``, ``bz2``, ``xz``, ``eml`` or ``msg`` by content,
    None for everything else. ``name`` is the file's own where the path is not.

    Raises:
        OSError: the file cannot be read.

    """
    with extended(path).open("rb") as stream:
        head = stream.read(_HEAD)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip" if is_plain_zip(path) else None
    if head[257:262] == b"ustar":
        return "tar"
    if head.startswith(OLE):
        return "msg" if is_outlook(path) else None
    found = next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)
    return found or ("eml" if is_mail(head, name or path.name) else None)


def can_open(container: str) -> bool:
    """Whether what the format needs is installed."""
    return container != "rar" or program() is not None


def open_container(
    path: Path,
    container: str,
    scratch: Path,
    limits: Limits | None = None,
    rules: tuple[IgnoreRule, ...] = DEFAULT_RULES,
    encoding: str | None = None,
    name: str = "",
) -> Expansion:
    """Take a container of the given format apart, nested ones included.

    ``scratch`` is an empty folder of the caller's, who removes it. ``encoding`` is how names are to
    be read, None to let each decide; ``name`` is the container's own.

    Raises:
        NoSpace: the scratch folder's disk is full.
        KeyError: no reader for ``container``.

    """
    reader = READERS[container]
    run = Run(scratch, limits or Limits(), rules, container_format, _expand, encoding, name)
    try:
        finding = reader(path, (), run)
    except LimitError as error:
        finding = Finding("E111", parameters={"detail": str(error)})
    if finding is None:
        return Expansion(tuple(run.members))
    for file in run.files:
        file.unlink(missing_ok=True)
    return Expansion(finding=finding)


def _expand(kind: str, path: Path, chain: tuple[str, ...], run: Run) -> Finding | None:
    run.deeper(chain)
    return READERS[kind](path, chain, run)


def _seven_zip(path: Path, chain: tuple[str, ...], run: Run) -> Finding | None:
    """By ourselves where we can, else by the program."""
    try:
        return expand_seven_zip(path, chain, run)
    except NeedsTool:
        return expand_by_tool("7z", path, chain, run)


READERS: dict[str, Expand] = {
    "zip": expand_zip,
    "7z": _seven_zip,
    "rar": partial(expand_by_tool, "rar"),
    "tar": expand_tar,
    "gz": partial(expand_compressed, "gz"),
    "bz2": partial(expand_compressed, "bz2"),
    "xz": partial(expand_compressed, "xz"),
    "eml": expand_mail,
    "msg": expand_outlook,
}
"""One reader for each container format."""
