"""Captions beside a photograph: 同名.txt, or a list such as 图片说明.docx, in its folder, in the
container it came in, or beside that container.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from dossier.model.events import Described, Event
from dossier.model.records import Description, Record, Source
from dossier.rules.paper_dates import day_of_caption
from dossier.rules.photo_captions import from_list, split
from dossier.rules.titles import stem_of
from dossier.workflow.neighbours import Folder, Neighbours
from dossier.workflow.notation import ChineseNotation
from dossier.workflow.workspace import Workspace

_PICTURES = frozenset({"jpeg", "png", "tiff", "bmp", "webp", "gif", "heic", "avif"})
_TEXTS = frozenset({"txt", "md", "docx", "doc", "wps", "xlsx", "xls", "et", "csv", "rtf"})
_SAME_NAME = (".txt", ".md", ".docx", ".doc", ".wps")
_LIST = re.compile(
    r"(?:说明|目录|清单|一览|图注|文字稿)[^/]{0,12}\.(?:txt|md|docx?|xlsx?|wps|et|csv|rtf)$",
    re.IGNORECASE,
)
_NOTATION = ChineseNotation()
_MOST_LISTS, _MOST_CHARS = 5, 2000


class SideCaptions:
    """Finds captions for one batch; what lies in a folder is asked for once."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._neighbours = Neighbours(workspace.archive.catalogue)

    def added(self, events: Iterable[Event]) -> Iterator[Event]:
        """The events, descriptions of photographs with the captions that lie beside them; then
        new descriptions of older photographs for which a caption came only now.
        """
        texts: list[Record] = []
        for event in events:
            record = self._record(event)
            if not isinstance(event, Described) or record is None:
                yield event
                continue
            yield replace(event, description=self._captioned(record, event.description))
            if _may_caption(event.description, record.name):
                texts.append(record)
        yield from self._older(texts)

    def _record(self, event: Event) -> Record | None:
        if not isinstance(event, Described):
            return None
        return self._workspace.archive.catalogue.record(event.record)

    def _captioned(self, record: Record, description: Description) -> Description:
        if description.format not in _PICTURES or "ocr_engine" in description.details:
            return description
        found = next(self._captions(record.source), None)
        if found is None:
            return description
        caption, beside = found
        said = {"caption": caption, **split(caption), "caption_from": beside}
        origins = {f"details.{key}": "folder" for key in said}
        dates, day = description.dates, day_of_caption(caption, _NOTATION, record.received)
        if day and not dates.event:
            dates, origins["dates.event"] = replace(dates, event=day), "folder"
        return replace(
            description,
            dates=dates,
            details={**description.details, **said},
            origins={**description.origins, **origins},
        )

    def _captions(self, source: Source) -> Iterator[tuple[str, str]]:
        """Caption and the name of the file it stands in, the nearest first."""
        stem = stem_of(source.name)
        for folder in self._neighbours.around(source):
            if folder.near:
                yield from self._by_name(stem, folder)
            for name in _lists(folder):
                own = folder.near or stem_of(name) == folder.container
                if caption := from_list(self._text(folder.files[name]), stem, by_number=own):
                    yield caption, name

    def _by_name(self, stem: str, folder: Folder) -> Iterator[tuple[str, str]]:
        for name, item in folder.files.items():
            same = stem_of(name) == stem and name.lower().endswith(_SAME_NAME)
            if same and (text := self._text(item)):
                yield " ".join(text.split())[:300], name

    def _older(self, texts: Iterable[Record]) -> Iterator[Event]:
        """Descriptions of photographs that were in custody before their captions."""
        for text in texts:
            listed = _LIST.search(text.name) is not None
            for item in self._neighbours.served_by(text.source, whole=listed):
                known = self._workspace.archive.catalogue.record(item)
                if known is not None and known.reader:
                    yield from self._better(known)

    def _better(self, known: Record) -> Iterator[Event]:
        description = self._captioned(known, known.description)
        if description != known.description:
            yield Described(known.id, known.revision, description, known.reader)

    def _text(self, item: str) -> str:
        record = self._workspace.archive.catalogue.record(item)
        stored = record and self._workspace.archive.texts.get(record.fixity.digest)
        return stored.text if stored else ""


def _lists(folder: Folder) -> list[str]:
    """Names of lists of captions; beside a container also the text of its own name."""
    named = [name for name in folder.files if _LIST.search(name) or _is_named(name, folder)]
    return named[:_MOST_LISTS]


def _is_named(name: str, folder: Folder) -> bool:
    return stem_of(name) == folder.container and name.lower().endswith(_SAME_NAME)


def _may_caption(description: Description, name: str) -> bool:
    """Whether a text could be a side file: a short one, or a list of captions by its name."""
    short = (description.chars or 0) <= _MOST_CHARS
    return description.format in _TEXTS and (short or _LIST.search(name) is not None)
