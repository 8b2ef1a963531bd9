"""What readers hand back, and how they say that a file cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from dossier.model.findings import Finding
from dossier.model.prints import PhotoPrint

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may cost.

    ``seconds`` plus ``seconds_per_page`` times its pages, of which at most ``pages`` are believed,
    is the time until a reader is stopped;
    ``memory_mb`` bounds the address space of a worker (Linux); ``chars`` is the text kept of one
    file; ``part_mb`` the unpacked size of one part of an office file; ``files_per_worker`` the
    files after which a worker is replaced.
    """

    seconds: float = 30.0
    seconds_per_page: float = 0.1
    pages: int = 5000
    memory_mb: int = 2048
    chars: int = 5_000_000
    part_mb: int = 48
    files_per_worker: int = 1000


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader found. ``visual`` is True where there is something to see besides text;
    ``usable`` is set only by readers that can tell without text (pictures); ``picture`` is the
    fingerprint of one that shows something.
    """

    text: str = ""
    page_texts: tuple[str, ...] = ()
    pages: int | None = None
    metadata: Mapping[str, str | int | float] = field(default_factory=dict)
    visual: bool = False
    usable: bool | None = None
    findings: tuple[Finding, ...] = ()
    picture: PhotoPrint | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One reader's surroundings: the limits, the name as received, and whom to tell the number
    of pages as soon as it is known.
    """

    limits: Limits = Limits()
    name: str = ""
    announce: Callable[[int], None] = lambda _pages: None


class Unreadable(Exception):
    """A file that gives no content, with the finding that says why; never leaves ``extract``."""

    def __init__(self, code: str, detail: str = "", **parameters: str | int) -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail[:200]
        self.parameters = parameters

    @property
    def finding(self) -> Finding:
        """The finding to report; its subject is filled in by whoever knows the record."""
        detail = {"detail": self.detail} if self.detail else {}
        return Finding(self.code, "", {**detail, **self.parameters})
