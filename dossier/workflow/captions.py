"""Captions beside a photograph: 同名.txt, or a list such as 图片说明.docx in its folder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from dossier.model.events import Described, Event
from dossier.model.records import Description, Record, Source
from dossier.rules.photo_captions import from_list, split
from dossier.rules.titles import stem_of
from dossier.workflow.workspace import Workspace

_PICTURES = frozenset({"jpeg", "png", "tiff", "bmp", "webp", "gif", "heic", "avif"})
_TEXTS = frozenset({"txt", "docx", "doc", "wps", "xlsx", "xls"})
_SAME_NAME = (".txt", ".TXT", ".docx", ".doc")
_LIST = re.compile(r"(?:说明|目录|清单|一览)[^/]{0,12}\.(?:txt|docx?|xlsx?|wps)$", re.IGNORECASE)
_MOST_LISTS, _MOST_CHARS = 5, 2000


class SideCaptions:
    """Finds captions for one batch; what lies in a folder is asked for once."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._folders: dict[tuple[str, str], dict[str, str]] = {}

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
        return replace(
            description,
            details={**description.details, **said},
            origins={**description.origins, **origins},
        )

    def _captions(self, source: Source) -> Iterator[tuple[str, str]]:
        """Caption and the name of the file it stands in, the nearest first."""
        stem, siblings = stem_of(source.name), self._siblings(source)
        base = source.path.removesuffix(source.name) + stem
        for path in (base + extension for extension in _SAME_NAME):
            if path in siblings and (text := self._text(siblings[path])):
                yield " ".join(text.split())[:300], path.rpartition("/")[2]
        for path in [path for path in siblings if _LIST.search(path)][:_MOST_LISTS]:
            if caption := from_list(self._text(siblings[path]), stem):
                yield caption, path.rpartition("/")[2]

    def _older(self, texts: Iterable[Record]) -> Iterator[Event]:
        """Descriptions of photographs that were in custody before their captions."""
        for text in texts:
            stem, listed = stem_of(text.source.name), _LIST.search(text.name)
            for path, item in self._siblings(text.source).items():
                if not listed and stem_of(path.rpartition("/")[2]) != stem:
                    continue
                known = self._workspace.archive.catalogue.record(item)
                if known is not None and known.reader:
                    yield from self._better(known)

    def _better(self, known: Record) -> Iterator[Event]:
        description = self._captioned(known, known.description)
        if description != known.description:
            yield Described(known.id, known.revision, description, known.reader)

    def _siblings(self, source: Source) -> dict[str, str]:
        """Path and record of everything in the same folder; members of containers have none."""
        folder, slash, _name = source.path.rpartition("/")
        if source.chain or not slash:
            return {}
        key = source.inbox, folder
        if key not in self._folders:
            states = self._workspace.archive.catalogue.sources(source.inbox, folder)
            inside = (item for item in states.items() if item[0].rpartition("/")[0] == folder)
            self._folders[key] = {path: state.record for path, state in inside if state.record}
        return self._folders[key]

    def _text(self, item: str) -> str:
        record = self._workspace.archive.catalogue.record(item)
        stored = record and self._workspace.archive.texts.get(record.fixity.digest)
        return stored.text if stored else ""


def _may_caption(description: Description, name: str) -> bool:
    """Whether a text could be a side file: a short one, or a list of captions by its name."""
    short = (description.chars or 0) <= _MOST_CHARS
    return description.format in _TEXTS and (short or _LIST.search(name) is not None)
