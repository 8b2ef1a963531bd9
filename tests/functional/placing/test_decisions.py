"""Claims by hand, one record or many, and every way of taking them back."""

from __future__ import annotations

from typing import Any

import pytest

from dossier.archive.custody import STEPS
from dossier.errors import UsageError
from dossier.workflow.placing import accept_above
from dossier.workflow.triage import Tag, accept, return_records, tag, untag, waive
from dossier.workflow.undo import undo_entry, undo_last
from dossier.workflow.workspace import Workspace
from tests.functional.placing.conftest import AID, BLOOD, HOLIDAY, Desk


def without_history(record: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key != "history"}


def test_one_file_serves_several_asks_of_several_units_d06(desk: Desk) -> None:
    ids = desk.drop({"文明办/中秋活动.txt": HOLIDAY})
    record = ids["文明办/中秋活动.txt"]
    wanted = (("Ⅲ-13-1-②", "文明办"), ("Ⅲ-12-1", "文联"), ("Ⅲ-51-1-②", "团委"))
    for code, unit in wanted:
        with desk.open() as workspace:
            tag(workspace, [record], Tag(requirement=code, unit=unit))
    claims = desk.show(record)["claims"]
    assert [(claim["requirement"], claim["unit"]) for claim in claims] == list(wanted)
    desk.do("untag", record, "--requirement", "Ⅲ-12-1")
    left = desk.show(record)
    assert [(c["requirement"], c["unit"]) for c in left["claims"]] == [wanted[0], wanted[2]]
    assert left["state"] == "placed"


def test_a_claim_points_at_the_passage_and_the_bundle_index_says_so_d06(desk: Desk) -> None:
    ids = desk.drop({"司法局/法援.txt": AID})
    record = ids["司法局/法援.txt"]
    pointer = "第3页第2段"
    desk.do("tag", record, "--requirement", "Ⅲ-30-1-②", "--kind", "report", "--pointer", pointer)
    desk.do("tag", record, "--requirement", "Ⅲ-12-1", "--caption", "图说")
    claims = {claim["requirement"]: claim for claim in desk.show(record)["claims"]}
    assert claims["Ⅲ-30-1-②"]["pointer"] == pointer
    assert claims["Ⅲ-12-1"]["pointer"] == ""
    desk.do("tag", record, "--requirement", "Ⅲ-30-1-②", "--kind", "report")
    again = {claim["requirement"]: claim for claim in desk.show(record)["claims"]}
    assert again["Ⅲ-30-1-②"]["pointer"] == pointer
    desk.do("accept", record)
    made = desk.run("-C", desk.root, "--json", "bundle", "--partial", "--reason", "试")
    assert made.code == 0, made.err
    index = next((desk.root / "bundles").rglob("index.html")).read_text("utf-8")
    assert pointer in index


def test_many_at_once_have_the_effect_of_one_by_one_c08(desk: Desk) -> None:
    files = {f"卫计委/献血{n}.txt": f"{BLOOD}{n}" for n in range(4)}
    ids = list(desk.drop(files).values())
    options = ("--requirement", "Ⅲ-51-1-③", "--kind", "table", "--date", "2026-01-02")
    desk.do("tag", *ids[:2], *options)
    for record in ids[2:]:
        desk.do("tag", record, *options)
    shown = [without_history(desk.show(record)) for record in ids]
    keys = ("state", "requirements", "claims", "kind", "dates")
    assert all([row[key] for key in keys] == [shown[0][key] for key in keys] for row in shown)


def test_undo_takes_back_a_whole_decision_and_leaves_both_in_the_ledger_c08(desk: Desk) -> None:
    ids = list(desk.drop({f"卫计委/献血{n}.txt": f"{BLOOD}{n}" for n in range(3)}).values())
    before = [without_history(desk.show(record)) for record in ids]
    desk.do("tag", *ids, "--requirement", "Ⅲ-51-1-③", "--kind", "table", "--unit", "红会")
    entries = len(desk.show(ids[0])["history"])
    done = desk.do("undo", "--last")
    assert sorted(row["id"] for row in done["records"]) == sorted(ids)
    after = [desk.show(record) for record in ids]
    assert [without_history(row) for row in after] == before
    assert len(after[0]["history"]) > entries
    desk.do("undo")
    assert desk.show(ids[1])["requirements"] == ["Ⅲ-51-1-③"]
    assert desk.show(ids[1])["unit"] == "红会"


def test_a_restored_field_may_be_read_anew_and_a_persons_may_not(desk: Desk) -> None:
    ids = desk.drop({"司法局/法援.txt": AID})
    record = ids["司法局/法援.txt"]
    with desk.open() as workspace:
        tag(workspace, [record], Tag(kind="table"))
        told = workspace.archive.catalogue.record(record)
        assert told is not None
        assert told.description.origins["kind"] == "person"
        undo_last(workspace)
        restored = workspace.archive.catalogue.record(record)
        assert restored is not None
        assert restored.description.origins.get("kind") != "person"


def test_any_entry_can_be_taken_back_while_it_stands_c08(desk: Desk) -> None:
    ids = desk.drop({"司法局/法援.txt": AID})
    record = ids["司法局/法援.txt"]
    desk.do("tag", record, "--requirement", "Ⅲ-30-1-②")
    seq = desk.show(record)["history"][-1]["seq"]
    desk.do("tag", record, "--requirement", "Ⅲ-12-1")
    desk.do("accept", record)
    desk.do("undo", seq)
    left = desk.show(record)
    assert left["requirements"] == ["Ⅲ-12-1"]
    assert left["state"] == "accepted"
    assert desk.run("-C", desk.root, "undo", seq).code == 2
    assert desk.run("-C", desk.root, "undo", "1").code == 2
    assert desk.run("-C", desk.root, "undo", "99999").code == 2


def untagging(workspace: Workspace, record: str) -> None:
    untag(workspace, [record], None)


def returning(workspace: Workspace, record: str) -> None:
    return_records(workspace, [record], "图片模糊", "2026-04-01")


def accepting(workspace: Workspace, record: str) -> None:
    accept(workspace, [record])


def retagging(workspace: Workspace, record: str) -> None:
    tag(workspace, [record], Tag("Ⅲ-30-1-②", "report", "民政局", "2026-01-05", "说明", "第2页"))


def waiving(workspace: Workspace, _record: str) -> None:
    waive(workspace, "Ⅲ-30-1-②", "司法局", "没有", None)


@pytest.mark.parametrize("act", [untagging, returning, accepting, retagging, waiving])
def test_every_decision_can_be_undone_and_redone_c08(desk: Desk, act: Any) -> None:
    ids = desk.drop({"司法局/法援.txt": AID})
    record = ids["司法局/法援.txt"]
    desk.do("tag", record, "--requirement", "Ⅲ-30-1-②", "--pointer", "第1页")
    with desk.open() as workspace:
        catalogue = workspace.archive.catalogue
        before = (catalogue.record(record), catalogue.waivers())
        act(workspace, record)
        done = (catalogue.record(record), catalogue.waivers())
        assert done != before
        undo_last(workspace)
        assert (catalogue.record(record), catalogue.waivers()) == before
        undo_last(workspace)
        redone = (catalogue.record(record), catalogue.waivers())
        assert [claims_of(redone[0]), redone[1]] == [claims_of(done[0]), done[1]]


def claims_of(record: Any) -> Any:
    return (record.state, record.claims, record.unit, record.description.dates)


def test_nothing_to_undo_is_said(desk: Desk) -> None:
    desk.drop({"司法局/法援.txt": AID})
    answer = desk.run("-C", desk.root, "undo")
    assert answer.code == 2
    assert "没有可撤销的决定" in answer.err


class Killed(BaseException):
    """The program is killed here."""


def test_a_kill_loses_at_most_the_current_decision_c08(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {f"司法局/法律援助机构与经费{n}.txt": f"{AID}{n}" for n in range(5)}
    ids = sorted(desk.drop(files).values())
    steps = iter(range(100))

    def stop(name: str) -> None:
        if name in STEPS and next(steps) == 2:
            raise Killed

    with desk.open() as workspace:
        monkeypatch.setattr(workspace.archive, "step", stop)
        with pytest.raises(Killed):
            accept_above(workspace, 0.5)
    states = [desk.show(record)["state"] for record in ids]
    assert states == ["placed"] * 3 + ["unplaced"] * 2
    desk.do("suggest", "--accept-above", "0.5")
    assert {desk.show(record)["state"] for record in ids} == {"placed"}


def test_later_is_not_done_c08(desk: Desk) -> None:
    ids = desk.drop({"司法局/法援.txt": AID})
    desk.do("suggest")
    assert desk.show(ids["司法局/法援.txt"])["state"] == "unplaced"
    assert [row["id"] for row in desk.do("suggest")["records"]] == list(ids.values())


def test_a_persons_claim_outlives_rules_and_new_revisions(desk: Desk) -> None:
    path = "司法局/Ⅲ-30-1-② 法援.txt"
    ids = desk.drop({path: AID})
    record = ids[path]
    desk.do("tag", record, "--requirement", "Ⅲ-30-1-②", "--kind", "report", "--pointer", "第1页")
    desk.do("tag", record, "--kind", "report", "--date", "2026-01-03")
    before = desk.show(record)
    desk.drop({path: AID + "修改稿。"})
    after = desk.show(record)
    assert after["revision"] == 2
    assert (after["claims"], after["kind"]) == (before["claims"], before["kind"])
    assert after["dates"]["issued"] == "2026-01-03"


def test_a_rules_claim_a_person_withdrew_does_not_come_back(desk: Desk) -> None:
    path = "司法局/Ⅲ-30-1-② 法援.txt"
    ids = desk.drop({path: AID})
    record = ids[path]
    assert desk.show(record)["requirements"] == ["Ⅲ-30-1-②"]
    desk.do("untag", record)
    desk.drop({path: AID + "修改稿。"})
    after = desk.show(record)
    assert (after["revision"], after["requirements"]) == (2, [])
    shown = desk.do("suggest", record, "--limit", 9)["records"][0]["suggestions"]
    assert "Ⅲ-30-1-②" not in [item["requirement"] for item in shown]
    desk.do("undo")
    assert desk.show(record)["requirements"] == ["Ⅲ-30-1-②"]


def test_a_remark_needs_a_claim(desk: Desk) -> None:
    ids = desk.drop({"司法局/法援.txt": AID})
    record = ids["司法局/法援.txt"]
    with desk.open() as workspace:
        with pytest.raises(UsageError):
            tag(workspace, [record], Tag(pointer="第1页"))
        tag(workspace, [record], Tag("Ⅲ-30-1-②"))
        after = tag(workspace, [record], Tag(pointer="第1页"))
    assert [claim.pointer for claim in after[0].claims] == ["第1页"]


def test_taking_back_what_was_changed_since_is_refused(desk: Desk) -> None:
    ids = desk.drop({"司法局/法援.txt": AID})
    record = ids["司法局/法援.txt"]
    with desk.open() as workspace:
        tag(workspace, [record], Tag(unit="民政局"))
        seq = workspace.archive.ledger.position()
        tag(workspace, [record], Tag(unit="红会"))
        with pytest.raises(UsageError):
            undo_entry(workspace, seq)
