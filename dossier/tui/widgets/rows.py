"""What a table shows: rows held in memory, or fetched a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from dossier.tui.text import Shown

T = TypeVar("T")
PAGE = 200


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title as a message id, least width, share of spare width, alignment."""

    title: str
    width: int
    flex: int = 0
    right: bool = False


class Rows(Protocol):
    """A list of any length; ``cells`` may be None while a row is on its way."""

    def __len__(self) -> int: ...

    def cells(self, index: int) -> Sequence[Shown] | None:
        """What a row shows."""
        ...

    def key(self, index: int) -> str | None:
        """What a row is called."""
        ...

    def place(self, key: str) -> int | None:
        """Where a row stands, None when there is none or it was never fetched."""
        ...


class ListRows(Generic[T]):
    """Rows of items in memory."""

    def __init__(
        self,
        items: Sequence[T],
        show: Callable[[T], Sequence[Shown]],
        name: Callable[[T], str],
    ) -> None:
        self.items = items
        self._show = show
        self._name = name
        self._places: dict[str, int] | None = None

    def __len__(self) -> int:
        return len(self.items)

    def cells(self, index: int) -> Sequence[Shown]:
        """See :class:`Rows`."""
        return self._show(self.items[index])

    def key(self, index: int) -> str:
        """See :class:`Rows`."""
        return self._name(self.items[index])

    def place(self, key: str) -> int | None:
        """See :class:`Rows`."""
        if self._places is None:
            self._places = {self._name(item): index for index, item in enumerate(self.items)}
        return self._places.get(key)


class PagedRows(Generic[T]):
    """Rows fetched a page at a time: ``fetch(offset)`` asks for a page that :meth:`fill` brings.

    Until a page is there, the same one of the rows ``before`` is shown, so that a list that is
    asked for again does not flicker.
    """

    def __init__(
        self,
        total: int,
        first: Sequence[T],
        show: Callable[[T], Sequence[Shown]],
        name: Callable[[T], str],
        fetch: Callable[[int], None],
        before: PagedRows[T] | None = None,
    ) -> None:
        self._total = total
        self._show = show
        self._name = name
        self._fetch = fetch
        self._pages: dict[int, Sequence[T]] = {**(before._pages if before else {}), 0: first}
        self._asked: set[int] = {0}

    def __len__(self) -> int:
        return self._total

    def item(self, index: int) -> T | None:
        """The item, None while it is on its way."""
        number, place = divmod(index, PAGE)
        if number not in self._asked:
            self._asked.add(number)
            self._fetch(number * PAGE)
        page = self._pages.get(number, ())
        return page[place] if place < len(page) else None

    def fill(self, offset: int, items: Sequence[T]) -> None:
        """Bring a page that was asked for."""
        self._pages[offset // PAGE] = items

    def cells(self, index: int) -> Sequence[Shown] | None:
        """See :class:`Rows`."""
        item = self.item(index)
        return None if item is None else self._show(item)

    def key(self, index: int) -> str | None:
        """See :class:`Rows`."""
        item = self.item(index)
        return None if item is None else self._name(item)

    def place(self, key: str) -> int | None:
        """See :class:`Rows`."""
        for number, page in self._pages.items():
            for place, item in enumerate(page):
                if self._name(item) == key:
                    return number * PAGE + place
        return None


class KeyedRows(Generic[T]):
    """Rows whose keys are all known, with the items of the first page: ``fetch(keys)`` asks for
    others, which :meth:`fill` brings.

    Until an item is there, what the rows ``before`` knew of it is shown.
    """

    def __init__(
        self,
        keys: Sequence[str],
        first: Mapping[str, T],
        show: Callable[[T], Sequence[Shown]],
        fetch: Callable[[Sequence[str]], None],
        before: KeyedRows[T] | None = None,
    ) -> None:
        self.keys = keys
        self._show = show
        self._fetch = fetch
        self._items: dict[str, T] = {**(before._items if before else {}), **first}
        self._asked: set[int] = {0} if first else set()
        self._places: dict[str, int] | None = None

    def __len__(self) -> int:
        return len(self.keys)

    def fill(self, items: Mapping[str, T]) -> None:
        """Bring items that were asked for."""
        self._items.update(items)

    def cells(self, index: int) -> Sequence[Shown] | None:
        """See :class:`Rows`."""
        number = index // PAGE
        if number not in self._asked:
            self._asked.add(number)
            self._fetch(self.keys[number * PAGE : (number + 1) * PAGE])
        item = self._items.get(self.keys[index])
        return None if item is None else self._show(item)

    def key(self, index: int) -> str:
        """See :class:`Rows`."""
        return self.keys[index]

    def place(self, key: str) -> int | None:
        """See :class:`Rows`."""
        if self._places is None:
            self._places = {name: index for index, name in enumerate(self.keys)}
        return self._places.get(key)


class NoRows:
    """An empty table."""

    def __len__(self) -> int:
        return 0

    def cells(self, index: int) -> None:
        """See :class:`Rows`."""
        del index

    def key(self, index: int) -> None:
        """See :class:`Rows`."""
        del index

    def place(self, key: str) -> None:
        """See :class:`Rows`."""
        del key
