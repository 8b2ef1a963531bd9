"""The archive's assessment, kept in memory and brought up to date from the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cached_property

from dossier.extract.photo_prints import STAMP
from dossier.model.assessment import Assessment
from dossier.model.events import (
    DismissalWithdrawn,
    DuplicateReceived,
    Event,
    FindingDismissed,
    Waived,
    WaiverWithdrawn,
)
from dossier.model.findings import Finding
from dossier.model.records import Record
from dossier.rules.assessing import Assessor, Terms
from dossier.rules.history import concerns
from dossier.rules.integrity import Receipt
from dossier.workflow.contents import Contents
from dossier.workflow.kept_assessment import Stand, basis_of, load, save
from dossier.workflow.terms import terms_of
from dossier.workflow.uncollected import uncollected
from dossier.workflow.workspace import Workspace

_BATCH = 500
_SAVE_SHARE = 0.05
_WAIVERS = (Waived, WaiverWithdrawn)
_DISMISSALS = (FindingDismissed, DismissalWithdrawn)


class Assessments:
    """Assessments of one archive; each asks the ledger only for what is new since the last."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._stand = Stand("", 0, "")
        self._unsaved = 0
        self.contents = Contents(workspace)
        workspace.at_close(self.contents.close)

    @cached_property
    def terms(self) -> Terms:
        """What the archive is assessed under."""
        return terms_of(self._workspace, self.contents)

    @cached_property
    def assessor(self) -> Assessor:
        """The rules with everything that was last kept; with nothing where nothing was."""
        with uncollected():
            known = load(self._workspace.archive.layout.derived, self.terms, self._continues)
        if known is None:
            return Assessor(self.terms)
        self._stand, assessor = known
        return assessor

    @cached_property
    def _basis(self) -> str:
        return basis_of(self.terms, self._workspace.settings, self.contents.words.stamp, STAMP)

    def _continues(self, stand: Stand) -> bool:
        """Whether it was judged as we judge, and the ledger's past is the one that was judged."""
        ledger = self._workspace.archive.ledger
        within = stand.basis == self._basis and 0 < stand.position <= ledger.position()
        return within and ledger.entry(stand.position).chain == stand.chain

    def current(self, as_of: dt.date) -> Assessment:
        """The assessment of what the catalogue holds now."""
        self.catch_up()
        with uncollected():
            found = self.assessor.assessment(as_of)
        self._keep()
        return found

    def of_record(self, name: str, as_of: dt.date) -> tuple[Finding, ...]:
        """What is found about one record wherever it stands, dismissed findings left out."""
        self.catch_up()
        with uncollected():
            found = self.assessor.findings(name, as_of)
        self._keep()
        return found

    def catch_up(self) -> None:
        """Take in what happened since the last time."""
        assessor, (target, chain) = self.assessor, self._workspace.archive.catalogue.head()
        seen = self._stand.position
        if seen == target:
            return
        with uncollected():
            if seen == 0:
                self._take_everything(assessor)
            else:
                events = self._workspace.archive.ledger.entries(seen)
                self._take(assessor, [entry.event for entry in events if entry.seq <= target])
        self._stand = Stand(self._basis, target, chain)

    def _keep(self) -> None:
        """Write down what is known once much of it is new, unless something could not be found
        out that may be next time.
        """
        much = self._unsaved and self._unsaved >= _SAVE_SHARE * self.assessor.records
        if not much or self.contents.lacking:
            return
        save(self._workspace.archive.layout.derived, self._stand, self.assessor.kept())
        self._unsaved = 0

    def _take_everything(self, assessor: Assessor) -> None:
        catalogue = self._workspace.archive.catalogue
        for records in catalogue.portions(_BATCH):
            self._put(assessor, records)
        self._receipts(assessor)
        assessor.set_waivers(catalogue.waivers())
        assessor.set_dismissals(catalogue.dismissals())

    def _take(self, assessor: Assessor, events: Sequence[Event]) -> None:
        catalogue = self._workspace.archive.catalogue
        names = list(dict.fromkeys(name for event in events if (name := concerns(event))))
        for start in range(0, len(names), _BATCH):
            found = map(catalogue.record, names[start : start + _BATCH])
            self._put(assessor, [record for record in found if record])
        if any(isinstance(event, DuplicateReceived) for event in events):
            self._receipts(assessor)
        if any(isinstance(event, _WAIVERS) for event in events):
            assessor.set_waivers(catalogue.waivers())
        if any(isinstance(event, _DISMISSALS) for event in events):
            assessor.set_dismissals(catalogue.dismissals())

    def _put(self, assessor: Assessor, records: Sequence[Record]) -> None:
        facts = self.contents.facts(records)
        prints = self.contents.prints(records)
        for record in records:
            digest = record.fixity.digest
            assessor.put(record, facts.get(digest), prints.get(digest))
        self._unsaved += len(records)

    def _receipts(self, assessor: Assessor) -> None:
        found = self._workspace.archive.catalogue.duplicates()
        assessor.set_receipts(
            Receipt(item.record, item.unit, str(item.source)) for item in found if item.unit
        )


def assessments(workspace: Workspace) -> Assessments:
    """The archive's assessments; they judge only what changed while it stays open."""
    return workspace.kept(Assessments)
