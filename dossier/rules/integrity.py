"""Integrity: what two records have in common that they should not, and what a text betrays.

Every finding is a lead for a person with its evidence, never an accusation. The index gives
the same findings whatever the order in which records came: a new file costs what it touches.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from dossier.model.facts import Passage, TextFacts
from dossier.model.findings import Finding
from dossier.model.prints import PhotoPrint
from dossier.model.records import Record, RecordState
from dossier.rules.integrity_groups import (
    Grouping,
    Numbered,
    Paged,
    Stated,
    contradicting,
    misnumbered,
    numbered,
    paged,
    same_page,
    stated_values,
)
from dossier.rules.integrity_pairs import Held, same_bytes, same_photo, same_text
from dossier.rules.kept import Face, KeptIntegrity, Printed
from dossier.rules.likeness_index import TextLikeness
from dossier.rules.noting import noted
from dossier.rules.photo_index import Gallery, PhotoIndex

T = TypeVar("T")
_LOOKED_AT = frozenset({RecordState.UNPLACED, RecordState.PLACED, RecordState.ACCEPTED})


@dataclass(frozen=True, slots=True)
class Receipt:
    """The same bytes again, from another unit than the record's."""

    record: str
    unit: str
    source: str


@dataclass(slots=True)
class IntegrityIndex:
    """Findings of integrity by record. ``ours`` are the places that may be named."""

    gallery: Gallery
    same: float
    ours: frozenset[str] = frozenset()
    _held: dict[str, Held] = field(default_factory=dict)
    _by_content: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _betrayed: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    texts: TextLikeness = field(default_factory=TextLikeness)
    photos: PhotoIndex = field(init=False)
    _values: Grouping[Stated] = field(default_factory=Grouping)
    _numbers: Grouping[Numbered] = field(default_factory=Grouping)
    _pages: Grouping[Paged] = field(default_factory=Grouping)
    _receipts: dict[str, tuple[Receipt, ...]] = field(default_factory=dict)
    _dirty: set[str] = field(default_factory=set)
    _pairs: dict[tuple[str, str], tuple[Finding, ...]] = field(default_factory=dict)
    _partners: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _grouped: dict[tuple[str, tuple[str, ...]], tuple[Finding, ...]] = field(default_factory=dict)
    _group_of: defaultdict[str, set[tuple[str, tuple[str, ...]]]] = field(
        default_factory=lambda: defaultdict(set)
    )

    def __post_init__(self) -> None:
        self.photos = PhotoIndex(self.gallery, self.same)

    def kept(self) -> KeptIntegrity:
        """What is known besides records, texts and pictures; call after settling."""
        return KeptIntegrity(
            betrayed=self._betrayed,
            policies=self.texts.policies(),
            alike=self.texts.alike(),
            pictures_alike=self.photos.alike(),
            values=self._values.kept(),
            numbers=self._numbers.kept(),
            pages=self._pages.kept(),
            receipts=[
                (item.record, item.unit, item.source)
                for items in self._receipts.values()
                for item in items
            ],
            pairs=[(one, other, found) for (one, other), found in self._pairs.items()],
            groups=[(name, key, found) for (name, key), found in self._grouped.items()],
        )

    def face(self, name: str) -> Face | None:
        """What is known of a record that is looked at."""
        held = self._held.get(name)
        return held.face if held else None

    def restore_face(self, name: str, content: str, face: Face) -> None:
        """Take back a record; it was compared."""
        self._held[name] = Held.restored(name, content, face)
        self._by_content[content] = (*self._by_content.get(content, ()), name)

    def restore(
        self, kept: KeptIntegrity, texts: Iterable[Printed], pictures: Iterable[Printed]
    ) -> set[str]:
        """Take back what was kept; returns the records of which something is found."""
        self._betrayed.update(kept.betrayed)
        self.texts.restore(texts, kept.policies, kept.alike)
        self.photos.restore(pictures, kept.pictures_alike)
        self._values.restore(kept.values)
        self._numbers.restore(kept.numbers)
        self._pages.restore(kept.pages)
        self.set_receipts(itertools.starmap(Receipt, kept.receipts))
        for one, other, found in kept.pairs:
            self._pairs[one, other] = found
            self._partners[one].add(other)
            self._partners[other].add(one)
        for group, key, found in kept.groups:
            self._grouped[group, key] = found
            for finding in found:
                for name in (finding.subject, str(finding.parameters["other"])):
                    self._group_of[name].add((group, key))
        told = (self._betrayed, self._receipts, self._partners, self._group_of)
        return {name for part in told for name in part}

    def put(self, record: Record, facts: TextFacts | None, photo: PhotoPrint | None) -> None:
        """Take a record in, or what became of it."""
        before = self._held.get(record.id)
        held = Held.of(record, facts, photo) if record.state in _LOOKED_AT else None
        if before and (held is None or held.looks != before.looks):
            self.drop(record.id)
        if held is None:
            return
        content = held.content
        self._held[record.id] = held
        self._by_content[content] = _with(self._by_content.get(content, ()), record.id)
        self._dirty.update(self._by_content[content])
        if facts is not None:
            self._take_text(record, held, facts)
        if photo is not None:
            self.photos.add(content, photo)
        self._numbers.put(record.id, numbered(record))

    def _take_text(self, record: Record, held: Held, facts: TextFacts) -> None:
        if held.quotable:
            self.texts.add_policy(held.content, facts.sketch)
            return
        self.texts.add(held.content, facts.sketch)
        self._values.put(record.id, stated_values(record, facts.values))
        self._pages.put(record.id, paged(record, facts.pages))
        if betrayed := tuple(self._betrayals(record.id, facts)):
            self._betrayed[record.id] = betrayed
        else:
            self._betrayed.pop(record.id, None)

    def drop(self, name: str) -> None:
        """Forget a record."""
        held = self._held.pop(name, None)
        if held is None:
            return
        content = held.content
        self._betrayed.pop(name, None)
        self._dirty.add(name)
        sharing = tuple(other for other in self._by_content[content] if other != name)
        self._dirty.update(sharing)
        alike = [self._held[other] for other in sharing]
        if held.read and not any(item.read and item.quotable is held.quotable for item in alike):
            if held.quotable:
                self.texts.remove_policy(content)
            else:
                self.texts.remove(content)
        self._by_content[content] = sharing
        if held.pictured and not any(item.pictured for item in alike):
            self.photos.remove(content)
        if not sharing:
            del self._by_content[content]
        for grouping in (self._values, self._numbers, self._pages):
            grouping.drop(name)

    def set_receipts(self, receipts: Iterable[Receipt]) -> set[str]:
        """The duplicate receipts; returns the records whose findings change by it."""
        fresh: defaultdict[str, list[Receipt]] = defaultdict(list)
        for item in receipts:
            fresh[item.record].append(item)
        now = {name: tuple(items) for name, items in fresh.items()}
        names = self._receipts.keys() | now.keys()
        changed = {name for name in names if self._receipts.get(name) != now.get(name)}
        self._receipts = now
        return changed

    def settle(self) -> set[str]:
        """Bring pairs and groups up to date; returns the records whose findings may differ."""
        for content in self.texts.changed():
            self._dirty.update(self._by_content.get(content, ()))
        for content in self.photos.changed():
            self._dirty.update(self._by_content.get(content, ()))
        changed = set(self._dirty)
        for name in self._dirty:
            changed |= self._unpair(name)
        for name in sorted(self._dirty):
            changed |= self._pair(name)
        self._dirty.clear()
        changed |= self._regroup("values", self._values, contradicting)
        changed |= self._regroup("numbers", self._numbers, misnumbered)
        changed |= self._regroup("pages", self._pages, same_page)
        return changed

    def _unpair(self, name: str) -> set[str]:
        partners = self._partners.pop(name, set())
        for other in partners:
            self._partners[other].discard(name)
            del self._pairs[min(name, other), max(name, other)]
        return partners

    def _pair(self, name: str) -> set[str]:
        held = self._held.get(name)
        if held is None:
            return set()
        found: set[str] = set()
        for other, findings in self._alike(held):
            key = min(name, other), max(name, other)
            if key not in self._pairs:
                self._pairs[key] = findings
                self._partners[name].add(other)
                self._partners[other].add(name)
                found.add(other)
        return found

    def _alike(self, held: Held) -> Iterator[tuple[str, tuple[Finding, ...]]]:
        content, name = held.content, held.id
        for other in self._by_content[content]:
            if other == name:
                continue
            if findings := tuple(same_bytes(held, self._held[other])):
                yield other, findings
        for twin, likeness in self.photos.like(content).items():
            for other in self._by_content[twin]:
                yield other, (same_photo(held, self._held[other], likeness),)
        if held.quotable:
            return
        for twin, share in self.texts.like(content).items():
            for other in self._by_content[twin]:
                partner = self._held[other]
                if not partner.quotable and (findings := tuple(same_text(held, partner, share))):
                    yield other, findings

    def _regroup(
        self,
        name: str,
        grouping: Grouping[T],
        judge: Callable[[list[tuple[str, T]]], Iterable[Finding]],
    ) -> set[str]:
        changed: set[str] = set()
        for key in sorted(grouping.dirty):
            slot = (name, key)
            for finding in self._grouped.pop(slot, ()):
                changed |= self._ungroup(finding, slot)
            findings = tuple(judge(grouping.members(key)))
            if findings:
                self._grouped[slot] = findings
            for finding in findings:
                for record in (finding.subject, str(finding.parameters["other"])):
                    self._group_of[record].add(slot)
                    changed.add(record)
        grouping.dirty.clear()
        return changed

    def _ungroup(self, finding: Finding, slot: tuple[str, tuple[str, ...]]) -> set[str]:
        records = {finding.subject, str(finding.parameters["other"])}
        for record in records:
            self._group_of[record].discard(slot)
        return records

    def findings(self, name: str) -> list[Finding]:
        """What is found about a record, pairs it is the second of included; call after settling."""
        held = self._held.get(name)
        if held is None:
            return []
        if name not in self._partners and name not in self._group_of:
            return list(self._own(held))
        paired = [
            finding
            for other in sorted(self._partners.get(name, ()))
            for finding in self._pairs[min(name, other), max(name, other)]
        ]
        grouped = [
            finding
            for slot in sorted(self._group_of.get(name, ()))
            for finding in self._grouped.get(slot, ())
            if name in (finding.subject, finding.parameters["other"])
        ]
        twice = {frozenset((f.subject, str(f.parameters["other"]))) for f in paired}
        pages = (
            finding
            for finding in grouped
            if finding.code != "W402"
            or frozenset((finding.subject, str(finding.parameters["other"]))) not in twice
        )
        return [*self._own(held), *paired, *pages]

    def _own(self, held: Held) -> Iterator[Finding]:
        for receipt in self._receipts.get(held.id, ()):
            if receipt.unit and receipt.unit != held.unit:
                yield noted(
                    "W401",
                    held.id,
                    unit=held.unit or "—",
                    other_unit=receipt.unit,
                    source=receipt.source,
                )
        yield from self._betrayed.get(held.id, ())

    def _betrayals(self, name: str, facts: TextFacts) -> Iterator[Finding]:
        for found in facts.remnants:
            yield noted("W421", name, _where(found), words=found.words)
        for found in facts.places if self.ours else ():
            if found.words not in self.ours:
                yield noted("W422", name, _where(found), place=found.words)


def _with(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return names if name in names else (*names, name)


def _where(found: Passage) -> dict[str, str | int | float]:
    return {"passage": found.context, "page": found.page if found.page is not None else "—"}
