"""A reading process: ``python -m dossier.extract.worker LIMITS``, driven over its pipes.

It may hang, crash or eat its memory; the parent replaces it. It can neither write nor reach a
network. It ends when its standard input does, so it never outlives the parent.
"""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from dossier.extract.outcome import Limits
from dossier.extract.reading import read_file
from dossier.extract.wire import (
    Answer,
    Job,
    from_wire,
    job_from_json,
    limits_from_json,
    read_frame,
    to_json,
    write_frame,
)
from dossier.model.extraction import Extraction
from dossier.office.confinement import confine

Read = Callable[[Path, str, Limits, Callable[[int], None]], Extraction]


def private_output() -> BinaryIO:
    """The pipe to the parent, out of reach of libraries that print to standard output."""
    stream = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return stream


def listen(stream: BinaryIO, jobs: queue.SimpleQueue[Job]) -> None:
    """Take in jobs; leave at once, whatever is being read, when the parent is gone."""
    while (frame := read_frame(stream)) is not None:
        jobs.put(job_from_json(frame))
    os._exit(0)


def serve(limits: Limits, jobs: queue.SimpleQueue[Job], out: BinaryIO, read: Read) -> None:
    """Say that we are ready, then answer jobs one after the other, in order."""
    write_frame(out, to_json(Answer(0)))
    while True:
        job = jobs.get()

        def announce(pages: int, serial: int = job.serial) -> None:
            write_frame(out, to_json(Answer(serial, pages=pages)))

        extraction = read(from_wire(job.path), job.name, limits, announce)
        write_frame(out, to_json(Answer(job.serial, extraction=extraction)))


def main(arguments: list[str], read: Read = read_file, *, confined: bool = True) -> None:
    """Set the process up and serve until the parent goes; an interrupt is the parent's affair.

    ``confined`` False is for tests whose readers leave traces.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    out = private_output()
    limits = limits_from_json(arguments[0])
    if confined:
        confine(memory_mb=limits.memory_mb)
    jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
    threading.Thread(target=listen, args=(sys.stdin.buffer, jobs), daemon=True).start()
    serve(limits, jobs, out, read)


if __name__ == "__main__":
    main(sys.argv[1:])
