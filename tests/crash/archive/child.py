"""A process that takes documents into the archive at argv[1].

With a step's name in argv[2] it kills itself there; with a number it takes in that many, one lock
at a time, beside whoever else does the same.
"""

from __future__ import annotations

import io
import os
import signal
import sys
from pathlib import Path

from dossier.archive.custody import Archive
from dossier.model.events import Accessioned, Seen
from dossier.model.records import Source

AT, BY = "2026-03-01T09:00:00+08:00", "rule:intake"


def take_in(archive: Archive, content: bytes, path: str) -> None:
    with archive.writing(timeout=60) as writer:
        fixity, _created = archive.store.put(io.BytesIO(content))
        source = Source("/inbox", path)
        event = Accessioned(writer.next_id(2026), 1, fixity, path, source, Seen(1, 1))
        writer.record([event], at=AT, by=BY)


def main(root: Path, what: str) -> None:
    def step(name: str) -> None:
        if name == what:
            os.kill(os.getpid(), signal.SIGKILL)

    with Archive.open(root, step) as archive:
        if not what.isdigit():
            take_in(archive, what.encode() * 100, f"{what}.pdf")
            return
        for number in range(int(what)):
            take_in(archive, b"same %d" % number, f"{os.getpid()}/{number}.pdf")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
