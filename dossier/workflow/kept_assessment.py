"""What the assessment knows, kept in ``derived/`` so that the next command need not gather it.

The file carries the ledger position it has seen and a digest of everything it was judged under:
edition, profile, settings, and the rules themselves. One that does not fit is made again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import BinaryIO, TypeVar

from dossier.archive.derived import open_derived, write_derived_parts
from dossier.codec.packed import FrameReader, frame
from dossier.codec.plain_json import dumps
from dossier.model.settings import Settings
from dossier.rules.assessing import Assessor, Terms
from dossier.rules.kept import KeptAssessor, KeptJudgement, KeptRecord, Printed

FILE = "assessment.msgpack"
_JUDGES = ("dossier.rules", "dossier.model")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stand:
    """Which knowledge a file holds: judged under ``basis``, as of an entry of the ledger."""

    basis: str
    position: int
    chain: str


_STAND: FrameReader[Stand] = FrameReader(Stand)
_JUDGEMENT: FrameReader[KeptJudgement] = FrameReader(KeptJudgement)
_RECORDS: FrameReader[list[KeptRecord]] = FrameReader(list[KeptRecord])
_PRINTED: FrameReader[list[Printed]] = FrameReader(list[Printed])


def load(
    derived: Path, terms: Terms, wanted: Callable[[Stand], bool]
) -> tuple[Stand, Assessor] | None:
    """The assessor that was kept, None where there is none that is wanted and whole."""
    stream = open_derived(derived / FILE)
    if stream is None:
        return None
    with stream, suppress(ValueError, OSError, LookupError):
        stand, kept = read_parts(stream)
        if wanted(stand):
            return stand, Assessor.restored(terms, kept)
    return None


def read_parts(stream: BinaryIO) -> tuple[Stand, KeptAssessor]:
    """What :func:`parts_of` made; its portions are read as they are gone through. Raises
    ValueError there and here for anything else.
    """
    return _STAND.read(stream), KeptAssessor(
        _JUDGEMENT.read(stream),
        _portions(_RECORDS, stream),
        _portions(_PRINTED, stream),
        _portions(_PRINTED, stream),
    )


def _portions(reader: FrameReader[list[T]], stream: BinaryIO) -> Iterator[list[T]]:
    """Portions up to an empty one."""
    while portion := reader.read(stream):
        yield portion


def save(derived: Path, stand: Stand, kept: KeptAssessor) -> None:
    """Keep it beside an archive on disk; names of files that are no text cannot be kept, and
    nothing is then.
    """
    if not derived.parent.is_dir():
        return
    with suppress(UnicodeEncodeError):
        write_derived_parts(derived / FILE, parts_of(stand, kept))


def parts_of(stand: Stand, kept: KeptAssessor) -> Iterator[bytes]:
    """The file, part by part."""
    yield frame(stand)
    yield frame(kept.judgement)
    for portions in (kept.records, kept.texts, kept.pictures):
        yield from map(frame, portions)
        yield frame([])


def basis_of(terms: Terms, settings: Settings, *stamps: str) -> str:
    """The digest of all that decides besides the records; ``stamps`` are those of what is found
    out about contents.
    """
    said = (terms.roster, terms.duty, terms.stages, settings.place, terms.same)
    parts = (dumps(terms.edition), dumps(terms.profile), dumps(said), *map(str.encode, stamps))
    found = hashlib.sha256()
    for part in (*parts, *_rules()):
        found.update(hashlib.sha256(part).digest())
    return found.hexdigest()


def _rules() -> Iterator[bytes]:
    """The text of everything that judges, so that no changed rule meets an old judgement."""
    for package in _JUDGES:
        modules = sorted(files(package).iterdir(), key=lambda item: item.name)
        yield from (item.read_bytes() for item in modules if item.name.endswith(".py"))
