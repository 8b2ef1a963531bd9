"""One reading process as its parent holds it."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import dossier
from dossier.extract import wire
from dossier.extract.outcome import Limits
from dossier.office.confinement import quiet_environment

DEFAULT_COMMAND = (sys.executable, "-P", "-m", "dossier.extract.worker")


class Worker:
    """A process, the jobs it holds (the first is the one being read), and until when it must say
    something; it may tell the number of pages once a job. Everything it says arrives in ``inbox``
    together with itself; None is its end.
    """

    def __init__(self, command: Sequence[str], limits: Limits, inbox: Inbox) -> None:
        self.waiting: deque[wire.Job] = deque()
        self.given = 0
        self.ready = False
        self.deadline = 0.0
        self.pages_told = False
        self.deaf = False
        self._process = _start(command, limits)
        self._stdin, self._stdout = _pipes(self._process)
        self._listener = threading.Thread(target=self._listen, args=(inbox,), daemon=True)
        self._listener.start()

    def send(self, job: wire.Job) -> bool:
        """Hand over a job; False when the process is already gone."""
        try:
            wire.write_frame(self._stdin, wire.to_json(job))
        except OSError:
            self.deaf = True
            return False
        self.given += 1
        self.waiting.append(job)
        return True

    def stop(self) -> int:
        """End the process whatever it is doing; returns its exit code."""
        self._process.kill()
        code = self._process.wait()
        self._listener.join()
        self._stdout.close()
        try:
            self._stdin.close()
        except OSError:  # unsent bytes to a process that is gone
            return code
        return code

    def _listen(self, inbox: Inbox) -> None:
        frame: bytes | None = b""
        while frame is not None:
            frame = wire.read_frame(self._stdout)
            inbox.put((self, frame))


Inbox = queue.SimpleQueue[tuple[Worker, bytes | None]]


def _start(command: Sequence[str], limits: Limits) -> subprocess.Popen[bytes]:
    """A fresh interpreter that imports from where we were imported, never from the current
    folder, which may be somebody's inbox.
    """
    root = str(Path(dossier.__file__).parent.parent)
    paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH", ""))))
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [*command, wire.to_json(limits).decode()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # no console window on Windows
        env={**quiet_environment(os.environ), "PYTHONPATH": paths, "PYTHONUTF8": "1"},
    )


def _pipes(process: subprocess.Popen[bytes]) -> tuple[BinaryIO, BinaryIO]:
    assert process.stdin is not None
    assert process.stdout is not None
    return process.stdin, process.stdout  # type: ignore[return-value]
