"""What was made before, by recipe: a cache in ``derived`` that may be deleted at any time."""

from __future__ import annotations

import hashlib
import os
import uuid
from pathlib import Path
from typing import BinaryIO

import msgspec

from dossier.model.conversions import Made
from dossier.model.fixity import Fixity

_decode = msgspec.json.Decoder(Made).decode
_encode = msgspec.json.Encoder(order="sorted").encode


class MadeCache:
    """Results by key and their files by digest, below ``root``."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def get(self, key: str) -> Made | None:
        """What the recipe gave, if all its files are still here in their sizes."""
        try:
            made = _decode(self._result(key).read_bytes())
        except (OSError, msgspec.MsgspecError):
            return None
        return made if all(self.holds(item.fixity) for item in made.files) else None

    def put(self, key: str, made: Made) -> None:
        """Remember a result whose files have been taken in."""
        self._write(self._result(key), _encode(made))

    def take(self, path: Path) -> Fixity:
        """Move a finished file in; equal content is kept once."""
        hasher, size = hashlib.sha256(), 0
        with path.open("rb") as stream:
            while chunk := stream.read(2**20):
                hasher.update(chunk)
                size += len(chunk)
        fixity = Fixity(f"sha256:{hasher.hexdigest()}", size)
        target = self._content(fixity.digest)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
        return fixity

    def put_bytes(self, data: bytes) -> Fixity:
        """Keep a small file made in memory."""
        fixity = Fixity(f"sha256:{hashlib.sha256(data).hexdigest()}", len(data))
        if not self.holds(fixity):
            self._write(self._content(fixity.digest), data)
        return fixity

    def holds(self, fixity: Fixity) -> bool:
        """Whether the content is here in its size."""
        try:
            return self._content(fixity.digest).stat().st_size == fixity.size
        except OSError:
            return False

    def path(self, digest: str) -> Path:
        """Where made content lies."""
        return self._content(digest)

    def open(self, digest: str) -> BinaryIO | None:
        """Made content, or None where it is not ours."""
        try:
            return self._content(digest).open("rb")
        except OSError:
            return None

    def _result(self, key: str) -> Path:
        return self.root / "results" / key[:2] / f"{key}.json"

    def _content(self, digest: str) -> Path:
        name = digest.partition(":")[2]
        return self.root / "content" / name[:2] / name

    def _write(self, target: Path, data: bytes) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(f".{target.name}.{os.getpid()}.{uuid.uuid4().hex}")
        temporary.write_bytes(data)
        temporary.replace(target)
