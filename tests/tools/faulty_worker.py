"""A reading process with faults on purpose: what it does depends on the file's name."""

from __future__ import annotations

import ctypes
import os
import platform
import socket
import struct
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from dossier.extract.outcome import Limits
from dossier.extract.reading import read_file
from dossier.extract.worker import main
from dossier.model.extraction import Extraction

MISDEEDS: dict[str, Callable[[Path], object]] = {
    "writes": lambda path: path.with_suffix(".made").write_text("x", "ascii"),
    "deletes": lambda path: path.unlink(),
    "renames": lambda path: path.rename(path.with_suffix(".moved")),
    "calls": lambda _path: socket.create_connection(("127.0.0.1", 9), timeout=1),
    "starts": lambda _path: os.execv("/bin/true", ["/bin/true"]),
    "multiplies": lambda _path: os._exit(0) if os.fork() == 0 else None,
    "kills": lambda _path: signal_to_parent(),
    "stifles": lambda _path: limits_of_parent(),
    "spies": lambda _path: os.pidfd_open(os.getppid()),
}


def signal_to_parent() -> None:
    """As a thread's number, the way past a filter that only knows kill."""
    libc, tgkill = ctypes.CDLL(None, use_errno=True), {"x86_64": 234}.get(platform.machine(), 131)
    if libc.syscall(tgkill, os.getppid(), os.getppid(), 0):
        raise OSError(ctypes.get_errno(), "tgkill")


def limits_of_parent() -> object:
    import resource

    return resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE)


_TO_PARENT = 3
"""The first free handle, which a worker keeps its answers' pipe in."""


def frame(said: bytes) -> bytes:
    return struct.pack(">I", len(said)) + said


LIES = {
    "talks nonsense": frame(b"{"),
    "is no text": frame(b"\xff\xfe"),
    "speaks of another file": frame(b'{"serial": 99, "extraction": {"format": "a"}}'),
    "answers too much": struct.pack(">I", 0xFFFFFFFF) + b"x" * 10,
    "answers another kind": frame(b"[1, 2, 3]"),
}


def _burden(name: str) -> None:
    """Take more memory than allowed, or print as libraries do."""
    if name.startswith("greedy"):
        bytearray(8 * 1024**3)
    if name.startswith("noisy"):
        print("a library prints to standard output")
        os.write(1, b"\x00\x00\x00\x05and so does C code")


def _mislead(name: str, announce: Callable[[int], None]) -> None:
    """Say what no worker says, then nothing more."""
    if name in LIES:
        os.write(_TO_PARENT, LIES[name])
    else:
        announce(10**15)
        for _again in range(50):
            announce(10)
    threading.Event().wait()


def read(path: Path, name: str, limits: Limits, announce: Callable[[int], None]) -> Extraction:
    if name.startswith("many pages"):
        announce(5)
    if "hang" in name:
        threading.Event().wait()
    if name in LIES or name.startswith("stretches"):
        _mislead(name, announce)
    if name.startswith("crash"):
        os._exit(11)
    if name.startswith("once") and not path.with_suffix(".seen").exists():
        path.with_suffix(".seen").touch()
        os._exit(11)
    _burden(name)
    extraction = read_file(path, name, limits, announce)
    if (misdeed := MISDEEDS.get(name)) is not None:
        try:
            misdeed(path)
        except OSError as error:
            return Extraction("txt", "text/plain", text=f"denied: {type(error).__name__}")
    if name.startswith("pid"):
        return Extraction("txt", "text/plain", text=str(os.getpid()), usable=True)
    return extraction


if __name__ == "__main__":
    if "never ready" in sys.argv:
        sys.exit(3)
    main(sys.argv[-1:], read, confined="confined" in sys.argv)
