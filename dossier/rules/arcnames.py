"""Names inside a bundle: legal on Windows, harmless to portals, short enough, and unique.

Beyond what Windows forbids, ``%``, ``$`` and ``#`` are replaced: manifest readers disagree on
percent-encoding, some expand variables, and ``#`` cuts a hyperlink short. Characters nobody can
see (controls, bidirectional and zero-width marks) are dropped.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace

from dossier.model.profiles import Layout

_PLACEHOLDER = re.compile(r"\{(\w+)(?::0?(\d)d?)?\}")
_REPLACED = re.compile(r'[<>:"/\\|?*%$#]')
_EXTENSION = re.compile(r"(?<=.)\.[0-9A-Za-z]{1,10}$")
_DEVICE = re.compile(r"(?:CON|PRN|AUX|NUL|(?:COM|LPT)[0-9¹²³])", re.IGNORECASE)
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufffe\uffff")
_UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs"})
_BLANK_CATEGORIES = frozenset({"Zs", "Zl", "Zp"})
_DIGEST_CHARS = 8
_SHORTEST_FILE = 24


def arcname(layout: Layout, values: Mapping[str, str]) -> str:
    """The POSIX path below ``data/`` the layout gives a file with these placeholder values.

    ``ext`` comes with its dot; ``{seq:03d}`` pads with zeros; unknown placeholders stay.
    Folders are shortened without looking at the file, so that files of one folder stay together.
    The result may still break a limit too narrow to be kept; :func:`fits` tells.
    """
    room = layout.max_path_chars - _SHORTEST_FILE - 1
    parts = [_component(part, values) for part in layout.folder.split("/") if part]
    share = min(layout.max_name_chars, max(1, room // len(parts) - 1)) if parts else 0
    folders = [safe_name(part, layout, share) for part in parts]
    left = layout.max_path_chars - sum(len(folder) + 1 for folder in folders)
    name = safe_name(_component(layout.file, values), layout, left, is_file=True)
    return "/".join((*folders, name))


def papers_path(layout: Layout, values: Mapping[str, str], name: str) -> str:
    """The path of a form or book called ``name``, in the folder the layout has for papers."""
    papers = replace(layout, folder=layout.papers, file="{name}")
    return arcname(papers, {**values, "name": name})


def safe_name(text: str, layout: Layout, max_chars: int = 255, *, is_file: bool = False) -> str:
    """One path component made from any text, never empty; ``max_chars`` narrows the layout's limit.

    A shortened name carries a digest of the full one, so that two long names stay two (Z04).
    """
    name = clean(text)
    if layout.ascii:
        name = _to_ascii(name, is_file=is_file)
    if _DEVICE.fullmatch(name.partition(".")[0].rstrip()):
        name = f"_{name}"
    return _shortened(name or "_", "", layout, max_chars, is_file=is_file)


def clean(text: str) -> str:
    """The text in NFC without unseen characters, with every other forbidden one as ``_``."""
    seen = "".join(" " if _is_blank(char) else char for char in text if not _is_unseen(char))
    name = _REPLACED.sub("_", " ".join(unicodedata.normalize("NFC", seen).split()))
    name = name.rstrip(". ").lstrip()
    return f"_{name[1:]}" if name.startswith("~") else name


def fits(path: str, layout: Layout) -> bool:
    """Whether every component and the whole path keep the layout's limits."""
    return len(path) <= layout.max_path_chars and all(
        len(part) <= layout.max_name_chars and len(part.encode()) <= layout.max_name_bytes
        for part in path.split("/")
    )


def name_key(path: str) -> str:
    """Equal for paths some file system cannot tell apart: by case, or by NFC and NFD (Z06)."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def allocate(wanted: Iterable[tuple[str, str]], layout: Layout) -> list[str | None]:
    """A path of its own for each (path, identity), in order; see :class:`Names`."""
    names = Names(layout)
    return [names.claim(path, identity) for path, identity in wanted]


class Names:
    """Gives paths away: the first to ask keeps its path, later ones get a suffix made from their
    identity. A folder is spelled as it was first spelled.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._folders: dict[str, str] = {}
        self._taken: set[bytes] = set()

    def claim(self, path: str, identity: str) -> str | None:
        """A path nobody has; None where no suffix helps within the limits."""
        folder, slash, name = path.rpartition("/")
        place = self._folders.setdefault(name_key(folder), folder) + slash
        if self._is_free(place + name):
            return place + name
        others = _suffixed(name, identity, self._layout, len(place))
        return next((place + other for other in others if self._is_free(place + other)), None)

    def _is_free(self, path: str) -> bool:
        """Take it if it is free. A digest stands for the name, of which there are many."""
        key = hashlib.blake2b(name_key(path).encode(), digest_size=12).digest()
        known = len(self._taken)
        self._taken.add(key)
        return len(self._taken) > known


def _suffixed(name: str, identity: str, layout: Layout, used: int) -> list[str]:
    digest = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()
    room = layout.max_path_chars - used
    return [
        _shortened(name, f"-{digest[:length]}", layout, room, is_file=True)
        for length in (_DIGEST_CHARS, 2 * _DIGEST_CHARS)
    ]


def _component(template: str, values: Mapping[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        text = values.get(match[1], match[0])
        return text.zfill(int(match[2])) if match[2] else text

    return _PLACEHOLDER.sub(value, template)


def _shortened(name: str, suffix: str, layout: Layout, max_chars: int, *, is_file: bool) -> str:
    """The name with the suffix before its extension, cut to fit; a cut adds a digest."""
    extension = _extension(name) if is_file else ""
    stem = name.removesuffix(extension)
    chars = min(layout.max_name_chars, max_chars)
    whole = f"{stem}{suffix}{extension}"
    if len(whole) <= chars and len(whole.encode()) <= layout.max_name_bytes:
        return whole
    suffix = suffix or f"-{hashlib.sha256(name.encode()).hexdigest()[:_DIGEST_CHARS]}"
    tail = f"{suffix}{extension}"
    stem = _cut(stem, chars - len(tail), layout.max_name_bytes - len(tail))
    return f"{stem}{tail}"


def _cut(text: str, max_chars: int, max_bytes: int) -> str:
    short = text[: max(1, max_chars)].encode()[: max(4, max_bytes)].decode("utf-8", "ignore")
    return short.rstrip(". ") or "_"


def _extension(name: str) -> str:
    match = _EXTENSION.search(name)
    return match[0] if match else ""


def _to_ascii(name: str, *, is_file: bool) -> str:
    """Letters without their accents; where something was lost, a digest of the full name."""
    extension = _extension(name) if is_file else ""
    stem = unicodedata.normalize("NFKD", name.removesuffix(extension))
    plain = "".join(char for char in stem if not unicodedata.combining(char))
    kept = clean(re.sub(r"[^\x20-\x7e]+", "_", plain))
    if not plain.isascii():
        kept = f"{kept}-{hashlib.sha256(name.encode()).hexdigest()[:_DIGEST_CHARS]}"
    return f"{kept}{extension}"


def _is_unseen(char: str) -> bool:
    if char in "\t\r\n":
        return False
    return char in _UNSEEN or unicodedata.category(char) in _UNSEEN_CATEGORIES


def _is_blank(char: str) -> bool:
    return char in "\t\r\n" or unicodedata.category(char) in _BLANK_CATEGORIES
