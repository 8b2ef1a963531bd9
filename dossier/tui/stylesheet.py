"""A stylesheet that is parsed again only for other colours.

Textual parses every rule anew, twice, when a room is entered for the first time: a new screen does
not yet have the theme's count. The rules are the same as before unless the theme's variables are
others; what new widgets add is parsed when rules are next asked for.
"""

from __future__ import annotations

from textual.css.stylesheet import Stylesheet


class SteadyStylesheet(Stylesheet):
    """Textual's own, which does nothing where nothing changed."""

    def __init__(self, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._wanted, self._parsed = variables, variables

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take the theme's variables."""
        if variables != self._wanted:
            super().set_variables(variables)
            self._wanted = variables

    def reparse(self) -> None:
        """Parse every rule anew if the variables are others than last time."""
        if self._wanted != self._parsed:
            super().reparse()
            self._parsed = self._wanted
