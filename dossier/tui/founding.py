"""What making an archive on screen needs to know, and the making itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from dossier.errors import DossierError
from dossier.i18n import _, current
from dossier.model.editions import Edition
from dossier.settings import load_settings, template
from dossier.tui.words import error_text
from dossier.workflow.create import Created, Wishes, create
from dossier.workflow.demo import Steps, demo_wishes, found, run
from dossier.workflow.workspace import Clock, open_workspace


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Where we are, the clock, and who sits here."""

    start: Path
    clock: Clock
    actor: str


def make(wishes: Wishes, where: Circumstances) -> Created:
    """The archive these wishes describe."""
    text = settings_text(wishes)
    return create(wishes, settings_text=text, clock=where.clock, actor=where.actor)


def make_demo(where: Circumstances, steps: Steps) -> Path:
    """The demo city, taken in, assessed and bundled; its folder."""
    root = free_folder(where.start)
    wishes = demo_wishes(root, current().language, where.clock().date())
    found(wishes, settings_text(wishes), steps, clock=where.clock, actor=where.actor)
    settings = load_settings(root)
    with open_workspace(settings, clock=where.clock, actor=where.actor) as workspace:
        run(workspace, steps)
    return root


def settings_text(wishes: Wishes) -> str:
    """The ``dossier.toml`` for the wishes."""
    return template(
        edition=wishes.edition,
        profile=wishes.profile,
        units=f"schema/{wishes.units.name}" if wishes.units else None,
        inboxes=[str(wishes.inbox) if wishes.inbox else "inbox"],
        language=wishes.language,
        deadline=wishes.deadline,
        place=wishes.place,
    )


def edition_words(edition: Edition) -> str:
    """An edition in one line."""
    return _("{title}, {count} asks").format(title=edition.title, count=len(edition.requirements))


def free_folder(start: Path) -> Path:
    """The first of ``dossier-demo``, ``dossier-demo-2`` … that is not there."""
    number = 1
    while (folder := start / f"dossier-demo{'' if number == 1 else f'-{number}'}").exists():
        number += 1
    return folder


def is_day(text: str) -> bool:
    """Whether the text is a date as 2026-05-31."""
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def trouble(error: DossierError) -> str:
    """What went wrong and what to do, on lines of their own."""
    return "\n→ ".join(part for part in error_text(error) if part)
