"""Evidence rows: claims seen together with the state of their records."""

from __future__ import annotations

from dataclasses import dataclass

from dossier.model.records import COUNTING_STATES, RecordState


@dataclass(frozen=True, slots=True)
class Evidence:
    """One claim and what decides whether it counts. ``kind`` is the claim's own, else the
    record's; ``unit`` likewise.
    """

    record: str
    requirement: str
    kind: str | None
    unit: str | None
    state: RecordState
    usable: bool | None
    format: str

    @property
    def counts(self) -> bool:
        """Whether the record is in a state that counts at all."""
        return self.state in COUNTING_STATES

    @property
    def judged(self) -> bool | None:
        """Usable, not usable, or nobody could tell; a person's acceptance settles the last."""
        if self.usable is None and self.state is RecordState.ACCEPTED:
            return True
        return self.usable
