"""Errors and findings as sentences with advice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from dossier.errors import DossierError, SchemaError
from dossier.i18n import _, render
from dossier.model.findings import Finding
from dossier.rules.finding_table import advice, sentence
from dossier.rules.reading_explanations import explanation
from dossier.words.codes import word

if TYPE_CHECKING:
    from dossier.cli.context import Context
    from dossier.workflow.workspace import Workspace


def error_lines(error: DossierError) -> list[str]:
    """What happened, each problem of a file, and what to do next."""
    lines = [_("error: {text}").format(text=render(error.message, error.parameters))]
    if isinstance(error, SchemaError):
        lines += [finding_line(item) for item in error.problems if isinstance(item, Finding)]
    if error.hint:
        lines.append(_("advice: {text}").format(text=render(error.hint, error.parameters)))
    return lines


def error_document(error: DossierError) -> dict[str, Any]:
    """The error for scripts."""
    problems = error.problems if isinstance(error, SchemaError) else ()
    return {
        "error": type(error).__name__,
        "exit_code": int(error.exit_code),
        "message": render(error.message, error.parameters),
        "hint": render(error.hint, error.parameters) if error.hint else "",
        "problems": [finding_document(item) for item in problems if isinstance(item, Finding)],
    }


def finding_line(finding: Finding) -> str:
    """Code, place, sentence and advice on one line."""
    place = f"{finding.subject}: " if finding.subject else ""
    return f"  {finding.code} {place}{sentence(finding)} → {advice(finding)}"


def tell_unread(context: Context, workspace: Workspace) -> None:
    """Say what to do where contents were assessed without their text; nothing where none was."""
    from dossier.workflow.assess import unread

    if count := unread(workspace):
        said = _("The texts of {count} files are gone: what stands in them was not checked.")
        advice = _("dossier rebuild reads them again")
        context.output.message(f"{said.format(count=count)} {advice}")


def ground_lines(findings: Iterable[Finding]) -> list[str]:
    """What each code that occurs rests on and how it is found: clause, profile line or check."""
    known = sorted({item.code for item in findings})
    grounds = ((code, explanation(code)) for code in known)
    return [f"  {code}  {word(item.basis)}: {_(item.how)}" for code, item in grounds]


def finding_document(finding: Finding) -> dict[str, Any]:
    """A finding for scripts (contract §2)."""
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "subject": finding.subject,
        "parameters": dict(finding.parameters),
        "message": sentence(finding),
    }
