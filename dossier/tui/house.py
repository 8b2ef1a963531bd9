"""What a room may know of the application it stands in; the application knows the rooms, not they
it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from dossier.tui.memory import Memory
    from dossier.tui.session import Session
    from dossier.tui.undo import Deed
    from dossier.tui.widgets.notice import Severity
    from dossier.workflow.health import WatchHealth
    from dossier.workflow.overview import Overview


class House(Protocol):
    """The latest picture of the archive, the way to ask and to decide, and the ways elsewhere.

    ``overview`` and ``health`` are None until the archive was looked at for the first time;
    ``wanted_ask`` is an ask another room wants to be shown; ``plain`` draws without lines and
    blocks; ``read_only`` offers nothing that writes.
    """

    session: Session
    memory: Memory
    overview: Overview | None
    health: WatchHealth | None
    wanted_ask: str | None
    plain: bool
    read_only: bool

    def look(self) -> None:
        """Take a new picture of the archive in the background."""
        ...

    def look_at_watcher(self) -> None:
        """Ask the watcher how it is."""
        ...

    def watch_words(self) -> tuple[str, bool]:
        """A few words about the watcher, and whether all is well with it."""
        ...

    def decide(self, deed: Deed) -> None:
        """Do a deed in the background, say it, and remember how to undo it."""
        ...

    def entered(self, room: str) -> None:
        """A room was entered."""
        ...

    def action_room(self, name: str) -> None:
        """Go to a room."""
        ...

    def action_intake(self) -> None:
        """Take in what lies in the inboxes."""
        ...

    def show_ask(self, code: str) -> None:
        """Go to an ask."""
        ...

    def show_unit(self, unit: str) -> None:
        """Go to a unit."""
        ...

    def say(self, text: str, severity: Severity = "information") -> None:
        """A short message that goes away by itself."""
        ...

    def tell(self, error: Exception) -> None:
        """An error as a sentence with advice."""
        ...

    def copy(self, text: str) -> None:
        """Put text on the clipboard and say so."""
        ...

    def copy_to_clipboard(self, text: str) -> None:
        """Put text on the clipboard without a word."""
        ...

    def wear(self, theme: str) -> None:
        """Change the colours and remember it."""
        ...

    def draw_plainly(self, plain: bool) -> None:
        """Draw with plain characters or with lines and blocks, and remember it."""
        ...
