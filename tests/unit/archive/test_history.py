from __future__ import annotations

import pytest

from dossier.model.events import (
    Claimed,
    ClaimWithdrawn,
    Described,
    DuplicateReceived,
    Entry,
    Event,
    FieldsSet,
    Seen,
    StateChanged,
    Waived,
)
from dossier.model.records import Claim, Dates, Description, Record, RecordState, Source
from dossier.rules.history import concerns, effective_claims, evolve, with_claim
from tests.tools.custody import AT, accessioned, fixity

ID = "2026-000001"


def after(*events: Event) -> Record:
    record: Record | None = None
    for seq, event in enumerate(events, 1):
        record = evolve(record, Entry(seq, AT, "rule:test", event))
    assert record is not None
    return record


def read(kind: str | None = "report", revision: int = 1, received: str | None = None) -> Described:
    dates = Dates(issued="2025-01-02", received=received)
    origins = {"kind": "name", "title": "text"}
    description = Description(title="标题", kind=kind, dates=dates, origins=origins)
    return Described(ID, revision, description, "reader 1")


def test_an_accession_makes_an_unplaced_record_received_on_its_day() -> None:
    record = after(accessioned())
    assert (record.state, record.unit, record.revision) == (RecordState.UNPLACED, "城管局", 1)
    assert record.received == AT
    assert record.description.dates.received == "2026-03-01"


def test_events_before_the_accession_are_passed_over() -> None:
    assert evolve(None, Entry(1, AT, "rule:test", read())) is None


def test_a_description_never_changes_the_day_of_reception() -> None:
    record = after(accessioned(), read(received="1999-01-01"))
    assert record.description.dates == Dates(issued="2025-01-02", received="2026-03-01")


def test_fields_a_person_set_outlive_readers_and_revisions() -> None:
    told = FieldsSet(ID, {"title": "人工", "dates.issued": None, "unit": "教育局"})
    record = after(accessioned(), told, read(), accessioned(content=b"2", revision=2), read())
    assert record.description.title == "人工"
    assert record.description.dates.issued is None
    assert record.unit == "教育局"
    assert record.description.origins["title"] == "person"


def test_a_later_person_overrules_an_earlier_one() -> None:
    record = after(accessioned(), FieldsSet(ID, {"title": "a"}), FieldsSet(ID, {"title": "b"}))
    assert record.description.title == "b"


def test_the_day_of_reception_and_unknown_fields_cannot_be_set() -> None:
    record = after(accessioned(), FieldsSet(ID, {"dates.received": "1999-01-01", "size": "1"}))
    assert record == after(accessioned())


def test_a_description_of_an_older_revision_is_passed_over() -> None:
    record = after(accessioned(), accessioned(content=b"2", revision=2), read(revision=1))
    assert record.description.title is None


def test_new_bytes_forget_what_was_read_from_the_old_ones() -> None:
    record = after(accessioned(), read(), accessioned(content=b"2", revision=2))
    assert (record.description.title, record.description.kind) == (None, None)
    assert record.fixity == fixity(b"2")


@pytest.mark.parametrize(
    ("claimed", "expected"), [(True, RecordState.PLACED), (False, RecordState.UNPLACED)]
)
def test_the_replacement_of_a_returned_record_is_judged_again(
    claimed: bool, expected: RecordState
) -> None:
    claims = [Claimed(ID, Claim("Ⅲ-1-1"))] if claimed else []
    returned = StateChanged(ID, RecordState.RETURNED, "模糊", "2026-04-01")
    record = after(accessioned(), *claims, returned, accessioned(content=b"2", revision=2))
    assert (record.id, record.state, record.note, record.due) == (ID, expected, "", None)
    assert len(record.claims) == len(claims)


def test_new_bytes_do_not_bring_a_withdrawn_record_back() -> None:
    withdrawn = StateChanged(ID, RecordState.WITHDRAWN, "误交")
    record = after(accessioned(), withdrawn, accessioned(content=b"2", revision=2))
    assert (record.state, record.note) == (RecordState.WITHDRAWN, "误交")


def test_claims_place_a_record_and_their_withdrawal_unplaces_it() -> None:
    one, two = Claimed(ID, Claim("Ⅲ-1-1")), Claimed(ID, Claim("Ⅲ-1-2"))
    record = after(accessioned(), one, two, ClaimWithdrawn(ID, "Ⅲ-1-1"))
    assert (record.state, record.requirements) == (RecordState.PLACED, ("Ⅲ-1-2",))  # D06
    record = after(accessioned(), one, ClaimWithdrawn(ID, "Ⅲ-1-1"))
    assert (record.state, record.claims) == (RecordState.UNPLACED, ())


def test_an_accepted_record_stays_accepted_through_claims() -> None:
    accepted = StateChanged(ID, RecordState.ACCEPTED)
    record = after(accessioned(), accepted, Claimed(ID, Claim("r")), ClaimWithdrawn(ID, "r"))
    assert record.state is RecordState.ACCEPTED


RULE = Claim("r", "photo", reason="文件夹")
PERSON = Claim("r", "photo", by="person", reason="人工")


@pytest.mark.parametrize(
    ("before", "new", "expected"),
    [
        ((RULE,), Claim("r", "photo", reason="b"), (Claim("r", "photo", reason="b"),)),
        ((PERSON,), RULE, (PERSON,)),
        ((RULE,), PERSON, (PERSON,)),
        ((RULE,), Claim("r", "table"), (RULE, Claim("r", "table"))),
        ((RULE,), Claim("s", "photo"), (RULE, Claim("s", "photo"))),
        ((Claim("r"),), RULE, (RULE,)),
        ((Claim("r"),), PERSON, (Claim("r"), PERSON)),
        ((Claim("r", by="person"),), RULE, (Claim("r", by="person"), RULE)),
        ((RULE,), Claim("r"), (RULE,)),
        ((PERSON,), Claim("r"), (PERSON,)),
        ((Claim("r"), RULE), Claim("r", "photo", reason="b"), (Claim("r", "photo", reason="b"),)),
    ],
)
def test_which_claim_replaces_which(
    before: tuple[Claim, ...], new: Claim, expected: tuple[Claim, ...]
) -> None:
    assert with_claim(before, new) == expected


def test_the_kind_a_person_gives_fills_claims_without_one() -> None:
    claims = [Claimed(ID, Claim("r")), Claimed(ID, Claim("s", "photo"))]
    record = after(accessioned(), *claims, FieldsSet(ID, {"kind": "table"}))
    assert [claim.kind for claim in record.claims] == ["table", "photo"]
    assert record.description.kind == "table"


def test_one_slot_is_counted_once_however_often_it_is_claimed() -> None:
    person = Claimed(ID, Claim("r", by="person"))
    record = after(accessioned(), read("photo"), person, Claimed(ID, Claim("r", "photo")))
    assert effective_claims(record) == [("r", "photo", "城管局")]
    assert effective_claims(after(accessioned(), person)) == [("r", "", "城管局")]


def test_a_decision_keeps_its_reason_and_date() -> None:
    record = after(accessioned(), StateChanged(ID, RecordState.RETURNED, "过期", "2026-04-01"))
    assert (record.note, record.due) == ("过期", "2026-04-01")


def test_which_record_an_event_concerns() -> None:
    receipt = DuplicateReceived(ID, fixity(b"one"), Source("/inbox", "a"), Seen(3, 1))
    assert concerns(receipt) == ID
    assert concerns(Waived("r", "u", "无")) is None
    assert after(accessioned(), receipt) == after(accessioned())
