"""Making processes that wait for work, replaced when they die."""

from __future__ import annotations

import queue

from dossier.bundle.making.process import Bench, StoppedError
from dossier.bundle.making.tasks import Answer, Task


class Benches:
    """As many processes as are asked at a time; each may use so much memory."""

    def __init__(self, memory_mb: int) -> None:
        self._memory_mb = memory_mb
        self._free: queue.SimpleQueue[Bench] = queue.SimpleQueue()

    def close(self) -> None:
        """End every process."""
        while not self._free.empty():
            self._free.get().close()

    def answer(self, task: Task, seconds: float) -> Answer:
        """What comes of a task; a process that hangs or dies is the task's error."""
        bench = self._bench()
        try:
            answer = bench.ask(task, seconds)
        except StoppedError as error:
            bench.close()
            return Answer(error=str(error))
        except BaseException:
            bench.close()
            raise
        self._free.put(bench)
        return answer

    def _bench(self) -> Bench:
        try:
            return self._free.get_nowait()
        except queue.Empty:
            return Bench(self._memory_mb)
