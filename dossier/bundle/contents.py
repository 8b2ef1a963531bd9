"""What a bundle's own lists say of it, as far as they can be read; nothing is checked."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from dossier.bundle.bag import ASSESSMENT, INFO, MANIFEST, info_fields, manifest_lines, text_lines
from dossier.bundle.faults import DamagedContentError, shown
from dossier.bundle.trees import Tree
from dossier.model.bundles import Omission

MAX_LIST_BYTES = 64 * 2**20
"""No list inside a bundle is read into memory beyond this."""
LISTED = "manifest.csv"
_REQUIREMENT, _RECORD = "申报要求", "接收号"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a bundle's own lists say: its id, whether it is partial, and its files by ask."""

    bundle_id: str = ""
    partial: bool = False
    omissions: tuple[Omission, ...] = ()
    files: tuple[tuple[str, str, str], ...] = field(default=())
    """(path below the bag, requirement, record), references included."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The same in numbers, for which the files need not be held."""

    bundle_id: str = ""
    partial: bool = False
    omissions: tuple[Omission, ...] = ()
    requirements: int = 0
    records: int = 0


def read_summary(tree: Tree) -> Summary:
    """The bag's own fields, and how many asks and records its list of files names."""
    info = info_fields(read_list(tree, INFO))
    asks, records = set[str](), set[str]()
    try:
        for requirement, record in _listed(tree):
            asks.add(requirement)
            records.add(record)
    except (DamagedContentError, csv.Error):
        asks, records = set(), set()
    said = (text.partition(" ") for text in info.get("omission", ()))
    return Summary(
        bundle_id=info.get("external-identifier", [""])[0],
        partial=info.get("partial", ["false"])[0] == "true",
        omissions=tuple(Omission(code, reason) for code, _space, reason in said),
        requirements=len(asks),
        records=len(records),
    )


def _listed(tree: Tree) -> Iterator[tuple[str, str]]:
    """Requirement and record of each line, references included."""
    if LISTED not in tree.sizes:
        return
    rows = csv.reader(f"{line}\n" for line in text_lines(tree.parts(LISTED)))
    head = next(rows, [])
    if _REQUIREMENT not in head or _RECORD not in head:
        return
    asked, recorded = head.index(_REQUIREMENT), head.index(_RECORD)
    for row in rows:
        if len(row) == len(head):
            yield row[asked], row[recorded]


def read_contents(tree: Tree) -> Contents:
    """Everything the lists say, with every file."""
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
    lines = manifest_lines([read_list(tree, MANIFEST)])
    return {line.path: line.hex for line in lines if line.hex is not None}


def read_list(tree: Tree, path: str) -> bytes:
    """A list's bytes; empty where it is missing, damaged or beyond all measure."""
    if tree.sizes.get(path, MAX_LIST_BYTES + 1) > MAX_LIST_BYTES:
        return b""
    try:
        return b"".join(map(bytes, tree.parts(path)))
    except DamagedContentError:
        return b""


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


def _document(data: bytes) -> _Said:
    """The part of ``assessment.json`` that speaks of the bundle; empty where it cannot be read."""
    try:
        return _decode(data).bundle
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return _Said()
