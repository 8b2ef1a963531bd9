"""Crosswalks in files: read what a person settled, write the difference for them."""

from __future__ import annotations

from pathlib import Path

from dossier.codec.crosswalks import Settled, parse_crosswalk, settled_rows
from dossier.errors import UsageError
from dossier.handbook.refusals import problem, refused
from dossier.handbook.xlsx_tables import read_xlsx
from dossier.i18n import N_
from dossier.model.crosswalks import Crosswalk
from dossier.model.editions import Edition
from dossier.report.edition_difference import difference_xlsx


def load_crosswalk(path: Path | None, old: Edition, new: Edition) -> Settled:
    """The links a person settled; none without a file. Raises SchemaError with every problem, and
    UsageError where the file cannot be read.
    """
    if path is None:
        return {}
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _cannot(path, error) from error
    if not content.startswith(b"PK"):
        return parse_crosswalk(content, path.name, old, new)
    rows = [row.texts for grid in read_xlsx(content, path.name).grids for row in grid.rows[1:]]
    pairs = [(row[0], row[1]) for row in rows if len(row) > 1]
    settled, unknown = settled_rows(pairs, old, new)
    if unknown:
        raise refused(path.name, [problem("E506", path.name, code=text) for text in unknown])
    return settled


def write_difference(path: Path, walk: Crosswalk, old: Edition, new: Edition) -> None:
    """The difference as a workbook, written aside and renamed."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(difference_xlsx(walk, old, new))
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise _cannot(path, error) from error


def _cannot(path: Path, error: OSError) -> UsageError:
    return UsageError(
        N_("{path} cannot be used: {detail}"),
        N_("check the name and the rights on the file and its folder"),
        path=str(path),
        detail=error.strerror or type(error).__name__,
    )
