"""audit, rebuild, doctor."""

from __future__ import annotations

import argparse

from dossier.cli.context import Context
from dossier.cli.parser import Commands
from dossier.errors import ExitCode
from dossier.i18n import _, render


def register(commands: Commands) -> None:
    """Add the commands to the grammar."""
    audit = commands.add(
        "audit", _("re-read stored content against its digests"), "dossier audit --sample 10"
    )
    audit.add_argument(
        "--sample", type=float, metavar="P", help=_("read only this percentage, chosen by the day")
    )
    audit.add_argument(
        "--resume", action="store_true", help=_("go on where an interrupted audit stopped")
    )
    audit.set_defaults(run=run_audit)
    rebuild = commands.add(
        "rebuild", _("make catalogue and index again"), "dossier rebuild --index"
    )
    rebuild.add_argument("--catalogue", action="store_true", help=_("only the catalogue"))
    rebuild.add_argument("--index", action="store_true", help=_("only the full-text index"))
    rebuild.set_defaults(run=run_rebuild)
    doctor = commands.add("doctor", _("what is installed and what that enables"), "dossier doctor")
    doctor.set_defaults(run=run_doctor)


def run_audit(context: Context, options: argparse.Namespace) -> int:
    """Report missing, corrupt and untracked content; nothing is changed."""
    from dossier.workflow.upkeep import audit_archive

    with context.workspace() as workspace:
        report = audit_archive(
            workspace,
            sample=options.sample / 100 if options.sample is not None else None,
            progress=context.output.progress(_("reading")),
            resume=options.resume,
        )
    lists = {
        "missing": list(report.missing),
        "corrupt": list(report.corrupt),
        "untracked": list(report.untracked),
        "ledger": [render(error.message, error.parameters) for error in report.ledger],
    }
    if context.output.as_json:
        context.output.document(
            {
                "checked": report.checked,
                "bytes": report.bytes,
                **lists,
                "temporary": list(report.temporary),
                "torn": report.torn,
                "verdict": report.verdict,
            }
        )
    else:
        context.output.line(
            _("{checked} contents read, {bytes} bytes").format(
                checked=report.checked, bytes=report.bytes
            )
        )
        for name, text in (
            ("missing", _("missing: {item}")),
            ("corrupt", _("damaged: {item}")),
            ("untracked", _("not in the ledger: {item}")),
            ("ledger", _("ledger: {item}")),
        ):
            for item in lists[name]:
                context.output.line("  " + text.format(item=item))
        context.output.line(_("sound") if report.verdict == "sound" else _("NOT sound"))
    return int(ExitCode.DONE if report.verdict == "sound" else ExitCode.FIXITY)


def run_rebuild(context: Context, options: argparse.Namespace) -> int:
    """Make the projections again from ledger and store."""
    from dossier.workflow.upkeep import rebuild

    both = not options.catalogue and not options.index
    with context.workspace() as workspace:
        done = rebuild(
            workspace,
            catalogue=both or options.catalogue,
            index=both or options.index,
            progress=context.output.progress(_("rebuilding")),
        )
    if context.output.as_json:
        context.output.document({"records": done})
    else:
        context.output.line(_("Rebuilt from {count} records").format(count=done))
    return 0


def run_doctor(context: Context, _options: argparse.Namespace) -> int:
    """Say what this machine can do and what would help."""
    from dossier.settings import archive_near, load_settings
    from dossier.workflow.doctor import examine, examine_archive, examine_reading

    checks = examine(context.start)
    if (root := archive_near(context.start)) is not None:
        settings = load_settings(root)
        checks += [*examine_archive(settings), *examine_reading(settings.reading)]
    if context.output.as_json:
        context.output.document(
            {
                "checks": [
                    {"name": c.name, "ok": c.ok, "value": c.value, "advice": _(c.advice)}
                    for c in checks
                ]
            }
        )
        return 0
    for check in checks:
        mark = context.output.styled("✓", "green") if check.ok else "!"
        context.output.line(f"{mark} {_(check.name)}: {check.value}")
        if not check.ok and check.advice:
            context.output.line("    " + _(check.advice))
    return 0
