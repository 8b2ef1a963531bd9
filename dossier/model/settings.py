"""The settings of one archive, as values; ``dossier.settings`` is their only reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class IntakeSettings:
    """How documents are taken in, times in seconds; ``after_accession``: ``keep`` or ``move``.

    ``receipts``: lay a receipt into each unit's folder.
    """

    inboxes: tuple[str, ...] = ("inbox",)
    settle_seconds: float = 2.0
    patience_seconds: float = 60.0
    rescan_seconds: float = 300.0
    after_accession: str = "keep"
    ignore: tuple[str, ...] = ()
    receipts: bool = False
    batch: int = 200


@dataclass(frozen=True, slots=True)
class ContainerSettings:
    """Bounds on ZIP and other containers."""

    depth: int = 5
    members: int = 10_000
    total_bytes: int = 2 * 1024**3
    ratio: int = 100


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """Bounds on reading one file in a worker process.

    ``ocr``: a watch reads scans while it is idle, where the extra for it is installed; ``marks``:
    it looks for marks of picture agencies in photographs too. LibreOffice has bounds of its own:
    ``office_seconds`` for one file, ``office_memory_mb`` for all of it.
    """

    workers: int = 2
    seconds: float = 30.0
    memory_mb: int = 2048
    ocr: bool = True
    marks: bool = True
    office_seconds: float = 60.0
    office_memory_mb: int = 4096


@dataclass(frozen=True, slots=True)
class DutySettings:
    """Deadline of the submission (ISO date or null) and the colour thresholds in days before it.

    ``test_date`` is the day of the test, from which windows of an edition count back.
    """

    deadline: str | None = None
    yellow_days: int = 14
    red_days: int = 0
    test_date: str | None = None


@dataclass(frozen=True, slots=True)
class StageSettings:
    """Days of the archive's year (ISO dates or null): units deliver until ``collection``, the team
    looks through it until ``review``, units correct until ``correction``, everything is settled at
    ``final``, the system takes it until ``upload``.
    """

    collection: str | None = None
    review: str | None = None
    correction: str | None = None
    final: str | None = None
    upload: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceSettings:
    """Which place the archive is of, in full (湖北省武汉市江岸区), others that may be named."""

    name: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything ``dossier.toml`` says. ``edition``, ``profile`` and ``units`` are shipped ids or
    paths relative to the archive. ``keys`` moves keys of the terminal interface by their names.
    """

    root: Path
    edition: str
    profile: str
    units: str | None = None
    language: str = "zh"
    intake: IntakeSettings = field(default_factory=IntakeSettings)
    containers: ContainerSettings = field(default_factory=ContainerSettings)
    reading: ReadingSettings = field(default_factory=ReadingSettings)
    duty: DutySettings = field(default_factory=DutySettings)
    stages: StageSettings = field(default_factory=StageSettings)
    place: PlaceSettings = field(default_factory=PlaceSettings)
    keys: Mapping[str, str] = field(default_factory=dict)

    @property
    def inboxes(self) -> tuple[Path, ...]:
        """Absolute inbox roots."""
        return tuple(self.resolve(name) for name in self.intake.inboxes)

    def inbox_name(self, folder: Path) -> str:
        """How the ledger names an inbox: relative to the archive when it lies inside, so that an
        archive may be moved whole, else its absolute path.
        """
        inside = folder.is_relative_to(self.root)
        return folder.relative_to(self.root).as_posix() if inside else str(folder)

    def resolve(self, name: str) -> Path:
        """A path from the settings, relative ones taken from the archive's root."""
        return (self.root / Path(name).expanduser()).absolute()
