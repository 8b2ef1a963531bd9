"""What every command gets: where the archive is, how to answer, the clock and the person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.cli.output import Output
from dossier.settings import find_archive, load_settings, person

if TYPE_CHECKING:
    from dossier.workflow.workspace import Workspace


@dataclass(slots=True)
class Context:
    """One invocation."""

    start: Path
    output: Output
    language: str

    @contextmanager
    def workspace(self) -> Iterator[Workspace]:
        """The archive opened for this command."""
        from dossier.workflow.workspace import open_workspace

        settings = load_settings(find_archive(self.start))
        with open_workspace(settings, clock=now, actor=person()) as workspace:
            yield workspace


def now() -> dt.datetime:
    """The moment with the machine's offset."""
    return dt.datetime.now().astimezone()


def day(text: str) -> dt.date:
    """An ISO date from the command line."""
    return dt.date.fromisoformat(text)
