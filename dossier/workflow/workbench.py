"""The archive's records and tools while one bundle is compiled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import cached_property
from itertools import chain
from types import TracebackType
from typing import BinaryIO, Self

from dossier.bundle.making.cache import MadeCache
from dossier.bundle.making.workshop import Workshop
from dossier.bundle.progress import Progress
from dossier.i18n import Translator
from dossier.model.conversions import Made, Recipe
from dossier.model.profiles import Profile
from dossier.model.records import COUNTING_STATES, Record
from dossier.rules.archive_numbers import archive_numbers
from dossier.workflow.bundle_order import Order
from dossier.workflow.held_records import HeldRecords
from dossier.workflow.workspace import Workspace

_PORTION = 500
"""So many records are taken from the catalogue at a time."""


class Workbench:
    """Everything that is needed to prepare one bundle; a context manager."""

    def __init__(
        self,
        workspace: Workspace,
        order: Order,
        codes: tuple[str, ...],
        translator: Translator,
        progress: Progress,
    ) -> None:
        self.workspace = workspace
        self.order = order
        self.codes = codes
        self.say = translator
        self.progress = progress
        self._held = ExitStack()
        self.shop = Workshop(
            MadeCache(workspace.archive.root / "derived" / "made"), workspace.archive.store.local
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._held.close()
        self.shop.close()

    @cached_property
    def profile(self) -> Profile:
        """The profile in force, with the order's own wishes for books and splitting."""
        profile, order = self.workspace.profile, self.order
        if order.book:
            profile = replace(profile, book=replace(profile.book, per=order.book))
        return profile if order.split is None else replace(profile, split=order.split)

    @cached_property
    def records(self) -> Mapping[str, Record]:
        """Everything that counts, as it was when it was first asked for."""
        counting = (one for one in self._register() if one.state in COUNTING_STATES)
        held = HeldRecords(self.shop.scratch.path / "records", counting)
        return self._held.enter_context(closing(held))

    def _register(self) -> Iterator[Record]:
        """Every record in the order of accession."""
        return chain.from_iterable(self.workspace.archive.catalogue.portions(_PORTION))

    @cached_property
    def missing(self) -> frozenset[str]:
        """Digests the store does not hold."""
        store = self.workspace.archive.store
        digests = (record.fixity.digest for record in self.records.values())
        return frozenset(digest for digest in digests if digest not in store)

    @cached_property
    def units(self) -> tuple[str, ...]:
        """Units in the order of the roster."""
        return tuple(unit.name for unit in self.workspace.units)

    @cached_property
    def numbers(self) -> dict[str, str]:
        """档号 by record, where the profile wants them."""
        parts = self.profile.archive_numbers
        if parts is None:
            return {}
        return archive_numbers(parts, self._register())

    def open(self, digest: str) -> BinaryIO:
        """Content by digest: made for bundles, else from the store."""
        return self.shop.cache.open(digest) or self.workspace.archive.store.open(digest)

    def make(self, wanted: Sequence[Recipe], step: str = "convert") -> dict[Recipe, Made]:
        """Conversions; only those that are there already where the order wants an estimate."""
        held = [recipe for recipe in wanted if recipe.digest not in self.missing]
        if self.order.estimate:
            known = ((recipe, self.shop.known(recipe)) for recipe in held)
            return {recipe: made for recipe, made in known if made is not None}
        return self.shop.make_all(held, lambda done, total: self.progress(step, done, total))
