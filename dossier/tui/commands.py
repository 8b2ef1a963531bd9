"""The command palette: rooms, the present screen's actions, colours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider

from dossier.i18n import _
from dossier.tui.keys import shown_keys
from dossier.tui.rooms import ROOMS
from dossier.tui.themes import THEMES

if TYPE_CHECKING:
    from dossier.tui.house import House

Command = tuple[str, Callable[[], Any], str]


class Commands(Provider):
    """Everything that can be done here, by name."""

    @property
    def _house(self) -> House:
        return cast("House", self.app)

    def _commands(self) -> Iterator[Command]:
        for item in shown_keys(self.screen):
            if item.action != "command_palette":
                act = partial(self.app.run_action, item.action, item.node)
                yield _(item.label), act, " ".join(item.all_keys)
        keys = self._house.session.settings.keys
        for room in ROOMS:
            go = partial(self._house.action_room, room.name)
            yield _("Go to: {room}").format(room=_(room.title)), go, room.shown_key(keys)
        for name, (_theme, title) in THEMES.items():
            yield _(title), partial(self._house.wear, name), ""
        plain = self._house.plain
        said = _("Draw with lines and blocks") if plain else _("Draw with plain characters")
        yield said, partial(self._house.draw_plainly, not plain), ""

    async def discover(self) -> Hits:
        """Everything, before anything is typed."""
        for name, act, keys in self._commands():
            yield DiscoveryHit(name, act, help=keys)

    async def search(self, query: str) -> Hits:
        """What fits the words typed."""
        matcher = self.matcher(query)
        found = [(matcher.match(name), name, act, keys) for name, act, keys in self._commands()]
        for score, name, act, keys in found:
            if score > 0:
                yield Hit(score, matcher.highlight(name), act, help=keys)
        if not any(score > 0 for score, *_rest in found):
            yield Hit(1, _("Nothing fits"), lambda: None)
