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
        self._branches: dict[str, TreeNode[str]] = {}
        self._going: TreeNode[str] | None = None

    @property
    def code(self) -> str | None:
        """What the cursor is on, or on its way to."""
        node = self._going or self.cursor_node
        return node.data if node is not None else None

    @property
    def codes(self) -> list[str]:
        """The asks shown, in their order."""
        return list(self._leaves)

    def fill(
        self,
        edition: Edition,
        shown: Sequence[RequirementCoverage],
        code: str,
        *,
        go: bool = False,
    ) -> str | None:
        """Show these asks under their indicators; the code the cursor is on.

        It stays where it is, unless it is to ``go`` to ``code`` or other asks are shown: then it is
        on ``code``, or on the ask nearest to it. What is folded stays folded.
        """
        before = self.codes
        if [item.code for item in shown] == before:
            for item in shown:
                self._leaves[item.code].set_label(ask_label(item))
            if not go and self.code is not None:
                return self.code
        else:
            self._grow(edition, shown)
        self._go_to(self._place(code, before))
        return self.code

    def _place(self, code: str, before: Sequence[str]) -> TreeNode[str] | None:
        """The node of a code; where it went, that of the next ask, else of the last one."""
        if known := self._leaves.get(code) or self._branches.get(code):
            return known
        after = before[before.index(code) :] if code in before else ()
        left = [*(item for item in after if item in self._leaves), *list(self._leaves)[-1:]]
        return (
            self._leaves[left[0] if code in before else next(iter(self._leaves))] if left else None
        )

    def _go_to(self, node: TreeNode[str] | None) -> None:
        """Move the cursor once the tree is laid out."""
        self._going = node
        self.call_after_refresh(self._arrive)

    def _arrive(self) -> None:
        node, self._going = self._going, None
        if node is not None and self.cursor_node is not node:
            self.move_cursor(node)

    def _grow(self, edition: Edition, shown: Sequence[RequirementCoverage]) -> None:
        folded = {code for code, node in self._branches.items() if node.is_collapsed}
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
            branches[node.code] = branch = parent.add(
                label, node.code, expand=node.code not in folded
            )
            for item in asks.get(node.code, []):
                leaves[item.code] = branch.add_leaf(ask_label(item), item.code)
        self._branches = branches
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
