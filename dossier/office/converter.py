"""Files through LibreOffice: one start for a whole batch, one profile of our own.

Originals are copied into a scratch folder first, so LibreOffice never sees them; macros are off,
the network is taken away, memory, written bytes and time are bounded. A file that hangs or crashes
it is named and the rest of its batch goes on in a new start.
"""

from __future__ import annotations

import hashlib
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Self

import dossier
from dossier.codec.sheet_text import flat_sheet
from dossier.office.confinement import quiet_environment

MEMORY_MB = 4096
"""Address space LibreOffice may take unless told otherwise; it starts with a quarter of it."""
_NOT_LOADED = b"Error: source file could not be loaded"
_START_SECONDS = 60.0
_MAX_TABLE = 32 * 2**20
_STEM = 16
"""Digits of its digest a copy is named by."""
_FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooLocale" oor:op="fuse"><value>en-US</value></prop>
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>zh-CN</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""
_SURROUNDINGS = {"LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "LANGUAGE": "", "TZ": "UTC"}
"""The same everywhere: language decides paper sizes, dates and which font stands in for another."""


@dataclass(frozen=True, slots=True)
class Order:
    """A file to convert: what LibreOffice is to take it for, and what it is to become."""

    key: int
    path: Path
    extension: str
    target: str


@dataclass(frozen=True, slots=True)
class Failure:
    """Nothing came of a file; ``stopped`` where it hung or crashed LibreOffice."""

    detail: str
    stopped: bool


class Converter:
    """Converts batches; its profile lives as long as it does. One thread uses one of it.

    ``seconds`` is how long one file may take, ``home`` a folder to be made for its work,
    ``memory_mb`` bounds the address space (Linux).
    """

    def __init__(
        self,
        program: Path,
        seconds: float,
        home: Path | None = None,
        *,
        memory_mb: int = MEMORY_MB,
    ) -> None:
        self._program = program
        self._seconds = seconds
        self._memory_mb = memory_mb
        self._home = home or Path(tempfile.mkdtemp(prefix="dossier-office-"))
        profile = self._home / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
        self._batches = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove the scratch folder."""
        shutil.rmtree(self._home, ignore_errors=True)

    def convert(self, orders: Sequence[Order]) -> dict[int, Path | Failure]:
        """For each key the converted file, which lives until the next call, or what went wrong.

        Raises OSError where the scratch folder takes no more.
        """
        shutil.rmtree(self._home / "work", ignore_errors=True)
        done: dict[int, Path | Failure] = {}
        for _made, group in groupby(sorted(orders, key=_target), key=_target):
            left = list(group)
            while left:
                done |= self._start(left)
                left = [item for item in left if item.key not in done]
        return done

    def _start(self, orders: Sequence[Order]) -> Mapping[int, Path | Failure]:
        """One start of LibreOffice; decides on at least one file."""
        self._batches += 1
        folder = self._home / "work" / str(self._batches)
        given = _copied(orders, folder / "in")
        out = folder / "out"
        target = orders[0].target
        ended, started = self._run(out, given, target)
        done: dict[int, Path | Failure] = {}
        for item, copy in zip(orders, given, strict=True):
            made = out / f"{copy.stem}.{target}"
            if made.is_file() and made.stat().st_size:
                done[item.key] = made
            elif ended:
                done[item.key] = Failure("LibreOffice", stopped=False)
        if not ended:
            culprit = orders[min(started, len(orders) - 1)]
            stopped = Failure(f"LibreOffice > {self._seconds:g} s", stopped=True)
            done = {k: v for k, v in done.items() if k != culprit.key} | {culprit.key: stopped}
        return done

    def _run(self, out: Path, given: Sequence[Path], target: str) -> tuple[bool, int]:
        """Whether it ended by itself, and how many files it had finished with."""
        process = _launch(self._command(out, given, target))
        try:
            complaints, is_silent = self._listen(process)
            finished = _position(out, given, target, complaints)
            leaves = is_silent or finished == len(given)
            return leaves and _has_ended(process), finished
        finally:
            _kill(process)

    def _listen(self, process: subprocess.Popen[bytes]) -> tuple[int, bool]:
        """How many files it could not load, and whether it has said all it will."""
        said, complaints, patience = _lines_of(process), 0, max(_START_SECONDS, self._seconds)
        try:
            while (line := said.get(timeout=patience)) is not None:
                patience = self._seconds
                complaints += line.startswith(_NOT_LOADED)
        except queue.Empty:
            return complaints, False
        return complaints, True

    def _command(self, out: Path, given: Sequence[Path], target: str) -> list[str]:
        whole = [
            str(self._program),
            f"-env:UserInstallation={(self._home / 'profile').resolve().as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
            *("--convert-to", _FILTERS.get(target, target), "--outdir", str(out)),
            *map(str, given),
        ]
        if sys.platform == "win32":
            return whole
        confine = ("-P", "-m", "dossier.office.confinement", str(self._memory_mb))
        return [sys.executable, *confine, *whole]


def _target(order: Order) -> str:
    """What can be made in one start."""
    return order.target


def _copied(orders: Sequence[Order], folder: Path) -> list[Path]:
    """Copies named after their content: names show in headers and fields, and what comes of a file
    must not depend on the batch it is in.
    """
    folder.mkdir(parents=True)
    copies: list[Path] = []
    for item in orders:
        with item.path.open("rb") as stream:
            stem = hashlib.file_digest(stream, "sha256").hexdigest()[:_STEM]
        while any(copy.stem == stem for copy in copies):
            stem += "_"
        copies.append(_copy(item, folder / stem))
    return copies


def _copy(item: Order, target: Path) -> Path:
    """The file where LibreOffice is to find it; a bare table as a sheet that says all of itself.

    A table beyond all measure is not there, and nothing comes of it.
    """
    if item.extension != "csv":
        return Path(shutil.copyfile(item.path, target.with_suffix(f".{item.extension}")))
    sheet = target.with_suffix(".fods")
    if item.path.stat().st_size <= _MAX_TABLE:
        sheet.write_bytes(flat_sheet(item.path.read_bytes()))
    return sheet


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether it ends by itself and well; leaving may take it longer than a file."""
    try:
        return process.wait(timeout=_START_SECONDS) == 0
    except subprocess.TimeoutExpired:
        return False


def _position(out: Path, given: Sequence[Path], target: str, complaints: int) -> int:
    """The place of the file it was busy with: what is written plus what it could not load."""
    written = sum((out / f"{copy.stem}.{target}").is_file() for copy in given)
    return written + complaints


def _launch(command: list[str]) -> subprocess.Popen[bytes]:
    root = str(Path(dossier.__file__).parent.parent)
    return subprocess.Popen(  # noqa: S603 - the program was found by us, the arguments are ours
        command,
        stdin=subprocess.PIPE,  # LibreOffice ends when this does, however we may end
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        env={**quiet_environment(os.environ), **_SURROUNDINGS, "PYTHONPATH": root},
    )


def _lines_of(process: subprocess.Popen[bytes]) -> queue.SimpleQueue[bytes | None]:
    lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()

    def listen() -> None:
        for line in _output(process):
            lines.put(line)
        lines.put(None)

    threading.Thread(target=listen, daemon=True).start()
    return lines


def _output(process: subprocess.Popen[bytes]) -> Iterator[bytes]:
    assert process.stdout is not None
    with process.stdout as stream:
        yield from stream


def _kill(process: subprocess.Popen[bytes]) -> int:
    """End LibreOffice with every process it started; one that has ended keeps its exit code."""
    if sys.platform == "win32":
        words = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(words, check=False, capture_output=True)  # noqa: S603 - our own child
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    assert process.stdin is not None
    process.stdin.close()
    return process.wait()
