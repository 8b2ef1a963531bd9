"""A making process: ``python -m dossier.bundle.making.worker MEGABYTES``, driven over its pipes.

One line of JSON is one task, one line is its answer. It may hang, crash or eat its memory; the
parent kills it. It ends when its standard input does.
"""

from __future__ import annotations

import os
import signal
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec
import pypdfium2
from PIL import Image
from pypdf.errors import PyPdfError

from dossier.bundle.making.books import bind
from dossier.bundle.making.looking import look
from dossier.bundle.making.pages import page_pictures
from dossier.bundle.making.pictures import TooLargeError, jpegs, thumbnail
from dossier.bundle.making.tasks import Answer, Part, Task
from dossier.bundle.staging import FULL
from dossier.codec.packing import packed_again, tidy_pdf
from dossier.i18n import N_
from dossier.model.conversions import Recipe

_FAULTS = (
    OSError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    MemoryError,
    SyntaxError,
    PyPdfError,
    pypdfium2.PdfiumError,
    Image.DecompressionBombError,
    zipfile.BadZipFile,
)
"""What a hostile or damaged file makes the libraries raise."""


def _pictures(task: Task, recipe: Recipe) -> Iterator[tuple[Part, bytes]]:
    for number, data in enumerate(jpegs(Path(task.source), recipe), 1):
        yield Part("" if number == 1 else f"p{number}", "jpg"), data


def _pages(task: Task, recipe: Recipe) -> Iterator[tuple[Part, bytes]]:
    for choice, data in page_pictures(Path(task.source), recipe):
        yield Part(choice.part, "jpg", choice.page, choice.found), data


def _thumb(task: Task, _recipe: Recipe) -> Iterator[tuple[Part, bytes]]:
    yield Part("", "jpg"), thumbnail(Path(task.source))


def _tidy(task: Task, recipe: Recipe) -> Iterator[tuple[Part, bytes]]:
    yield Part("", recipe.to), _tidied(Path(task.source).read_bytes(), recipe.to)


def _tidied(data: bytes, form: str) -> bytes:
    """What an office program wrote, as it would write it on any day."""
    return tidy_pdf(data) if form == "pdf" else packed_again(data)


_MAKERS: dict[str, Callable[[Task, Recipe], Iterator[tuple[Part, bytes]]]] = {
    "jpeg": _pictures,
    "pages": _pages,
    "thumb": _thumb,
    "tidy": _tidy,
}


def done(task: Task) -> Answer:
    """The task's answer; what is wrong with its file is told, never raised."""
    try:
        if task.what == "look":
            pages, signed = look(Path(task.source))
            return Answer(pages=pages, signed=signed)
        if task.what == "bind":
            return Answer(parts=bind(Path(task.source), Path(task.folder)))
        assert task.recipe is not None
        return Answer(parts=tuple(_written(task, task.recipe)))
    except TooLargeError:
        return Answer(error="limit")
    except MemoryError:
        return Answer(error=N_("it needs too much memory"))
    except _FAULTS as error:
        full = isinstance(error, OSError) and error.errno in FULL
        return Answer(error=f"{type(error).__name__}: {error}"[:200], full=full)


def _written(task: Task, recipe: Recipe) -> Iterator[Part]:
    for number, (part, data) in enumerate(_MAKERS[task.what](task, recipe)):
        name = f"{number:04d}.{part.extension}"
        Path(task.folder, name).write_bytes(data)
        yield msgspec.structs.replace(part, name=name)


def limit_memory(megabytes: int) -> None:
    """Bound the address space where the system can (Linux); elsewhere the time limit must do."""
    if sys.platform != "linux":
        return
    import resource  # noqa: PLC0415 - exists on POSIX only

    size = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def private_output() -> BinaryIO:
    """The pipe to the parent, out of reach of libraries that print to standard output."""
    stream = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return stream


def main(arguments: list[str]) -> None:
    """Serve until the parent goes; an interrupt is the parent's affair."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    out = private_output()
    limit_memory(int(arguments[0]))
    decode = msgspec.json.Decoder(Task).decode
    encode = msgspec.json.Encoder().encode
    for line in sys.stdin.buffer:
        out.write(encode(done(decode(line))) + b"\n")


if __name__ == "__main__":
    main(sys.argv[1:])
