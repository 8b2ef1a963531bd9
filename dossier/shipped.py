"""Editions and profiles that travel with the program, and files of the same kinds elsewhere."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from dossier.codec.editions import parse_edition
from dossier.codec.profiles import parse_profile
from dossier.codec.shapes import schema_folder
from dossier.codec.units import parse_units
from dossier.codec.yaml_source import read_yaml
from dossier.errors import UsageError
from dossier.i18n import N_
from dossier.model.editions import Edition, Unit
from dossier.model.profiles import Profile

_SUFFIX = ".yaml"


def edition_ids() -> tuple[str, ...]:
    """The ids of the shipped editions, sorted."""
    return _ids("editions")


def profile_ids() -> tuple[str, ...]:
    """The ids of the shipped profiles, sorted."""
    return _ids("profiles")


def largest_edition() -> str:
    """The shipped edition with the most requirements among those that are whole.

    Read off ``schema/index.yml``, so that no edition has to be parsed for it.
    """
    whole = [row for row in _index()["editions"] if row["whole"]]
    return str(max(whole, key=lambda row: int(row["requirements"]))["id"])


def edition_text(id_or_path: str | Path) -> str:
    """The text of a shipped edition, or of an edition file.

    Raises UsageError where there is no such edition or the file cannot be read.
    """
    return _read(_located("editions", id_or_path)).decode("utf-8", "replace")


def load_edition(id_or_path: str | Path) -> Edition:
    """A shipped edition by its id, or an edition file by its path.

    Raises UsageError where there is none, SchemaError where it does not hold.
    """
    path = _located("editions", id_or_path)
    return parse_edition(_read(path), _shown(path, id_or_path), proven=_proven("editions"))


def load_profile(id_or_path: str | Path) -> Profile:
    """A shipped profile by its id, or a profile file by its path; raises as ``load_edition``."""
    path = _located("profiles", id_or_path)
    return parse_profile(_read(path), _shown(path, id_or_path), proven=_proven("profiles"))


def load_units(path: str | Path) -> tuple[Unit, ...]:
    """The units of a roster file; raises as ``load_edition``."""
    return parse_units(_read(Path(path)), str(path))


@cache
def _index() -> dict[str, list[dict[str, Any]]]:
    index: dict[str, list[dict[str, Any]]] = read_yaml(
        (schema_folder() / "index.yml").read_bytes(), "index.yml"
    ).value
    return index


def _proven(kind: str) -> frozenset[str]:
    """Digests of the files that were checked before they were shipped."""
    return frozenset(row["digest"] for row in _index()[kind])


def _ids(kind: str) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in (schema_folder() / kind).glob(f"*{_SUFFIX}")))


def _located(kind: str, id_or_path: str | Path) -> Path:
    """The file of a shipped id; anything else is a path."""
    name = str(id_or_path)
    if name in _ids(kind):
        return schema_folder() / kind / f"{name}{_SUFFIX}"
    path = Path(name)
    if path.is_file():
        return path
    known = ", ".join(_ids(kind))
    if kind == "editions":
        raise UsageError(
            N_("there is no edition called {name}"),
            N_("shipped: {known}; or name a YAML file"),
            name=name,
            known=known,
        )
    raise UsageError(
        N_("there is no profile called {name}"),
        N_("shipped: {known}; or name a YAML file"),
        name=name,
        known=known,
    )


def _shown(path: Path, id_or_path: str | Path) -> str:
    return path.name if str(id_or_path) == path.stem else str(path)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(
            N_("{path} cannot be read: {detail}"),
            N_("check the name and the rights on the file"),
            path=str(path),
            detail=error.strerror or type(error).__name__,
        ) from error
