"""Findings a person looked at and dismissed: they stay away while the contents stay the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from dossier.model.events import FindingDismissed
from dossier.model.findings import Finding
from dossier.rules.noting import other_of, record_of

LASTING = ("E301", "E302", "E303", "E304", "E305", "U301")
"""Findings of coverage: what is lacking cannot be dismissed, only delivered, accepted or waived."""

Key = tuple[str, str, str]


def dismissable(code: str) -> bool:
    """Whether a finding of this code is about a record that a person can judge."""
    return code[1] in "234" and code not in LASTING


def key_of(code: str, one: str, other: str) -> Key:
    """A finding about two records is the same whichever of them is named first."""
    return (code, max(one, other), min(one, other)) if other else (code, one, "")


class Dismissals:
    """The dismissals in force. ``records`` are the records they speak of."""

    def __init__(self, dismissals: Sequence[FindingDismissed]) -> None:
        self._by_key = {key_of(item.code, item.subject, item.other): item for item in dismissals}
        self.records = {name for item in dismissals for name in (item.subject, item.other) if name}

    @property
    def all(self) -> Iterable[FindingDismissed]:
        """Every one of them."""
        return self._by_key.values()

    def changed_from(self, before: Dismissals) -> set[str]:
        """Records of dismissals that are new, gone or different."""
        keys = self._by_key.keys() | before._by_key.keys()
        changed = {key for key in keys if self._by_key.get(key) != before._by_key.get(key)}
        return {name for key in changed for name in key[1:] if name}

    def hiding(self, finding: Finding, digest: Callable[[str], str]) -> Key | None:
        """The dismissal that keeps a finding away, because it is still about the same contents."""
        if not self._by_key:
            return None
        one, other = record_of(finding), other_of(finding)
        key = key_of(finding.code, one, other)
        found = self._by_key.get(key)
        if found is None or tuple(found.contents) != contents((one, other), digest):
            return None
        return key


def contents(names: Iterable[str], digest: Callable[[str], str]) -> tuple[str, ...]:
    """The digests a finding is about, sorted."""
    return tuple(sorted(found for name in names if name and (found := digest(name))))
