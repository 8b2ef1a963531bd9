"""Taking back restores exactly what was, for every kind of decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from dossier.archive.custody import Archive
from dossier.errors import UsageError
from dossier.model.events import Accessioned, Claimed, Described, Seen
from dossier.model.fixity import Fixity
from dossier.model.records import Claim, Description, Source
from dossier.model.settings import Settings
from dossier.workflow import placing, triage
from dossier.workflow.dismiss import dismiss_all, withdraw_dismissal
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
    "describe kind": lambda w: triage.tag(w, [TWO], triage.Tag(kind="photo")),
    "refuse": lambda w: placing.refuse(w, [ONE], "Ⅲ-1-1-①"),
    "waive": lambda w: triage.waive(w, "Ⅲ-3-①", "妇联", "没有", None),
    "waive anew": lambda w: triage.waive(w, "Ⅲ-3-②", "妇联", "另有原因", None),
    "end two waivers": lambda w: [
        triage.withdraw_waiver(w, "Ⅲ-3-②", unit) for unit in ("妇联", "文明办")
    ],
    "dismiss": lambda w: dismiss_all(w, [("W206", ONE, ""), ("W403", TWO, ONE)], reason="看过"),
    "end a dismissal": lambda w: withdraw_dismissal(w, "W207", ONE),
}


def clock() -> dt.datetime:
    return NOW


@pytest.fixture
def workspace() -> Workspace:
    archive = Archive.in_memory()
    settings = Settings(root=Path("memory"), edition="tutorial", profile="plain")
    made = Workspace(settings, archive, clock, "person:王")
    with archive.writing() as writer:
        events = [_arrival(ONE, "1" * 64), _arrival(TWO, "2" * 64)]
        claim = Claim("Ⅲ-1-1-①", "policy", "文明办", "rule", "name")
        bare = Claim("Ⅲ-3-①", None, "妇联", "rule", "name")
        claims = [Claimed(ONE, claim), Claimed(TWO, bare)]
        read = [Described(name, 1, Description(), "reader") for name in (ONE, TWO)]
        writer.record([*events, *read, *claims], at=made.now(), by="rule:intake")
    for unit in ("妇联", "文明办"):
        triage.waive(made, "Ⅲ-3-②", unit, "没有", None)
    dismiss_all(made, [("W207", ONE, "")], reason="看过")
    return made


def _arrival(record: str, digest: str) -> Accessioned:
    source = Source("/inbox", f"文明办/{record}.docx")
    fixity = Fixity(f"sha256:{digest}", 10)
    return Accessioned(record, 1, fixity, f"{record}.docx", source, Seen(10, 1), "文明办")


def _plain(workspace: Workspace) -> object:
    """Records, waivers and dismissals as they are."""
    records = triage.find_records(workspace, [ONE, TWO])
    kept = [(r.id, r.state, r.note, r.due, r.unit, r.claims, r.description) for r in records]
    catalogue = workspace.archive.catalogue
    return kept, catalogue.waivers(), catalogue.dismissals()


@pytest.mark.parametrize("name", ACTS)
def test_what_was_decided_can_be_taken_back(workspace: Workspace, name: str) -> None:
    act = ACTS[name]
    before = _plain(workspace)
    decided = decide(workspace, act)
    after = _plain(workspace)
    taken = take_back(workspace, decided)
    assert _plain(workspace) == before
    assert name == "refuse" or after != before
    assert workspace.clock is clock
    assert taken.entries == decided


@pytest.mark.parametrize("name", ACTS)
def test_what_was_taken_back_can_be_done_again(workspace: Workspace, name: str) -> None:
    decided = decide(workspace, ACTS[name])
    after = _plain(workspace)
    undone = decide(workspace, lambda opened: take_back(opened, decided))
    take_back(workspace, undone)
    assert _plain(workspace) == after


@pytest.mark.parametrize("name", ["waive", "dismiss"])
def test_a_waiver_or_dismissal_ended_since_is_not_taken_back(
    workspace: Workspace, name: str
) -> None:
    decided = decide(workspace, ACTS[name])
    take_back(workspace, decided)
    with pytest.raises(UsageError):
        take_back(workspace, decided)


def test_what_somebody_changed_since_is_not_taken_back(workspace: Workspace) -> None:
    decided = decide(workspace, ACTS["accept"])
    triage.return_records(workspace, [ONE], "重报", None)
    with pytest.raises(UsageError):
        take_back(workspace, decided)
    assert triage.find_records(workspace, [ONE])[0].note == "重报"


def test_both_the_decision_and_its_taking_back_stay_in_the_ledger(workspace: Workspace) -> None:
    before = workspace.archive.ledger.position()
    take_back(workspace, decide(workspace, ACTS["accept"]))
    assert workspace.archive.ledger.position() == before + 2
