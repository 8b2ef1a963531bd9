"""Work done ahead by a few threads and handed out in order.

Reading, writing and hashing let other threads run, so that one file is hashed while another is
read. What is in hand at a time is bounded: memory does not grow with the work.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from io import BufferedIOBase
from typing import BinaryIO, TypeVar, cast

LARGE = 2**25
"""A file of more bytes goes alone and part by part, so that it is told how far it has come."""
_BATCH_BYTES = 2**22
_BATCH_FILES = 64
_ROOM = 2**16
_rooms = threading.local()

Parts = Iterable[bytes | memoryview]
"""The bytes of a file; each part may be gone when the next one is asked for."""

Item = TypeVar("Item")
Result = TypeVar("Result")


@contextmanager
def hands() -> Iterator[ThreadPoolExecutor]:
    """A few threads; what they have not begun when the work is given up is not begun any more."""
    pool = ThreadPoolExecutor(min(4, os.cpu_count() or 2))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def in_order(
    pool: ThreadPoolExecutor,
    work: Callable[[Item], Result],
    items: Iterable[Item],
    ahead: int = 3,
) -> Iterator[tuple[Item, Result]]:
    """Each item with what ``work`` made of it, a few items ahead; raises what ``work`` raised."""
    waiting: deque[tuple[Item, Future[Result]]] = deque()
    for item in items:
        waiting.append((item, pool.submit(work, item)))
        if len(waiting) > ahead:
            first, future = waiting.popleft()
            yield first, future.result()
    for item, future in waiting:
        yield item, future.result()


def batches(items: Iterable[Item], size: Callable[[Item], int]) -> Iterator[Sequence[Item]]:
    """The items in order, small ones together, so that a hand is not called for each."""
    batch: list[Item] = []
    total = 0
    for item in items:
        total += size(item)
        if batch and (total > _BATCH_BYTES or len(batch) == _BATCH_FILES):
            yield batch
            batch, total = [], size(item)
        batch.append(item)
    if batch:
        yield batch


def parts_of(stream: BinaryIO, length: int | None = None) -> Iterator[memoryview]:
    """The bytes of a stream, at most ``length``, part by part.

    A part is good until the next one is asked for: each thread reads into a place of its own,
    since fresh memory costs more than hashing what is in it.
    """
    room = _room()
    source = cast("BufferedIOBase", stream)
    left = _ROOM if length is None else length
    while left and (count := source.readinto(room[: min(left, _ROOM)])):
        left -= 0 if length is None else count
        yield room[:count]


def _room() -> memoryview:
    if not hasattr(_rooms, "room"):
        _rooms.room = memoryview(bytearray(_ROOM))
    room: memoryview = _rooms.room
    return room
