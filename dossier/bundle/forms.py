"""The two forms a bag has on disk: a folder and a ZIP. The same plan gives the same bytes."""

from __future__ import annotations

import datetime as dt
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Protocol

from dossier.bundle.ahead import Parts, in_order
from dossier.bundle.bag import PAYLOAD, chunks_of, length_of
from dossier.bundle.copying import Job
from dossier.bundle.staging import sync_folder
from dossier.bundle.zip_writing import Slot, StoredZip
from dossier.model.bundles import PlannedFile

_SYNCS = 8


class Form(Protocol):
    """Writes a job to a path that is free; ``suffix`` is what the bag's name gets."""

    suffix: str

    def fill(self, job: Job, temporary: Path) -> None:
        """Write everything and make it durable."""
        ...


class FolderForm:
    """A bag as a folder."""

    suffix = ""

    def fill(self, job: Job, temporary: Path) -> None:
        """See :class:`Form`."""
        payload = temporary / PAYLOAD
        payload.mkdir(parents=True)
        for folder in {item.path.rpartition("/")[0] for item in job.plan.files}:
            (payload / folder).mkdir(parents=True, exist_ok=True)

        def place(item: PlannedFile) -> str:
            return os.path.join(payload, item.path)  # noqa: PTH118 - for each of many files

        with closing(job.copied(place, _write)) as written:
            for _done in written:
                pass
        for path, content in job.lists():
            _write(str(temporary / path), chunks_of(content))
        _sync_tree(temporary)


class ZipForm:
    """A bag as a ZIP with one top folder, named like the bag (RFC 8493, section 4)."""

    suffix = ".zip"

    def fill(self, job: Job, temporary: Path) -> None:
        """See :class:`Form`."""
        top = job.plan.name
        archive = StoredZip(temporary, dt.date.fromisoformat(job.plan.as_of))

        def place(item: PlannedFile) -> Slot:
            return archive.slot(f"{top}/{PAYLOAD}{item.path}", item.fixity.size)

        with closing(job.copied(place, archive.put)) as written:
            for slot, crc in written:
                archive.enlist(slot, crc)
        if not job.plan.files:
            archive.add(f"{top}/{PAYLOAD}", 0, ())
        for path, content in job.lists():
            archive.add(f"{top}/{path}", length_of(content), chunks_of(content))
        archive.close()
        _sync_file(str(temporary))


def _write(path: str, parts: Parts) -> None:
    with open(path, "xb", buffering=0) as stream:  # noqa: PTH123 - for each of many files
        stream.writelines(parts)


def _sync_file(path: str) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_tree(root: Path) -> None:
    """Make a whole tree durable at once, which is far cheaper than file by file on the way.

    Several at a time, since a journal writes those down together that wait together.
    """
    with ThreadPoolExecutor(_SYNCS) as pool:
        for folder, _folders, files in os.walk(root):
            for _done in in_order(pool, _sync_file, (f"{folder}/{name}" for name in files), _SYNCS):
                pass
            sync_folder(Path(folder))
