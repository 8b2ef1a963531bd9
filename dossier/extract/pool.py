"""Reading files in processes that can be killed.

A file that hangs, crashes its reader or eats memory costs that file its text (E106), nothing
else: the worker is killed and replaced, the next file goes on. One pool serves one thread.
"""

from __future__ import annotations

import itertools
import queue
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from dossier.errors import DossierError
from dossier.extract import wire
from dossier.extract.formats import by_name
from dossier.extract.outcome import Limits
from dossier.extract.process import DEFAULT_COMMAND, Inbox, Worker
from dossier.extract.signatures import identify
from dossier.i18n import N_
from dossier.model.extraction import Extraction
from dossier.model.findings import Finding

Key = TypeVar("Key")
DEPTH = 4
"""Jobs a worker holds at a time, so that it never waits for its parent."""
_START_SECONDS = 60.0
_ATTEMPTS = 2


class ReaderPool:
    """Extracts files in up to ``workers`` processes, which start when needed.

    ``command`` starts a worker, ``clock`` gives seconds that only grow; tests change both.
    """

    def __init__(
        self,
        workers: int = 2,
        limits: Limits | None = None,
        *,
        command: Sequence[str] = DEFAULT_COMMAND,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.limits = limits or Limits()
        self._size = max(1, workers)
        self._command = command
        self._clock = clock
        self._inbox: Inbox = queue.SimpleQueue()
        self._workers: list[Worker] = []
        self._backlog: deque[wire.Job] = deque()
        self._attempts: dict[int, int] = {}
        self._serials = itertools.count(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End every worker. The pool may be used again and will start new ones."""
        for worker in tuple(self._workers):
            self._drop(worker)

    def extract(self, path: Path, name: str) -> Extraction:
        """Read one file, called ``name`` by whoever sent it."""
        return next(self.extract_many([(None, path, name)]))[1]

    def extract_many(
        self, jobs: Iterable[tuple[Key, Path, str]]
    ) -> Iterator[tuple[Key, Extraction]]:
        """Read many files, each with the caller's key; answers come as they are ready.

        ``jobs`` is consumed at most ``DEPTH`` files per worker ahead of the answers.
        """
        keys: dict[int, Key] = {}
        source = iter(jobs)
        try:
            while True:
                self._fill(source, keys)
                if not keys:
                    return
                for serial, extraction in self._answers():
                    yield keys.pop(serial), extraction
        finally:
            self._abandon()

    def _fill(self, source: Iterator[tuple[Key, Path, str]], keys: dict[int, Key]) -> None:
        """Give every worker as much as it may hold."""
        while self._has_room():
            job = self._backlog.popleft() if self._backlog else self._next_job(source, keys)
            if job is None:
                return
            self._give(self._idlest() or self._start(), job)

    def _next_job(
        self, source: Iterator[tuple[Key, Path, str]], keys: dict[int, Key]
    ) -> wire.Job | None:
        following = next(source, None)
        if following is None:
            return None
        key, path, name = following
        serial = next(self._serials)
        keys[serial] = key
        return wire.Job(serial, wire.to_wire(path), wire.plain_name(name))

    def _has_room(self) -> bool:
        return len(self._workers) < self._size or self._idlest() is not None

    def _idlest(self) -> Worker | None:
        """The worker with the fewest files in hand; None where a new one should start first, or
        where none may take more.
        """
        takers = [
            worker
            for worker in self._workers
            if worker.given < self.limits.files_per_worker
            and len(worker.waiting) < DEPTH
            and not worker.deaf
        ]
        idlest = min(takers, key=lambda worker: len(worker.waiting), default=None)
        may_start = len(self._workers) < self._size
        return None if idlest and idlest.waiting and may_start else idlest

    def _start(self) -> Worker:
        worker = Worker(self._command, self.limits, self._inbox)
        worker.deadline = self._clock() + _START_SECONDS
        self._workers.append(worker)
        return worker

    def _give(self, worker: Worker, job: wire.Job) -> None:
        if worker.ready and not worker.waiting:
            worker.deadline = self._clock() + self.limits.seconds
        if not worker.send(job):  # it has ended; what it said before then is still to be heard
            self._backlog.appendleft(job)

    def _answers(self) -> Iterator[tuple[int, Extraction]]:
        """What arrived, after waiting for something to arrive or a deadline to pass."""
        try:
            arrived = self._inbox.get(timeout=self._patience())
        except queue.Empty:
            yield from self._overdue()
            return
        worker, frame = arrived
        if worker not in self._workers:
            return
        answer = wire.answer_in(frame) if frame is not None else None
        if answer is None or answer.serial != _expected(worker):
            yield from self._crashed(worker)
        else:
            yield from self._heard(worker, answer)

    def _patience(self) -> float:
        busy = [worker.deadline for worker in self._workers if worker.waiting]
        return max(0.0, min(busy, default=0.0) - self._clock())

    def _heard(self, worker: Worker, answer: wire.Answer) -> Iterator[tuple[int, Extraction]]:
        if answer.pages is not None:
            believed = 0 if worker.pages_told else max(0, min(answer.pages, self.limits.pages))
            worker.deadline += believed * self.limits.seconds_per_page
            worker.pages_told = True
            return
        worker.ready, worker.pages_told = True, False
        worker.deadline = self._clock() + self.limits.seconds
        if answer.extraction is None:
            return
        job = worker.waiting.popleft()
        yield job.serial, answer.extraction
        if _shaken(answer.extraction) or self._worn_out(worker):
            self._retire(worker)

    def _worn_out(self, worker: Worker) -> bool:
        return worker.given >= self.limits.files_per_worker and not worker.waiting

    def _overdue(self) -> Iterator[tuple[int, Extraction]]:
        now = self._clock()
        for worker in [w for w in self._workers if w.waiting and w.deadline <= now]:
            if not worker.ready:
                self._gone(worker)
                continue
            job = worker.waiting.popleft()
            self._retire(worker)
            yield job.serial, _stopped(job, f"> {self.limits.seconds:g} s")

    def _crashed(self, worker: Worker) -> Iterator[tuple[int, Extraction]]:
        """The file being read is tried once more, alone in a fresh process, then given up."""
        if not worker.ready or not worker.waiting:
            self._gone(worker)
            return
        job = worker.waiting.popleft()
        code = self._retire(worker)
        self._attempts[job.serial] = self._attempts.get(job.serial, 1) + 1
        if self._attempts[job.serial] <= _ATTEMPTS:
            self._backlog.appendleft(job)
            return
        del self._attempts[job.serial]
        yield job.serial, _stopped(job, f"exit {code}")

    def _gone(self, worker: Worker) -> None:
        """A worker that ended while it had nothing to read; one that never got ready is ours."""
        code = self._retire(worker)
        if not worker.ready:
            raise DossierError(
                N_("the reading process does not start (exit {code})"),
                N_("run: dossier doctor"),
                code=code,
            )

    def _retire(self, worker: Worker) -> int:
        """Stop a worker and take back what it had not begun."""
        self._backlog.extendleft(reversed(worker.waiting))
        return self._drop(worker)

    def _drop(self, worker: Worker) -> int:
        self._workers.remove(worker)
        return worker.stop()

    def _abandon(self) -> None:
        """Forget what nobody waits for any more."""
        self._backlog.clear()
        self._attempts.clear()
        for worker in [w for w in self._workers if w.waiting]:
            self._drop(worker)


def _expected(worker: Worker) -> int:
    """The job a worker may speak of: the first it holds, 0 before it is ready, else none."""
    if not worker.ready:
        return 0
    return worker.waiting[0].serial if worker.waiting else -1


def _shaken(extraction: Extraction) -> bool:
    """Whether reading ran out of memory or stack, so that its process is better replaced."""
    return any(finding.code == "E106" for finding in extraction.findings)


def _stopped(job: wire.Job, detail: str) -> Extraction:
    """What is known of a file nobody could finish: its format, which its head tells."""
    try:
        kind = identify(wire.from_wire(job.path))
    except OSError:
        kind = by_name("unknown")
    finding = Finding("E106", "", {"detail": detail})
    return Extraction(kind.name, kind.media_type, findings=(finding,))
