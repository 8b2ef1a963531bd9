"""What a table shows: rows held in memory, or fetched a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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

    def __len__(self) -> int:
        return len(self.items)

    def cells(self, index: int) -> Sequence[Shown]:
        """See :class:`Rows`."""
        return self._show(self.items[index])

    def key(self, index: int) -> str:
        """See :class:`Rows`."""
        return self._name(self.items[index])


class PagedRows(Generic[T]):
    """Rows fetched a page at a time: ``fetch(offset)`` asks for a page that :meth:`fill` brings."""

    def __init__(
        self,
        total: int,
        first: Sequence[T],
        show: Callable[[T], Sequence[Shown]],
        name: Callable[[T], str],
        fetch: Callable[[int], None],
    ) -> None:
        self._total = total
        self._show = show
        self._name = name
        self._fetch = fetch
        self._pages: dict[int, Sequence[T]] = {0: first}
        self._asked: set[int] = {0}

    def __len__(self) -> int:
        return self._total

    def item(self, index: int) -> T | None:
        """The item, None while it is on its way."""
        number, place = divmod(index, PAGE)
        page = self._pages.get(number)
        if page is None:
            if number not in self._asked:
                self._asked.add(number)
                self._fetch(number * PAGE)
            return None
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
