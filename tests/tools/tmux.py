"""A real terminal to walk through: tmux, without a person in front of it."""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

PATIENCE = 120.0
"""Seconds after which a screen that does not come is given up; a busy machine is slow."""
MOMENT = 10.0


def there_is_tmux() -> bool:
    """Whether there is tmux, on a system where the end of a stranger's child can be waited for."""
    return shutil.which("tmux") is not None and hasattr(os, "pidfd_open")


class Terminal:
    """One pane; what it prints arrives through a pipe, so nobody has to sleep and look again."""

    def __init__(self, folder: Path, size: tuple[int, int], command: Sequence[str]) -> None:
        self._socket = folder / "tmux"
        self._columns, self._rows = size
        self._pipe = folder / "printed"
        os.mkfifo(self._pipe)
        self._command = " ".join(f"'{word}'" for word in command)
        self._printed = os.open(self._pipe, os.O_RDWR | os.O_NONBLOCK)
        size_words = ("-x", str(self._columns), "-y", str(self._rows))
        self._tmux("new-session", "-d", "-s", "walk", *size_words, "cat")
        self._tmux("set-option", "-g", "remain-on-exit", "on")
        self.restart()

    def restart(self) -> None:
        """Run the program, again if it was killed."""
        self._tmux("respawn-pane", "-k", "-t", "walk", self._command)
        self._tmux("pipe-pane", "-O", "-t", "walk", f"cat > '{self._pipe}'")

    def _tmux(self, *words: str) -> str:
        done = subprocess.run(
            ["tmux", "-u", "-f", "/dev/null", "-S", str(self._socket), *words],
            capture_output=True,
            env={key: text for key, text in os.environ.items() if key not in ("TMUX", "NO_COLOR")}
            | {"LANG": "C.UTF-8", "TERM": "xterm-256color"},
            check=True,
        )
        return done.stdout.decode("utf-8")

    def screen(self) -> str:
        return self._tmux("capture-pane", "-p", "-t", "walk")

    def until(self, act: Callable[[], None], *words: str, without: str = "") -> str:
        """Do something, and again where it came before the program had moved its cursor there."""
        for _time in range(4):
            act()
            with suppress(AssertionError):
                return self.shows(*words, without=without, patience=MOMENT)
        return self.shows(*words, without=without)

    def shows(self, *words: str, without: str = "", patience: float = PATIENCE) -> str:
        """Wait until the screen shows all the words, and no longer the one it is to be without."""
        end = time.monotonic() + patience
        while True:
            seen = self.screen()
            if all(word in seen for word in words) and not (without and without in seen):
                return seen
            left = max(end - time.monotonic(), 0)
            assert select.select([self._printed], [], [], left)[0], f"never {words} in\n{seen}"
            os.read(self._printed, 1 << 16)

    def copied(self) -> str:
        """What was last put into tmux's buffer."""
        return self._tmux("show-buffer")

    def keys(self, *names: str) -> None:
        """Press keys by tmux's names."""
        self._tmux("send-keys", "-t", "walk", *names)

    def types(self, text: str) -> None:
        """Type text as an input method commits it."""
        self._tmux("send-keys", "-l", "-t", "walk", text)

    def kill(self) -> None:
        """Kill the program as a power cut would."""
        os.kill(self._process(), signal.SIGKILL)

    def ends(self) -> None:
        """Wait until the program has ended."""
        with suppress(ProcessLookupError):
            process = os.pidfd_open(self._process())
            try:
                assert select.select([process], [], [], PATIENCE)[0], f"goes on in\n{self.screen()}"
            finally:
                os.close(process)

    def _process(self) -> int:
        return int(self._tmux("display-message", "-p", "-t", "walk", "#{pane_pid}"))

    def close(self) -> None:
        self._tmux("kill-server")
        os.close(self._printed)


@contextmanager
def terminal(folder: Path, size: tuple[int, int], command: Sequence[str]) -> Iterator[Terminal]:
    folder.mkdir(parents=True, exist_ok=True)
    opened = Terminal(folder, size, command)
    try:
        yield opened
    finally:
        opened.close()
