"""check."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dossier.cli.commands.assessment import EXIT, stage_lines, summary_lines
from dossier.cli.context import Context, day
from dossier.cli.explain import finding_line, tell_unread
from dossier.cli.parser import Commands
from dossier.cli.words import STYLES
from dossier.i18n import _, current
from dossier.model.assessment import (
    Assessment,
    IndicatorCoverage,
    RequirementCoverage,
    Verdict,
)
from dossier.rules.duty import percent
from dossier.settings import PLACE_ADVICE
from dossier.words.codes import word

if TYPE_CHECKING:
    from dossier.model.findings import Finding
    from dossier.workflow.explain import CodeStory


def register(commands: Commands) -> None:
    """Add the command to the grammar."""
    check = commands.add(
        "check", _("the assessment: coverage, findings, verdict"), "dossier check --unit 教育局"
    )
    check.add_argument("--unit", metavar=_("UNIT"), help=_("this unit's duties only"))
    check.add_argument(
        "--requirement",
        action="append",
        default=[],
        metavar=_("CODE"),
        help=_("this one only, with its whole story"),
    )
    check.add_argument("--as-of", type=day, metavar=_("DATE"), help=_("as of this date"))
    check.add_argument("--gaps", action="store_true", help=_("what is open, by points to win"))
    check.add_argument(
        "--explain", metavar=_("CODE"), help=_("what a finding code rests on; all: every code")
    )
    check.set_defaults(run=run_check)


def run_check(context: Context, options: argparse.Namespace) -> int:
    """Print the assessment; the exit code is the verdict."""
    if options.explain:
        return _explain(context, options.explain)
    from dossier.report.assessment_json import assessment_document
    from dossier.workflow.assess import check

    with context.workspace() as workspace:
        as_of = options.as_of or workspace.today()
        asked = tuple(options.requirement)
        assessment = check(workspace, as_of=as_of, unit=options.unit, requirements=asked)
        if context.output.as_json:
            document = assessment_document(assessment, workspace.edition, current())
            context.output.document(document)
        elif asked:
            from dossier.cli.ask_story import print_ask
            from dossier.workflow.explain import explain_ask

            for item in assessment.requirements:
                print_ask(context.output, explain_ask(workspace, item.code, as_of=as_of))
            _print_summary(context, assessment)
        elif options.gaps:
            _print_gaps(context, assessment)
        else:
            _print_assessment(context, assessment)
        if not workspace.settings.place.name:
            context.output.message(_(PLACE_ADVICE))
        tell_unread(context, workspace)
    return EXIT[assessment.verdict]


def _explain(context: Context, code: str) -> int:
    from dossier.workflow.explain import explain_code

    stories = explain_code(code)
    if context.output.as_json:
        context.output.document({"codes": [_code_document(item) for item in stories]})
        return 0
    for item in stories:
        _print_code(context, item)
    return 0


def _code_document(item: CodeStory) -> dict[str, object]:
    return {
        "code": item.code,
        "severity": item.severity.value,
        "message": _(item.message),
        "advice": _(item.hint),
        "basis": item.basis.value,
        "how": _(item.how),
        "dismissable": item.dismissable,
    }


def _print_code(context: Context, item: CodeStory) -> None:
    output = context.output
    output.line(f"{item.code}  {word(item.severity)}  {_(item.message)}", style="bold")
    output.line("  " + _("rests on {basis}").format(basis=word(item.basis)))
    output.line("  " + _("how: {text}").format(text=_(item.how)))
    output.line("  " + _("advice: {text}").format(text=_(item.hint)))
    if item.dismissable:
        command = f"dossier dismiss {item.code} ID --reason TEXT"
        output.line("  " + _("can be dismissed: {command}").format(command=command))


def _print_assessment(context: Context, assessment: Assessment) -> None:
    output = context.output
    open_asks = [
        item
        for item in assessment.requirements
        if item.owed and item.verdict is not Verdict.COMPLETE
    ]
    told: set[int] = set()
    for item in open_asks:
        decisive = [finding for finding in item.findings if _decisive(finding)]
        _print_requirement(context, item, decisive)
        told.update(map(id, decisive))
    _print_rest(context, [item for item in assessment.findings if id(item) not in told])
    output.line()
    output.table(
        [
            (node.code, node.title, node.requirements, node.satisfied, percent(node.coverage))
            for node in _highest(assessment.indicators)
        ],
        head=[_("code"), _("indicator"), _("owed"), _("satisfied"), _("share")],
    )
    output.line()
    output.table(
        [
            (
                unit.unit,
                unit.owed,
                unit.satisfied,
                percent(unit.coverage),
                unit.overdue_days or "",
                _colour(unit.colour),
            )
            for unit in assessment.units
            if unit.satisfied < unit.owed
        ],
        head=[_("unit"), _("owed"), _("satisfied"), _("share"), _("days late"), _("colour")],
    )
    for line in stage_lines(assessment.stages):
        output.line(line)
    _print_bonus(context, assessment)
    output.line()
    _print_summary(context, assessment)


def _highest(nodes: Sequence[IndicatorCoverage]) -> list[IndicatorCoverage]:
    """The nodes of the highest level there is."""
    top = min((node.level for node in nodes), default=0)
    return [node for node in nodes if node.level == top]


def _decisive(finding: Finding) -> bool:
    """Whether a finding is about this ask rather than about a record wherever it stands."""
    return finding.code[0] != "W" or finding.code[1] == "3"


def _print_rest(context: Context, rest: list[Finding]) -> None:
    """Leads about records, each once, and findings of asks that are complete all the same."""
    if rest:
        context.output.line(_("Beside these:"), style="bold")
    for finding in rest:
        context.output.line(finding_line(finding))


def _print_summary(context: Context, assessment: Assessment) -> None:
    for line in summary_lines(assessment):
        context.output.line(line, style=STYLES.get(str(assessment.verdict), ""))
    forecast = assessment.forecast
    if forecast and forecast.total:
        context.output.line(
            _("Points: {now} of {total} are safe, {open} can still be won").format(
                now=forecast.now, total=forecast.total, open=forecast.open
            )
        )


def _print_bonus(context: Context, assessment: Assessment) -> None:
    forecast = assessment.forecast
    for item in forecast.bonus if forecast else ():
        said = _("Bonus {code} {title}: {shown} of {asks} shown").format(
            code=item.code, title=item.title, shown=item.shown, asks=item.asks
        )
        if item.points is not None:
            most = "" if item.points_max is None else f" / {item.points_max:g}"
            said += "  " + _("points") + f" {item.points:g}{most}"
        context.output.line(said)
    for negative in forecast.negative if forecast else ():
        said = _("Negative list {code}: {title}").format(code=negative.code, title=negative.title)
        if negative.points is not None:
            said += f"  -{negative.points:g}"
        parts = [f"{whom}：{what}" for whom, what in negative.consequences]
        context.output.line("  ".join((said, *parts)))


def _print_gaps(context: Context, assessment: Assessment) -> None:
    head = [_("points"), _("code"), _("kind"), _("lacking"), _("state"), _("due"), _("unit")]
    context.output.table(
        [
            (
                "" if gap.points is None else f"{gap.points:g}",
                gap.requirement,
                " ".join(filter(None, (word(gap.kind) if gap.kind else "", gap.what))),
                gap.missing,
                word(gap.state),
                gap.due or "",
                "、".join(gap.units),
            )
            for gap in assessment.gaps
        ],
        head=head,
    )
    _print_summary(context, assessment)


def _print_requirement(
    context: Context, item: RequirementCoverage, findings: list[Finding]
) -> None:
    style = STYLES[str(item.verdict)]
    lead = "、".join(item.lead) or "—"
    text = f"{item.code}  {word(item.verdict)}  {item.title}  [{lead}]"
    context.output.line(text, style=style)
    for finding in findings:
        context.output.line(finding_line(finding))


def _colour(colour: str) -> str:
    names = {"red": _("red"), "yellow": _("yellow"), "white": _("white"), "green": _("green")}
    return f"{names[colour]}  {word(colour)}"
