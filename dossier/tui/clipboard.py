"""The clipboard inside tmux, which by default keeps OSC 52 of its programs to itself."""

from __future__ import annotations

import subprocess
from contextlib import suppress

_SECONDS = 5


def hand_to_tmux(tmux: str, text: str) -> None:
    """Let tmux set its own buffer and the clipboard of the terminal around it (tmux 3.2)."""
    with suppress(OSError, subprocess.TimeoutExpired):
        subprocess.run(  # noqa: S603 - the program is tmux itself, the text goes to its input
            [tmux, "load-buffer", "-w", "-"],
            input=text.encode("utf-8", "replace"),
            timeout=_SECONDS,
            check=False,
            capture_output=True,
        )
