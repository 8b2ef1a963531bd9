"""What was decided on the documents of one inbox, kept between looks while the ledger stands."""

from __future__ import annotations

from collections.abc import Mapping

from dossier.archive.catalogue import SourceState
from dossier.archive.custody import Archive


class Known:
    """Decisions on one inbox's documents, by path. A look at everything needs all of them, and
    when nothing was decided since the last one they are the same.
    """

    def __init__(self, archive: Archive, inbox: str) -> None:
        self._archive = archive
        self._inbox = inbox
        self._head = (-1, "")
        self._all: Mapping[str, SourceState] = {}

    def below(self, subtree: str) -> Mapping[str, SourceState]:
        """Decisions on what lies at or below a path, on everything for ``""``."""
        catalogue = self._archive.catalogue
        if subtree:
            return catalogue.sources(self._inbox, subtree)
        head = catalogue.head()
        if head != self._head:
            self._all, self._head = catalogue.sources(self._inbox), head
        return self._all
