"""Evidence rows: claims seen together with the state of their records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from dossier.model.findings import Finding, Severity
from dossier.model.records import COUNTING_STATES, RecordState

_COUNTING = frozenset(str(state) for state in COUNTING_STATES)


class Evidence(NamedTuple):
    """One claim and what decides whether it counts.

    ``kind`` is the claim's own, else the record's, and empty where nobody said; ``unit`` likewise;
    ``state`` is a RecordState value. One row per record, requirement and kind.
    """

    record: str
    requirement: str
    kind: str
    unit: str
    state: str
    usable: bool | None
    format: str

    @property
    def counts(self) -> bool:
        """Whether the record is in a state that counts at all."""
        return self.state in _COUNTING

    @property
    def judged(self) -> bool | None:
        """Usable, not usable, or nobody could tell; a person's acceptance settles the last."""
        if self.usable is None and self.state == RecordState.ACCEPTED:
            return True
        return self.usable


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A claim as the assessment weighs it: the row, and what the rules say of its record there.

    ``findings`` are what was found against it, dismissed ones left out; ``subject`` is what it
    shows where subjects must differ; ``days`` are its dates as ``MM-DD`` and ``words`` is all it is
    called by, where named days must be covered; ``terms`` are words of the edition in its text.
    ``inside`` is set where a document stands for the pictures in it: what each of them shows.
    """

    row: Evidence
    findings: tuple[Finding, ...] = ()
    subject: str = ""
    days: tuple[str, ...] = ()
    words: str = ""
    terms: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()

    @property
    def pieces(self) -> int:
        """How many pieces of material it is: one, or the pictures inside."""
        return len(self.inside) or 1

    @property
    def judged(self) -> bool | None:
        """The row's judgement; a blocking finding makes it unusable whatever the text is like."""
        if any(item.severity is Severity.ERROR for item in self.findings):
            return False
        return self.row.judged
