from __future__ import annotations

from dataclasses import dataclass

import pytest

from dossier.model.events import Seen
from dossier.model.fixity import Fixity
from dossier.rules.appraisal import Outcome, appraise, refuse_unseen, revisit, told_already

OLD, NEW = Fixity("sha256:" + "a" * 64, 3), Fixity("sha256:" + "b" * 64, 4)
EMPTY = Fixity("sha256:" + "e" * 64, 0)
SEEN = Seen(3, 1)


@dataclass(frozen=True)
class Known:
    outcome: str = "archived"
    record: str | None = "2026-000001"
    code: str | None = None
    seen: Seen = SEEN


def test_w16_same_size_and_time_needs_no_reading() -> None:
    decision = revisit(Known(), SEEN)
    assert decision is not None
    assert (decision.outcome, decision.record) == (Outcome.UNCHANGED, "2026-000001")
    assert revisit(Known(), Seen(4, 1)) is None
    assert revisit(None, SEEN) is None


def test_w08_what_could_not_be_opened_is_tried_again_but_told_once() -> None:
    known = Known("refused", None, "E108")
    assert revisit(known, SEEN) is None
    again = refuse_unseen("file", "Permission denied")
    assert again is not None
    assert told_already(known, SEEN, again)
    assert not told_already(known, Seen(9, 9), again)
    assert revisit(Known("refused", None, "E102"), SEEN) is not None


@pytest.mark.parametrize(
    ("kind", "error", "code"),
    [("link", "", "E109"), ("special", "", "E109"), ("folder", "Permission denied", "E108")],
)
def test_refused_without_content(kind: str, error: str, code: str) -> None:
    decision = refuse_unseen(kind, error)
    assert decision is not None
    assert (decision.outcome, decision.code) == (Outcome.REFUSE, code)
    assert refuse_unseen("file", "") is None


def test_new_content_is_accepted_and_unknown_formats_too() -> None:
    assert appraise(None, NEW, content_format="unknown").outcome is Outcome.ACCEPT


def test_d01_same_bytes_elsewhere_are_a_duplicate_of_the_oldest_record() -> None:
    decision = appraise(None, OLD, holders=("2026-000001", "2026-000009"))
    assert (decision.outcome, decision.record) == (Outcome.DUPLICATE, "2026-000001")


def test_d05_new_bytes_at_a_known_path_are_a_revision() -> None:
    decision = appraise(Known(), NEW, current_digest=OLD.digest)
    assert (decision.outcome, decision.record) == (Outcome.REVISION, "2026-000001")


def test_touched_without_change_is_unchanged() -> None:
    decision = appraise(Known(), OLD, current_digest=OLD.digest, holders=("2026-000001",))
    assert decision.outcome is Outcome.UNCHANGED


def test_going_back_to_earlier_bytes_is_a_revision_again() -> None:
    decision = appraise(Known(), OLD, current_digest=NEW.digest, holders=("2026-000001",))
    assert decision.outcome is Outcome.REVISION


def test_path_of_a_duplicate_never_revises_the_record_it_duplicated() -> None:
    decision = appraise(Known("duplicate"), NEW, current_digest=OLD.digest)
    assert (decision.outcome, decision.record) == (Outcome.ACCEPT, None)


def test_e101_empty_is_accepted_with_its_finding_and_never_a_duplicate() -> None:
    decision = appraise(None, EMPTY, holders=("2026-000001",))
    assert decision.outcome is Outcome.ACCEPT
    assert [finding.code for finding in decision.findings] == ["E101"]


def test_e102_a_program_is_refused_also_at_a_known_path() -> None:
    decision = appraise(Known(), NEW, current_digest=OLD.digest, content_format="exe")
    assert (decision.outcome, decision.code) == (Outcome.REFUSE, "E102")
    assert decision.parameters == {"format": "exe"}
