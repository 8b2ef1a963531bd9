"""Why a file cannot be taken for a handbook or a roster: coded, with place and advice."""

from __future__ import annotations

from collections.abc import Sequence

from dossier.errors import SchemaError
from dossier.i18n import N_
from dossier.model.findings import Finding


def problem(code: str, name: str, /, place: str = "", **parameters: str | float) -> Finding:
    """A finding about a handbook; ``place`` is a row in it."""
    subject = f"{name}:{place}" if place else name
    where: dict[str, str | float] = {"file": name, "line": 1, "column": 1, "key": place or "."}
    return Finding(code, subject, {**where, **parameters})


def refused(name: str, problems: Sequence[Finding]) -> SchemaError:
    """The error that carries them all."""
    return SchemaError(
        N_("{name} cannot be taken in: {count} problem(s)"),
        N_("correct what is named; nothing was written"),
        tuple(problems),
        name=name,
        count=len(problems),
    )


def unreadable(name: str, detail: str) -> SchemaError:
    """The file is damaged, protected, too large or of a kind we do not read."""
    return refused(name, [problem("E520", name, detail=detail)])
