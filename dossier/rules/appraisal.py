"""What to do with a settled document, given what is already known.

Two questions keep reading cheap: :func:`revisit` needs no content, :func:`appraise` the digest.

- An empty document is taken in with finding E101: it must not vanish, and its sender must hear of
  it. It is never a duplicate: emptiness is not shared content.
- The path of a record stays that record's path: other bytes there are its next revision, also when
  they are an earlier revision's bytes. A path that only ever held a duplicate owns no record.
- The same bytes in a record elsewhere are a duplicate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from dossier.model.events import Seen
from dossier.model.findings import Finding
from dossier.model.fixity import Fixity

PROGRAM_FORMATS = frozenset(
    {"exe", "pe", "dos", "dll", "elf", "macho", "mach-o", "msi", "lnk", "class", "dex"}
)
"""Formats by content that are programs; other names for the same are harmless here."""


PASSING = frozenset({"E108", "E115", "E116"})
"""Refusals whose reason may be gone tomorrow: rights, a missing program, an error of ours."""


class Outcome(StrEnum):
    """What becomes of a document."""

    ACCEPT = "accept"
    REVISION = "revision"
    DUPLICATE = "duplicate"
    REFUSE = "refuse"
    UNCHANGED = "unchanged"


class KnownSource(Protocol):
    """What was decided on a source before."""

    @property
    def seen(self) -> Seen:
        """How it looked then."""

    @property
    def outcome(self) -> str:
        """``archived``, ``duplicate``, ``refused``, ``ignored`` or ``container``."""

    @property
    def record(self) -> str | None:
        """The record it is, or duplicates."""

    @property
    def code(self) -> str | None:
        """The finding code of a refusal."""


@dataclass(frozen=True, slots=True)
class Decision:
    """An outcome with its reason (a short stable word), the record concerned, and for a refusal the
    finding code and parameters.
    """

    outcome: Outcome
    reason: str
    record: str | None = None
    code: str | None = None
    parameters: Mapping[str, str | int | float] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


_OWNERS = ("archived", "container")
"""Outcomes whose path owns its record; a mail is a container and a record."""


def revisit(known: KnownSource | None, seen: Seen) -> Decision | None:
    """Unchanged when the source looks as it did when it was decided on, else None.

    A waiting source has no decision and is always looked at again, and so is one refused for a
    reason that passes without a trace in size and time, and one that a rule passed over which may
    be gone from the settings.
    """
    if known is None or known.seen != seen:
        return None
    if known.code in PASSING or known.outcome == "ignored":
        return None
    return Decision(Outcome.UNCHANGED, "same-size-and-time", known.record)


def refuse_unseen(kind: str, error: str) -> Decision | None:
    """The refusal of what has no content to read: E109 for a link or special file, E108 for an
    error; None for a plain file.
    """
    if error:
        return Decision(Outcome.REFUSE, "unreadable", code="E108", parameters={"detail": error})
    if kind in ("link", "special"):
        return Decision(Outcome.REFUSE, f"{kind}-is-no-document", code="E109")
    return None


def told_already(known: KnownSource | None, seen: Seen, decision: Decision) -> bool:
    """Whether this refusal of this state of the source was recorded before."""
    return (
        known is not None
        and decision.outcome is Outcome.REFUSE
        and (known.seen, known.code) == (seen, decision.code)
    )


def appraise(
    known: KnownSource | None,
    fixity: Fixity,
    *,
    current_digest: str | None = None,
    holders: Sequence[str] = (),
    content_format: str = "",
) -> Decision:
    """Decide on measured content.

    ``current_digest`` is that of ``known.record`` now; ``holders`` are the records whose content
    has this digest, oldest first; ``content_format`` is the format by signature.
    """
    if content_format in PROGRAM_FORMATS:
        return Decision(
            Outcome.REFUSE, "program", code="E102", parameters={"format": content_format}
        )
    if known is not None and known.record is not None and current_digest == fixity.digest:
        return Decision(Outcome.UNCHANGED, "same-content", known.record)
    findings = (Finding("E101"),) if fixity.size == 0 else ()
    if known is not None and known.record is not None and known.outcome in _OWNERS:
        return Decision(Outcome.REVISION, "new-content-at-path", known.record, findings=findings)
    if holders and fixity.size:
        return Decision(Outcome.DUPLICATE, "same-content-elsewhere", holders[0])
    return Decision(Outcome.ACCEPT, "new-content", findings=findings)
