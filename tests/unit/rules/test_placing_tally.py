"""What people keep refusing and what never matches (C09)."""

from __future__ import annotations

from collections.abc import Iterable

from dossier.model.events import (
    Claimed,
    ClaimWithdrawn,
    DocumentIgnored,
    Entry,
    Event,
    Seen,
    SuggestionRefused,
)
from dossier.model.records import Claim, Source
from dossier.rules.proposal_tally import tally


def ledger(events: Iterable[tuple[str, Event]]) -> list[Entry]:
    return [Entry(seq, "", by, event) for seq, (by, event) in enumerate(events, 1)]


def claimed(record: str, reason: str, by: str = "rule") -> Claimed:
    return Claimed(record, Claim("Ⅲ-1", None, None, by, reason))


def test_withdrawn_claims_of_a_rule_are_refusals_c09() -> None:
    events: list[tuple[str, Event]] = []
    for number in range(6):
        events.append(("rule:describe", claimed(f"r{number}", "folder: 材料")))
        if number:
            events.append(("person:王", ClaimWithdrawn(f"r{number}", "Ⅲ-1")))
    report = tally(ledger(events))
    folder = next(item for item in report.tallies if item.basis == "folder")
    assert (folder.made, folder.refused, folder.refused_often) == (6, 5, True)


def test_a_persons_own_claim_withdrawn_accuses_nobody() -> None:
    events: list[tuple[str, Event]] = [
        ("person:王", claimed("r1", "wording: 0.9 …", "person")),
        ("person:王", ClaimWithdrawn("r1", "Ⅲ-1")),
    ]
    wording = next(item for item in tally(ledger(events)).tallies if item.basis == "wording")
    assert (wording.made, wording.refused, wording.refused_often) == (1, 0, False)


def test_a_refusal_taken_back_does_not_count() -> None:
    refused = SuggestionRefused("r1", "Ⅲ-1", "learned")
    again = SuggestionRefused("r1", "Ⅲ-1", "learned", again=True)
    report = tally(ledger([("person:王", refused), ("person:王", again)]))
    assert all(item.refused == 0 for item in report.tallies)


def test_rules_that_never_match_are_named_c09() -> None:
    source = Source("/in", "a.tmp")
    events: list[tuple[str, Event]] = [
        ("rule:describe", claimed("r1", "name: Ⅲ-1")),
        ("rule:intake", DocumentIgnored(source, Seen(1, 1), "*.tmp")),
    ]
    report = tally(ledger(events), ("*.tmp", "草稿/"))
    assert report.never == ("folder", "number", "草稿/")
