"""The archive's assessment, kept in memory and brought up to date from the ledger."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from dossier.codec.gazetteer import load_gazetteer
from dossier.extract.photo_prints import SAME
from dossier.model.assessment import Assessment
from dossier.model.events import (
    DismissalWithdrawn,
    DuplicateReceived,
    Event,
    FindingDismissed,
    Waived,
    WaiverWithdrawn,
)
from dossier.model.records import Record
from dossier.rules.assessing import Assessor, Terms
from dossier.rules.history import concerns
from dossier.rules.integrity import Receipt
from dossier.rules.remnants import own_places
from dossier.workflow.contents import Contents
from dossier.workflow.gallery import StoredGallery

if TYPE_CHECKING:
    from dossier.workflow.workspace import Workspace

_BATCH = 500
_WAIVERS = (Waived, WaiverWithdrawn)
_DISMISSALS = (FindingDismissed, DismissalWithdrawn)


@contextmanager
def uncollected() -> Iterator[None]:
    """Many values are made and all are kept: looking for garbage meanwhile costs and finds none."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


class Assessments:
    """Assessments of one archive; each asks the ledger only for what is new since the last."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._position = 0
        self.contents = Contents(workspace)

    @cached_property
    def assessor(self) -> Assessor:
        """The rules with everything the archive holds."""
        workspace = self._workspace
        roster = workspace.units if workspace.settings.units else ()
        return Assessor(
            Terms(
                edition=workspace.edition,
                profile=workspace.profile,
                gallery=StoredGallery(self.contents),
                same=SAME,
                roster=roster,
                duty=workspace.settings.duty,
                stages=workspace.settings.stages,
                ours=self._ours(),
            )
        )

    def _ours(self) -> frozenset[str]:
        place = self._workspace.settings.place
        if not place.name:
            return frozenset()
        gazetteer = load_gazetteer()
        return own_places((place.name, *place.also), gazetteer.above, gazetteer.below)

    def current(self, as_of: dt.date) -> Assessment:
        """The assessment of what the catalogue holds now."""
        self.catch_up()
        with uncollected():
            return self.assessor.assessment(as_of)

    def catch_up(self) -> None:
        """Take in what happened since the last time."""
        target = self._workspace.archive.catalogue.position()
        if self._position == target:
            return
        if self._position == 0:
            with uncollected():
                self._take_everything()
        else:
            events = self._workspace.archive.ledger.entries(self._position)
            self._take([entry.event for entry in events if entry.seq <= target])
        self._position = target

    def _take_everything(self) -> None:
        catalogue = self._workspace.archive.catalogue
        for records in catalogue.portions(_BATCH):
            self._put(records)
        self._receipts()
        self.assessor.set_waivers(catalogue.waivers())
        self.assessor.set_dismissals(catalogue.dismissals())

    def _take(self, events: Sequence[Event]) -> None:
        catalogue = self._workspace.archive.catalogue
        names = dict.fromkeys(name for event in events if (name := concerns(event)))
        self._put([record for name in names if (record := catalogue.record(name))])
        if any(isinstance(event, DuplicateReceived) for event in events):
            self._receipts()
        if any(isinstance(event, _WAIVERS) for event in events):
            self.assessor.set_waivers(catalogue.waivers())
        if any(isinstance(event, _DISMISSALS) for event in events):
            self.assessor.set_dismissals(catalogue.dismissals())

    def _put(self, records: Sequence[Record]) -> None:
        facts = self.contents.facts(records)
        prints = self.contents.prints(records)
        for record in records:
            digest = record.fixity.digest
            self.assessor.put(record, facts.get(digest), prints.get(digest))

    def _receipts(self) -> None:
        found = self._workspace.archive.catalogue.duplicates()
        self.assessor.set_receipts(
            Receipt(item.record, item.unit, str(item.source)) for item in found if item.unit
        )

    def close(self) -> None:
        """Let go of files."""
        self.contents.close()
