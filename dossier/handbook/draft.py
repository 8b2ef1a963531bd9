"""An edition in the making: nodes and asks in the order of the handbook, and what was doubtful."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dossier.codec.code_spelling import BARE, BONUS, CIRCLES, NEGATIVE
from dossier.codec.requirement_codes import canonical
from dossier.handbook.grids import Place
from dossier.model.findings import Finding

Key = tuple[int, ...]
_LETTERS = {1: "Ⅰ-", 2: "Ⅱ-", 3: "Ⅲ-", BARE: "", BONUS: "加分-", NEGATIVE: "G"}


def printed(key: Key, *, circled: bool = False) -> str:
    """The canonical code of a key; ``circled``: its last number stood in a circle."""
    numbers = [str(number) for number in key[1:]]
    if circled and numbers:
        numbers[-1] = CIRCLES.get(key[-1], numbers[-1])
    text = (_LETTERS[key[0]] + "-".join(numbers)).rstrip("-")
    return canonical(text) or text


@dataclass(slots=True)
class Node:
    """A node of the tree."""

    key: Key
    title: str | None
    parent: Key | None
    methods: list[str] = field(default_factory=list)

    @property
    def code(self) -> str:
        """Its canonical code."""
        return printed(self.key)


@dataclass(slots=True)
class Ask:
    """An ask. ``sure`` turns False with the first doubt about it."""

    key: Key
    node: Key
    place: Place
    title: str
    circled: bool = False
    kinds: list[str] = field(default_factory=list)
    also: list[Key] = field(default_factory=list)
    lead: list[str] = field(default_factory=list)
    cooperating: list[str] = field(default_factory=list)
    due: str | None = None
    points: float | None = None
    remarks: list[str] = field(default_factory=list)
    sure: bool = True

    @property
    def code(self) -> str:
        """Its canonical code."""
        return printed(self.key, circled=self.circled)


class Draft:
    """Collects what the rows of a handbook say."""

    def __init__(self) -> None:
        self.nodes: dict[Key, Node] = {}
        self.asks: dict[Key, Ask] = {}
        self.order: list[Ask] = []
        self.units: dict[str, None] = {}
        self.doubts: list[Finding] = []
        self.remarks: list[str] = []

    def node(self, key: Key, title: str | None, parent: Key | None) -> Node:
        """The node with this key, made or completed."""
        node = self.nodes.setdefault(key, Node(key, title, parent))
        node.title = node.title or title
        if node.parent is None and parent != key:
            node.parent = parent
        return node

    def ask(self, ask: Ask) -> Ask:
        """Take an ask in under its key, which must be free."""
        self.asks[ask.key] = ask
        for key in ask.also:
            self.asks.setdefault(key, ask)
        self.order.append(ask)
        return ask

    def rekey(self, ask: Ask, key: Key, *, circled: bool) -> None:
        """Give an ask another code."""
        del self.asks[ask.key]
        ask.key, ask.circled = key, circled
        self.asks[key] = ask

    def of_node(self, node: Key) -> list[Ask]:
        """The asks of a node so far."""
        return [ask for ask in self.order if ask.node == node]

    def number_first_asks(self) -> None:
        """An uncoded ask that took its node's code, but has coded ones beside it, is numbered."""
        for ask in [item for item in self.order if item.key == item.node]:
            others = [item for item in self.of_node(ask.node) if item is not ask]
            if not others or ask.key[0] not in (BARE, 3):
                continue
            key = (*others[0].key[:-1], others[0].key[-1] - 1)
            if len(key) <= len(ask.node) or key[-1] < 1 or key in self.asks:
                key = self.free_after(others[-1].key)
            text = ask.title[:60]
            self.rekey(ask, key, circled=others[0].circled)
            self.doubt("W503", ask.place, ask, text=text)

    def free_after(self, key: Key) -> Key:
        """The next key beside this one that nobody has."""
        number = key[-1] + 1
        while (*key[:-1], number) in self.asks:
            number += 1
        return (*key[:-1], number)

    def doubt(
        self, rule: str, place: Place, ask: Ask | None = None, /, **about: str | float
    ) -> None:
        """Note that something was assumed; ``rule`` is a code of the finding table."""
        if ask is not None:
            ask.sure = False
            about.setdefault("code", ask.code)
        where: dict[str, str | float] = {"part": place.part, "number": place.number}
        self.doubts.append(Finding(rule, str(place), {**where, "row": place.row, **about}))

    def name_units(self, names: Sequence[str]) -> None:
        """Remember units in the order in which they first appear."""
        self.units.update(dict.fromkeys(names))
