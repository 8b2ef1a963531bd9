"""What a person can do to records wherever a room lists them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

from dossier.i18n import _
from dossier.model.records import Record
from dossier.tui.dialogs.pick import (
    REQUIREMENT_COLUMNS,
    PickDialog,
    requirement_choices,
)
from dossier.tui.dialogs.reason import RETURN_REASONS, Answer, ReasonDialog
from dossier.tui.dialogs.words import Field, WordsDialog
from dossier.tui.screens.looking import LookingRoom
from dossier.tui.undo import Deed
from dossier.tui.words import kind_name
from dossier.workflow import triage
from dossier.workflow.workspace import Workspace

DAYS_TO_ANSWER = 5


class DecidingRoom(LookingRoom):
    """A room whose keys decide on the records chosen in it."""

    def decide(self, said: str, act: Callable[[Workspace], object]) -> None:
        """Decide in the background; it can be undone, and the room is shown anew."""
        self.dossier.decide(Deed(said, act))

    def action_accept(self) -> None:
        """Take the chosen records as evidence."""
        if ids := self.some_ids():
            said = _("{count} accepted").format(count=len(ids))
            self.decide(said, lambda workspace: triage.accept(workspace, ids))

    def action_send_back(self) -> None:
        """Return the chosen records with a reason and a day to answer by."""
        ids = self.some_ids()
        if not ids:
            return

        def send(answer: Answer | None) -> None:
            if answer is not None:
                said = _("{count} sent back").format(count=len(ids))
                self.decide(
                    said,
                    lambda workspace: triage.return_records(
                        workspace, ids, answer.reason, answer.due
                    ),
                )

        day = self.dossier.session.clock().date() + dt.timedelta(days=DAYS_TO_ANSWER)
        title = _("Send {count} records back").format(count=len(ids))
        dialog = ReasonDialog(title, RETURN_REASONS, _("Send back"), due=day.isoformat())
        self.app.push_screen(dialog, send)

    def action_place(self) -> None:
        """Say which ask the chosen records serve."""
        if ids := self.some_ids():
            self.pick_ask(_("Which ask does it serve?"), partial(self.place, ids))

    def pick_ask(self, title: str, then: Callable[[str], object]) -> None:
        """Ask which ask is meant; nothing follows where none is chosen."""

        def take(code: str | None) -> None:
            if code:
                then(code)

        dialog = PickDialog(title, REQUIREMENT_COLUMNS)
        self.app.push_screen(dialog, take)
        self.ask(lambda workspace: requirement_choices(workspace.edition), dialog.offer, "dialog")

    def place(self, ids: Sequence[str], code: str) -> None:
        """Place records under an ask."""
        said = _("{count} placed under {code}").format(count=len(ids), code=code)
        wanted = triage.Tag(requirement=code)
        self.decide(said, lambda workspace: triage.tag(workspace, ids, wanted))

    def action_move(self) -> None:
        """Place the chosen records under another ask and take them out of this one."""
        code, ids = self.present_code(), self.some_ids()
        if code is not None and ids:
            self.pick_ask(_("Where does it belong?"), partial(self._move, ids, code))

    def _move(self, ids: Sequence[str], code: str, wanted: str) -> None:
        if wanted != code:
            said = _("{count} moved to {code}").format(count=len(ids), code=wanted)
            moved = triage.Tag(requirement=wanted, instead_of=code)
            self.decide(said, lambda workspace: triage.tag(workspace, ids, moved))

    def action_unplace(self) -> None:
        """The chosen records no longer serve this ask, or any where the room is at none."""
        if ids := self.some_ids():
            code = self.present_code()
            said = _("{count} taken out").format(count=len(ids))
            self.decide(said, lambda workspace: triage.untag(workspace, ids, code))

    def action_describe(self) -> None:
        """Set unit, kind or date of the chosen records."""
        if ids := self.some_ids():
            self.ask(
                lambda workspace: _present(workspace, ids[0]),
                partial(self._ask_description, ids),
                "dialog",
            )

    def _ask_description(self, ids: Sequence[str], present: tuple[str, ...]) -> None:
        labels = (_("Unit"), _("Kind"), _("Date of the paper or picture"))
        examples = (_("a name or alias of the roster"), "", "2026-05-31")
        fields = [Field(*words) for words in zip(labels, present, examples, strict=True)]

        def keep(answer: tuple[str, ...] | None) -> None:
            if answer is None:
                return
            new = [
                after if after != before else ""
                for before, after in zip(present, answer, strict=True)
            ]
            if any(new):
                unit, kind, date = (text or None for text in new)
                self._tag(ids, triage.Tag(unit=unit, kind=kind, date=date))

        title = _("Describe {count} records").format(count=len(ids))
        self.app.push_screen(WordsDialog(title, fields), keep)

    def _tag(self, ids: Sequence[str], wanted: triage.Tag) -> None:
        said = _("{count} described").format(count=len(ids))
        self.decide(said, lambda workspace: triage.tag(workspace, ids, wanted))

    def action_caption(self) -> None:
        """Write the caption and the pointer of the claim on the present ask."""
        code, ids = self.present_code(), self.some_ids()
        if not ids:
            return
        if code is None:
            self.dossier.say(_("A caption belongs to an ask; go to one first"), "warning")
            return
        self.ask(
            lambda workspace: triage.find_records(workspace, ids[:1])[0],
            lambda record: self._ask_caption(record, code, ids),
            "dialog",
        )

    def _ask_caption(self, record: Record, code: str, ids: Sequence[str]) -> None:
        claim = next((item for item in record.claims if item.requirement == code), None)
        fields = (
            Field(_("Caption"), claim.caption if claim else "", _("what the picture shows")),
            Field(_("Pointer"), claim.pointer if claim else "", _("page 3, second paragraph")),
        )

        def keep(answer: tuple[str, ...] | None) -> None:
            if answer is not None:
                wanted = triage.Tag(requirement=code, caption=answer[0], pointer=answer[1])
                self._tag(ids, wanted)

        self.app.push_screen(WordsDialog(_("Caption and pointer"), fields), keep)


def _present(workspace: Workspace, record_id: str) -> tuple[str, ...]:
    """Unit, kind and date as they are now."""
    record = triage.find_records(workspace, [record_id])[0]
    said = record.description
    kind = kind_name(workspace.edition, said.kind) if said.kind else ""
    date = said.dates.taken if said.kind == "photo" else said.dates.issued
    return record.unit or "", kind, date or ""
