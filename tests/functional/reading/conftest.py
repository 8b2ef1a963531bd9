from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from dossier.archive.custody import Archive
from dossier.extract.inline import InlineExtractor
from dossier.model.events import Accessioned, Seen
from dossier.model.records import Record, Source
from dossier.model.settings import Settings
from dossier.workflow.create import Wishes, create
from dossier.workflow.describe import describe_records
from dossier.workflow.workspace import Workspace

NOW = dt.datetime(2026, 6, 1, 9, 0, tzinfo=dt.UTC)
Put = Callable[[Mapping[str, bytes]], dict[str, Record]]


def quiet(_done: int, _total: int) -> None:
    """Nobody watches."""


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    root = tmp_path / "archive"
    edition, profile = "wmcq-2017", "online-2018"
    create(Wishes(root, edition, profile), settings_text="", clock=lambda: NOW, actor="person:王")
    archive = Archive.open(root)
    opened = Workspace(Settings(root, edition, profile), archive, lambda: NOW, "person:王")
    yield opened
    opened.close()


@pytest.fixture
def put(workspace: Workspace) -> Put:
    """Take contents into custody under these names, read and describe them."""

    def putting(contents: Mapping[str, bytes]) -> dict[str, Record]:
        ids = {}
        for name, content in contents.items():
            fixity, _new = workspace.archive.store.put(io.BytesIO(content))
            number = workspace.archive.catalogue.last_number(2026) + 1
            ids[name] = f"2026-{number:06d}"
            source = Source(str(workspace.settings.root / "inbox"), f"文明办/{name}")
            event = Accessioned(ids[name], 1, fixity, name, source, Seen(len(content), 0), "文明办")
            with workspace.archive.writing() as writer:
                writer.record([event], at=workspace.now(), by="rule:intake")
        describe_records(workspace, list(ids.values()), quiet, InlineExtractor())
        found = {name: workspace.archive.catalogue.record(item) for name, item in ids.items()}
        return {name: record for name, record in found.items() if record}

    return putting
