"""Where LibreOffice is, and which."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

_PLACES = (
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/opt/libreoffice/program/soffice",
)
_VERSION_SECONDS = 60


def find_office() -> Path | None:
    """LibreOffice's program, None where it is not installed."""
    named = (shutil.which(name) for name in ("soffice", "libreoffice"))
    known = (Path(path) for path in (*named, *_PLACES) if path)
    found = next((path for path in known if path.is_file()), None)
    return found.resolve() if found else None


def office_version(program: Path) -> str:
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
