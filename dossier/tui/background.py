"""Jobs in worker threads whose answers arrive as messages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from textual.message import Message
from textual.message_pump import MessagePump
from textual.worker import Worker, get_current_worker

T = TypeVar("T")


@dataclass
class Delivered(Message):
    """A job is done; ``then`` takes its value on the screen's own thread."""

    then: Callable[[Any], object]
    value: Any


@dataclass
class Failed(Message, bubble=True):
    """A job ended in an error; the application says so."""

    error: Exception


class Background(MessagePump):
    """Mixed into screens: run in a thread, answer in the loop."""

    def background(
        self, job: Callable[[], T], then: Callable[[T], object], group: str
    ) -> Worker[None]:
        """Run ``job`` in a thread and ``then`` with its answer here, unless a later job of the
        same group replaced it.
        """

        def run() -> None:
            worker = get_current_worker()
            try:
                value = job()
            except Exception as error:  # noqa: BLE001 - a worker's outermost boundary
                self.post_message(Failed(error))
            else:
                if not worker.is_cancelled:
                    self.post_message(Delivered(then, value))

        start: Callable[..., Worker[None]] = self.run_worker  # type: ignore[attr-defined]
        return start(run, thread=True, group=group, exclusive=True, exit_on_error=False)

    def on_delivered(self, message: Delivered) -> None:
        """Take a job's answer."""
        message.stop()
        message.then(message.value)
