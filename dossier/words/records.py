"""What a record says of itself, in words."""

from __future__ import annotations

from collections.abc import Iterator

from dossier.i18n import _
from dossier.model.records import Claim, Record
from dossier.words.codes import basis_word


def dates_said(record: Record) -> str:
    """Every date known of a record, each with what it is the date of."""
    dates = record.description.dates
    named = (
        (_("issued"), dates.issued),
        (_("event"), dates.event),
        (_("taken"), dates.taken),
        (_("covers"), dates.covered),
        (_("received"), dates.received or record.received[:10]),
    )
    return "  ".join(f"{name} {value}" for name, value in named if value)


def claim_basis(claim: Claim) -> str:
    """Who says that a record serves an ask, and what that rests on."""
    return "  ".join(_basis_parts(claim))


def reason_said(reason: str) -> str:
    """A claim's reason as it is kept, ``basis: words``, with the basis in words."""
    basis, colon, rest = reason.partition(": ")
    return f"{basis_word(basis)}: {rest}" if colon else reason


def _basis_parts(claim: Claim) -> Iterator[str]:
    if claim.by == "person":
        yield _("a person said so")
    if claim.reason:
        yield reason_said(claim.reason)
