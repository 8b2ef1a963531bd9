"""The members of a TAR, plain or compressed, and the one content of a GZ, BZ2 or XZ file."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO, Any, cast

from dossier.codec.zip_names import decode_name
from dossier.intake.local import extended
from dossier.intake.members import BROKEN, Item, Run, Shelf
from dossier.model.findings import Finding

_BLOCK = 512
_USTAR = slice(257, 262)
_SUFFIXES = {"tgz": "tar", "tbz2": "tar", "tbz": "tar", "txz": "tar"}

_OPENERS: dict[str, Callable[[IO[bytes]], Any]] = {
    "gz": gzip.open,
    "bz2": bz2.BZ2File,
    "xz": lzma.LZMAFile,
}
"""How each compression of a single stream is undone."""


def expand_tar(path: Path, chain: tuple[str, ...], run: Run) -> Finding | None:
    """Take a TAR apart; the finding that says why not. Raises LimitError."""
    try:
        with extended(path).open("rb") as stream:
            _members(stream, extended(path).stat().st_size, chain, run)
    except (tarfile.TarError, *BROKEN) as error:
        return Finding("E112", parameters={"detail": str(error) or type(error).__name__})
    return None


def expand_compressed(kind: str, path: Path, chain: tuple[str, ...], run: Run) -> Finding | None:
    """Undo one compression; a TAR inside is taken apart at once, as one container."""
    try:
        with extended(path).open("rb") as packed, _OPENERS[kind](packed) as stream:
            head = stream.read(_BLOCK)
            stream.seek(0)
            if head[_USTAR] == b"ustar":
                _members(stream, path.stat().st_size, chain, run)
            else:
                _single(stream, kind, path, chain, run)
    except (tarfile.TarError, *BROKEN) as error:
        return Finding("E112", parameters={"detail": str(error) or type(error).__name__})
    return None


def _members(stream: IO[bytes], packed: int, chain: tuple[str, ...], run: Run) -> None:
    """In the order of the stream; every member is charged before it is unpacked."""
    shelf, total = Shelf(chain, run), 0
    with tarfile.open(fileobj=stream, mode="r|", encoding="utf-8") as archive:
        for info in archive:
            total += info.size
            run.budget(1, [info.size])
            run.believe(total, packed)
            shelf.take(_item(archive, info, run.encoding))


def _item(archive: tarfile.TarFile, info: tarfile.TarInfo, encoding: str | None) -> Item:
    raw = info.name.encode("utf-8", "surrogateescape")
    decoded = decode_name(raw, encoding=encoding)
    return Item(
        decoded.name + "/" * info.isdir(),
        info.size,
        lambda: cast("AbstractContextManager[IO[bytes]]", archive.extractfile(info)),
        mtime_ns=int(info.mtime * 10**9),
        encoding=decoded.encoding,
        certain=decoded.certain,
        plain=info.isreg() or info.isdir(),
    )


def _single(stream: IO[bytes], kind: str, path: Path, chain: tuple[str, ...], run: Run) -> None:
    """One compressed file, called as its container without the compression's suffix."""
    run.budget(1, [])
    name = chain[-1].rpartition("/")[2] if chain else ""
    Shelf(chain, run).take(
        Item(
            _bare(name or run.name, kind),
            None,
            lambda: nullcontext(stream),
            packed=path.stat().st_size,
        )
    )


def _bare(name: str, kind: str) -> str:
    stem, _dot, suffix = name.rpartition(".")
    if suffix.lower() in _SUFFIXES and stem:
        return f"{stem}.{_SUFFIXES[suffix.lower()]}"
    return stem if stem and suffix.lower() == kind else name or "content"
