"""What the screen remembers between sittings: ``derived/tui.json``; disposable."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

FILE = Path("derived") / "tui.json"


class Memory:
    """A small dictionary on disk; a missing or damaged file is an empty one."""

    def __init__(self, root: Path) -> None:
        self._path = root / FILE
        self._values = _read(self._path)
        self._changed = False

    def get(self, key: str, default: Any = None) -> Any:
        """The value last kept under a key, when it is of the default's type."""
        value = self._values.get(key, default)
        return value if default is None or isinstance(value, type(default)) else default

    def keep(self, key: str, value: Any) -> None:
        """Keep a value; written at the next :meth:`save`."""
        if self._values.get(key) != value:
            self._values[key] = value
            self._changed = True

    def save(self) -> None:
        """Write what changed; a disk that refuses costs only the memory."""
        if not self._changed:
            return
        temporary = self._path.with_suffix(".tmp")
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_text(json.dumps(self._values, ensure_ascii=False), "utf-8")
            temporary.replace(self._path)
            self._changed = False


def _read(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return values if isinstance(values, dict) else {}
