"""Look at an inbox and sort what is there: known, ignored, refused unseen, waiting, ready."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dossier.intake.walk import Observed, walk
from dossier.intake.wholeness import Whole, look_at_ends
from dossier.model.events import DocumentIgnored, DocumentRefused, Event, Seen
from dossier.model.records import Source
from dossier.rules.appraisal import Decision, refuse_unseen, revisit, told_already
from dossier.rules.ignore import DEFAULT_RULES, IgnoreRule, custom_rules, ignored_by
from dossier.rules.stability import StabilityTracker, Standing, Wait, standing_once
from dossier.workflow.workspace import Workspace

Pause = Callable[[float], None]
"""Waits so many seconds; given by the face."""

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
    """One look, sorted. ``events`` are ignored and refused documents to be recorded."""

    ready: list[Ready] = field(default_factory=list)
    waiting: dict[str, Standing] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    unchanged: int = 0
    seen_paths: set[str] = field(default_factory=set)


def ignore_rules(workspace: Workspace) -> tuple[IgnoreRule, ...]:
    """The built-in rules and the archive's own."""
    return (*DEFAULT_RULES, *custom_rules(workspace.settings.intake.ignore))


def look(workspace: Workspace, target: Target, tracker: StabilityTracker | None) -> Sorted:
    """Sort everything below the target.

    With a tracker (a watcher) stability is judged over several looks, without one by the
    document's own time of change. Raises RootUnavailable.
    """
    rules = ignore_rules(workspace)
    known = workspace.archive.catalogue.sources(str(target.root))
    result = Sorted()
    for item in walk(target.root, target.subtree, lambda folder: bool(ignored_by(folder, rules))):
        result.seen_paths.add(item.path)
        before = known.get(item.path)
        seen = Seen(item.size, item.mtime_ns)
        source = Source(str(target.root), item.path)
        rule = ignored_by(item.path, rules)
        if rule is not None:
            _note_ignored(result, before is not None, DocumentIgnored(source, seen, rule.name))
        elif (refusal := refuse_unseen(item.kind, item.error)) is not None:
            told = told_already(before, seen, refusal)
            _note_refused(result, told, source, seen, refusal)
        elif revisit(before, seen) is not None:
            result.unchanged += 1
        else:
            _settle(workspace, tracker, result, item, source)
    return result


def look_settled(workspace: Workspace, target: Target, pause: Pause) -> Sorted:
    """A single look that gives documents which were just dropped the moment they need to settle."""
    first = look(workspace, target, None)
    young = [item for item in first.waiting.values() if item.wait is Wait.SETTLING]
    if not young:
        return first
    needed = max(item.look_at for item in young) - workspace.clock().timestamp()
    pause(min(max(needed, 0.0) + _GRACE, workspace.settings.intake.settle_seconds + _GRACE))
    return look(workspace, target, None)


def _note_ignored(result: Sorted, known: bool, event: DocumentIgnored) -> None:
    if known:
        result.unchanged += 1
    else:
        result.events.append(event)


def _note_refused(
    result: Sorted, told: bool, source: Source, seen: Seen, refusal: Decision
) -> None:
    if told:
        result.unchanged += 1
    else:
        result.events.append(DocumentRefused(source, seen, refusal.code or "", refusal.parameters))


def _settle(
    workspace: Workspace,
    tracker: StabilityTracker | None,
    result: Sorted,
    item: Observed,
    source: Source,
) -> None:
    path = Path(source.inbox) / item.path
    if tracker is None:
        standing = _judge_once(workspace, item, path)
    else:
        standing = _judge_over_time(workspace, tracker, item, path)
    if standing.ready:
        result.ready.append(Ready(source, path, Seen(item.size, item.mtime_ns)))
    else:
        result.waiting[item.path] = standing


def _judge_once(workspace: Workspace, item: Observed, path: Path) -> Standing:
    """When a person says «now», what has been quiet is taken as it is, its faults as findings."""
    settings = workspace.settings.intake
    return standing_once(
        item.mtime_ns,
        int(workspace.clock().timestamp() * 1e9),
        _HELD.get(look_at_ends(path).state),
        settle=settings.settle_seconds,
        patience=settings.settle_seconds,
    )


def _judge_over_time(
    workspace: Workspace, tracker: StabilityTracker, item: Observed, path: Path
) -> Standing:
    now = workspace.clock().timestamp()
    standing = tracker.observe(item.path, item.size, item.mtime_ns, now)
    if not standing.ready:
        return standing
    held = _HELD.get(look_at_ends(path).state)
    return tracker.hold(item.path, held, now) if held else standing


def targets(workspace: Workspace, paths: tuple[Path, ...]) -> Iterator[Target]:
    """What to look at: every inbox, or the named files and folders.

    A path inside an inbox keeps that inbox as its root; a folder elsewhere is looked at from the
    folder above it, so that its own name can say the unit.
    """
    if not paths:
        yield from (Target(root) for root in workspace.settings.inboxes)
    for path in paths:
        absolute = path.absolute()
        for root in workspace.settings.inboxes:
            if absolute.is_relative_to(root):
                subtree = absolute.relative_to(root).as_posix()
                yield Target(root, "" if subtree == "." else subtree)
                break
        else:
            yield Target(absolute.parent, absolute.name)
