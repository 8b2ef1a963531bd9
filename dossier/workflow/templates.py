"""The team's own Word templates: read, looked at, refused in the plan where they are no good."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from dossier.model.findings import Finding
from dossier.report.templates import template_problems
from dossier.workflow.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Template:
    """A sound template, or why there is none; neither where the profile names none."""

    data: bytes | None = None
    problems: tuple[Finding, ...] = ()


def template_of(
    bench: Workbench, name: str, fields: Collection[str], row_fields: Collection[str] = ()
) -> Template:
    """The template a profile names, relative to the archive; it may say these fields only."""
    if not name:
        return Template()
    try:
        data = bench.workspace.settings.resolve(name).read_bytes()
    except OSError as error:
        detail = error.strerror or type(error).__name__
        return Template(problems=(Finding("E818", name, {"path": name, "detail": detail}),))
    problems = template_problems(data, name, fields, row_fields)
    return Template(problems=problems) if problems else Template(data)
