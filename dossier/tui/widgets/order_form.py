"""The form of a bundle's order: what the command line's options say, as lines to fill."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Select, Static

from dossier.i18n import _
from dossier.tui.widgets.line_input import LineInput
from dossier.workflow.ordering import Wish

Options = Sequence[tuple[str, str]]
_TYPED = ("as_of", "scope", "why", "to", "pages")


class OrderForm(Vertical):
    """Six lines; every field has its twin on the command line."""

    def __init__(self, profile: str, known: dict[str, Any]) -> None:
        super().__init__(id="form-lines")
        self._profiles: Options = [(profile, profile)]
        self._known = known

    def compose(self) -> ComposeResult:
        """Profile and day, scope, form, extent, place, pages."""
        yield from self._line(_("Profile"), self._select("profile", self._profiles, ""))
        yield from self._line(
            _("Asks"),
            self._typed("scope", _("all; or codes with spaces between")),
            Button(Content(_("Pick")), id="pick", compact=True),
        )
        yield from self._line(
            _("Form"),
            self._select("form", [("ZIP", "zip"), (_("folder"), "folder")], "zip"),
            self._select("book", _books(), ""),
            self._select("split", _splits(), ""),
        )
        yield from self._line(
            _("Extent"),
            self._select("extent", [(_("whole"), ""), (_("partial"), "partial")], ""),
            self._typed("why", _("reason")),
        )
        yield from self._line(_("Into"), self._typed("to", _("the archive's own folder bundles")))
        yield from self._line(
            _("As of"),
            self._typed("as_of", _("today; or 2026-05-31")),
            self._typed("pages", _("pages: 2026-000123=1,3")),
        )

    def _line(self, label: str, *parts: Input | Select[str] | Button) -> Iterable[Horizontal]:
        said = Static(label, classes="label", markup=False)
        yield Horizontal(said, *parts, classes="line")

    def _typed(self, name: str, example: str) -> LineInput:
        return LineInput(str(self._known.get(name, "")), placeholder=example, id=name)

    def _select(self, name: str, options: Options, usual: str) -> Select[str]:
        values = [value for _text, value in options]
        value = self._known.get(name, usual)
        value = value if value in values else values[0]
        return Select(_shown(options), value=value, allow_blank=False, compact=True, id=name)

    def offer_profiles(self, profiles: Options) -> None:
        """The profiles there are, the archive's own first; the chosen one stays."""
        select = self.query_one("#profile", Select)
        wanted = self._known.get("profile", select.value)
        values = [value for _title, value in profiles]
        with select.prevent(Select.Changed):
            select.set_options(_shown(profiles))
            select.value = values[-1]
            select.value = wanted if wanted in values else values[0]

    def wish(self) -> Wish:
        """What stands in the form."""
        chosen = {name: self._value(name) for name in ("form", "book", "split", "extent")}
        typed = {name: self.query_one(f"#{name}", Input).value.strip() for name in _TYPED}
        return Wish(
            profile=self._value("profile"),
            scope=typed["scope"],
            as_of=typed["as_of"],
            to=typed["to"],
            zipped=chosen["form"] == "zip",
            book=chosen["book"],
            split=chosen["split"],
            partial=chosen["extent"] == "partial",
            reason=typed["why"],
            pages=typed["pages"],
        )

    def _value(self, name: str) -> str:
        return str(self.query_one(f"#{name}", Select).value)

    def to_keep(self) -> dict[str, Any]:
        """What is remembered for the next sitting: everything but the day and the pages."""
        wish = asdict(self.wish())
        kept = {"form": self._value("form"), "extent": self._value("extent"), "why": wish["reason"]}
        return kept | {name: wish[name] for name in ("profile", "scope", "to", "book", "split")}


def _shown(options: Options) -> list[tuple[Content, str]]:
    """Titles come from files; nothing in them is read as markup."""
    return [(Content(title), value) for title, value in options]


def _books() -> Options:
    return [
        (_("books: as the profile says"), ""),
        (_("no books"), "none"),
        (_("a book per ask"), "requirement"),
        (_("a book per indicator"), "indicator"),
    ]


def _splits() -> Options:
    return [
        (_("split: as the profile says"), ""),
        (_("split when too large"), "yes"),
        (_("in one piece"), "no"),
    ]
