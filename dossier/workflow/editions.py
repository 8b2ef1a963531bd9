"""Take an edition in from a handbook: read, check, and only then write its files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dossier.codec.edition_yaml import roster_yaml
from dossier.errors import UsageError
from dossier.handbook.reading import Imported, import_handbook
from dossier.i18n import N_
from dossier.report.doubt_list import doubts_csv


@dataclass(frozen=True, slots=True)
class Written:
    """What an import made: the edition, its doubts, and the files it wrote."""

    imported: Imported
    edition: Path
    roster: Path
    doubts: Path


def import_edition(
    source: Path, folder: Path, *, edition_id: str | None, year: int, replace: bool = False
) -> Written:
    """Read a handbook and write ``ID.yaml``, ``ID-units.yaml`` and ``ID-doubts.csv``.

    ``year`` stands in where the handbook names none. Raises SchemaError where it cannot be taken
    in, UsageError where a file of that name with other content exists; nothing is written then.
    """
    name = edition_id or plain_id(source.stem)
    try:
        content = source.read_bytes()
    except OSError as error:
        raise _cannot(source, error) from error
    imported = import_handbook(content, source.name, edition_id=name, year=year)
    written = Written(
        imported,
        folder / f"{name}.yaml",
        folder / f"{name}-units.yaml",
        folder / f"{name}-doubts.csv",
    )
    _write(
        {
            written.edition: imported.text.encode(),
            written.roster: _roster(imported),
            written.doubts: doubts_csv(imported.doubts),
        },
        replace=replace,
    )
    return written


def plain_id(stem: str) -> str:
    """An id made of a file name; ``imported`` where nothing of it can stand in one."""
    text = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:40].strip("-")
    return text or "imported"


def _roster(imported: Imported) -> bytes:
    remark = f"{imported.edition.title}：手册中出现的单位；类别、别名、联系人请补全。"
    return roster_yaml(imported.edition.units, (remark,)).encode()


def _write(files: Mapping[Path, bytes], *, replace: bool) -> None:
    """All files or none: everything is checked and written aside before the first is renamed."""
    for path, content in files.items():
        if path.exists() and not replace and path.read_bytes() != content:
            raise UsageError(
                N_("{path} exists and has other content"),
                N_("choose another --to or --id, or add --replace"),
                path=str(path),
            )
    aside = {path: path.with_name(path.name + ".part") for path in files}
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            aside[path].write_bytes(content)
        for path, part in aside.items():
            part.replace(path)
    except OSError as error:
        for part in aside.values():
            part.unlink(missing_ok=True)
        raise _cannot(next(iter(files)).parent, error) from error


def _cannot(path: Path, error: OSError) -> UsageError:
    return UsageError(
        N_("{path} cannot be used: {detail}"),
        N_("check the name and the rights on the file and its folder"),
        path=str(path),
        detail=error.strerror or type(error).__name__,
    )
