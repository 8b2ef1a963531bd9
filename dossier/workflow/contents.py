"""What the assessment needs to know of contents: facts of texts, fingerprints of pictures.

Found when a content is read and kept in ``derived/``; whatever is not there is found anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path

from dossier.archive.findings_store import FoundStore, MemoryFoundStore, SqliteFoundStore
from dossier.archive.texts import StoredText
from dossier.codec.gazetteer import load_gazetteer
from dossier.extract.outcome import Limits
from dossier.extract.photo_prints import STAMP
from dossier.extract.pool import ReaderPool
from dossier.extract.print_worker import COMMAND, print_in
from dossier.model.extraction import Extraction
from dossier.model.facts import TextFacts, Vocabulary
from dossier.model.prints import PhotoPrint
from dossier.model.records import Record
from dossier.rules.text_facts import facts_of, vocabulary
from dossier.workflow.workspace import Workspace

_FLUSH = 200
_GARBLED = "E107"


class Contents:
    """Facts and fingerprints for one archive; ``lacking`` once some could not be found, ``unread``
    says how many contents have lost their text with ``derived/``.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.lacking = False
        self.unread = 0

    @cached_property
    def store(self) -> FoundStore:
        """Where they are kept; beside the texts, or in memory where the archive is."""
        derived = self._workspace.archive.layout.derived
        if not derived.parent.is_dir():
            return MemoryFoundStore()
        return SqliteFoundStore(derived / "fingerprints.sqlite3")

    @cached_property
    def words(self) -> Vocabulary:
        """What to look for in every text."""
        return vocabulary(self._workspace.edition, load_gazetteer().names)

    def keep(self, read: Mapping[str, Extraction]) -> None:
        """Find out at once what there is to know of contents that were just read, by digest."""
        texts = {digest: self._facts(item) for digest, item in read.items() if item.text}
        self.store.put_many(self.words.stamp, texts)
        pictures = {digest: item.picture for digest, item in read.items() if item.picture}
        self.store.put_many(STAMP, pictures)

    def facts(self, records: Iterable[Record]) -> dict[str, TextFacts]:
        """Facts by digest, of the records that have readable text."""
        digests = [record.fixity.digest for record in records if _has_text(record)]
        known = self.store.get_many(TextFacts, self.words.stamp, digests)
        missing = [digest for digest in dict.fromkeys(digests) if digest not in known]
        for batch in _batches(missing):
            found = {digest: facts for digest in batch if (facts := self._read(digest))}
            self.store.put_many(self.words.stamp, found)
            self.unread += len(batch) - len(found)
            known |= found
        self.lacking |= self.unread > 0
        return known

    def _read(self, digest: str) -> TextFacts | None:
        stored = self._workspace.archive.texts.get(digest)
        return self._facts(stored) if stored else None

    def _facts(self, read: Extraction | StoredText) -> TextFacts:
        return facts_of(read.text, read.page_texts, self.words)

    def prints(self, records: Iterable[Record]) -> dict[str, PhotoPrint]:
        """Fingerprints by digest, of the records that are usable pictures."""
        return self.prints_of(record.fixity.digest for record in records if _is_picture(record))

    def prints_of(self, digests: Iterable[str]) -> dict[str, PhotoPrint]:
        """Fingerprints of these contents, as far as they give any."""
        digests = list(digests)
        known = self.store.get_many(PhotoPrint, STAMP, digests)
        missing = [digest for digest in dict.fromkeys(digests) if digest not in known]
        for batch in _batches(missing):
            found = dict(self._take(batch))
            self.store.put_many(STAMP, found)
            self.lacking |= any(digest not in self._workspace.archive.store for digest in batch)
            known |= found
        return known

    def _take(self, digests: list[str]) -> Iterator[tuple[str, PhotoPrint]]:
        reading = self._workspace.settings.reading
        limits = Limits(seconds=reading.seconds, memory_mb=reading.memory_mb)
        with ExitStack() as stack:
            pool = stack.enter_context(ReaderPool(reading.workers, limits, command=COMMAND))
            for digest, answer in pool.extract_many(self._jobs(stack, digests)):
                if found := print_in(answer):
                    yield digest, found

    def _jobs(self, stack: ExitStack, digests: list[str]) -> Iterator[tuple[str, Path, str]]:
        store = self._workspace.archive.store
        for digest in digests:
            if digest in store:
                yield digest, stack.enter_context(store.local(digest)), digest

    def close(self) -> None:
        """Let go of files."""
        if "store" in self.__dict__:
            self.store.close()


def _batches(digests: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(digests), _FLUSH):
        yield digests[start : start + _FLUSH]


def _has_text(record: Record) -> bool:
    described = record.description
    garbled = any(finding.code == _GARBLED for finding in described.findings)
    return bool(described.chars) and not garbled


def _is_picture(record: Record) -> bool:
    described = record.description
    return "width" in described.details and described.usable is not False
