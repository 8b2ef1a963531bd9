"""One making process as its parent holds it."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from pathlib import Path

import msgspec

import dossier
from dossier.bundle.making.tasks import Answer, Task

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Answer).decode


class StoppedError(Exception):
    """The process ended or took too long; it must be replaced."""


class Bench:
    """Asks one process one thing at a time."""

    def __init__(self, memory_mb: int) -> None:
        self._process = _start(memory_mb)
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def ask(self, task: Task, seconds: float) -> Answer:
        """The answer. Raises StoppedError after so many seconds or when the process is gone."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(_encode(task) + b"\n")
            self._process.stdin.flush()
            line = self._lines.get(timeout=seconds)
        except queue.Empty as error:
            raise StoppedError(f"> {seconds:g} s") from error
        except OSError as error:
            raise StoppedError(f"exit {self._process.poll()}") from error
        if not line:
            raise StoppedError(f"exit {self._process.wait()}")
        return _decode(line)

    def close(self) -> None:
        """End the process whatever it is doing."""
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                _closed(stream)

    def _listen(self) -> None:
        assert self._process.stdout is not None
        line = b" "
        while line:
            line = self._process.stdout.readline()
            self._lines.put(line)


def _closed(stream: object) -> None:
    try:
        stream.close()  # type: ignore[attr-defined]
    except OSError:  # unsent bytes to a process that is gone
        return


def _start(memory_mb: int) -> subprocess.Popen[bytes]:
    """A fresh interpreter that imports from where we were imported."""
    root = str(Path(dossier.__file__).parent.parent)
    paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH", ""))))
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-P", "-m", "dossier.bundle.making.worker", str(memory_mb)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        env={**os.environ, "PYTHONPATH": paths, "PYTHONUTF8": "1"},
    )
