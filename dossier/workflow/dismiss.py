"""Dismiss a finding with a reason, or take the dismissal back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dossier.errors import UsageError
from dossier.i18n import N_
from dossier.model.events import DismissalWithdrawn, FindingDismissed
from dossier.rules.dismissals import contents, dismissable, key_of
from dossier.rules.finding_table import TABLE
from dossier.workflow.triage import find_records, moment
from dossier.workflow.workspace import Workspace


def dismiss(
    workspace: Workspace, code: str, subject: str, *, other: str = "", reason: str
) -> FindingDismissed:
    """A person looked at the finding on a record (or a pair of records) and it stands for nothing.

    It holds while the contents stay the same. Raises UsageError for an unknown code, for one that
    cannot be dismissed, for unknown records and for an empty reason.
    """
    return dismiss_all(workspace, [(code, subject, other)], reason=reason)[0]


def dismiss_all(
    workspace: Workspace, findings: Iterable[tuple[str, str, str]], *, reason: str
) -> list[FindingDismissed]:
    """The same for many findings (code, record, other record or empty): all of them or none."""
    if not reason.strip():
        raise UsageError(N_("a dismissal needs a reason"), N_("give --reason TEXT"))
    events: list[FindingDismissed] = []
    for finding in findings:
        code, one, two = _named(workspace, *finding)
        found = _contents(workspace, one, two)
        events.append(FindingDismissed(code, one, two, found, reason.strip()))
    _write(workspace, events)
    return events


def withdraw_dismissal(
    workspace: Workspace, code: str, subject: str, *, other: str = ""
) -> DismissalWithdrawn:
    """The dismissal no longer holds; raises UsageError when there is none."""
    named, one, two = _named(workspace, code, subject, other)
    known = {
        (item.code, item.subject, item.other) for item in workspace.archive.catalogue.dismissals()
    }
    if (named, one, two) not in known:
        raise UsageError(
            N_("{code} was not dismissed for {subject}"),
            N_("see what was dismissed with: dossier dismiss --list"),
            code=named,
            subject=" ".join(filter(None, (one, two))),
        )
    event = DismissalWithdrawn(named, one, two)
    _write(workspace, [event])
    return event


def dismissals(workspace: Workspace) -> list[FindingDismissed]:
    """The dismissals in force."""
    return workspace.archive.catalogue.dismissals()


def _named(workspace: Workspace, code: str, subject: str, other: str) -> tuple[str, str, str]:
    code = code.strip().upper()
    if code not in TABLE:
        raise UsageError(
            N_("there is no finding code {code}"),
            N_("see the codes with: dossier check --explain all"),
            code=code,
        )
    if not dismissable(code):
        raise UsageError(
            N_("{code} cannot be dismissed"),
            N_("deliver what is lacking, accept or return the record, or waive the requirement"),
            code=code,
        )
    find_records(workspace, [name for name in (subject, other) if name])
    return key_of(code, subject, other)


def _contents(workspace: Workspace, one: str, two: str) -> tuple[str, ...]:
    records = {record.id: record for record in find_records(workspace, [one, *filter(None, [two])])}
    return contents((one, two), lambda name: records[name].fixity.digest)


def _write(workspace: Workspace, events: Sequence[FindingDismissed | DismissalWithdrawn]) -> None:
    with workspace.archive.writing() as writer:
        writer.record(events, at=moment(workspace), by=workspace.actor)
