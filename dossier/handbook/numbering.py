"""Which code an ask gets from where it stands: its node, its standard, its circle, its order."""

from __future__ import annotations

from dossier.codec.code_spelling import BARE, BONUS
from dossier.handbook.draft import Ask, Draft, Key
from dossier.handbook.segments import Segment


class Numbering:
    """The place in the tree at which a handbook is being read."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.standard: int | None = None
        self._at: dict[int, Key] = {}

    def held(self, level: int) -> Key | None:
        """The node open at a level."""
        return self._at.get(level)

    def open(self, key: Key, title: str | None) -> None:
        """Open a node: what stands below it in the table belongs to it."""
        level = level_of(key)
        above = [self._at[step] for step in sorted(self._at) if step < level]
        parent = above[-1] if above and key[0] != BONUS else None
        self._at = {step: held for step, held in self._at.items() if step < level}
        self._at[level] = key
        self.standard = None
        self.draft.node(key, title, parent)

    def current(self) -> Key | None:
        """The lowest open node."""
        return self._at[max(self._at)] if self._at else None

    def keys(self, piece: Segment) -> tuple[list[Key], Key, bool]:
        """The keys of an ask, its node, and whether the last number stood in a circle."""
        if piece.codes:
            node = self.node_of(piece.codes[0])
            return list(piece.codes), node, piece.circled
        node = self.current() or (3, 1)
        if piece.standard is not None:
            self.standard = piece.standard
        stem = node if self.standard is None else (*node, self.standard)
        if piece.circles:
            return [(*stem, number) for number in piece.circles], node, True
        if piece.standard is not None:
            return [stem], node, False
        siblings = self.draft.of_node(node)
        if not siblings:
            return [node], node, False
        last = siblings[-1]
        if last.key == node:
            return [node], node, False
        return [self.draft.free_after((last.also or [last.key])[-1])], node, last.circled

    def node_of(self, key: Key) -> Key:
        """The node a whole code belongs to: the open one it continues, else its beginning."""
        held = [node for node in self.draft.nodes if key[: len(node)] == node]
        if held:
            return max(held, key=len)
        if key[0] == BARE:
            return key[:3]
        return key[:1] if key[0] == BONUS else key[:2]

    def settle(self, ask: Ask, held: Ask, *, coded: bool) -> None:
        """Another ask has the code: count on from it; a lone uncoded one becomes the first."""
        if held.key == ask.node and not coded:
            self.draft.rekey(held, (*ask.node, 1), circled=True)
            self.draft.doubt("W503", held.place, held, text=held.title[:60])
            ask.key, ask.circled = (*ask.node, 2), True
        else:
            ask.key = self.draft.free_after(ask.key if len(ask.key) > 2 else (*ask.key, 0))
            ask.circled = ask.circled or len(ask.key) > len(ask.node)
        ask.also = []


def level_of(key: Key) -> int:
    """1 to 3; a code without a letter counts its numbers."""
    if key[0] == BARE:
        return len(key) - 1
    return 1 if key[0] == BONUS else key[0]
