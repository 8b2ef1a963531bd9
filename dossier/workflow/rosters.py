"""The roster of units, from YAML or from a workbook."""

from __future__ import annotations

from pathlib import Path

from dossier.errors import UsageError
from dossier.handbook.rosters import read_roster
from dossier.i18n import N_
from dossier.model.editions import Unit
from dossier.shipped import load_units


def load_roster(path: str | Path) -> tuple[Unit, ...]:
    """The units of a roster file. Raises UsageError where it cannot be read, SchemaError where it
    does not hold.
    """
    path = Path(path)
    if path.suffix.lower() not in (".xlsx", ".xls", ".xlsm"):
        return load_units(path)
    try:
        return read_roster(path.read_bytes(), path.name)
    except OSError as error:
        raise UsageError(
            N_("{path} cannot be read: {detail}"),
            N_("check the name and the rights on the file"),
            path=str(path),
            detail=error.strerror or type(error).__name__,
        ) from error
