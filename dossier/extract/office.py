"""Legacy office files through LibreOffice: one start for a whole batch, one profile of our own.

Originals are copied into a scratch folder first, so LibreOffice never sees them; macros are off,
the network is taken away, memory, written bytes and time are bounded. A file that hangs or crashes
it is named and the rest of its batch goes on in a new start.
"""

from __future__ import annotations

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
from pathlib import Path
from types import TracebackType
from typing import Self

import dossier
from dossier.extract.confinement import quiet_environment
from dossier.extract.outcome import Limits
from dossier.model.findings import Finding

TARGETS = {"doc": "docx", "wps": "docx", "works": "docx", "ppt": "pptx", "dps": "pptx"}
"""What LibreOffice turns each format into, so that our own readers can read it."""
_MEMORY_MB = 4096
_NOT_LOADED = b"Error: source file could not be loaded"
_START_SECONDS = 60.0
_WINDOWS = (
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
_MAC = "/Applications/LibreOffice.app/Contents/MacOS/soffice"
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""


@dataclass(frozen=True, slots=True)
class Legacy:
    """A file to convert, its format being one of ``TARGETS``."""

    key: int
    path: Path
    format: str


def find_office() -> Path | None:
    """LibreOffice's program, None where it is not installed."""
    named = (shutil.which(name) for name in ("soffice", "libreoffice"))
    known = (Path(path) for path in (*named, *_WINDOWS, _MAC) if path)
    found = next((path for path in known if path.is_file()), None)
    return found.resolve() if found else None


class Office:
    """Converts batches; its profile lives as long as it does. One thread uses one of it."""

    def __init__(self, program: Path, limits: Limits | None = None) -> None:
        self._program = program
        self._seconds = (limits or Limits()).seconds
        self._home = Path(tempfile.mkdtemp(prefix="dossier-office-"))
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

    def convert(self, files: Sequence[Legacy]) -> dict[int, Path | Finding]:
        """For each key the converted file, which lives until the next call, or what went wrong."""
        shutil.rmtree(self._home / "work", ignore_errors=True)
        done: dict[int, Path | Finding] = {}
        for target in sorted({TARGETS[item.format] for item in files}):
            left = [item for item in files if TARGETS[item.format] == target]
            while left:
                done |= self._start(left, target)
                left = [item for item in left if item.key not in done]
        return done

    def _start(self, files: Sequence[Legacy], target: str) -> Mapping[int, Path | Finding]:
        """One start of LibreOffice; decides on at least one file."""
        self._batches += 1
        folder = self._home / "work" / str(self._batches)
        given = _copied(files, folder / "in")
        out = folder / "out"
        ended, started = self._run(target, out, given)
        done: dict[int, Path | Finding] = {}
        for item, copy in zip(files, given, strict=True):
            made = out / f"{copy.stem}.{target}"
            if made.is_file() and made.stat().st_size:
                done[item.key] = made
            elif ended:
                done[item.key] = Finding("U105", "", {"detail": "LibreOffice"})
        if not ended:
            culprit = files[min(started, len(files) - 1)]
            stopped = Finding("E106", "", {"detail": f"LibreOffice > {self._seconds:g} s"})
            done = {k: v for k, v in done.items() if k != culprit.key} | {culprit.key: stopped}
        return done

    def _run(self, target: str, out: Path, given: Sequence[Path]) -> tuple[bool, int]:
        """Whether it ended by itself, and how many files it had finished with."""
        process = _launch(self._command(target, out, given))
        said, complaints, patience = _lines_of(process), 0, _START_SECONDS
        ended = False
        try:
            while (line := said.get(timeout=patience)) is not None:
                patience = self._seconds
                complaints += line.startswith(_NOT_LOADED)
            ended = process.wait(timeout=patience) == 0
        except (queue.Empty, subprocess.TimeoutExpired):
            pass
        finally:
            _kill(process)
        return ended, _position(out, given, target, complaints)

    def _command(self, target: str, out: Path, given: Sequence[Path]) -> list[str]:
        words = [
            str(self._program),
            f"-env:UserInstallation={(self._home / 'profile').as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
            *("--convert-to", target, "--outdir", str(out)),
            *map(str, given),
        ]
        if sys.platform == "win32":
            return words
        confine = ("-P", "-m", "dossier.extract.confinement", str(_MEMORY_MB))
        return [sys.executable, *confine, *words]


def _position(out: Path, given: Sequence[Path], target: str, complaints: int) -> int:
    """The place of the file it was busy with: what is written plus what it could not load."""
    written = sum((out / f"{copy.stem}.{target}").is_file() for copy in given)
    return written + complaints


def _copied(files: Sequence[Legacy], folder: Path) -> list[Path]:
    folder.mkdir(parents=True)
    copies = []
    for number, item in enumerate(files):
        extension = "wps" if item.format == "works" else item.format.replace("wps", "doc")
        copies.append(folder / f"{number:06d}.{extension.replace('dps', 'ppt')}")
        shutil.copyfile(item.path, copies[-1])
    return copies


def _launch(command: list[str]) -> subprocess.Popen[bytes]:
    root = str(Path(dossier.__file__).parent.parent)
    return subprocess.Popen(  # noqa: S603 - the program was found by us, the arguments are ours
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        env={**quiet_environment(os.environ), "PYTHONPATH": root},
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
    return process.wait()
