"""edition list, show, validate; the verbs that make or change editions stand beside it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from dossier.cli.asks import ask_document, ask_rows, negative_line, window_line
from dossier.cli.commands import edition_adopt, edition_changes
from dossier.cli.context import Context
from dossier.cli.parser import Commands
from dossier.i18n import _

if TYPE_CHECKING:
    from dossier.model.editions import Edition, Indicator, Requirement, Unit


def register(commands: Commands) -> None:
    """Add the command and its verbs to the grammar."""
    parser = commands.add("edition", _("the assessment systems"), "dossier edition show Ⅲ-2-1-①")
    verbs = parser.add_subparsers(metavar=_("VERB"), dest="verb", required=True)
    listing = verbs.add_parser("list", help=_("what is shipped"))
    listing.set_defaults(run=run_list)
    show = verbs.add_parser("show", help=_("the tree, one ask, or one unit's duties"))
    show.add_argument("code", nargs="?", help=_("requirement, in any spelling"))
    show.add_argument("--edition", metavar="ID|FILE", help=_("this one instead of the archive's"))
    show.add_argument("--unit", metavar=_("UNIT"), help=_("what this unit answers for"))
    show.add_argument("--units", action="store_true", help=_("the units it names"))
    show.set_defaults(run=run_show)
    validate = verbs.add_parser("validate", help=_("check an edition or profile file"))
    validate.add_argument("file", help=_("a YAML file, or a shipped id"))
    validate.add_argument("--profile", action="store_true", help=_("it is a profile"))
    validate.add_argument("--units", metavar="FILE", help=_("does this roster know its units?"))
    validate.set_defaults(run=run_validate)
    edition_changes.register(verbs)
    edition_adopt.register(verbs)


def run_list(context: Context, _options: argparse.Namespace) -> int:
    """Print the shipped editions and profiles."""
    from dossier.shipped import edition_ids, load_edition, load_profile, profile_ids

    editions = [load_edition(item) for item in edition_ids()]
    profiles = [load_profile(item) for item in profile_ids()]
    if context.output.as_json:
        context.output.document(
            {
                "editions": [
                    {
                        "id": e.id,
                        "title": e.title,
                        "year": e.year,
                        "requirements": len(e.requirements),
                    }
                    for e in editions
                ],
                "profiles": [{"id": item.id, "title": item.title} for item in profiles],
            }
        )
        return 0
    context.output.table(
        [(e.id, e.year, len(e.requirements), e.title) for e in editions],
        head=[_("edition"), _("year"), _("requirements"), _("title")],
    )
    context.output.line()
    context.output.table(
        [(item.id, item.title) for item in profiles], head=[_("profile"), _("title")]
    )
    return 0


def _edition(context: Context, name: str | None) -> tuple[Edition, tuple[Unit, ...]]:
    """The edition asked for and the units that its groups stand for."""
    from dossier.shipped import load_edition

    if name:
        edition = load_edition(name)
        return edition, edition.units
    with context.workspace() as workspace:
        return workspace.edition, workspace.units


def run_show(context: Context, options: argparse.Namespace) -> int:
    """Print the tree, one requirement or one unit's duties."""
    edition, roster = _edition(context, options.edition)
    requirements = _wanted(edition, roster, options)
    if context.output.as_json:
        context.output.document(edition_document(edition, requirements))
    elif options.units:
        context.output.table([(unit.name, unit.category) for unit in edition.units])
    elif options.code:
        for item in requirements:
            _print_whole(context, edition, item)
    else:
        _print_tree(context, edition, requirements)
        if not options.unit:
            _print_rest(context, edition)
    return 0


def _wanted(
    edition: Edition, roster: tuple[Unit, ...], options: argparse.Namespace
) -> tuple[Requirement, ...]:
    from dossier.codec.requirement_codes import CodeBook, code_key
    from dossier.errors import UsageError
    from dossier.i18n import N_
    from dossier.rules.responsibility import responsible_units
    from dossier.rules.unit_names import match_unit

    chosen = edition.requirements
    if options.code:
        code = CodeBook(edition).resolve(options.code)
        indicators = {i.code for i in edition.indicators if code_key(i.code) == _key(options.code)}
        chosen = tuple(r for r in chosen if r.code == code or r.indicator in indicators)
    if options.unit:
        unit = match_unit(options.unit, roster).unit or options.unit
        chosen = tuple(r for r in chosen if unit in responsible_units(r, edition, roster).everyone)
    if not chosen:
        raise UsageError(
            N_("{text} is not a requirement of {edition}"),
            N_("see the codes with: dossier edition show"),
            text=options.code or options.unit,
            edition=edition.id,
        )
    return chosen


def _key(text: str) -> tuple[int, ...]:
    from dossier.codec.requirement_codes import canonical, code_key

    code = canonical(text)
    return code_key(code) if code else ()


def _print_tree(context: Context, edition: Edition, requirements: tuple[Requirement, ...]) -> None:
    output = context.output
    output.line(f"{edition.title} ({edition.id})", style="bold")
    parents = {node.code: node for node in edition.indicators}
    shown: set[str] = set()
    for item in requirements:
        for node in _path(parents, item.indicator):
            if node.code not in shown:
                shown.add(node.code)
                output.line(f"{'  ' * (node.level - 1)}{node.code}  {node.title or '—'}")
        output.line(f"      {item.code}  {item.title}  {_marks(edition, item)}  {_duty(item)}")


def _print_rest(context: Context, edition: Edition) -> None:
    """What stands beside the tree: windows and the negative list."""
    for name, window in edition.windows.items():
        context.output.line(f"{_('time window')} {name}: {window_line(window)}")
    if edition.negative:
        context.output.line(_("negative list"), style="bold")
    for item in edition.negative:
        context.output.line("  " + negative_line(item))


def _path(parents: dict[str, Indicator], code: str) -> list[Indicator]:
    path: list[Indicator] = []
    node = parents.get(code)
    while node is not None:
        path.insert(0, node)
        node = parents.get(node.parent or "")
    return path


def _marks(edition: Edition, item: Requirement) -> str:
    kinds = (edition.kind(slot.kind) for slot in item.slots)
    return "【" + "＋".join(kind.mark or kind.name for kind in kinds if kind) + "】"


def _duty(item: Requirement) -> str:
    lead = "、".join(item.lead) or "—"
    return f"{lead}（{'、'.join(item.cooperating)}）" if item.cooperating else lead


def _print_whole(context: Context, edition: Edition, item: Requirement) -> None:
    parents = {node.code: node for node in edition.indicators}
    for node in _path(parents, item.indicator):
        context.output.line(f"{'  ' * (node.level - 1)}{node.code}  {node.title or '—'}")
    context.output.line(f"{item.code}  {item.title}", style="bold")
    context.output.table([("  " + name, value) for name, value in ask_rows(edition, item)])


def edition_document(edition: Edition, requirements: tuple[Requirement, ...]) -> dict[str, Any]:
    """The edition for scripts."""
    from dataclasses import asdict

    return {
        "id": edition.id,
        "title": edition.title,
        "year": edition.year,
        "digest": edition.digest,
        "units": [{"name": unit.name, "category": unit.category} for unit in edition.units],
        "requirements": [ask_document(edition, item) for item in requirements],
        "bonus": [asdict(item) for item in edition.bonus],
        "negative": [asdict(item) for item in edition.negative],
        "windows": {name: asdict(window) for name, window in edition.windows.items()},
    }


def run_validate(context: Context, options: argparse.Namespace) -> int:
    """Load the file; every problem at once is the error's business."""
    from dossier.shipped import load_edition, load_profile

    strangers: list[str] = []
    if options.profile:
        found_id, count = load_profile(options.file).id, 0
    else:
        edition = load_edition(options.file)
        found_id, count = edition.id, len(edition.requirements)
        strangers = _strangers(edition, options.units)
    if context.output.as_json:
        answer = {"id": found_id, "valid": True, "requirements": count}
        context.output.document({**answer, "unknown_units": strangers})
    else:
        context.output.line(_("{id} holds: {count} requirements").format(id=found_id, count=count))
        for name in strangers:
            context.output.line(_("the roster does not know {unit}").format(unit=name))
    return 0


def _strangers(edition: Edition, roster: str | None) -> list[str]:
    """Units of the edition that a roster has under no name, and groups that nobody belongs to."""
    if roster is None:
        return []
    from dossier.rules.responsibility import members, responsible_units
    from dossier.workflow.rosters import load_roster

    units = load_roster(roster)
    names = {unit.name for unit in units}
    asked = (responsible_units(item, edition, units).everyone for item in edition.requirements)
    unknown = dict.fromkeys(name for units_of in asked for name in units_of if name not in names)
    empty = [name for name, group in edition.groups.items() if not members(group, units)]
    return [*unknown, *empty]
