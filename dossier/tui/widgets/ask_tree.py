"""The edition as a tree: indicators, and the asks under them with their marks."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from dossier.model.assessment import RequirementCoverage
from dossier.model.editions import Edition
from dossier.tui.words import mark

_STYLES = {"good": "green", "bad": "bold red", "warn": "yellow", "accent": "cyan", "dim": "dim"}


class AskTree(Tree[str]):
    """Nodes carry the codes of indicators and asks; only asks are leaves."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__("", id=id)
        self.show_root = False
        self.guide_depth = 2

        self._leaves: dict[str, TreeNode[str]] = {}

    def fill(
        self, edition: Edition, shown: Sequence[RequirementCoverage], code: str | None
    ) -> str | None:
        """Show these asks under their indicators, the cursor on ``code``, else on the first ask;
        the code it is on. What is folded stays folded while the same asks are shown.
        """
        if [item.code for item in shown] == list(self._leaves):
            for item in shown:
                self._leaves[item.code].set_label(ask_label(item))
        else:
            self._grow(edition, shown)
        place = self._leaves.get(code or "") or next(iter(self._leaves.values()), None)
        if place is not None and self.cursor_node is not place:
            self.call_after_refresh(self.move_cursor, place)
        return place.data if place is not None else None

    def _grow(self, edition: Edition, shown: Sequence[RequirementCoverage]) -> None:
        self.clear()
        asks: dict[str, list[RequirementCoverage]] = {}
        for item in shown:
            asks.setdefault(item.indicator, []).append(item)
        wanted = _with_ancestors(edition, asks)
        branches: dict[str, TreeNode[str]] = {}
        leaves: dict[str, TreeNode[str]] = {}
        for node in edition.indicators:
            if node.code not in wanted:
                continue
            parent = branches.get(node.parent or "", self.root)
            label = Text.assemble((f"{node.code} ", "dim"), node.title or "", no_wrap=True)
            branches[node.code] = branch = parent.add(label, node.code, expand=True)
            for item in asks.get(node.code, []):
                leaves[item.code] = branch.add_leaf(ask_label(item), item.code)
        self._leaves = {item.code: leaves[item.code] for item in shown if item.code in leaves}


def _with_ancestors(edition: Edition, indicators: dict[str, list[RequirementCoverage]]) -> set[str]:
    parents = {node.code: node.parent for node in edition.indicators}
    wanted: set[str] = set()
    for indicator in indicators:
        above: str | None = indicator
        while above and above not in wanted:
            wanted.add(above)
            above = parents.get(above)
    return wanted


def ask_label(item: RequirementCoverage) -> Text:
    """Mark, code and title; nothing in them is read as markup."""
    text, tone = mark(item)
    return Text.assemble(
        (f"{text} ", _STYLES.get(tone, "")), f"{item.code} ", item.title, no_wrap=True
    )
