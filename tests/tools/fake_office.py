#!/usr/bin/env python3
"""Stands in for LibreOffice: writes what it is told, hangs or crashes by a file's content."""

from __future__ import annotations

import os
import shutil
import sys
import threading
from pathlib import Path


def main(words: list[str]) -> None:
    if log := os.environ.get("FAKE_OFFICE_LOG"):
        with Path(log).open("a") as stream:
            stream.write(" ".join(words) + "\n")
    out = Path(words[words.index("--outdir") + 1])
    out.mkdir(parents=True, exist_ok=True)
    target = words[words.index("--convert-to") + 1].partition(":")[0]
    for path in map(Path, words[words.index("--outdir") + 2 :]):
        content = path.read_bytes()
        if b"refuse" in content:
            print("Error: source file could not be loaded", flush=True)
            continue
        if b"hang" in content:
            threading.Event().wait()
        if b"crash" in content:
            os._exit(77)
        print(f"convert {path} -> {out} using filter : x", flush=True)
        good = Path(__file__).with_name("fake_office.docx")
        shutil.copyfile(os.environ.get("FAKE_OFFICE_RESULT", good), out / f"{path.stem}.{target}")


if __name__ == "__main__":
    main(sys.argv[1:])
