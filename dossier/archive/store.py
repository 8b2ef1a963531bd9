"""Content store: bytes under their own digest, written once.

In a folder that is ``sha256/ab/<64 hex>``. Writing one file there: temporary name on the same file
system, copy and hash, length check, sync the file, make it read-only, rename, sync the folder.
Whatever stops it between two steps leaves either a temporary file, which is never taken for
content, or the whole content.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from dossier.archive.platform import discard, fsync_folder, make_read_only, writing_to
from dossier.errors import DossierError, FixityError
from dossier.i18n import N_
from dossier.model.fixity import Fixity

ALGORITHM = "sha256"
CHUNK = 1 << 20
STEPS = ("temp-created", "copied", "synced", "renamed", "folder-synced")
"""Names of the points a put into a folder passes, in order; tests stop there."""

_TEMPORARY = ".tmp-"
_HEX = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Temporary:
    """A file an interrupted put left behind; ``modified`` in seconds since the epoch."""

    path: Path
    size: int
    modified: float


class ContentStore(Protocol):
    """Holds content under ``sha256:<hex>``; what is in it never changes."""

    def put(self, stream: BinaryIO) -> tuple[Fixity, bool]:
        """Take the rest of a stream in; False with content that is there already, sound.

        Content found damaged under the same digest is set aside and replaced. Errors of the
        stream itself pass through. Raises NoSpace, UnsafeArrangement.
        """
        ...

    def open(self, digest: str, size: int | None = None) -> BinaryIO:
        """A new seekable stream over the content; raises FixityError when it is missing or, with
        ``size`` given, of another size. Only :meth:`verify` reads everything.
        """
        ...

    def local(self, digest: str, size: int | None = None) -> AbstractContextManager[Path]:
        """The content as a file that may be read while the context lasts, never written."""
        ...

    def __contains__(self, digest: str) -> bool: ...

    def fixities(self) -> Iterator[Fixity]:
        """Everything held, ordered by digest, with the size it has now."""
        ...

    def verify(self, digest: str) -> bool:
        """Whether the content is all there and hashes to its digest; reads it whole."""
        ...

    def temporaries(self) -> list[Temporary]:
        """Files interrupted puts left behind, ordered by name."""
        ...

    def sweep(self, older_than: float) -> list[Temporary]:
        """Remove temporary files last written before a time in seconds since the epoch.

        Call it with the write lock held, or with a time no running put can be older than.
        """
        ...


def digest_of(data: bytes) -> str:
    """The digest of some bytes, with its algorithm."""
    return f"{ALGORITHM}:{hashlib.sha256(data).hexdigest()}"


def missing(digest: str) -> FixityError:
    """The error for content that is not there."""
    return FixityError(
        N_("stored content is missing: {digest}"),
        N_("run dossier audit, then bring the file back from a backup of the store folder"),
        digest=digest,
    )


def damaged(digest: str, size: int, expected: int) -> FixityError:
    """The error for content of another size than it was received with."""
    return FixityError(
        N_("stored content is damaged: {digest} has {size} bytes instead of {expected}"),
        N_("run dossier audit, then bring the file back from a backup of the store folder"),
        digest=digest,
        size=size,
        expected=expected,
    )


class MemoryStore:
    """A content store that lasts as long as its process."""

    def __init__(self) -> None:
        self._blobs: dict[str, bytes] = {}

    def put(self, stream: BinaryIO) -> tuple[Fixity, bool]:
        """See :class:`ContentStore`."""
        data = stream.read()
        digest = digest_of(data)
        created = digest not in self._blobs
        self._blobs[digest] = data
        return Fixity(digest, len(data)), created

    def open(self, digest: str, size: int | None = None) -> BinaryIO:
        """See :class:`ContentStore`."""
        data = self._blobs.get(digest)
        if data is None:
            raise missing(digest)
        if size is not None and len(data) != size:
            raise damaged(digest, len(data), size)
        return io.BytesIO(data)

    @contextmanager
    def local(self, digest: str, size: int | None = None) -> Iterator[Path]:
        """See :class:`ContentStore`."""
        with self.open(digest, size) as stream, tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "content"
            path.write_bytes(stream.read())
            yield path

    def __contains__(self, digest: str) -> bool:
        return digest in self._blobs

    def fixities(self) -> Iterator[Fixity]:
        """See :class:`ContentStore`."""
        for digest, data in sorted(self._blobs.items()):
            yield Fixity(digest, len(data))

    def verify(self, digest: str) -> bool:
        """See :class:`ContentStore`."""
        data = self._blobs.get(digest)
        return data is not None and digest_of(data) == digest

    def temporaries(self) -> list[Temporary]:
        """See :class:`ContentStore`; memory leaves nothing behind."""
        return []

    def sweep(self, older_than: float) -> list[Temporary]:  # noqa: ARG002 - nothing to sweep
        """See :class:`ContentStore`."""
        return []


def no_step(_name: str) -> None:
    """Do nothing at a labelled step."""


class FolderStore:
    """A content store below ``root``; folders are made when first needed.

    ``step`` is told each of :data:`STEPS`; ``write`` is the call that puts bytes into a file.
    """

    def __init__(
        self,
        root: Path,
        step: Callable[[str], None] = no_step,
        write: Callable[[int, memoryview], int] = os.write,
    ) -> None:
        self.root = root
        self._top = root / ALGORITHM
        self._step = step
        self._write = write

    def path(self, digest: str) -> Path:
        """Where content with this digest lies, whether it is there or not."""
        algorithm, _, name = digest.partition(":")
        if algorithm != ALGORITHM or not _HEX.fullmatch(name):
            raise missing(digest)
        return self._top / name[:2] / name

    def put(self, stream: BinaryIO) -> tuple[Fixity, bool]:
        """See :class:`ContentStore`."""
        with writing_to(self.root):
            self._top.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=_TEMPORARY, dir=self._top)
        temporary = Path(name)
        try:
            fixity = self._filled(handle, stream)
            return fixity, self._placed(temporary, fixity)
        except (OSError, DossierError):
            discard(temporary)
            raise

    def _filled(self, handle: int, stream: BinaryIO) -> Fixity:
        """Copy the stream into a temporary file and make that durable; closes the handle."""
        try:
            self._step("temp-created")
            fixity = self._copied(stream, handle)
            self._step("copied")
            with writing_to(self.root):
                os.fsync(handle)
            self._step("synced")
        finally:
            os.close(handle)
        return fixity

    def _copied(self, stream: BinaryIO, handle: int) -> Fixity:
        digest, size = hashlib.sha256(), 0
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            with writing_to(self.root):
                self._write_all(handle, chunk)
        with writing_to(self.root):
            if os.fstat(handle).st_size != size:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
        return Fixity(f"{ALGORITHM}:{digest.hexdigest()}", size)

    def _write_all(self, handle: int, chunk: bytes) -> None:
        rest = memoryview(chunk)
        while rest:
            rest = rest[self._write(handle, rest) :]

    def _placed(self, temporary: Path, fixity: Fixity) -> bool:
        """Give the temporary file its name, or drop it when sound content has that name."""
        target = self.path(fixity.digest)
        with writing_to(self.root):
            if target.exists() and self._kept(target, fixity):
                discard(temporary)
                return False
            self._make_folder(target.parent)
            make_read_only(temporary)
            temporary.replace(target)
            self._step("renamed")
            fsync_folder(target.parent)
        self._step("folder-synced")
        return True

    def _kept(self, target: Path, fixity: Fixity) -> bool:
        """Whether what is there is sound; what is not goes to quarantine."""
        if target.stat().st_size == fixity.size and self.verify(fixity.digest):
            return True
        quarantine = self.root / "quarantine"
        quarantine.mkdir(exist_ok=True)
        number = 1
        while (away := quarantine / f"{target.name}-{number}").exists():
            number += 1
        target.rename(away)
        return False

    def _make_folder(self, folder: Path) -> None:
        if not folder.exists():
            folder.mkdir(exist_ok=True)
            fsync_folder(folder.parent)

    def open(self, digest: str, size: int | None = None) -> BinaryIO:
        """See :class:`ContentStore`."""
        return self._checked(digest, size).open("rb")

    @contextmanager
    def local(self, digest: str, size: int | None = None) -> Iterator[Path]:
        """See :class:`ContentStore`."""
        yield self._checked(digest, size)

    def _checked(self, digest: str, size: int | None) -> Path:
        path = self.path(digest)
        if not path.is_file():
            raise missing(digest)
        if size is not None and path.stat().st_size != size:
            raise damaged(digest, path.stat().st_size, size)
        return path

    def __contains__(self, digest: str) -> bool:
        try:
            return self.path(digest).is_file()
        except FixityError:
            return False

    def fixities(self) -> Iterator[Fixity]:
        """See :class:`ContentStore`."""
        for folder in sorted(self._top.glob("[0-9a-f][0-9a-f]")):
            for path in sorted(folder.iterdir()):
                if _HEX.fullmatch(path.name) and path.name.startswith(folder.name):
                    yield Fixity(f"{ALGORITHM}:{path.name}", path.stat().st_size)

    def verify(self, digest: str) -> bool:
        """See :class:`ContentStore`."""
        try:
            with self._checked(digest, None).open("rb") as stream:
                found = hashlib.file_digest(stream, ALGORITHM).hexdigest()
        except (OSError, FixityError):
            return False
        return f"{ALGORITHM}:{found}" == digest

    def temporaries(self) -> list[Temporary]:
        """See :class:`ContentStore`."""
        found = []
        for path in sorted(self._top.glob(f"{_TEMPORARY}*")):
            status = path.stat()
            found.append(Temporary(path, status.st_size, status.st_mtime))
        return found

    def sweep(self, older_than: float) -> list[Temporary]:
        """See :class:`ContentStore`."""
        old = [item for item in self.temporaries() if item.modified < older_than]
        with writing_to(self.root):
            for item in old:
                discard(item.path)
        return old
