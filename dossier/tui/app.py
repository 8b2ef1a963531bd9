"""The application: rooms, keys, decisions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.command import CommandPalette
from textual.filter import LineFilter, Monochrome
from textual.widgets import Static

from dossier.errors import DossierError
from dossier.i18n import _
from dossier.model.settings import Settings
from dossier.settings import inside_tmux
from dossier.tui.background import Failed
from dossier.tui.clipboard import hand_to_tmux
from dossier.tui.commands import Commands
from dossier.tui.following import Following
from dossier.tui.keys import APP_KEYS, NAMES, WRITING, bind, moved_key
from dossier.tui.memory import Memory
from dossier.tui.moved_keys import misread
from dossier.tui.plain import PlainGlyphs
from dossier.tui.rooms import ROOMS
from dossier.tui.screens.base import RoomScreen
from dossier.tui.screens.catalogue import room_screen
from dossier.tui.session import Clock, Session
from dossier.tui.stylesheet import SteadyStylesheet
from dossier.tui.themes import CONTRAST, DARK, THEMES, Undimmed
from dossier.tui.undo import DEPTH, Deed, Done
from dossier.tui.widgets.notice import Notice, Severity
from dossier.tui.widgets.table import Table

if TYPE_CHECKING:
    from dossier.tui.house import House
    from dossier.workflow.undo import TakenBack

WIDTHS = [(0, "-narrow"), (110, "-wide"), (170, "-broad")]
_PLAIN, _GREY, _UNDIMMED = PlainGlyphs(), Monochrome(), Undimmed()
HEIGHTS = [(0, "-low"), (32, "-tall")]


class DossierApp(Following):
    """The terminal interface of one archive.

    What the rooms need is loaded in a thread behind the first picture, so that it appears at once.
    """

    CSS_PATH = Path(__file__).with_name("dossier.tcss")
    TITLE = "dossier"
    COMMANDS: ClassVar[Any] = {Commands}
    BINDINGS: ClassVar[list[BindingType]] = [
        *APP_KEYS,
        *(bind(room.binding, room.key, f"room('{room.name}')") for room in ROOMS),
    ]
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        actor: str,
        *,
        plain: bool = False,
        colour: bool = True,
        read_only: bool = False,
    ) -> None:
        super().__init__(Session(settings, clock, actor))
        self.memory = Memory(settings.root)
        self._dress()
        self.stylesheet = SteadyStylesheet(self.get_css_variables())
        self.no_color = self.no_color or not colour
        self.plain = plain
        self.read_only = read_only
        self.wanted_ask: str | None = None
        self._done: list[Done] = []
        self._deciding = 0
        self._to_take_back = 0
        for room in ROOMS:
            self.add_mode(room.name, partial(room_screen, room.name))

    def _dress(self) -> None:
        """Put on the suit last worn before any rule is parsed, so that they are parsed once."""
        for theme, _title in THEMES.values():
            self.register_theme(theme)
        wanted = self.memory.get("theme", DARK.name)
        self.theme = wanted if wanted in THEMES else DARK.name

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own, plain characters where they are wanted, no colours where they are not."""
        first = [_UNDIMMED] if self.theme == CONTRAST.name else []
        ours = [*([_PLAIN] if self.plain else ()), *([_GREY] if self.no_color else ())]
        return [*first, *super().get_line_filters(), *ours]

    def compose(self) -> ComposeResult:
        """A word until the rooms are loaded."""
        yield Static(_("Opening the archive…"), id="opening", markup=False)

    def on_mount(self) -> None:
        """Take moved keys, and begin to follow the archive."""
        self.plain = self.plain or self.memory.get("plain", False)
        self.set_class(self.plain, "-ascii")
        self.set_keymap(dict(self.session.settings.keys))
        self.follow()

    def begin(self) -> None:
        """Go to the room last left; say which moved keys are not understood."""
        if self.current_mode == self.DEFAULT_MODE:
            last = self.memory.get("room", "overview")
            known = {room.name for room in ROOMS}
            self.switch_mode(last if last in known else "overview")
        if wrong := misread(self.session.settings.keys, NAMES):
            said = _("dossier.toml, [keys], is not understood here: {entries}")
            advice = _("help ({key}) lists the names that can be moved")
            key = moved_key(self.session.settings.keys, "help", "f12")
            text = f"{said.format(entries=', '.join(wrong))}\n→ {advice.format(key=key)}"
            self.call_after_refresh(self.say, text, "warning")

    def on_unmount(self) -> None:
        """Stop following, remember where we were."""
        self.unfollow()
        self.memory.save()
        self.session.close()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Who may only look is not offered what writes."""
        del parameters
        return not (self.read_only and action in WRITING)

    def decide(self, deed: Deed) -> None:
        """Do a deed in the background, say it, and remember how to undo it."""
        if self.read_only:
            self.say(_("Here one can only look"), "warning")
            return

        from dossier.workflow.undo import decide  # noqa: PLC0415 - heavy, see above

        ask = self.session.propose if deed.proposes else self.session.ask

        def act() -> Done | Exception:
            try:
                return ask(lambda opened: Done(deed.said, decide(opened, deed.act)))
            except Exception as error:  # noqa: BLE001 - a worker's outermost boundary
                return error

        self._deciding += 1
        self.background(act, partial(self._decided, self._marks()), f"deed-{id(deed)}")

    def _marks(self) -> list[tuple[Table, frozenset[str]]]:
        """What is marked in the room or record on top, whose deed it is."""
        rooms = (screen for screen in self.screen_stack[::-1] if isinstance(screen, RoomScreen))
        room = next(rooms, None)
        return [(table, frozenset(table.marked)) for table in room.query(Table)] if room else []

    def _decided(self, marks: list[tuple[Table, frozenset[str]]], done: Done | Exception) -> None:
        """A decision is made, or was not; one that was to be taken back meanwhile is."""
        self._deciding -= 1
        if isinstance(done, Exception):
            self.tell(done)
        else:
            self._done = [*self._done[-DEPTH + 1 :], done]
            for table, keys in marks:
                if keys:
                    table.unmark(*keys)
            key = moved_key(self.session.settings.keys, "undo", "ctrl+z")
            self.say(_("{deed}. {key} takes it back.").format(deed=done.said, key=key))
        self.look()
        if self._to_take_back and not self._deciding:
            times, self._to_take_back = self._to_take_back, 0
            for _time in range(times):
                self.action_undo()

    def action_undo(self) -> None:
        """Take the last decision back, once those under way are made."""
        if self._deciding:
            self._to_take_back += 1
            return
        if not self._done:
            self.say(_("Nothing to take back in this sitting"), "warning")
            return
        done = self._done.pop()

        from dossier.workflow.undo import take_back  # noqa: PLC0415 - heavy, see above

        self.background(
            lambda: self.session.ask(lambda opened: take_back(opened, done.entries)),
            partial(self._undone, done),
            f"undo-{id(done)}",
        )

    def _undone(self, done: Done, taken: TakenBack) -> None:
        if (room := self.room) is not None:
            room.restored([record.id for record in taken.records])
        self.say(_("Taken back: {deed}").format(deed=done.said))
        self.look()

    def show_unit(self, unit: str) -> None:
        """Go to a unit's room."""
        self.memory.keep("units.unit", unit)
        self.action_room("units")

    def show_ask(self, code: str) -> None:
        """Go to an ask."""
        self.wanted_ask = code
        self.action_room("requirements")

    def entered(self, room: str) -> None:
        """Remember the room that is open; one only passed through is not."""
        if room == self.current_mode:
            self.memory.keep("room", room)
            self.memory.save()

    def action_room(self, name: str) -> None:
        """Go to a room, from a record opened in another one too; a question is answered first."""
        if self.current_mode != self.DEFAULT_MODE and self.room is not None:
            while len(self.screen_stack) > 1:
                self.pop_screen()
            self.switch_mode(name)

    def action_step_room(self, step: int) -> None:
        """Go to the next or the previous room."""
        names = [room.name for room in ROOMS]
        if self.current_mode in names:
            self.action_room(names[(names.index(self.current_mode) + step) % len(names)])

    def action_help(self) -> None:
        """What this screen is for, and what its keys do."""
        from dossier.tui.dialogs.help import HelpScreen  # noqa: PLC0415 - rarely needed

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen, self.session.settings.keys))

    def action_help_quit(self) -> None:
        """Ctrl+C copies what is selected; where nothing is, people want to leave."""
        key = moved_key(self.session.settings.keys, "quit", "ctrl+q")
        self.say(_("{key} leaves; nothing is selected that could be copied").format(key=key))

    def action_command_palette(self) -> None:
        """Every command by name."""
        if self.use_command_palette and not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder=_("What do you want to do?")))

    def action_intake(self) -> None:
        """Take in what lies in the inboxes."""
        from dossier.tui.dialogs.intake import IntakeDialog  # noqa: PLC0415 - heavy, rarely needed

        if self.room is not None:
            self.push_screen(IntakeDialog(self.session), lambda _report: self.look())

    def wear(self, theme: str) -> None:
        """Change the colours and remember it."""
        self.theme = theme
        self.memory.keep("theme", theme)
        self.memory.save()

    def draw_plainly(self, plain: bool) -> None:
        """Draw with plain characters or with lines and blocks, and remember it."""
        self.plain = plain
        self.set_class(plain, "-ascii")
        self.memory.keep("plain", plain)
        self.memory.save()
        self.overview = replace(self.overview) if self.overview else None
        for part in self.screen.query("*"):
            part.refresh()
        if (room := self.room) is not None:
            room.take_overview()

    def say(self, text: str, severity: Severity = "information") -> None:
        """A short message that goes away by itself."""
        for screen in reversed(self.screen_stack):
            for notice in screen.query(Notice):
                notice.say(text, severity)
                return
        self.notify(text, severity=severity, markup=False)

    def tell(self, error: Exception) -> None:
        """An error as a sentence with advice; our own mistakes are kept in a file."""
        from dossier.tui.words import error_text  # noqa: PLC0415 - heavy, see above

        if isinstance(error, DossierError):
            said, advice = error_text(error)
        else:
            self.session.note_trouble(error)
            said = _("Something went wrong inside the program: {error}").format(
                error=type(error).__name__
            )
            advice = _("nothing was lost; the details are in derived/tui-errors.log")
        self.say(f"{said}\n→ {advice}" if advice else said, "error")

    def on_failed(self, message: Failed) -> None:
        """A job in the background ended in an error."""
        self.tell(message.error)

    def copy_to_clipboard(self, text: str) -> None:
        """Put text on the clipboard of the terminal (OSC 52), through tmux where it runs."""
        super().copy_to_clipboard(text)
        if (tmux := inside_tmux()) is not None:
            self.background(partial(hand_to_tmux, tmux, text), lambda _none: None, "clipboard")

    def copy(self, text: str) -> None:
        """Put text on the clipboard and say so."""
        self.copy_to_clipboard(text)
        self.say(_("Copied: {text}").format(text=text.splitlines()[0] if text else ""))


if TYPE_CHECKING:
    _HOUSE: type[House] = DossierApp


def first_run(start: Path, clock: Clock, actor: str, *, plain: bool = False) -> Path | None:
    """Offer to make an archive where there is none; its folder, None when the person left."""
    from dossier.tui.first_run import FirstRun  # noqa: PLC0415 - only where there is no archive
    from dossier.tui.founding import Circumstances  # noqa: PLC0415

    return FirstRun(Circumstances(start, clock, actor), plain=plain).run()


def run_app(
    settings: Settings,
    clock: Clock,
    actor: str,
    *,
    plain: bool = False,
    colour: bool = True,
    read_only: bool = False,
) -> int:
    """Run until the person leaves; returns the exit code."""
    app = DossierApp(settings, clock, actor, plain=plain, colour=colour, read_only=read_only)
    return app.run() or 0


def serve_app(
    settings: Settings,
    address: tuple[str, int],
    token: str,
    say: Callable[[str], None],
    *,
    plain: bool = False,
    colour: bool = True,
    read_only: bool = False,
) -> int:
    """Serve the screens as a page until interrupted; raises UsageError without textual-serve."""
    from dossier.tui.web import Offer, serve  # noqa: PLC0415 - an optional part

    serve(Offer(settings.root, *address, token, read_only, plain, colour), say)
    return 0
