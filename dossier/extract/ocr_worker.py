"""Reads pictures of pages: ``python -m dossier.extract.ocr_worker [idle] LIMITS``."""

from __future__ import annotations

import os
import sys

from dossier.extract.ocr import read_page
from dossier.extract.worker import main


def yield_to_others() -> None:
    """Let everything else on this machine go first (POSIX; Windows: below normal priority)."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - only there

        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), 0x4000)
    else:
        os.nice(10)


if __name__ == "__main__":
    if "idle" in sys.argv:
        yield_to_others()
    main(sys.argv[-1:], read_page)
