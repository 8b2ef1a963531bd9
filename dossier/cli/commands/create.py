"""init."""

from __future__ import annotations

import argparse
from pathlib import Path

from dossier.cli.context import Context, now
from dossier.cli.parser import Commands
from dossier.i18n import _
from dossier.settings import PLACE_ADVICE, person, template


def register(commands: Commands) -> None:
    """Add the command to the grammar."""
    parser = commands.add(
        "init", _("make an archive"), "dossier init 创文档案 --inbox D:\\共享\\报送材料"
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help=_("a new folder"))
    parser.add_argument(
        "--edition", metavar="ID|FILE", help=_("assessment edition; default: the largest shipped")
    )
    parser.add_argument("--profile", metavar="ID|FILE", help=_("submission profile"))
    parser.add_argument("--units", type=Path, metavar="FILE", help=_("roster of units"))
    parser.add_argument("--inbox", type=Path, metavar="DIR", help=_("folder units drop files into"))
    parser.add_argument("--deadline", metavar=_("DATE"), help=_("last day of the submission"))
    parser.add_argument(
        "--place",
        default="",
        metavar=_("NAME"),
        help=_("our place in full, so that names of other places in papers are found"),
    )
    parser.set_defaults(run=run_init)


def run_init(context: Context, options: argparse.Namespace) -> int:
    """Make the archive and say what to do next."""
    from dossier.shipped import largest_edition
    from dossier.workflow.create import DEFAULT_PROFILE, Wishes, create, kept_name

    wishes = Wishes(
        root=options.folder.absolute(),
        edition=options.edition or largest_edition(),
        profile=options.profile or DEFAULT_PROFILE,
        units=options.units,
        inbox=options.inbox.absolute() if options.inbox else None,
        language=context.language,
        deadline=options.deadline,
        place=options.place,
    )
    text = template(
        edition=kept_name(wishes.edition),
        profile=kept_name(wishes.profile),
        units=kept_name(str(wishes.units)) if wishes.units else None,
        inboxes=[str(wishes.inbox) if wishes.inbox else "inbox"],
        language=wishes.language,
        deadline=wishes.deadline,
        place=wishes.place,
    )
    made = create(wishes, settings_text=text, clock=now, actor=person())
    if context.output.as_json:
        context.output.document(
            {
                "path": str(made.root),
                "edition": made.edition,
                "requirements": made.requirements,
                "profile": made.profile,
                "inbox": str(made.inbox),
            }
        )
        return 0
    context.output.line(_("Archive made in {folder}").format(folder=made.root))
    context.output.line(
        _("Edition: {title}, {count} requirements").format(
            title=made.edition_title, count=made.requirements
        )
    )
    context.output.line(
        _("Put each unit's files into a folder with its name in {inbox}").format(inbox=made.inbox)
    )
    if not wishes.place:
        context.output.line(_(PLACE_ADVICE))
    context.output.line(_("Then: dossier -C {folder} intake").format(folder=made.root))
    return 0
