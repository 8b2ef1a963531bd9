"""Writing a plan as a bag: a folder, a ZIP, or memory. The same plan gives the same bytes.

Content is hashed during its single copy and compared with the digest it is known by; the finished
bundle is read back and verified once, then renamed. ZIP entries are stored, not deflated:
evidence is mostly compressed already, and deflated bytes depend on the library's version.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import zipfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Protocol

from dossier.bundle.bag import (
    PAYLOAD,
    TAG_MANIFEST,
    Content,
    chunks_of,
    control_files,
    length_of,
)
from dossier.bundle.progress import Progress, silent, told
from dossier.bundle.staging import publish, staged, sync_folder
from dossier.bundle.trees import MemoryTree, NotABundleError, open_tree
from dossier.bundle.verify import read_list, verify_bundle, verify_tree
from dossier.errors import BundleError, FixityError
from dossier.i18n import N_
from dossier.model.bundles import BundlePlan, BundleResult, PlannedFile
from dossier.model.findings import Severity
from dossier.rules.finding_table import TABLE

OpenContent = Callable[[str], BinaryIO]
"""Opens stored content by digest; raises FixityError or FileNotFoundError where it is missing."""

_CHUNK = 2**20
_SYNCS = 8
_EARLIEST = dt.date(1980, 1, 1)
_LATEST = dt.date(2107, 12, 31)
_UNIX = 3
_PLAIN_FILE = 0o100644 << 16


class BundleWriter(Protocol):
    """Writes a plan under its name, once; an equal bundle already there is verified instead."""

    def write(
        self,
        plan: BundlePlan,
        tags: Mapping[str, Content],
        open_content: OpenContent,
        progress: Progress = silent,
    ) -> BundleResult:
        """Write ``plan`` with these tag files beside the payload, read it back and name it.

        Raises BundleError (a blocking problem, missing or damaged content, a different bundle
        under the name), BusyError, NoSpace, and whatever ``progress`` raises.
        """
        ...


class FolderWriter:
    """Writes bags as folders into ``target``; ``agent`` is the software's name and version."""

    def __init__(self, target: Path, agent: str) -> None:
        self._target = target
        self._agent = agent

    def write(
        self,
        plan: BundlePlan,
        tags: Mapping[str, Content],
        open_content: OpenContent,
        progress: Progress = silent,
    ) -> BundleResult:
        """See :class:`BundleWriter`."""
        control = _prepared(plan, tags, self._agent)

        def fill(temporary: Path) -> None:
            (temporary / PAYLOAD).mkdir(parents=True)
            for path, chunks in _copies(plan, open_content, progress):
                _write_file(temporary / path, chunks)
            progress("lists", _size(plan), _size(plan))
            for path, data in control.items():
                _write_file(temporary / path, chunks_of(data))
            _sync_tree(temporary)

        return _build(self._target, plan.name, control, fill, progress)


class ZipWriter:
    """Writes bags as ZIPs with one top folder, named like the bag (RFC 8493, section 4)."""

    def __init__(self, target: Path, agent: str) -> None:
        self._target = target
        self._agent = agent

    def write(
        self,
        plan: BundlePlan,
        tags: Mapping[str, Content],
        open_content: OpenContent,
        progress: Progress = silent,
    ) -> BundleResult:
        """See :class:`BundleWriter`."""
        control = _prepared(plan, tags, self._agent)
        date = min(max(dt.date.fromisoformat(plan.as_of), _EARLIEST), _LATEST)

        def fill(temporary: Path) -> None:
            sizes = {PAYLOAD + item.path: item.fixity.size for item in plan.files}
            with temporary.open("xb") as stream, zipfile.ZipFile(stream, "w") as archive:
                if not sizes:
                    archive.writestr(_entry(f"{plan.name}/{PAYLOAD}", date, 0), b"")
                for path, chunks in _copies(plan, open_content, progress):
                    _add_entry(archive, _entry(f"{plan.name}/{path}", date, sizes[path]), chunks)
                progress("lists", _size(plan), _size(plan))
                for path, data in sorted(control.items()):
                    entry = _entry(f"{plan.name}/{path}", date, length_of(data))
                    _add_entry(archive, entry, chunks_of(data))
            _sync_file(temporary)

        return _build(self._target, f"{plan.name}.zip", control, fill, progress)


class MemoryWriter:
    """Keeps bags in ``bundles``: name to files."""

    def __init__(self, agent: str) -> None:
        self.bundles: dict[str, dict[str, bytes]] = {}
        self._agent = agent

    def write(
        self,
        plan: BundlePlan,
        tags: Mapping[str, Content],
        open_content: OpenContent,
        progress: Progress = silent,
    ) -> BundleResult:
        """See :class:`BundleWriter`."""
        control = _prepared(plan, tags, self._agent)
        existing = self.bundles.get(plan.name)
        if existing is not None:
            if existing.get(TAG_MANIFEST) != control[TAG_MANIFEST]:
                raise _different(plan.name)
            return replace(verify_tree(MemoryTree(existing), plan.name), existed=True)
        progress("prepare", 0, _size(plan))
        copies = _copies(plan, open_content, progress)
        files = {path: b"".join(chunks) for path, chunks in copies}
        progress("lists", _size(plan), _size(plan))
        files |= {path: b"".join(chunks_of(data)) for path, data in control.items()}
        result = _sound(verify_tree(MemoryTree(files), plan.name, progress))
        progress("publish", result.bytes, result.bytes)
        self.bundles[plan.name] = files
        return result


def _build(
    target: Path,
    name: str,
    control: Mapping[str, Content],
    fill: Callable[[Path], None],
    progress: Progress,
) -> BundleResult:
    final = target / name
    with staged(target, name) as temporary:
        if os.path.lexists(final):
            return _existing(final, control, progress)
        progress("prepare", 0, 0)
        fill(temporary)
        result = _sound(verify_bundle(temporary, progress))
        progress("publish", result.bytes, result.bytes)
        publish(temporary, final)
    return replace(result, path=str(final))


def _prepared(plan: BundlePlan, tags: Mapping[str, Content], agent: str) -> dict[str, Content]:
    """The files beside the payload; a plan with a blocking problem goes no further (B07)."""
    for item in plan.problems:
        if item.severity is Severity.ERROR:
            rule = TABLE[item.code]
            raise BundleError(
                rule.message, rule.hint, **{"subject": item.subject, **item.parameters}
            )
    return control_files(plan, tags, agent)


def _copies(
    plan: BundlePlan, open_content: OpenContent, progress: Progress
) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Each payload file's path in the bag and its bytes, in path order; each is to be used up."""
    total, done = _size(plan), 0
    for item in sorted(plan.files, key=lambda one: one.path):
        chunks = told(_copied(item, open_content), progress, "copy", done, total)
        yield PAYLOAD + item.path, chunks
        done += item.fixity.size


def _copied(item: PlannedFile, open_content: OpenContent) -> Iterator[bytes]:
    """The content, hashed on the way; raises BundleError where it is not what it is known as."""
    hasher, size = hashlib.sha256(), 0
    try:
        with open_content(item.fixity.digest) as stream:
            while chunk := stream.read(_CHUNK):
                hasher.update(chunk)
                size += len(chunk)
                yield chunk
    except FileNotFoundError as error:
        raise _content_error("E801", item) from error
    except FixityError as error:
        raise _content_error("E802" if size else "E801", item) from error
    if (hasher.hexdigest(), size) != (item.fixity.hex, item.fixity.size):
        raise _content_error("E802", item)


def _content_error(code: str, item: PlannedFile) -> BundleError:
    return BundleError(TABLE[code].message, TABLE[code].hint, record=item.record)


def _write_file(path: Path, chunks: Iterator[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb", buffering=0) as stream:
        for chunk in chunks:
            stream.write(chunk)


def _sync_file(path: Path) -> None:
    with path.open("r+b") as stream:
        os.fsync(stream.fileno())


def _sync_tree(root: Path) -> None:
    """Make a whole tree durable at once, which is far cheaper than file by file on the way.

    Several at a time, since a journal writes those down together that wait together.
    """
    with ThreadPoolExecutor(_SYNCS) as pool:
        for folder, _folders, files in os.walk(root):
            for _done in pool.map(_sync_file, (Path(folder, name) for name in files)):
                pass
            sync_folder(Path(folder))


def _entry(name: str, date: dt.date, size: int) -> zipfile.ZipInfo:
    """An entry whose every field is fixed; ZIP64 is chosen by its size."""
    info = zipfile.ZipInfo(name, (date.year, date.month, date.day, 0, 0, 0))
    info.create_system = _UNIX
    info.external_attr = _PLAIN_FILE
    info.file_size = size
    return info


def _add_entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo, chunks: Iterator[bytes]) -> None:
    with archive.open(info, "w") as entry:
        for chunk in chunks:
            entry.write(chunk)


def _existing(final: Path, control: Mapping[str, Content], progress: Progress) -> BundleResult:
    """The bundle that has the name already, if it is this very one and sound."""
    held = _held_tag_manifest(final)
    if held != control[TAG_MANIFEST]:
        raise _different(str(final))
    return replace(_sound(verify_bundle(final, progress)), existed=True)


def _held_tag_manifest(path: Path) -> bytes:
    try:
        with open_tree(path) as tree:
            return read_list(tree, TAG_MANIFEST)
    except NotABundleError:
        return b""


def _different(path: str) -> BundleError:
    return BundleError(
        N_("{path} exists already and is something else"),
        N_("move it away, or choose another folder"),
        path=path,
    )


def _sound(result: BundleResult) -> BundleResult:
    if not result.verified:
        first = result.problems[0]
        raise BundleError(
            N_("{path} does not verify: {code} {subject}"),
            N_("check the disk, move the damaged bundle away, then try again"),
            path=result.path,
            code=first.code,
            subject=first.subject,
        )
    return result


def _size(plan: BundlePlan) -> int:
    return sum(item.fixity.size for item in plan.files)
