"""Which font the pages we draw are written in: one found here or named, to be embedded.

Only TrueType outlines can be embedded (``.ttf``, ``.ttc``; the first font of a collection), and
only where the font's own licence bits allow it.
"""

from __future__ import annotations

import hashlib
import os
import struct
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec
from reportlab.pdfbase.pdfdoc import PDFError
from reportlab.pdfbase.ttfonts import TTFontFile

import dossier
from dossier.bundle.making.book_plan import Face
from dossier.i18n import N_

_NAMES = (
    *("simsun.ttc", "SimSun.ttf", "STSONG.TTF", "FZSSK.TTF", "FZShuSong-Z01.ttf"),
    *("uming.ttc", "simfang.ttf", "msyh.ttc", "simhei.ttf"),
    *("wqy-zenhei.ttc", "wqy-microhei.ttc", "DroidSansFallbackFull.ttf", "DroidSansFallback.ttf"),
)
"""Fonts of Windows and of Linux offices that can write Chinese, Song types first."""
_FOLDERS = ("C:/Windows/Fonts", "/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts")
_SAMPLE = "卷宗目录第页共〔〕Ⅲ①、。，0123456789aA/-"
"""What a font must have to be of use for us."""
_SECONDS = 30
_MOST_BYTES = 128 * 2**20
_FAULTS = (
    *(PDFError, OSError, struct.error, ValueError, TypeError, KeyError, IndexError),
    *(AttributeError, ArithmeticError, AssertionError, MemoryError),
)
"""What a damaged font file makes the reader raise."""


class _Answer(msgspec.Struct):
    """What a look at a font told: the font, or why it cannot be embedded."""

    face: Face | None = None
    why: str = ""


class UnfitFontError(ValueError):
    """The file cannot be embedded; the first argument is why, as a message id or their words."""


@cache
def system_face() -> Face | None:
    """The first known font here that can be embedded; None where there is none."""
    for path in _candidates():
        try:
            return looked_at(path)
        except UnfitFontError:
            continue
    return None


def face_of(path: Path) -> Face:
    """The font in a file a person named, looked at in a process that is killed when the file leads
    the reader astray. Raises UnfitFontError.
    """
    command = [sys.executable, "-P", "-m", "dossier.bundle.making.fonts", str(path)]
    root = str(Path(dossier.__file__).parent.parent)
    paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH", ""))))
    try:
        done = subprocess.run(  # noqa: S603 - ourselves
            command,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            env={**os.environ, "PYTHONPATH": paths, "PYTHONUTF8": "1"},
        )
        answer = msgspec.json.decode(done.stdout, type=_Answer)
    except (OSError, subprocess.TimeoutExpired, msgspec.MsgspecError) as error:
        raise UnfitFontError(N_("it is damaged")) from error
    if answer.face is None:
        raise UnfitFontError(answer.why)
    return answer.face


def looked_at(path: Path) -> Face:
    """The font in a file, looked at whole, here. Raises UnfitFontError."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UnfitFontError(N_("the file is too large for a font"))
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        font = opened(path)
        lacking = [char for char in _SAMPLE if ord(char) not in font.charToGlyph]
        font.makeSubset([ord(char) for char in _SAMPLE])
    except UnfitFontError:
        raise
    except OSError as error:
        raise UnfitFontError(error.strerror or type(error).__name__) from error
    except _FAULTS as error:
        raise UnfitFontError(str(error)[:200] or type(error).__name__) from error
    if lacking:
        raise UnfitFontError(N_("it cannot write Chinese"))
    return Face(_plain_name(font), f"sha256:{digest}", str(path))


def opened(path: Path) -> TTFontFile:
    """The first font in a file; whatever reportlab raises passes."""
    return TTFontFile(str(path), subfontIndex=0)


def _plain_name(font: TTFontFile) -> str:
    """Its PostScript name in letters that every PDF reader takes."""
    raw = font.name.decode("latin-1") if isinstance(font.name, bytes) else str(font.name)
    return "".join(char for char in raw if char.isascii() and (char.isalnum() or char in "-_"))[:60]


def _candidates() -> Iterator[Path]:
    """Known fonts, best first; a folder is walked once."""
    held: dict[str, Path] = {}
    for folder in _FOLDERS:
        for path in sorted(Path(folder).rglob("*.tt[cf]")) + sorted(Path(folder).glob("*.TT[CF]")):
            held.setdefault(path.name.lower(), path)
    yield from (held[name.lower()] for name in _NAMES if name.lower() in held)


def main(path: str) -> None:
    """Look at a font and tell it on standard output."""
    try:
        answer = _Answer(looked_at(Path(path)))
    except UnfitFontError as error:
        answer = _Answer(why=str(error))
    sys.stdout.buffer.write(msgspec.json.encode(answer))


if __name__ == "__main__":
    main(sys.argv[1])
