"""Does a bundle hold what it says? Read-only, without its archive, on hostile input.

The order goes from cheap to dear: structure, counts, completeness, digests. Manifests are read
line by line, twice, so that of each file only its name and size are held. Stricter than RFC
8493 in one point: a file beside the payload that the tag manifest does not list is a problem,
since a sealed package has no strangers.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from dossier.bundle.ahead import LARGE, Parts, batches, hands, in_order
from dossier.bundle.bag import (
    DECLARATION,
    INFO,
    MANIFEST,
    PAYLOAD,
    TAG_MANIFEST,
    ManifestLine,
    info_fields,
    is_declaration,
    manifest_lines,
)
from dossier.bundle.contents import Summary, read_list, read_summary
from dossier.bundle.faults import (
    DamagedContentError,
    NotABundleError,
    is_dangerous,
    not_a_bundle,
    shown,
)
from dossier.bundle.progress import Progress, silent, told
from dossier.bundle.trees import Tree, open_tree
from dossier.model.bundles import BundleResult
from dossier.model.findings import Finding, Severity

MAX_PROBLEMS = 10_000
"""Beyond so many problems no more are written down."""

_Expected = tuple[str, str]
"""An actual path and the digest it should have."""


def verify_bundle(path: Path, progress: Progress = silent) -> BundleResult:
    """The folder or ZIP at ``path``, checked whole; every fault is a problem in the result.

    Something that is no bundle at all has the problem E807 or E812.
    """
    try:
        tree = open_tree(path)
    except NotABundleError as error:
        return _result(str(path), Summary(), (), [error.finding])
    return verify_tree(tree, str(path), progress)


def verify_tree(tree: Tree, path: str, progress: Progress = silent) -> BundleResult:
    """The same for a tree that is open already."""
    problems = _Check(tree).run(progress)
    payload = [size for name, size in tree.sizes.items() if name.startswith(PAYLOAD)]
    return _result(path, read_summary(tree), payload, problems)


class _Check:
    """One run over one tree; findings are collected in the order of the checks."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._problems = list(tree.problems)
        self._forms: dict[str, str] = {}
        self._unlisted = set(tree.sizes)

    def run(self, progress: Progress) -> list[Finding]:
        self._index_names()
        if self._has_structure():
            self._compare_counts()
            usable = {name: self._usable_lines(name) for name in (TAG_MANIFEST, MANIFEST)}
            self._find_strangers()
            total = sum(self._tree.sizes.values())
            done = 0
            for manifest, faulty in usable.items():
                done = self._compare_digests(
                    self._expected(manifest, faulty), progress, done, total
                )
        return self._problems

    def _add(self, code: str, path: str) -> None:
        self._note(Finding(code, shown(path), {"path": shown(path)}))

    def _note(self, finding: Finding) -> None:
        if len(self._problems) < MAX_PROBLEMS:
            self._problems.append(finding)

    def _index_names(self) -> None:
        """Names are compared in NFC; two that differ only in form are refused (Z06)."""
        for path in sorted(path for path in self._tree.sizes if _nfc(path) != path):
            name = _nfc(path)
            if name in self._tree.sizes or self._forms.setdefault(name, path) != path:
                self._add("E808", path)

    def _actual(self, name: str) -> str | None:
        """The path a listed name stands for, however it is spelled."""
        name = _nfc(name)
        return name if name in self._tree.sizes else self._forms.get(name)

    def _has_structure(self) -> bool:
        if not is_declaration(read_list(self._tree, DECLARATION)):
            self._note(not_a_bundle(DECLARATION, DECLARATION))
        elif MANIFEST not in self._tree.sizes:
            self._note(not_a_bundle(MANIFEST, MANIFEST))
        else:
            return True
        return False

    def _compare_counts(self) -> None:
        said = info_fields(read_list(self._tree, INFO)).get("payload-oxum", [])
        sizes = [size for path, size in self._tree.sizes.items() if path.startswith(PAYLOAD)]
        found = f"{sum(sizes)}.{len(sizes)}"
        if said and said[0] != found:
            detail = f"{said[0][:40]} ≠ {found}"
            self._note(Finding("E811", INFO, {"detail": detail}))

    def _usable_lines(self, manifest: str) -> set[int]:
        """Judge each line; the numbers of those that cannot be followed."""
        if manifest not in self._tree.sizes:
            self._add("E803", manifest)
        faulty = set()
        for line in self._lines(manifest):
            if not self._is_usable(manifest, line):
                faulty.add(line.number)
        return faulty

    def _is_usable(self, manifest: str, line: ManifestLine) -> bool:
        actual = self._actual(line.path)
        if line.hex is None:
            where = f"{manifest}, {line.number}"
            self._note(not_a_bundle(where, where))
        elif is_dangerous(line.path) or line.path.startswith(PAYLOAD) != (manifest == MANIFEST):
            self._add("E806", line.path)
        elif actual is None:
            self._add("E803", line.path)
        elif actual not in self._unlisted:
            self._add("E808", line.path)
        else:
            self._unlisted.remove(actual)
            return True
        return False

    def _lines(self, manifest: str) -> Iterator[ManifestLine]:
        """The manifest as far as it can be read; what is wrong with its bytes is found later."""
        if manifest in self._tree.sizes:
            try:
                yield from manifest_lines(self._tree.parts(manifest))
            except DamagedContentError as error:
                if error.finding not in self._problems:
                    self._note(error.finding)

    def _find_strangers(self) -> None:
        for path in sorted(self._unlisted - {TAG_MANIFEST}):
            self._add("E804", path)

    def _expected(self, manifest: str, faulty: set[int]) -> Iterator[_Expected]:
        for line in self._lines(manifest):
            actual = self._actual(line.path)
            if line.number not in faulty and actual and line.hex:
                yield actual, line.hex

    def _compare_digests(
        self, expected: Iterable[_Expected], progress: Progress, done: int, total: int
    ) -> int:
        """Several files are hashed at a time, large ones alone."""
        sizes = self._tree.sizes
        with hands() as pool:
            groups = batches(expected, lambda item: sizes[item[0]])
            for batch, found in in_order(pool, self._digests, groups):
                for (path, said), known in zip(batch, found, strict=True):
                    parts = told(self._tree.parts(path), progress, "verify", done, total)
                    self._judge(path, said, known or _digest(parts))
                    done += sizes[path]
                    progress("verify", done, total)
        return done

    def _digests(self, batch: Sequence[_Expected]) -> list[str | Finding | None]:
        """What each small file's digest is; None for a large one, which goes its own way."""
        sizes = self._tree.sizes
        return [
            _digest(self._tree.parts(path)) if sizes[path] <= LARGE else None
            for path, _said in batch
        ]

    def _judge(self, path: str, said: str, digest: str | Finding) -> None:
        if isinstance(digest, Finding):
            self._note(digest)
        elif digest != said:
            self._add("E805", path)


def _digest(parts: Parts) -> str | Finding:
    """The digest of a file, or why it cannot be read."""
    hasher = hashlib.sha256()
    try:
        for part in parts:
            hasher.update(part)
    except DamagedContentError as error:
        return error.finding
    return hasher.hexdigest()


def _result(
    path: str, said: Summary, payload: Sequence[int], problems: list[Finding]
) -> BundleResult:
    return BundleResult(
        path=path,
        bundle_id=said.bundle_id,
        requirements=said.requirements,
        records=said.records,
        files=len(payload),
        bytes=sum(payload),
        partial=said.partial,
        omissions=said.omissions,
        verified=not any(item.severity is Severity.ERROR for item in problems),
        problems=tuple(problems),
    )


def _nfc(path: str) -> str:
    return unicodedata.normalize("NFC", path)
