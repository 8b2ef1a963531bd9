"""Taking back restores exactly what was, for every kind of decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from dossier.archive.custody import Archive
from dossier.errors import UsageError
from dossier.model.events import Accessioned, Claimed, Seen
from dossier.model.fixity import Fixity
from dossier.model.records import Claim, Source
from dossier.model.settings import Settings
from dossier.workflow import triage
from dossier.workflow.undo import decide, take_back
from dossier.workflow.workspace import Workspace

NOW = dt.datetime(2026, 5, 10, 9, tzinfo=dt.UTC)
ONE, TWO = "2026-000001", "2026-000002"
ACTS: dict[str, Callable[[Workspace], object]] = {
    "accept": lambda w: triage.accept(w, [ONE]),
    "return": lambda w: triage.return_records(w, [ONE, TWO], "图片模糊", "2026-06-01"),
    "place": lambda w: triage.tag(w, [TWO], triage.Tag(requirement="Ⅲ-3-②")),
    "replace": lambda w: triage.tag(
        w, [ONE], triage.Tag(requirement="Ⅲ-1-1-①", kind="policy", caption="封面")
    ),
    "take out": lambda w: triage.untag(w, [ONE], None),
    "describe": lambda w: triage.tag(w, [ONE, TWO], triage.Tag(unit="教育局", date="2026-01-02")),
    "waive": lambda w: triage.waive(w, "Ⅲ-3-①", "妇联", "没有", None),
}


@pytest.fixture
def workspace() -> Workspace:
    archive = Archive.in_memory()
    settings = Settings(root=Path("memory"), edition="tutorial", profile="plain")
    made = Workspace(settings, archive, lambda: NOW, "person:王")
    with archive.writing() as writer:
        events = [_arrival(ONE, "1" * 64), _arrival(TWO, "2" * 64)]
        claim = Claim("Ⅲ-1-1-①", "policy", "文明办", "rule", "name")
        writer.record([*events, Claimed(ONE, claim)], at=made.now(), by="rule:intake")
    return made


def _arrival(record: str, digest: str) -> Accessioned:
    source = Source("/inbox", f"文明办/{record}.docx")
    fixity = Fixity(f"sha256:{digest}", 10)
    return Accessioned(record, 1, fixity, f"{record}.docx", source, Seen(10, 1), "文明办")


def _plain(workspace: Workspace) -> object:
    """Everything but where values came from: what a person set stays marked as such."""
    records = triage.find_records(workspace, [ONE, TWO])
    kept = [(r.id, r.state, r.note, r.due, r.unit, r.claims, r.description.dates) for r in records]
    return kept, workspace.archive.catalogue.waivers()


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_what_was_decided_can_be_taken_back(
    workspace: Workspace, act: Callable[[Workspace], object]
) -> None:
    before = _plain(workspace)
    decided = decide(workspace, [ONE, TWO], act)
    assert _plain(workspace) != before
    take_back(workspace, decided)
    assert _plain(workspace) == before


def test_what_somebody_changed_since_is_not_taken_back(workspace: Workspace) -> None:
    decided = decide(workspace, [ONE], ACTS["accept"])
    triage.return_records(workspace, [ONE], "重报", None)
    with pytest.raises(UsageError):
        take_back(workspace, decided)
    assert triage.find_records(workspace, [ONE])[0].note == "重报"


def test_both_the_decision_and_its_taking_back_stay_in_the_ledger(workspace: Workspace) -> None:
    before = workspace.archive.ledger.position()
    take_back(workspace, decide(workspace, [ONE], ACTS["accept"]))
    assert workspace.archive.ledger.position() == before + 2
