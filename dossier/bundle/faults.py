"""What can be wrong with a tree of files before anybody looks at what it holds."""

from __future__ import annotations

import re
from pathlib import Path

from dossier.model.findings import Finding

_DANGEROUS = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\~]|^[A-Za-z]:|\x00")


class DamagedContentError(Exception):
    """A file of the tree cannot be read to its end; the finding says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


class NotABundleError(Exception):
    """There is no tree of files here at all; the finding says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def not_a_bundle(path: Path | str, detail: str) -> Finding:
    """E807: there is something else, or nothing."""
    return Finding("E807", str(path), {"detail": detail})


def is_dangerous(path: str) -> bool:
    """Whether a path leads out of its folder, on Windows or elsewhere: ``../``, absolute, with a
    drive letter, a backslash climb or a leading ``~``.
    """
    return _DANGEROUS.search(path) is not None


def shown(path: str) -> str:
    """A path that can be printed, whatever bytes it came from."""
    return path.encode("utf-8", "replace").decode()
