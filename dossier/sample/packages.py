"""ZIP files: normalised ones, and ones made the way Windows makes them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_MOMENT = (2026, 1, 5, 9, 30, 0)
_MADE_ON_FAT = 0


def normalised(content: bytes) -> bytes:
    """The same members in the same order with fixed dates, so equal documents are equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(_entry(name), old.read(name))
    return buffer.getvalue()


def windows_zip(members: Mapping[str, bytes]) -> bytes:
    """A ZIP whose names are raw GBK without the UTF-8 flag, as Windows Explorer writes them.

    ``zipfile`` cannot write such names, so it writes ASCII stand-ins of the same length, which are
    then replaced. Every name must be at least eight bytes long in GBK.
    """
    buffer = io.BytesIO()
    real = {_stand_in(n, name): name.encode("gbk") for n, name in enumerate(members)}
    with zipfile.ZipFile(buffer, "w") as package:
        for stand_in, content in zip(real, members.values(), strict=True):
            package.writestr(_entry(stand_in.decode("ascii")), content)
    made = buffer.getvalue()
    for stand_in, name in real.items():
        made = made.replace(stand_in, name)
    return made


def _stand_in(number: int, name: str) -> bytes:
    length = len(name.encode("gbk"))
    if length < 8:
        raise ValueError(name)
    return f"@{number:04d}@".encode().ljust(length, b"~")


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _MOMENT)
    entry.create_system = _MADE_ON_FAT
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
