"""Evidence rows: claims seen together with the state of their records."""

from __future__ import annotations

from typing import NamedTuple

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
