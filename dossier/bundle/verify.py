"""Does a bundle hold what it says? Read-only, without its archive, on hostile input.

The order goes from cheap to dear: structure, counts, completeness, digests. Stricter than RFC
8493 in one point: a file beside the payload that the tag manifest does not list is a problem,
since a sealed package has no strangers.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from dossier.bundle.bag import (
    ASSESSMENT,
    DECLARATION,
    INFO,
    MANIFEST,
    PAYLOAD,
    TAG_MANIFEST,
    info_fields,
    is_declaration,
    manifest_lines,
)
from dossier.bundle.progress import Progress, silent, told
from dossier.bundle.trees import (
    DamagedContentError,
    NotABundleError,
    Tree,
    is_dangerous,
    open_tree,
    shown,
)
from dossier.model.bundles import BundleResult, Omission
from dossier.model.findings import Finding, Severity

MAX_LIST_BYTES = 64 * 2**20
"""No list inside a bundle is read into memory beyond this."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a bundle's own lists say: its id, whether it is partial, and its files by ask."""

    bundle_id: str = ""
    partial: bool = False
    omissions: tuple[Omission, ...] = ()
    files: tuple[tuple[str, str, str], ...] = field(default=())
    """(path below the bag, requirement, record), references included."""


def verify_bundle(path: Path, progress: Progress = silent) -> BundleResult:
    """The folder or ZIP at ``path``, checked whole; every fault is a problem in the result.

    Something that is no bundle at all has the problem E807 or E812.
    """
    try:
        with open_tree(path) as tree:
            return verify_tree(tree, str(path), progress)
    except NotABundleError as error:
        return _result(str(path), Contents(), {}, [error.finding])


def verify_tree(tree: Tree, path: str, progress: Progress = silent) -> BundleResult:
    """The same for a tree that is open already."""
    check = _Check(tree)
    return check.run(path, progress)


def read_contents(tree: Tree) -> Contents:
    """What the lists say, as far as they can be read; nothing is checked."""
    known = _document(read_list(tree, ASSESSMENT))
    info = info_fields(read_list(tree, INFO))
    said = info.get("external-identifier", [""])[0]
    return Contents(
        bundle_id=said or shown(known.bundle_id),
        partial=info.get("partial", ["false"])[0] == "true" or known.partial,
        omissions=tuple(Omission(shown(row.code), shown(row.reason)) for row in known.omissions),
        files=tuple(
            (shown(row.path), shown(row.requirement), shown(row.record)) for row in known.files
        ),
    )


def read_manifest(tree: Tree) -> dict[str, str]:
    """Payload path to digest as the manifest has it; unreadable lines are left out."""
    lines = manifest_lines(read_list(tree, MANIFEST))
    return {line.path: line.hex for line in lines if line.hex is not None}


class _SaidOmission(msgspec.Struct):
    code: str = ""
    reason: str = ""


class _SaidFile(msgspec.Struct):
    path: str = ""
    requirement: str = ""
    record: str = ""


class _Said(msgspec.Struct):
    """Only what is needed is taken in, so that a long list costs little memory."""

    bundle_id: str = ""
    partial: bool = False
    omissions: list[_SaidOmission] = []
    files: list[_SaidFile] = []


class _Document(msgspec.Struct):
    bundle: _Said = msgspec.field(default_factory=_Said)


_decode = msgspec.json.Decoder(_Document).decode


class _Check:
    """One run over one tree; findings are collected in the order of the checks."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._problems = list(tree.problems)
        self._actual: dict[str, str] = {}

    def run(self, path: str, progress: Progress) -> BundleResult:
        self._index_names()
        if self._has_structure():
            self._compare_counts()
            listed = dict(self._listed(MANIFEST))
            tags = dict(self._listed(TAG_MANIFEST))
            self._find_strangers({**listed, **tags})
            self._compare_digests({**tags, **listed}, progress)
        return _result(path, read_contents(self._tree), self._tree.sizes, self._problems)

    def _add(self, code: str, path: str, **more: str | int) -> None:
        self._problems.append(Finding(code, shown(path), {"path": shown(path), **more}))

    def _index_names(self) -> None:
        """Names are compared in NFC; two that differ only in form are refused (Z06)."""
        for path in sorted(self._tree.sizes):
            if self._actual.setdefault(_nfc(path), path) != path:
                self._add("E808", path)

    def _has_structure(self) -> bool:
        if not is_declaration(read_list(self._tree, DECLARATION)):
            self._problems.append(_not_a_bundle(DECLARATION))
        elif MANIFEST not in self._tree.sizes:
            self._problems.append(_not_a_bundle(MANIFEST))
        else:
            return True
        return False

    def _compare_counts(self) -> None:
        said = info_fields(read_list(self._tree, INFO)).get("payload-oxum", [])
        sizes = [size for path, size in self._tree.sizes.items() if path.startswith(PAYLOAD)]
        found = f"{sum(sizes)}.{len(sizes)}"
        if said and said[0] != found:
            detail = f"{said[0][:40]} ≠ {found}"
            self._problems.append(Finding("E811", INFO, {"detail": detail}))

    def _listed(self, manifest: str) -> Iterator[tuple[str, str]]:
        """Actual path and expected digest of each line that can be followed."""
        if manifest not in self._tree.sizes:
            self._add("E803", manifest)
            return
        seen: set[str] = set()
        for line in manifest_lines(read_list(self._tree, manifest)):
            name = _nfc(line.path)
            if line.hex is None:
                self._problems.append(_not_a_bundle(f"{manifest}, {line.number}"))
            elif is_dangerous(line.path) or (
                line.path.startswith(PAYLOAD) != (manifest == MANIFEST)
            ):
                self._add("E806", line.path)
            elif name in seen:
                self._add("E808", line.path)
            elif name not in self._actual:
                self._add("E803", line.path)
            else:
                yield self._actual[name], line.hex
            seen.add(name)

    def _find_strangers(self, listed: Mapping[str, str]) -> None:
        known = {*self._actual.values()} - listed.keys() - {TAG_MANIFEST}
        for path in sorted(known):
            self._add("E804", path)

    def _compare_digests(self, expected: Mapping[str, str], progress: Progress) -> None:
        total = sum(self._tree.sizes[path] for path in expected)
        done = 0
        for path in sorted(expected):
            chunks = told(self._tree.chunks(path), progress, "verify", done, total)
            try:
                same = _digest(chunks) == expected[path]
            except DamagedContentError as error:
                self._problems.append(error.finding)
            else:
                if not same:
                    self._add("E805", path)
            done += self._tree.sizes[path]


def _digest(chunks: Iterable[bytes]) -> str:
    hasher = hashlib.sha256()
    for chunk in chunks:
        hasher.update(chunk)
    return hasher.hexdigest()


def _result(
    path: str, contents: Contents, sizes: Mapping[str, int], problems: list[Finding]
) -> BundleResult:
    payload = [size for name, size in sizes.items() if name.startswith(PAYLOAD)]
    return BundleResult(
        path=path,
        bundle_id=contents.bundle_id,
        requirements=len({code for _path, code, record in contents.files if record}),
        records=len({record for _path, _requirement, record in contents.files if record}),
        files=len(payload),
        bytes=sum(payload),
        partial=contents.partial,
        omissions=contents.omissions,
        verified=not any(item.severity is Severity.ERROR for item in problems),
        problems=tuple(problems),
    )


def read_list(tree: Tree, path: str) -> bytes:
    """A list's bytes; empty where it is missing, damaged or beyond all measure."""
    if tree.sizes.get(path, MAX_LIST_BYTES + 1) > MAX_LIST_BYTES:
        return b""
    try:
        return b"".join(tree.chunks(path))
    except DamagedContentError:
        return b""


def _document(data: bytes) -> _Said:
    """The part of ``assessment.json`` that speaks of the bundle; empty where it cannot be read."""
    try:
        return _decode(data).bundle
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return _Said()


def _nfc(path: str) -> str:
    return unicodedata.normalize("NFC", path)


def _not_a_bundle(detail: str) -> Finding:
    return Finding("E807", detail, {"detail": detail})
