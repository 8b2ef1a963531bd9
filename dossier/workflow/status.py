"""Where we stand: deadline, coverage, queue, refusals, watcher health."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dossier.model.assessment import Assessment
from dossier.rules.proposal_tally import ProposalReport
from dossier.workflow.assess import check
from dossier.workflow.health import WatchHealth, read_health
from dossier.workflow.proposals import proposal_report
from dossier.workflow.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Status:
    """One look at everything. ``balance`` counts every document ever decided on."""

    edition: str
    edition_title: str
    deadline: str | None
    days_left: int | None
    assessment: Assessment
    states: Mapping[str, int]
    balance: Mapping[str, int]
    refusals: tuple[Any, ...]
    health: WatchHealth
    proposals: ProposalReport


def status(workspace: Workspace, *, as_of: dt.date) -> Status:
    """The whole picture as of a date."""
    catalogue = workspace.archive.catalogue
    deadline = workspace.settings.duty.deadline or workspace.settings.stages.upload
    balance = catalogue.balance()
    return Status(
        edition=workspace.edition.id,
        edition_title=workspace.edition.title,
        deadline=deadline,
        days_left=(dt.date.fromisoformat(deadline) - as_of).days if deadline else None,
        assessment=check(workspace, as_of=as_of),
        states=catalogue.facets("state"),
        balance={
            "archived": balance.archived,
            "duplicate": balance.duplicate,
            "refused": balance.refused,
            "ignored": balance.ignored,
        },
        refusals=tuple(catalogue.refusals()),
        health=read_health(workspace.archive.root, workspace.clock()),
        proposals=proposal_report(workspace),
    )
