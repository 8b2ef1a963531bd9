"""Propose where records belong: which requirement, unit and kind, how probably, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from dossier.codec.lexicon import load_lexicon
from dossier.model.placing import Suggestion
from dossier.model.records import Record, RecordFilter, RecordState
from dossier.rules.blending import WEIGHTS, Ranked, agreed, ranked
from dossier.rules.companions import home_of, shares
from dossier.rules.learning import Likeness
from dossier.rules.placing import slot_kind
from dossier.rules.ranking import Paper, Ranker
from dossier.rules.reasons import basis_of, company_reasons, standing_reasons, wording_reasons
from dossier.rules.windows import day_of_test
from dossier.rules.wording import Wording
from dossier.workflow.memory import Memory
from dossier.workflow.papers import paper_of, texts_of
from dossier.workflow.workspace import Workspace

LIMIT = 9
_BATCH = 500
_WORTH_SHOWING = 0.001


class Suggester:
    """Proposes for one archive and learns from its ledger; kept as long as the archive is open."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @cached_property
    def ranker(self) -> Ranker:
        """The edition's asks, ready to be compared."""
        settings = self._workspace.settings
        test_date = day_of_test(settings.duty, settings.stages)
        return Ranker(self._workspace.edition, Wording(load_lexicon()), test_date)

    @cached_property
    def memory(self) -> Memory:
        """What the archive's decisions have taught."""
        return Memory(self._workspace, self.ranker)

    def suggest(self, records: Sequence[Record], limit: int) -> dict[str, list[Suggestion]]:
        """The most probable asks of each record, those it is claimed for or was refused for left
        out.
        """
        self.memory.catch_up()
        found: dict[str, list[Suggestion]] = {}
        for start in range(0, len(records), _BATCH):
            batch = records[start : start + _BATCH]
            texts = texts_of(self._workspace, batch)
            for record in batch:
                paper = paper_of(self._workspace, record, texts.get(record.id, ""))
                found[record.id] = self._for_one(record, paper, limit)
        return found

    def _for_one(self, record: Record, paper: Paper, limit: int) -> list[Suggestion]:
        features = self.ranker.wording.features(paper.zones())
        like = self.memory.examples.resemblance(features, paper.unit, paper.kind)
        around = self.memory.companions.around(record.id, home_of(record.source))
        closed = {*record.requirements, *self.memory.refused.get(record.id, ())}
        rows = ranked(self.ranker.fits(paper, features), like, shares(around))
        shown = [row for row in rows if row.code not in closed and row.probability > _WORTH_SHOWING]
        undisputed = paper.unit_sure and agreed(rows, self.ranker.singled_out(paper))
        sure = rows[0].code if undisputed else None
        found = [self._suggestion(paper, row, like, around) for row in shown[:limit]]
        return [replace(item, sure=item.requirement == sure) for item in found]

    def _suggestion(
        self,
        paper: Paper,
        row: Ranked,
        like: Mapping[str, Likeness],
        around: Mapping[str, int],
    ) -> Suggestion:
        edition = self.ranker.edition
        requirement = self.ranker.asks[row.code].requirement
        kind = slot_kind(
            requirement,
            said=paper.kind if paper.kind_sure else None,
            guessed=paper.kind,
            file_format=paper.format,
        )
        reasons = (
            *wording_reasons(paper, requirement, edition, self.ranker.wording),
            *standing_reasons(paper, requirement, edition, kind),
            *self.ranker.timetable.reasons(row.code, paper.dates, paper.kind),
            *company_reasons(like.get(row.code), around.get(row.code, 0)),
        )
        basis = basis_of(row.measures, WEIGHTS)
        return Suggestion(row.code, kind, paper.unit, row.probability, basis, reasons)


def suggester(workspace: Workspace) -> Suggester:
    """The archive's suggester; it learns from the ledger as it goes."""
    return workspace.kept(Suggester)


def suggest(
    workspace: Workspace, ids: Sequence[str] | None = None, limit: int = LIMIT
) -> dict[str, list[Suggestion]]:
    """Suggestions for these records, or for all that are not placed, best first.

    Raises UsageError for a number no record has.
    """
    from dossier.workflow.triage import find_records  # noqa: PLC0415 - triage places suggestions

    records = unplaced(workspace) if ids is None else find_records(workspace, ids)
    return suggester(workspace).suggest(records, limit)


def unplaced(workspace: Workspace) -> list[Record]:
    """The records nobody has placed."""
    wanted = RecordFilter(states=(RecordState.UNPLACED,))
    return workspace.archive.catalogue.records(wanted)
