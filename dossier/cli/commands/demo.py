"""demo."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.cli.commands.assessment import summary_lines
from dossier.cli.commands.intake import print_report, six_counts
from dossier.cli.context import Context, now
from dossier.cli.parser import Commands
from dossier.errors import ExitCode
from dossier.i18n import _
from dossier.settings import load_settings, person, template

if TYPE_CHECKING:
    from dossier.model.assessment import Assessment
    from dossier.model.bundles import BundleResult
    from dossier.sample.city import CitySummary
    from dossier.workflow.demo import Steps
    from dossier.workflow.take_in import IntakeReport


def register(commands: Commands) -> None:
    """Add the command to the grammar."""
    demo = commands.add(
        "demo", _("a small invented city, taken in, checked and bundled"), "dossier demo"
    )
    demo.add_argument("folder", nargs="?", type=Path, metavar="DIR", help=_("a new folder"))
    demo.set_defaults(run=run_demo)


def run_demo(context: Context, options: argparse.Namespace) -> int:
    """Build the city, tell what was found, and say what to try next."""
    from dossier.bundle.verify import verify_bundle
    from dossier.workflow.demo import demo_wishes, found, run
    from dossier.workflow.workspace import open_workspace

    root = (options.folder or _free(context.start)).absolute()
    wishes = demo_wishes(root, context.language, now().date())
    text = template(
        edition=wishes.edition,
        profile=wishes.profile,
        units=None,
        inboxes=["inbox"],
        language=wishes.language,
        deadline=wishes.deadline,
        place=wishes.place,
    )
    story = _Story(context, root)
    found(wishes, text, story.steps(), clock=now, actor=person())
    with open_workspace(load_settings(root), clock=now, actor=person()) as workspace:
        result = run(workspace, story.steps())
    verified = verify_bundle(Path(result.path))
    story.end(verified.verified)
    return int(ExitCode.DONE if verified.verified else ExitCode.BUNDLE)


def _free(start: Path) -> Path:
    for number in range(1, 1000):
        folder = start / ("dossier-demo" if number == 1 else f"dossier-demo-{number}")
        if not folder.exists():
            return folder
    return start / "dossier-demo"


class _Story:
    """Tells the steps in plain words, or collects them for one JSON document."""

    def __init__(self, context: Context, root: Path) -> None:
        self._output = context.output
        self._context = context
        self._root = root
        self._document: dict[str, object] = {"path": str(root)}

    def steps(self) -> Steps:
        """The callbacks for the workflow."""
        from dossier.workflow.demo import Steps

        return Steps(
            self._generated,
            self._taken_in,
            self._assessed,
            self._bundled,
            self._output.progress(_("working")),
        )

    def _say(self, text: str, style: str = "") -> None:
        if not self._output.as_json:
            self._output.line(text, style=style)

    def _generated(self, city: CitySummary) -> None:
        self._document |= {"files": city.files, "faults": dict(city.faults)}
        self._say(
            _("1. An invented city: {files} files of {units} units in {folder}").format(
                files=city.files, units=len(city.units), folder=self._root / "inbox"
            ),
            "bold",
        )
        self._say("   " + _("{count} of them are faulty on purpose").format(count=len(city.faults)))

    def _taken_in(self, report: IntakeReport) -> None:
        self._document["intake"] = six_counts(report.counts, len(report.waiting))
        self._say(_("2. Taken in:"), "bold")
        if not self._output.as_json:
            print_report(self._context, report)

    def _assessed(self, assessment: Assessment) -> None:
        self._document |= {
            "verdict": str(assessment.verdict),
            "coverage": assessment.summary.coverage,
        }
        self._say(_("3. Checked against the tutorial edition:"), "bold")
        for line in summary_lines(assessment):
            self._say("   " + line)
        codes = Counter(finding.code for finding in assessment.findings)
        found = ", ".join(f"{code} × {count}" for code, count in sorted(codes.items()))
        self._say("   " + _("findings: {codes}").format(codes=found or "—"))

    def _bundled(self, result: BundleResult) -> None:
        self._document["bundle"] = result.path
        self._say(_("4. Bundled as far as it goes:"), "bold")
        self._say(
            "   "
            + _("{records} records, {files} files, {omissions} omissions: {path}").format(
                records=result.records,
                files=result.files,
                omissions=len(result.omissions),
                path=result.path,
            )
        )

    def end(self, verified: bool) -> None:
        """The verdict on the bundle, and what to try next."""
        self._document["verified"] = verified
        if self._output.as_json:
            self._output.document(self._document)
            return
        self._say(_("5. Read back and verified.") if verified else _("NOT verified"), "bold")
        self._say("")
        self._say(_("Try next:"), "bold")
        for command, what in (
            ("tui", _("the terminal interface")),
            ("check", _("what is missing, and who owes it")),
            ("list --state unplaced", _("what nobody has placed yet")),
            ("search 志愿服务", _("full text")),
            ("status", _("where we stand")),
        ):
            self._say(f"  dossier -C {self._root} {command:<24} # {what}")
