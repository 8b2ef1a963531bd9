"""Stored content on its way into a bundle: read once, counted, and told of by its record.

It is not hashed here: what it should be is known from custody, and the finished bundle is read
back and hashed once (B08). Only where that finds a difference is the stored content asked again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, TypeVar

from dossier.bundle.ahead import LARGE, Parts, batches, hands, in_order, parts_of
from dossier.bundle.bag import Content
from dossier.bundle.progress import Progress, told
from dossier.errors import BundleError, FixityError
from dossier.model.bundles import BundlePlan, PlannedFile
from dossier.rules.finding_table import TABLE

OpenContent = Callable[[str], BinaryIO]
"""Opens stored content by digest; raises FixityError or FileNotFoundError where it is missing.
Several threads may ask at once.
"""

Placed = TypeVar("Placed")
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be written: the plan's content, and the lists beside it."""

    plan: BundlePlan
    control: Mapping[str, Content]
    open_content: OpenContent
    progress: Progress

    def copied(
        self,
        place: Callable[[PlannedFile], Placed],
        copy: Callable[[Placed, Parts], Done],
    ) -> Generator[tuple[Placed, Done]]:
        """Copy the payload, several files at a time; the results in path order.

        ``place`` is asked for each file in that order, ``copy`` by any thread with its parts.
        """
        total, done = self.plan.size, 0
        ordered = ((item, place(item)) for item in sorted(self.plan.files, key=lambda f: f.path))

        def work(batch: Sequence[tuple[PlannedFile, Placed]]) -> list[Done]:
            small = (row for row in batch if row[0].fixity.size <= LARGE)
            return [copy(placed, content(item, self.open_content)) for item, placed in small]

        with hands() as pool:
            groups = batches(ordered, lambda row: row[0].fixity.size)
            for batch, results in in_order(pool, work, groups):
                waiting = iter(results)
                for item, placed in batch:
                    if item.fixity.size <= LARGE:
                        yield placed, next(waiting)
                    else:
                        parts = content(item, self.open_content)
                        heard = told(parts, self.progress, "copy", done, total)
                        yield placed, copy(placed, heard)
                    done += item.fixity.size
                    self.progress("copy", done, total)

    def lists(self) -> Iterable[tuple[str, Content]]:
        """The lists in the order of their names."""
        self.progress("lists", self.plan.size, self.plan.size)
        return sorted(self.control.items())


def content(item: PlannedFile, open_content: OpenContent) -> Iterator[memoryview]:
    """A file's bytes, part by part. Raises BundleError where it is missing or of another length."""
    size = 0
    with _opened(item, open_content) as stream:
        for part in parts_of(stream):
            size += len(part)
            yield part
    if size != item.fixity.size:
        raise _content_error("E802", item)


def refuse_damaged(items: Iterable[PlannedFile], open_content: OpenContent) -> None:
    """Raise BundleError for the first whose stored content is not what it is known as.

    For files that did not verify: was it the copy that went wrong, or the content itself?
    """
    for item in items:
        hasher = hashlib.sha256()
        for part in content(item, open_content):
            hasher.update(part)
        if hasher.hexdigest() != item.fixity.hex:
            raise _content_error("E802", item)


@contextmanager
def _opened(item: PlannedFile, open_content: OpenContent) -> Iterator[BinaryIO]:
    """Stored content; what the store says against it is told of its record."""
    stream = None
    try:
        with open_content(item.fixity.digest) as stream:
            yield stream
    except FileNotFoundError as error:
        raise _content_error("E801", item) from error
    except FixityError as error:
        raise _content_error("E802" if stream else "E801", item) from error


def _content_error(code: str, item: PlannedFile) -> BundleError:
    return BundleError(TABLE[code].message, TABLE[code].hint, record=item.record)
