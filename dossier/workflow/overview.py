"""Everything the first screen shows, gathered in one go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dossier.model.assessment import RequirementCoverage, Verdict
from dossier.model.records import Record, RecordFilter
from dossier.workflow.status import Status, status
from dossier.workflow.workspace import Workspace

NEWEST = 12


@dataclass(frozen=True, slots=True)
class Share:
    """How far a group of asks is: ``done`` of ``total``; the rest lacks or waits for an eye."""

    code: str
    title: str
    total: int
    done: int
    incomplete: int
    undetermined: int

    @property
    def share(self) -> float:
        """Done over all, 1.0 for a group without asks."""
        return self.done / self.total if self.total else 1.0


@dataclass(frozen=True, slots=True)
class Overview:
    """One look at everything as of ``position`` of the ledger."""

    position: int
    status: Status
    coverage: Mapping[str, RequirementCoverage]
    indicators: tuple[Share, ...]
    newest: tuple[Record, ...]


def overview(workspace: Workspace, *, as_of: dt.date) -> Overview:
    """The whole picture; standing refusals only."""
    catalogue = workspace.archive.catalogue
    position = catalogue.position()
    seen = status(workspace, as_of=as_of)
    standing = tuple(item for item in seen.refusals if item.standing)
    coverage = {item.code: item for item in seen.assessment.requirements}
    return Overview(
        position=position,
        status=replace(seen, refusals=standing),
        coverage=coverage,
        indicators=tuple(shares(workspace, coverage)),
        newest=tuple(catalogue.records(RecordFilter(sort="-received", limit=NEWEST))),
    )


def shares(workspace: Workspace, coverage: Mapping[str, RequirementCoverage]) -> list[Share]:
    """How far each Ⅱ indicator is, in the edition's order; those without uploads are left out."""
    parents = {item.code: item.parent for item in workspace.edition.indicators}
    levels = {item.code: item.level for item in workspace.edition.indicators}
    groups: dict[str, list[RequirementCoverage]] = {}
    for item in coverage.values():
        if item.uploaded:
            groups.setdefault(_second_level(item.indicator, parents, levels), []).append(item)
    titles = {item.code: item.title or "" for item in workspace.edition.indicators}
    order = [item.code for item in workspace.edition.indicators]
    known = [code for code in order if code in groups]
    rest = [code for code in groups if code not in titles]
    return [_share(code, titles.get(code, ""), groups[code]) for code in (*known, *rest)]


def _second_level(code: str, parents: Mapping[str, str | None], levels: Mapping[str, int]) -> str:
    """The Ⅱ indicator above a node, or the highest there is below level Ⅰ."""
    while levels.get(code, 0) > 2 and (parent := parents.get(code)):
        code = parent
    return code


def _share(code: str, title: str, items: Sequence[RequirementCoverage]) -> Share:
    count = {verdict: sum(item.verdict is verdict for item in items) for verdict in Verdict}
    return Share(
        code,
        title,
        len(items),
        count[Verdict.COMPLETE],
        count[Verdict.INCOMPLETE],
        count[Verdict.UNDETERMINED],
    )
