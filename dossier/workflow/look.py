"""Look at an inbox and sort what is there: known, ignored, refused unseen, waiting, ready."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dossier.archive.catalogue import SourceState
from dossier.intake.walk import Kind, Observed, walk
from dossier.intake.wholeness import Ends, Whole, look_at_ends
from dossier.model.events import DocumentIgnored, DocumentRefused, Event, Seen
from dossier.model.records import Source
from dossier.rules.appraisal import Decision, refuse_unseen, revisit, told_already
from dossier.rules.ignore import (
    DEFAULT_RULES,
    OWN_RULES,
    IgnoreRule,
    custom_rules,
    ignored_by,
)
from dossier.rules.stability import StabilityTracker, Standing, Wait, standing_once
from dossier.workflow.known import Known
from dossier.workflow.workspace import Workspace

Pause = Callable[[float], None]
"""Waits so many seconds; given by the face."""

LookAtEnds = Callable[[Path], Ends]
"""Reads a document's two ends."""

KEPT_OUTCOMES = ("archived", "duplicate", "container")
"""Outcomes of documents whose content is in custody."""

_GRACE = 0.05
_HELD = {Whole.UNFINISHED: Wait.UNFINISHED, Whole.UNREADABLE: Wait.UNREADABLE}


@dataclass(frozen=True, slots=True)
class Target:
    """An inbox root and the file or folder below it to look at (empty: all of it)."""

    root: Path
    subtree: str = ""


@dataclass(frozen=True, slots=True)
class Ready:
    """A document to be offered: where it is and how it looked."""

    source: Source
    path: Path
    seen: Seen


@dataclass(slots=True)
class Sorted:
    """One look, sorted. ``events`` are ignored and refused documents to be recorded, ``kept`` are
    unchanged documents already in custody, ``met`` the paths that are ready or wait.
    """

    ready: list[Ready] = field(default_factory=list)
    waiting: dict[str, Standing] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    kept: list[Ready] = field(default_factory=list)
    unchanged: int = 0
    met: set[str] = field(default_factory=set)


def ignore_rules(workspace: Workspace) -> tuple[IgnoreRule, ...]:
    """The built-in rules and the archive's own."""
    return (*DEFAULT_RULES, *custom_rules(workspace.settings.intake.ignore))


class Eye:
    """Looks at one inbox again and again.

    With a tracker (a watcher) stability is judged over several looks, without one by the
    document's own time of change. ``afresh`` forgets earlier decisions, to show what rules do.
    """

    def __init__(
        self,
        workspace: Workspace,
        root: Path,
        tracker: StabilityTracker | None = None,
        ends: LookAtEnds = look_at_ends,
        *,
        afresh: bool = False,
    ) -> None:
        self._workspace = workspace
        self._root = root
        self._tracker = tracker
        self._ends = ends
        self._rules = ignore_rules(workspace)
        self._inbox = workspace.settings.inbox_name(root)
        self._known = None if afresh else Known(workspace.archive, self._inbox)
        self._moves = workspace.settings.intake.after_accession == "move"

    def look(self, subtree: str = "") -> Sorted:
        """Sort everything at or below a path; raises RootUnavailable."""
        known = self._known.below(subtree) if self._known else {}
        result = Sorted()
        for item in walk(self._root, subtree, self._prunes):
            before = known.get(item.path)
            if before is not None and _settled(before, item):
                self._unchanged(result, before, item)
            else:
                self._sort(result, before, item)
        return result

    def _prunes(self, folder: str) -> bool:
        return ignored_by(folder + "/", self._rules) is not None

    def _unchanged(self, result: Sorted, before: SourceState, item: Observed) -> None:
        result.unchanged += 1
        if self._moves and before.outcome in KEPT_OUTCOMES:
            result.kept.append(self._ready(item))

    def _sort(self, result: Sorted, before: SourceState | None, item: Observed) -> None:
        seen = Seen(item.size, item.mtime_ns)
        source = Source(self._inbox, item.path)
        rule = ignored_by(item.path + "/" * (item.kind is Kind.FOLDER), self._rules)
        if rule is not None and rule.name in OWN_RULES:
            return
        if rule is not None:
            _note_ignored(result, before, DocumentIgnored(source, seen, rule.name))
        elif (refusal := refuse_unseen(item.kind, item.error)) is not None:
            _note_refused(result, before, source, seen, refusal)
        elif revisit(before, seen) is None:
            self._settle(result, item)
        else:
            result.unchanged += 1

    def _settle(self, result: Sorted, item: Observed) -> None:
        result.met.add(item.path)
        path = self._root / item.path
        standing = self._judge_over_time(item, path) if self._tracker else self._judge(item, path)
        if standing.ready:
            result.ready.append(self._ready(item))
        else:
            result.waiting[item.path] = standing

    def _ready(self, item: Observed) -> Ready:
        source = Source(self._inbox, item.path)
        return Ready(source, self._root / item.path, Seen(item.size, item.mtime_ns))

    def _judge(self, item: Observed, path: Path) -> Standing:
        """When a person says «now», what has been quiet is taken as it is, faults and all."""
        settle = self._workspace.settings.intake.settle_seconds
        now_ns = int(self._workspace.clock().timestamp() * 1e9)
        young = standing_once(item.mtime_ns, now_ns, settle=settle, patience=settle)
        if not young.ready:
            return young
        held = _HELD.get(self._ends(path).state)
        return standing_once(item.mtime_ns, now_ns, held, settle=settle, patience=settle)

    def _judge_over_time(self, item: Observed, path: Path) -> Standing:
        assert self._tracker is not None
        now = self._workspace.clock().timestamp()
        standing = self._tracker.observe(item.path, item.size, item.mtime_ns, now)
        if not standing.ready:
            return standing
        held = _HELD.get(self._ends(path).state)
        return self._tracker.hold(item.path, held, now) if held else standing


def look_settled(workspace: Workspace, target: Target, pause: Pause) -> Sorted:
    """A single look that gives documents which were just dropped the moment they need to settle.

    Raises RootUnavailable.
    """
    eye = Eye(workspace, target.root)
    first = eye.look(target.subtree)
    young = [item for item in first.waiting.values() if item.wait is Wait.SETTLING]
    if not young:
        return first
    needed = max(item.look_at for item in young) - workspace.clock().timestamp()
    pause(min(max(needed, 0.0) + _GRACE, workspace.settings.intake.settle_seconds + _GRACE))
    return eye.look(target.subtree)


def _settled(before: SourceState, item: Observed) -> bool:
    """Whether nothing about a decided document can have changed, whatever the rules say now."""
    seen = before.seen
    same = seen.size == item.size and seen.mtime_ns == item.mtime_ns
    return same and before.outcome in KEPT_OUTCOMES and not item.error


def _note_ignored(result: Sorted, before: SourceState | None, event: DocumentIgnored) -> None:
    if before is not None and before.outcome == "ignored":
        result.unchanged += 1
    else:
        result.events.append(event)


def _note_refused(
    result: Sorted, before: SourceState | None, source: Source, seen: Seen, refusal: Decision
) -> None:
    if told_already(before, seen, refusal):
        result.unchanged += 1
    else:
        result.events.append(DocumentRefused(source, seen, refusal.code or "", refusal.parameters))


def targets(workspace: Workspace, paths: tuple[Path, ...]) -> Iterator[Target]:
    """What to look at: every inbox, or the named files and folders.

    A path inside an inbox keeps that inbox as its root; a folder elsewhere is looked at from the
    folder above it, so that its own name can say the unit.
    """
    if not paths:
        yield from (Target(root) for root in workspace.settings.inboxes)
    for path in paths:
        yield _target(workspace, path.absolute())


def _target(workspace: Workspace, path: Path) -> Target:
    for root in workspace.settings.inboxes:
        if path.is_relative_to(root):
            subtree = path.relative_to(root).as_posix()
            return Target(root, "" if subtree == "." else subtree)
    return Target(path.parent, path.name)


def shown_waiting(workspace: Workspace, root: Path, waits: Mapping[str, Wait]) -> dict[str, str]:
    """Waiting paths with their reasons; with several inboxes a path needs its root to be told."""
    several = len(workspace.settings.inboxes) > 1
    return {str(root / path) if several else path: str(wait) for path, wait in waits.items()}
