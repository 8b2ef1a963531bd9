"""Where things lie in an archive's folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Layout:
    """The folder layout; ``ledger`` and ``store`` are the archive, the rest can be made again."""

    root: Path

    @property
    def settings(self) -> Path:
        """The archive's settings."""
        return self.root / "dossier.toml"

    @property
    def store(self) -> Path:
        """Content."""
        return self.root / "store"

    @property
    def ledger(self) -> Path:
        """History."""
        return self.root / "ledger"

    @property
    def catalogue(self) -> Path:
        """The catalogue's database."""
        return self.root / "catalogue.sqlite3"

    @property
    def derived(self) -> Path:
        """Texts, thumbnails and the like."""
        return self.root / "derived"

    @property
    def texts(self) -> Path:
        """The text store's database."""
        return self.derived / "text.sqlite3"

    @property
    def index(self) -> Path:
        """The full-text index."""
        return self.root / "index"

    @property
    def inbox(self) -> Path:
        """The default inbox, one folder for each unit."""
        return self.root / "inbox"

    @property
    def bundles(self) -> Path:
        """Compiled bundles."""
        return self.root / "bundles"

    @property
    def lock(self) -> Path:
        """The file whoever writes holds locked; its being there means nothing."""
        return self.root / ".lock"

    def exists(self) -> bool:
        """Whether an archive lies here."""
        return self.ledger.is_dir()

    def make(self) -> None:
        """Make the folders of an empty archive, the one that marks it last."""
        for folder in (self.store, self.derived, self.bundles, self.ledger):
            folder.mkdir(parents=True, exist_ok=True)
