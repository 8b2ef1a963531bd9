"""What changed between two bundles, file by file and ask by ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from dossier.bundle.contents import Contents, read_contents, read_manifest
from dossier.bundle.faults import NotABundleError
from dossier.bundle.trees import open_tree
from dossier.errors import BundleError
from dossier.model.bundles import Omission
from dossier.rules.finding_table import TABLE


@dataclass(frozen=True, slots=True)
class AskChange:
    """How many files of one requirement came, went or changed; moved files are not counted."""

    requirement: str
    added: int
    removed: int
    changed: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Bag-relative payload paths; ``moved`` pairs the old and new path of equal content.

    ``closed`` are omissions of the old bundle that the new one no longer has, ``opened`` new ones.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    moved: tuple[tuple[str, str], ...]
    requirements: tuple[AskChange, ...]
    closed: tuple[Omission, ...] = ()
    opened: tuple[Omission, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether both hold the same files under the same paths."""
        return not (self.added or self.removed or self.changed or self.moved)


def diff_bundles(old: Path, new: Path) -> Difference:
    """Compare two bundles by their manifests; contents are not read again.

    Raises BundleError where one of them is no bundle.
    """
    old_files, old_contents = _read(old)
    new_files, new_contents = _read(new)
    gone = {path: digest for path, digest in old_files.items() if path not in new_files}
    come = {path: digest for path, digest in new_files.items() if path not in old_files}
    moved = tuple(_moved(gone, come))
    old_paths, new_paths = {pair[0] for pair in moved}, {pair[1] for pair in moved}
    added = tuple(sorted(come.keys() - new_paths))
    removed = tuple(sorted(gone.keys() - old_paths))
    both = old_files.keys() & new_files.keys()
    changed = tuple(sorted(path for path in both if old_files[path] != new_files[path]))
    before, after = dict.fromkeys(old_contents.omissions), dict.fromkeys(new_contents.omissions)
    return Difference(
        added,
        removed,
        changed,
        moved,
        requirements=_asks((old_contents, new_contents), added, removed, changed),
        closed=tuple(item for item in before if item not in after),
        opened=tuple(item for item in after if item not in before),
    )


def _read(path: Path) -> tuple[dict[str, str], Contents]:
    try:
        tree = open_tree(path)
    except NotABundleError as error:
        rule = TABLE[error.finding.code]
        raise BundleError(rule.message, rule.hint, **error.finding.parameters) from error
    files, contents = read_manifest(tree), read_contents(tree)
    if not files and not contents.bundle_id:
        raise BundleError(TABLE["E807"].message, TABLE["E807"].hint, detail=path)
    return files, contents


def _moved(gone: Mapping[str, str], come: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Pairs of equal content, each path used once, in path order."""
    waiting: dict[str, list[str]] = defaultdict(list)
    for path, digest in sorted(come.items(), reverse=True):
        waiting[digest].append(path)
    for path, digest in sorted(gone.items()):
        if waiting[digest]:
            yield path, waiting[digest].pop()


def _asks(
    contents: tuple[Contents, Contents],
    added: tuple[str, ...],
    removed: tuple[str, ...],
    changed: tuple[str, ...],
) -> tuple[AskChange, ...]:
    """In the new bundle's order of asks, then the old one's."""
    counts = {item[1]: [0, 0, 0] for side in reversed(contents) for item in side.files}
    for column, paths in enumerate((added, removed, changed)):
        listed = frozenset(paths)
        source = contents[0] if column == 1 else contents[1]
        for path, requirement, _record in source.files:
            if path in listed:
                counts[requirement][column] += 1
    return tuple(AskChange(code, *numbers) for code, numbers in counts.items() if any(numbers))
