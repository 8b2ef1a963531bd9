"""Keys: what they do, how they are shown. Each has an id by which settings can move it.

Every action has a key that an input method lets through (a function key, Ctrl, Enter, Space).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

from dossier.i18n import N_, _

_NAMES = {
    "question_mark": "?",
    "fullwidth_question_mark": "？",
    "slash": "/",
    "escape": "Esc",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "delete": "Del",
    "underscore": "_",
    "up": "↑",
    "down": "↓",
}

_WORDS = {"enter": N_("Enter"), "space": N_("Space")}


NAMES: set[str] = set()
"""The names by which settings may move keys; each binding adds its own as its module is loaded."""


def bind(name: str, keys: str, action: str, label: str = "", *, show: bool = True) -> Binding:
    """A binding that settings can move under ``[keys]`` by its name; label is a message id, without
    which neither help nor commands list it.
    """
    NAMES.add(name)
    return Binding(keys, action, label, show=show, id=name)


def moved_key(keys: Mapping[str, str], name: str, usual: str) -> str:
    """How the first key of a binding is written after settings moved it."""
    return key_name(keys.get(name, usual).partition(",")[0].strip())


RECORD_KEYS = [
    bind("accept", "ctrl+a,a", "accept", N_("Accept")),
    bind("return", "ctrl+r,r", "send_back", N_("Send back")),
    bind("place", "ctrl+g,m", "place", N_("Place")),
    bind("unplace", "ctrl+d", "unplace", N_("Take out"), show=False),
    bind("caption", "ctrl+e,e", "caption", N_("Caption"), show=False),
    bind("describe", "ctrl+u,u", "describe", N_("Describe"), show=False),
    bind("open", "ctrl+o,o", "open_copy", N_("View"), show=False),
    bind("copy", "ctrl+y,c", "copy", N_("Copy"), show=False),
    bind("copy_text", "ctrl+w", "copy_text", N_("Copy its text"), show=False),
    bind("preview_down", "ctrl+down", "scroll_preview(1)", N_("Preview down"), show=False),
    bind("preview_up", "ctrl+up", "scroll_preview(-1)", N_("Preview up"), show=False),
]
"""What can be done to records wherever they are listed."""

MOVE_KEY = bind("move", "ctrl+n,v", "move", N_("Move"), show=False)
"""Where records are looked at from an ask: out of it, into another."""

HELP_KEY = bind("help", "f12,question_mark,fullwidth_question_mark", "help", N_("Help"))
APP_KEYS = [
    HELP_KEY,
    bind("palette", "ctrl+p", "command_palette", N_("Commands")),
    bind("undo", "ctrl+z", "undo", N_("Undo"), show=False),
    bind("intake", "f10", "intake", N_("Take in")),
    bind("quit", "ctrl+q", "quit", N_("Leave")),
    replace(
        bind("next_room", "ctrl+pagedown", "step_room(1)", N_("Next room"), show=False),
        priority=True,
    ),
    replace(
        bind("previous_room", "ctrl+pageup", "step_room(-1)", N_("Previous room"), show=False),
        priority=True,
    ),
]

WRITING = frozenset(
    {
        *(
            "accept",
            "send_back",
            "place",
            "move",
            "unplace",
            "caption",
            "describe",
            "take",
            "refuse",
        ),
        *("undo", "intake", "add", "waive", "build", "report", "report_all", "dismiss_finding"),
    }
)
"""Actions that write something, which somebody who may only look is not offered."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One action with its keys, ready for the bar and the help; settings know it by its name."""

    name: str
    action: str
    label: str
    display: str
    all_keys: tuple[str, ...]
    show: bool
    node: DOMNode


def key_name(key: str) -> str:
    """A key as people write it."""
    *modifiers, last = key.split("+")
    if last in _WORDS:
        last = _(_WORDS[last])
    elif last in _NAMES:
        last = _NAMES[last]
    elif last.startswith("f") and last[1:].isdigit():
        last = last.upper()
    if "ctrl" in modifiers:
        return "^" + last.upper() if len(last) == 1 else "Ctrl+" + last
    return last


def shown_keys(screen: Screen[object]) -> list[Shown]:
    """Our own actions available on a screen, those of the focused widget first, each once; what
    works everywhere comes last.
    """
    found: dict[tuple[int, str], list[tuple[str, Binding, DOMNode]]] = {}
    for key, active in screen.active_bindings.items():
        if active.binding.description and active.binding.id and active.enabled:
            place = (id(active.node), active.binding.action)
            found.setdefault(place, []).append((key, active.binding, active.node))
    return sorted(map(_shown, found.values()), key=lambda item: item.node is screen.app)


def _shown(items: list[tuple[str, Binding, DOMNode]]) -> Shown:
    key, binding, node = items[0]
    names = tuple(key_name(key) for key, _binding, _node in items)
    return Shown(
        binding.id or "",
        binding.action,
        binding.description,
        key_name(key),
        names,
        binding.show,
        node,
    )
