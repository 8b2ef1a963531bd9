"""Rooms that show records: a look at the one under the cursor, opening it, copying from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from dossier.i18n import _
from dossier.tui.screens.base import RoomScreen
from dossier.tui.screens.catalogue import record_screen
from dossier.tui.widgets.preview import Look, Preview, look_at, with_picture
from dossier.workflow import triage
from dossier.workflow.find import open_copy, text_of
from dossier.workflow.workspace import Workspace

LOW = 46
"""Lines below which a page of text is not worth its picture; a photograph always is."""


class LookingRoom(RoomScreen):
    """A room with a preview, and with records that can be opened and copied from."""

    def chosen_ids(self) -> list[str]:
        """The records the next deed is about."""
        return []

    def is_up_to_date(self) -> bool:
        """Whether the records listed are those the person asked for last."""
        return True

    def present_code(self) -> str | None:
        """The ask the room is at, if it is at one."""
        return None

    def some_ids(self) -> list[str]:
        """The same, with a word to the person when there are none, or when what is shown is not yet
        what was asked for.
        """
        if not self.is_up_to_date():
            self.dossier.say(_("The list is still on its way; press again"), "warning")
            return []
        ids = self.chosen_ids()
        if not ids:
            self.dossier.say(_("Choose a record first"), "warning")
        return ids

    def preview_record(self, record_id: str | None) -> None:
        """Look at a record where there is space for it."""
        preview = self.query_one(Preview)
        wanted = record_id if preview.display else None
        preview.expect(wanted)
        if wanted is not None:
            self.ask(lambda opened: look_at(opened, wanted), self.show_look, "preview")

    def show_look(self, look: Look | None) -> None:
        """Show a record, and its picture once that is made."""
        self.show_in(self.query_one(Preview), look)

    def show_in(self, preview: Preview, look: Look | None) -> None:
        """The same in one of several previews."""
        if preview.show(look) and look is not None and self._has_room_for_picture(look):
            self._add_picture(look, preview.show, f"paint-{preview.id}")

    def _has_room_for_picture(self, look: Look) -> bool:
        if self.dossier.plain or self.app.no_color:
            return False
        return self.size.height >= LOW or look.record.description.kind == "photo"

    def _add_picture(self, look: Look, show: Callable[[Look], object], group: str) -> None:
        session = self.dossier.session
        self.background(
            lambda: session.paint(lambda opened: with_picture(opened, look)),
            lambda seen: show(seen) if seen and seen.picture else None,
            group,
        )

    def open_record_screen(self, record_id: str) -> None:
        """The record on a screen of its own."""
        self.app.push_screen(record_screen(record_id, self.present_code()))

    def action_scroll_preview(self, way: Literal[-1, 1]) -> None:
        """Turn a page of the preview without leaving the list."""
        for preview in self.query(Preview):
            preview.scroll_page_down() if way > 0 else preview.scroll_page_up()

    def action_open_copy(self) -> None:
        """Open a copy of the first chosen record in the system's own program."""
        if ids := self.some_ids():
            self.ask(lambda workspace: _open(workspace, ids[0]), self._opened, "open")

    def _opened(self, path: Path) -> None:
        self.dossier.say(_("A copy was opened: {path}").format(path=path))

    def action_copy(self) -> None:
        """Put number, name and place of the chosen records on the clipboard."""
        if ids := self.some_ids():
            self.ask(lambda workspace: _described(workspace, ids), self.dossier.copy, "copy")

    def action_copy_text(self) -> None:
        """Put the text of the first chosen record on the clipboard."""
        if ids := self.some_ids():
            self.ask(lambda workspace: _text(workspace, ids[0]), self._copy_text, "copy")

    def _copy_text(self, text: str) -> None:
        if text.strip():
            self.dossier.copy(text)
        else:
            self.dossier.say(_("No text was read from it"), "warning")


def _open(workspace: Workspace, record_id: str) -> Path:
    return open_copy(workspace, triage.find_records(workspace, [record_id])[0])


def _text(workspace: Workspace, record_id: str) -> str:
    return text_of(workspace, triage.find_records(workspace, [record_id])[0])


def _described(workspace: Workspace, ids: Sequence[str]) -> str:
    records = triage.find_records(workspace, ids)
    return "\n".join(f"{item.id}\t{item.name}\t{item.source}" for item in records)
