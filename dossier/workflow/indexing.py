"""Keep the full-text index level with the ledger; make it again when it cannot be used."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dossier.errors import IndexUnusable
from dossier.model.events import Accessioned, Described, FieldsSet
from dossier.model.records import Record, record_number
from dossier.model.search import IndexItem
from dossier.search.whoosh_index import erase_index
from dossier.workflow.workspace import Workspace

Progress = Callable[[int, int], None]
_GARBLED = "E107"
_BATCH = 500


def silent(_done: int, _total: int) -> None:
    """Tell nobody how far it is."""


def refresh_index(workspace: Workspace, progress: Progress = silent) -> None:
    """Index what the ledger says is newer than the index; a damaged one is made again first (S06).

    Raises IndexUnusable when even a new one cannot be used, BusyError while another process writes.
    """
    try:
        _catch_up(workspace, progress)
    except IndexUnusable:
        renew_index(workspace)
        _catch_up(workspace, progress)


def renew_index(workspace: Workspace) -> None:
    """Throw the index away; the next refresh makes it again from the texts."""
    workspace.forget_index()
    erase_index(workspace.archive.root / "index")


def not_indexed(workspace: Workspace) -> list[str]:
    """Records the index is behind with; all of them for an index that is ahead of the ledger.

    Raises IndexUnusable.
    """
    position = workspace.index.position()
    target = workspace.archive.catalogue.position()
    if position == target:
        return []
    return _touched(workspace, position if position < target else 0)


def _catch_up(workspace: Workspace, progress: Progress) -> None:
    target = workspace.archive.catalogue.position()
    if workspace.index.position() == target:
        return
    ids = not_indexed(workspace)
    for start in range(0, len(ids), _BATCH):
        workspace.index.add(_items(workspace, ids[start : start + _BATCH]))
        workspace.archive.step("index-added")
        progress(min(start + _BATCH, len(ids)), len(ids))
    workspace.index.set_position(target)
    workspace.archive.step("index-positioned")


def _touched(workspace: Workspace, position: int) -> list[str]:
    """Records whose text, name or title may have changed since a ledger position."""
    touched = (
        entry.event.record
        for entry in workspace.archive.ledger.entries(position)
        if isinstance(entry.event, Accessioned | Described | FieldsSet)
    )
    return list(dict.fromkeys(touched))


def _items(workspace: Workspace, ids: Sequence[str]) -> list[IndexItem]:
    catalogue = workspace.archive.catalogue
    records = [record for item in ids if (record := catalogue.record(item))]
    texts = workspace.archive.texts.get_many([record.fixity.digest for record in records])
    return [_item(record, texts.get(record.fixity.digest, "")) for record in records]


def _item(record: Record, text: str) -> IndexItem:
    garbled = any(finding.code == _GARBLED for finding in record.description.findings)
    return IndexItem(
        number=record_number(record.id),
        name=record.name,
        title=record.description.title or "",
        text="" if garbled else text,
    )
