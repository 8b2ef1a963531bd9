"""Archives with so many records that screens could grow slow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dossier.model.events import Accessioned, Claimed, Event, Seen
from dossier.model.fixity import Fixity
from dossier.model.records import Claim, Source, record_id
from dossier.settings import load_settings, template
from dossier.shipped import load_edition
from dossier.workflow.create import Wishes, create
from dossier.workflow.workspace import Workspace, open_workspace
from tests.tools.screens import NOW

FIRST = 2026_000001


def crowded_archive(root: Path, records: int) -> None:
    """Make an archive with many records, three quarters of them claimed, without content."""
    wishes = Wishes(root, "wmcq-2017", "plain", deadline="2026-12-31")
    text = template(
        edition="wmcq-2017",
        profile="plain",
        units=None,
        inboxes=["inbox"],
        language="zh",
        deadline=wishes.deadline,
    )
    create(wishes, settings_text=text, clock=lambda: NOW, actor="b")
    edition = load_edition("wmcq-2017")
    asks = [item for item in edition.requirements if item.slots]
    with opened(root) as workspace, workspace.archive.writing() as writer:
        for start in range(0, records, 5_000):
            events: list[Event] = []
            for number in range(start, min(start + 5_000, records)):
                arrival = arrived(workspace, FIRST + number)
                events.append(arrival)
                if number % 4:
                    ask = asks[number % len(asks)]
                    claim = Claim(ask.code, ask.slots[0].kind, arrival.unit)
                    events.append(Claimed(arrival.record, claim))
            writer.record(events, at=workspace.now(), by="rule:intake")
        workspace.index.set_position(workspace.archive.catalogue.position())


@contextmanager
def opened(root: Path) -> Iterator[Workspace]:
    """An opening of such an archive."""
    with open_workspace(load_settings(root), clock=lambda: NOW, actor="b") as workspace:
        yield workspace


def arrived(workspace: Workspace, number: int) -> Accessioned:
    """The arrival of a record with this number, its unit one of the edition's."""
    unit = workspace.units[number % len(workspace.units)].name
    name = f"志愿服务工作情况报告（第{number}号）.docx"
    return Accessioned(
        record_id(number),
        1,
        Fixity(f"sha256:{number:064x}", number),
        name,
        Source("/inbox", f"{unit}/{name}"),
        Seen(number, number),
        unit,
    )


def one_more(root: Path) -> int:
    """Let one more record arrive, as another process would; the ledger's position afterwards."""
    with opened(root) as workspace, workspace.archive.writing() as writer:
        last = workspace.archive.catalogue.last_number(2026)
        arrival = arrived(workspace, 2026_000000 + last + 1)
        return writer.record([arrival], at=workspace.now(), by="rule:intake")[-1].seq
