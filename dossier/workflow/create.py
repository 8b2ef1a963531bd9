"""Make an archive: check everything, then folders, settings, first ledger entry."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from dossier.archive.custody import Archive
from dossier.errors import UsageError
from dossier.i18n import N_
from dossier.intake.containment import require_safe
from dossier.model.events import ArchiveCreated
from dossier.shipped import load_edition, load_profile
from dossier.workflow.rosters import load_roster
from dossier.workflow.workspace import Clock

SETTINGS_FILE = "dossier.toml"
DEFAULT_PROFILE = "online-2018"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a new archive shall be. Edition and profile are shipped ids or files; ``place`` is ours,
    in full.
    """

    root: Path
    edition: str
    profile: str
    units: Path | None = None
    inbox: Path | None = None
    language: str = "zh"
    deadline: str | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Created:
    """What ``init`` made."""

    root: Path
    edition: str
    edition_title: str
    requirements: int
    profile: str
    inbox: Path


def create(wishes: Wishes, *, settings_text: str, clock: Clock, actor: str) -> Created:
    """Make the archive; refuses a folder that has one.

    ``settings_text`` is the finished ``dossier.toml``. Raises UsageError, SchemaError or
    UnsafeArrangement before anything is written.
    """
    root = wishes.root
    _refuse_existing(root)
    edition = load_edition(wishes.edition)
    profile = load_profile(wishes.profile)
    if wishes.units:
        load_roster(wishes.units)
    inbox = wishes.inbox or root / "inbox"
    require_safe(root, [inbox])
    _make_folders(root, inbox)
    for name in (wishes.edition, wishes.profile, str(wishes.units or "")):
        _keep_own_file(root, name)
    with Archive.create(root) as archive, archive.writing() as writer:
        writer.record(
            [ArchiveCreated(edition.id, profile.id, edition.digest, profile.digest)],
            at=clock().isoformat(timespec="seconds"),
            by=actor,
        )
    (root / SETTINGS_FILE).write_text(settings_text, "utf-8")
    return Created(root, edition.id, edition.title, len(edition.requirements), profile.id, inbox)


def kept_name(name: str) -> str:
    """How ``dossier.toml`` names an edition, profile or roster: an own file is copied into
    ``schema/`` of the archive, a shipped one keeps its id.
    """
    path = Path(name)
    return f"schema/{path.name}" if path.is_file() else name


def _refuse_existing(root: Path) -> None:
    if (root / SETTINGS_FILE).exists() or (root / "ledger").exists():
        raise UsageError(
            N_("{folder} already holds an archive"),
            N_("choose another folder, or work with it: dossier -C DIR status"),
            folder=root,
        )
    if root.exists() and not root.is_dir():
        raise UsageError(N_("{folder} is not a folder"), N_("choose another folder"), folder=root)


def _make_folders(root: Path, inbox: Path) -> None:
    try:
        root.mkdir(parents=True, exist_ok=True)
        inbox.mkdir(parents=True, exist_ok=True)
        (root / "schema").mkdir(exist_ok=True)
    except OSError as error:
        raise UsageError(
            N_("cannot make {folder}: {detail}"),
            N_("check the rights on the folder above it"),
            folder=error.filename or root,
            detail=error.strerror or error,
        ) from error


def _keep_own_file(root: Path, name: str) -> None:
    if name and Path(name).is_file():
        shutil.copyfile(name, root / "schema" / Path(name).name)
