"""LibreOffice as a converter: headless, with settings of its own, killed when it takes too long."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

_NAMES = ("soffice", "libreoffice")
_PLACES = (
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/opt/libreoffice/program/soffice",
)
_FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML", "pdf": "pdf"}
_CSV_UTF8 = "--infilter=Text - txt - csv (StarCalc):44,34,76,1"
_VERSION_SECONDS = 60


class OfficeError(Exception):
    """The program gave nothing; the first argument is why."""


def find_office() -> str | None:
    """The program, where LibreOffice is installed."""
    named = (shutil.which(name) for name in _NAMES)
    placed = (place for place in _PLACES if Path(place).is_file())
    return next((found for found in (*named, *placed) if found), None)


def office_version(program: str) -> str:
    """What it calls itself, in a line; empty where it does not start."""
    try:
        done = subprocess.run(  # noqa: S603 - a program found by its own name
            [program, "--version"],
            capture_output=True,
            timeout=_VERSION_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return re.sub(r"\s+", " ", done.stdout.decode("utf-8", "replace")).strip()[:80]


def convert(
    program: str, source: Path, to: str, folder: Path, seconds: float, settings: Path
) -> Path:
    """The source as ``pdf``, ``docx`` or ``xlsx`` in ``folder``. Raises OfficeError.

    ``settings`` is where the program keeps its own; one call at a time may use it, and a later
    one starts faster. Macros stay off: nothing is opened in a window.
    """
    own = settings.resolve().as_uri()
    command = [program, f"-env:UserInstallation={own}", "--headless", "--norestore"]
    command += ["--nolockcheck", "--nodefault"]
    command += [_CSV_UTF8] if source.suffix == ".csv" else []
    command += ["--convert-to", _FILTERS[to], "--outdir", str(folder), str(source)]
    _run(command, seconds)
    made = folder / f"{source.stem}.{to}"
    if not made.is_file() or made.stat().st_size == 0:
        raise OfficeError("LibreOffice")
    return made


def _run(command: list[str], seconds: float) -> None:
    with subprocess.Popen(  # noqa: S603 - our own arguments; the source's name is ours too
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=os.name != "nt",
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired as error:
            raise OfficeError(f"> {seconds:g} s") from error
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """The program and what it started; the launcher alone would leave its child behind."""
    if process.poll() is not None:
        return
    if os.name == "nt":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
