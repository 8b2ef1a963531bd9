"""Rows of a handbook into a draft edition, row by row, every assumption noted."""

from __future__ import annotations

import re

from dossier.codec.chinese_dates import find_dates
from dossier.codec.code_spelling import BONUS
from dossier.handbook.draft import Ask, Draft, Key, printed
from dossier.handbook.grids import Cell, Grid, GridRow
from dossier.handbook.headings import Columns, columns_of
from dossier.handbook.kinds import Wanted, kinds_in, wanted
from dossier.handbook.numbering import Numbering, level_of
from dossier.handbook.segments import Segment, clean, code_and_title, segments
from dossier.handbook.unit_cells import Duty, duties, parted

_TICK = re.compile(r"[√✓✔☑●○■▲★有是yY1-9]\d*|√.*")
_REMARK = re.compile(r"\s*(?:注|备注|说明|附注|※|[*＊])\s*\d*\s*[:：.、\s]|\s*[*＊※]")
_UNSENT = re.compile(r"不(?:需|用|必)?(?:要)?(?:网上)?(?:申报|上传|提交)(?:材料)?|直接赋分")
_BONUS = re.compile(r"加分项?(?=$|[\s:：])")
_POINTS = re.compile(r"\d+(?:\.\d+)?")
_LEVELS = (("item", 1), ("index", 2), ("content", 3))
MAX_TITLE = 400


class Reader:
    """Reads grids one after another; what a merged or empty cell leaves out is carried on."""

    def __init__(self, marks: dict[str, str]) -> None:
        self.draft = Draft()
        self._numbering = Numbering(self.draft)
        self.unread: list[Grid] = []
        self._marks = marks
        self._columns: Columns | None = None
        self._last: Ask | None = None
        self._fresh_grid = False

    def grid(self, grid: Grid) -> None:
        """One table; without headings of its own it goes on with those of the one before."""
        found = columns_of(grid)
        rows = grid.rows
        if found is not None:
            self._columns, first, last = found
            before = (text for row in rows[:first] for text in row.texts if text)
            self.draft.remarks += [clean(text) for text in before]
            rows = rows[last:]
        elif self._columns is None or self._columns.width != grid.width:
            self.unread.append(grid)
            return
        self._fresh_grid = True
        for row in rows:
            self._row(row, self._columns)
            self._fresh_grid = False

    def _row(self, row: GridRow, columns: Columns) -> None:
        if columns.is_heading(row):
            return
        texts = [text for text in row.texts if text]
        if not texts:
            return
        if row.spans or _REMARK.match(texts[0]):
            self._across(texts[0])
            return
        opened = self._nodes(row, columns)
        self._standards(row, columns)
        pieces = self._pieces(row, columns, opened)
        if pieces:
            self._asks(row, columns, pieces, opened)
        elif self._last is not None and not opened:
            self._go_on(row, columns, Segment(""))

    def _across(self, text: str) -> None:
        """A row of one cell: a heading of the tree, or a remark."""
        key, title = _node_code(text)
        if key is None or _REMARK.match(text):
            self.draft.remarks.append(clean(text))
            return
        self._numbering.open(key, title or None)

    def _nodes(self, row: GridRow, columns: Columns) -> bool:
        """Open the nodes that begin in this row; whether any did."""
        opened = False
        for role, level in _LEVELS:
            for column in columns.roles.get(role, ()):
                cell = row.cells[column]
                if cell.text and not cell.above and not cell.left:
                    opened |= self._node(row, level, cell.text, columns)
        method = [clean(text) for text in columns.texts(row, "method")]
        if method and (key := self._numbering.current()) and key in self.draft.nodes:
            self.draft.nodes[key].methods = method
        return opened

    def _node(self, row: GridRow, level: int, text: str, columns: Columns) -> bool:
        key, title = _node_code(text)
        if key is not None:
            repeated = self._numbering.held(level_of(key)) == key
            self._numbering.open(key, title or None)
            return not repeated
        if level == 3 and self._coded(row, columns) is not None:
            return False
        held = self.draft.nodes.get(self._numbering.held(level) or ())
        if held is not None and held.title == title:
            return False
        numbers = [node[1] for node in self.draft.nodes if node[0] == level and len(node) == 2]
        key = (level, max(numbers, default=0) + 1)
        self._numbering.open(key, title)
        self.draft.doubt("W510", row.place, code=printed(key), text=title)
        return True

    def _standards(self, row: GridRow, columns: Columns) -> None:
        """A standard of its own column: its number holds for the asks beside it."""
        if "ask" not in columns.roles:
            return
        for column in columns.roles.get("standard", ()):
            cell = row.cells[column]
            if cell.text and not cell.above and (found := segments(cell.text)):
                self._numbering.standard = found[0].standard

    def _coded(self, row: GridRow, columns: Columns) -> Segment | None:
        """The code in the row's own column of codes."""
        for role in ("code", "number"):
            for text in columns.texts(row, role):
                key, rest = _node_code(text)
                if key is not None:
                    circled = bool(segments(text)) and segments(text)[0].circled
                    return Segment(rest, (key,), circled=circled)
                found = segments(text)
                if role == "code" and found and found[0].coded:
                    return found[0]
        return None

    def _pieces(self, row: GridRow, columns: Columns, opened: bool) -> list[Segment]:
        """The asks of a row, with the code of the code column where there is one."""
        role = next((role for role in ("ask", "standard") if role in columns.roles), "content")
        own = [row.cells[column] for column in columns.roles.get(role, ())]
        text = "\n".join(cell.text for cell in own if cell.text and not _repeats(cell, role))
        pieces = segments(text)
        code = self._coded(row, columns)
        if code is not None:
            first = pieces[0].text if pieces else code.text
            if self._is_node(code, columns) and (not pieces or pieces[0].coded):
                self._numbering.open(code.codes[0], code.text or self._title_beside(row, columns))
                return pieces
            return [Segment(first, code.codes, code.standard, code.circles, code.circled)]
        if role == "content" and opened and not any(piece.coded for piece in pieces[1:]):
            return [Segment(piece.text) for piece in pieces]
        return pieces

    def _is_node(self, code: Segment, columns: Columns) -> bool:
        return bool(code.codes) and len(code.codes[0]) == 2 and "ask" in columns.roles

    def _title_beside(self, row: GridRow, columns: Columns) -> str | None:
        return next((clean(text) for text in columns.texts(row, "content")), None)

    def _asks(self, row: GridRow, columns: Columns, pieces: list[Segment], opened: bool) -> None:
        made: list[Ask] = []
        for piece in pieces:
            if not piece.coded and not opened and not made and self._continues(row, columns, piece):
                self._go_on(row, columns, piece)
                return
            if piece.codes and piece.codes[0] in self.draft.asks and self._again(row, piece):
                continue
            made.append(self._ask(row, columns, piece))
        self._duties(row, columns, made)
        if "lead" in columns.roles and not columns.texts(row, "lead"):
            for ask in made:
                self.draft.doubt("W513", row.place, code=ask.code, text=ask.title[:60])
        self._rest(row, columns, made)

    def _continues(self, row: GridRow, columns: Columns, piece: Segment) -> bool:
        """Whether an uncoded row goes on with the ask before it: it has no units of its own, and
        no kinds where the ask has some.
        """
        if self._last is None or any(self._own_units(row, columns)):
            return False
        own = self._kinds(row, columns) or wanted(piece.text, self._marks).kinds
        return not own or not self._last.kinds

    def _own_units(self, row: GridRow, columns: Columns) -> list[str]:
        """What stands in the row's own cells of units, not in merged ones."""
        places = [p for role in ("lead", "cooperating") for p in columns.roles.get(role, ())]
        return [text for place in places if (text := row.texts[place])]

    def _again(self, row: GridRow, piece: Segment) -> bool:
        """A code that stands again: the same row repeated on a new page, or its end."""
        ask = self.draft.asks[piece.codes[0]]
        found = wanted(piece.text, self._marks)
        if found.title == ask.title:
            return True
        if ask is self._last and self._fresh_grid:
            self._add(ask, piece, row)
            return True
        return False

    def _go_on(self, row: GridRow, columns: Columns, piece: Segment) -> None:
        ask = self._last
        if ask is None:
            return
        if piece.text:
            self._add(ask, piece, row)
        if not ask.kinds:
            ask.kinds = list(self._kinds(row, columns))
        if self._own_units(row, columns):
            self._duties(row, columns, [ask])

    def _add(self, ask: Ask, piece: Segment, row: GridRow) -> None:
        found = wanted(ask.title + piece.text, self._marks)
        ask.title = found.title[:MAX_TITLE]
        ask.kinds = ask.kinds or list(found.kinds)
        self.draft.doubt("W502", row.place, ask, text=piece.text[:60])

    def _ask(self, row: GridRow, columns: Columns, piece: Segment) -> Ask:
        own = self._kinds(row, columns)
        found = Wanted(clean(piece.text), own) if own else wanted(piece.text, self._marks)
        keys, node, circled = self._numbering.keys(piece)
        if node not in self.draft.nodes:
            self._numbering.open(node, None)
        title = found.title or self.draft.nodes[node].title or printed(keys[0])
        ask = Ask(keys[0], node, row.place, title[:MAX_TITLE], circled, also=keys[1:])
        ask.kinds = list(found.kinds)
        held = self.draft.asks.get(ask.key)
        if held is not None:
            self._numbering.settle(ask, held, coded=piece.coded)
        self.draft.ask(ask)
        self._last = ask
        if held is not None:
            code = "W504" if piece.coded else "W503"
            self.draft.doubt(code, row.place, ask, text=ask.title[:60])
        elif not piece.coded and len(ask.key) > len(node):
            self.draft.doubt("W503", row.place, ask, text=ask.title[:60])
        elif not piece.coded:
            self.draft.doubt("W511", row.place, code=ask.code, text=ask.title[:60])
        if len(found.title) > MAX_TITLE:
            self.draft.doubt("W512", row.place, ask, limit=MAX_TITLE)
        return ask

    def _kinds(self, row: GridRow, columns: Columns) -> tuple[str, ...]:
        """Kinds of the row's own columns: words, or ticks."""
        named = [kind for text in columns.texts(row, "kinds") for kind in self._named(text)]
        ticked = [
            kind
            for column, kind in sorted(columns.kind_columns.items())
            if _TICK.fullmatch(row.cells[column].text) and not row.cells[column].left
        ]
        return tuple(dict.fromkeys((*named, *ticked)))

    def _named(self, text: str) -> tuple[str, ...]:
        return kinds_in(text.strip("【】[]（）()"), self._marks)

    def _duties(self, row: GridRow, columns: Columns, asks: list[Ask]) -> None:
        """The units of the row for its asks: each its own part, or all for each."""
        if not asks:
            return
        for role in ("lead", "cooperating"):
            for column in columns.roles.get(role, ()):
                text = row.cells[column].text
                if text and not row.cells[column].left:
                    self._share(row, role == "cooperating", text, asks)

    def _share(self, row: GridRow, helping: bool, text: str, asks: list[Ask]) -> None:
        parts = parted(text) if len(asks) > 1 else [text]
        if len(parts) == len(asks):
            shares = [duties(part, helping=helping) for part in parts]
        else:
            shares = [duties(text, helping=helping)] * len(asks)
        for ask, share in zip(asks, shares, strict=True):
            self._give(row, ask, share)
            if len(parts) not in (1, len(asks)):
                about = {"parts": len(parts), "asks": len(asks)}
                self.draft.doubt("W505", row.place, ask, **about)

    def _give(self, row: GridRow, ask: Ask, share: Duty) -> None:
        ask.lead += [name for name in share.lead if name not in ask.lead]
        helpers = [name for name in share.cooperating if name not in ask.cooperating]
        ask.cooperating += [name for name in helpers if name not in ask.lead]
        self.draft.name_units((*share.lead, *share.cooperating))
        for mark in share.remarks:
            self.draft.doubt("W506", row.place, ask, text=mark)

    def _rest(self, row: GridRow, columns: Columns, asks: list[Ask]) -> None:
        """Deadlines, points and remarks of the row; points of several asks together are not told
        apart and left out.
        """
        points = [float(m[0]) for t in columns.texts(row, "points") if (m := _POINTS.search(t))]
        days = [day for text in columns.texts(row, "due") for day in find_dates(text)]
        for ask in asks:
            ask.remarks += [clean(text) for text in columns.texts(row, "note")]
            if points and len(asks) == 1:
                ask.points = points[0]
            if days:
                ask.due = days[-1].iso


def _node_code(text: str) -> tuple[Key | None, str]:
    if bonus := _BONUS.match(text.strip()):
        return (BONUS,), clean(text.strip()[bonus.end() :])
    return code_and_title(text)


def _repeats(cell: Cell, role: str) -> bool:
    """A merged cell of asks speaks once, in its first row; one of the tree never does again."""
    return cell.left or (cell.above and role == "ask")


def unsent(title: str) -> bool:
    """Whether an ask says that nothing is uploaded for it."""
    return bool(_UNSENT.search(title))
