"""What must be ready before a bundle is planned: conversions, numbers, books, forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self

from dossier.bundle.making.cache import MadeCache
from dossier.bundle.making.workshop import Workshop
from dossier.bundle.progress import Progress
from dossier.i18n import Translator
from dossier.model.assessment import Assessment
from dossier.model.bundles import BundlePlan
from dossier.model.conversions import Made, Recipe
from dossier.model.profiles import Profile
from dossier.model.records import COUNTING_STATES, Record, RecordFilter
from dossier.report.tag_files import tag_files
from dossier.rules.archive_numbers import archive_numbers
from dossier.rules.compilation import Preparation, placements, plan_bundle
from dossier.rules.outputs import Conversions, recipes
from dossier.rules.package_limits import volumes
from dossier.workflow.binding import bound
from dossier.workflow.filling import filled
from dossier.workflow.workspace import Workspace

if TYPE_CHECKING:
    from dossier.workflow.compile import Order

_THUMBNAILS = 3000
"""Beyond so many pictures the index shows none: it would take too long to open."""


@dataclass(frozen=True, slots=True)
class Package:
    """One package to be written, with the assessment its lists rest on."""

    plan: BundlePlan
    assessment: Assessment


class Workbench:
    """The archive's records and tools while one bundle is compiled; a context manager."""

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
        self.shop.close()

    @cached_property
    def profile(self) -> Profile:
        """The profile in force, with the order's own wishes for books and splitting."""
        profile, order = self.workspace.profile, self.order
        if order.book:
            profile = replace(profile, book=replace(profile.book, per=order.book))
        return profile if order.split is None else replace(profile, split=order.split)

    @cached_property
    def records(self) -> list[Record]:
        """Everything that counts."""
        return self.workspace.archive.catalogue.records(RecordFilter(states=tuple(COUNTING_STATES)))

    @cached_property
    def by_id(self) -> dict[str, Record]:
        """The same by accession number."""
        return {record.id: record for record in self.records}

    @cached_property
    def missing(self) -> frozenset[str]:
        """Digests the store does not hold."""
        store = self.workspace.archive.store
        digests = (record.fixity.digest for record in self.records)
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
        return archive_numbers(parts, self.workspace.archive.catalogue.records(RecordFilter()))

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

    def lists(self, package: Package) -> dict[str, Path]:
        """The tag files of a package, written to a scratch folder."""
        folder = self.shop.scratch.path / package.plan.bundle_id
        folder.mkdir(exist_ok=True)
        files = (*package.plan.files, *package.plan.references)
        told = (*(item.record for item in files), *(item.code for item in package.plan.omissions))
        named = [self.by_id[item] for item in dict.fromkeys(told) if item in self.by_id]
        return tag_files(
            package.plan,
            self.workspace.edition,
            package.assessment,
            named,
            self.say,
            folder=folder,
            thumbnails=self._thumbnails(package.plan),
            numbers=self.numbers,
            profile=self.profile.title,
        )

    def _thumbnails(self, plan: BundlePlan) -> dict[str, Path]:
        """Small pictures by the digest of what they show."""
        wanted = dict.fromkeys(
            Recipe(item.fixity.digest, "jpeg", "thumb")
            for item in (*plan.files, *plan.references)
            if item.path.lower().endswith((".jpg", ".jpeg")) and item.record
        )
        if len(wanted) > _THUMBNAILS:
            return {}
        made = self.make(list(wanted), "thumbnails")
        return {
            recipe.digest: self.shop.cache.path(result.files[0].fixity.digest)
            for recipe, result in made.items()
            if result.files
        }


def packages(bench: Workbench, assessment: Assessment) -> list[Package]:
    """Everything that is to be written, one package for each volume."""
    ready = Preparation(_conversions(bench), bench.numbers)
    codes = bench.codes or None
    whole = _plan(bench, assessment, ready, codes)
    parts = volumes(bench.profile, whole.requirements, whole.files)
    if len(parts) == 1:
        return [_package(bench, assessment, ready, whole, codes)]
    found = []
    for number, part in enumerate(parts, 1):
        own = replace(ready, volume=(number, len(parts)))
        plan = _plan(bench, assessment, own, part)
        found.append(_package(bench, assessment, own, plan, part))
    return found


def _package(
    bench: Workbench,
    assessment: Assessment,
    ready: Preparation,
    plan: BundlePlan,
    codes: Sequence[str] | None,
) -> Package:
    """A package with its books and forms, which are made from the plan without them."""
    books = bound(bench, plan)
    forms = filled(bench, plan, assessment)
    extras, remarks = (*books.extras, *forms.extras), (*books.remarks, *forms.problems)
    if extras or remarks:
        more = replace(ready, extras=extras, remarks=remarks)
        plan = replace(_plan(bench, assessment, more, codes), typeface=books.typeface)
    return Package(plan, assessment)


def _conversions(bench: Workbench) -> Conversions:
    placed = placements(
        bench.workspace.edition,
        bench.profile,
        bench.records,
        requirements=bench.codes or None,
        units=bench.units,
    )
    once = (item for item, again in placed if not again)
    wanted = dict.fromkeys(recipes(bench.profile, once, bench.order.pages))
    return Conversions(bench.make(list(wanted)), bench.order.pages)


def _plan(
    bench: Workbench, assessment: Assessment, ready: Preparation, codes: Sequence[str] | None
) -> BundlePlan:
    return plan_bundle(
        bench.workspace.edition,
        bench.profile,
        assessment,
        bench.records,
        as_of=bench.order.as_of.isoformat(),
        partial=bench.order.partial,
        reason=bench.order.reason,
        requirements=codes,
        units=bench.units,
        missing=bench.missing,
        translator=bench.say,
        ready=ready,
    )
