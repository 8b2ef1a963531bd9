"""Takes from a reading process what no reader needs: network, writing, starting programs, other
processes.

On Linux a seccomp filter (seccomp(2)) answers the system calls for that with EPERM, for good and
for every thread; it needs no rights and nothing installed. Elsewhere, and on machines whose call
numbers are not known here, only the limits and the emptied environment hold.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

MEGABYTE = 1024 * 1024
_LOAD, _JUMP_EQ, _JUMP_GE, _JUMP_SET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _DENY, _NO_SUCH_CALL = 0x7FFF0000, 0x00050000 | 1, 0x00050000 | 38
_NUMBER, _ARCH, _ARGUMENTS = 0, 4, 16
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_AF_UNIX = 1
_CLONE3, _AS_THREAD = 435, 0x10000
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER_MODE = 38, 22, 2
_STRANGE_ABI = 0x40000000


@dataclass(frozen=True, slots=True)
class _Machine:
    """Call numbers of one kind of processor; ``opens`` maps calls to their flag argument,
    ``others`` are those that reach other processes or what processes share.
    """

    audit: int
    socket: int
    clone: int
    tgkill: int
    prlimit: int
    opens: Mapping[int, int]
    programs: tuple[int, ...]
    others: tuple[int, ...]
    changes: tuple[int, ...]


_GENERIC = {
    "socket": 198,
    "clone": 220,
    "tgkill": 131,
    "prlimit": 261,
    "opens": {56: 2},
    "programs": (221, 281, 117, 129, 271),
    "others": (
        51, 97, 130, 138, 180, 186, 190, 194, 217, 218, 219, 240, 241, 268, 270, 272, 280, 282,
        424, 434, 438,
    ),
    "changes": (
        5, 6, 7, 14, 15, 16, 33, 34, 35, 36, 37, 38, 40, 45, 46, 52, 53, 54, 55, 88, 276,
        425, 437,
    ),
}  # fmt: skip
_MACHINES = {
    "x86_64": _Machine(
        0xC000003E,
        41,
        56,
        234,
        302,
        {2: 1, 257: 2},
        (57, 58, 59, 322, 101, 62, 311),
        (
            29, 64, 68, 129, 161, 200, 240, 248, 249, 250, 272, 297, 298, 308, 310, 312, 321, 323,
            424, 434, 438,
        ),
        (
            76, 77, 82, 83, 84, 85, 86, 87, 88, 90, 91, 92, 93, 94, 132, 133, 165, 188, 189, 190,
            197, 198, 199, 235, 258, 259, 260, 261, 263, 264, 265, 266, 268, 280, 316, 425, 437,
        ),
    ),
    "aarch64": _Machine(0xC00000B7, **_GENERIC),  # type: ignore[arg-type]
    "loongarch64": _Machine(0xC0000102, **_GENERIC),  # type: ignore[arg-type]
}  # fmt: skip
_PROXIES = ("http_proxy", "https_proxy", "ftp_proxy", "all_proxy", "no_proxy")


def confine(*, memory_mb: int, converter: bool = False) -> bool:
    """Confine this process for the rest of its life; must run before it has threads.

    A reader may neither write, nor start programs, nor reach a network or another process; it may
    have threads. A ``converter`` may write
    and start its own parts, but reaches no network either. Returns whether the system calls are
    really taken away; the limits on memory and written bytes hold on every POSIX system.
    """
    _limit(memory_mb, written=None if not converter else 512 * MEGABYTE)
    machine = _MACHINES.get(platform.machine()) if sys.platform == "linux" else None
    return machine is not None and _install(_program(machine, converter=converter))


def quiet_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without proxies and credentials, which no reader has any use for."""
    return {
        name: value
        for name, value in environment.items()
        if name.lower() not in _PROXIES and not _is_secret(name.upper())
    }


def _is_secret(name: str) -> bool:
    return any(word in name for word in ("TOKEN", "SECRET", "PASSWORD", "API_KEY", "CREDENTIAL"))


def _limit(memory_mb: int, *, written: int | None) -> None:
    """Bound memory (Linux) and the size of anything written; None means nothing at all."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    _lower(resource.RLIMIT_FSIZE, written or 0)
    _lower(resource.RLIMIT_CORE, 0)
    if sys.platform == "linux" and memory_mb:
        _lower(resource.RLIMIT_AS, memory_mb * MEGABYTE)


def _lower(kind: int, value: int) -> None:
    """Set a limit, never above the one in force."""
    import resource  # noqa: PLC0415 - not on Windows

    _soft, hard = resource.getrlimit(kind)
    allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (allowed, allowed))


def _program(machine: _Machine, *, converter: bool) -> bytes:
    """The filter as BPF instructions: denied calls, then the flags of opening ones."""
    lines = list(_checks(machine, converter=converter))
    return b"".join(struct.pack("<HBBI", *line) for line in lines)


def _checks(machine: _Machine, *, converter: bool) -> Iterator[tuple[int, int, int, int]]:
    yield _LOAD, 0, 0, _ARCH
    yield _JUMP_EQ, 1, 0, machine.audit
    yield _RETURN, 0, 0, _DENY
    yield _LOAD, 0, 0, _NUMBER
    yield _JUMP_GE, 0, 1, _STRANGE_ABI
    yield _RETURN, 0, 0, _DENY
    if converter:
        yield from _unless(machine.socket, 0, (_JUMP_EQ, _AF_UNIX))
    else:
        yield from _denied((machine.socket, *machine.programs, *machine.others, *machine.changes))
        for number, argument in machine.opens.items():
            yield from _if_set(number, argument, _WRITING)
        yield from _only_oneself(machine)
    yield _RETURN, 0, 0, _ALLOW


def _denied(numbers: Iterable[int], answer: int = _DENY) -> Iterator[tuple[int, int, int, int]]:
    for number in numbers:
        yield _JUMP_EQ, 0, 1, number
        yield _RETURN, 0, 0, answer


def _only_oneself(machine: _Machine) -> Iterator[tuple[int, int, int, int]]:
    """Threads but no processes, signals (an abort) and limits for this process alone. What
    ``clone3`` makes cannot be seen, so that libraries are sent back to ``clone``.
    """
    yield from _denied([_CLONE3], _NO_SUCH_CALL)
    yield from _unless(machine.clone, 0, (_JUMP_SET, _AS_THREAD))
    yield from _unless(machine.tgkill, 0, (_JUMP_EQ, os.getpid()))
    yield from _unless(machine.prlimit, 0, (_JUMP_EQ, 0))


def _unless(
    number: int, argument: int, test: tuple[int, int]
) -> Iterator[tuple[int, int, int, int]]:
    """Deny a call unless its argument passes the test."""
    yield _JUMP_EQ, 0, 4, number
    yield _LOAD, 0, 0, _ARGUMENTS + 8 * argument
    yield test[0], 1, 0, test[1]
    yield _RETURN, 0, 0, _DENY
    yield _RETURN, 0, 0, _ALLOW


def _if_set(number: int, argument: int, bits: int) -> Iterator[tuple[int, int, int, int]]:
    """Deny a call when its argument has any of these bits."""
    yield _JUMP_EQ, 0, 4, number
    yield _LOAD, 0, 0, _ARGUMENTS + 8 * argument
    yield _JUMP_SET, 0, 1, bits
    yield _RETURN, 0, 0, _DENY
    yield _RETURN, 0, 0, _ALLOW


def _install(program: bytes) -> bool:
    """Hand the filter to the kernel; False where it has no seccomp."""
    libc = ctypes.CDLL(None, use_errno=True)
    held = ctypes.create_string_buffer(program, len(program))
    count = len(program) // 8
    pointer = struct.pack("@HP", count, ctypes.addressof(held))
    description = ctypes.create_string_buffer(pointer, len(pointer))
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_SET_SECCOMP, _FILTER_MODE, ctypes.byref(description), 0, 0) == 0)


def main(arguments: list[str]) -> int:
    """``python -m dossier.office.confinement MEMORY_MB PROGRAM …``: run a converter confined.

    Standard input is the tie to whoever started us: when it ends, so does everything here. We lead
    a process group of our own.
    """
    confine(memory_mb=int(arguments[0]), converter=True)
    with subprocess.Popen(arguments[1:], stdin=subprocess.DEVNULL) as converter:  # noqa: S603
        threading.Thread(target=_end_with_parent, daemon=True).start()
        return 0 if converter.wait() == 0 else 1


def _end_with_parent() -> None:
    while os.read(0, 1):
        pass
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
