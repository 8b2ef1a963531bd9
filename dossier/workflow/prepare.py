"""What must be ready before a bundle is planned: conversions, numbers, books, forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dossier.model.assessment import Assessment
from dossier.model.bundles import BundlePlan
from dossier.model.conversions import Recipe
from dossier.report.tag_files import tag_files
from dossier.rules.compilation import Preparation, placements, plan_bundle
from dossier.rules.omissions import refusals
from dossier.rules.outputs import Conversions, recipes
from dossier.rules.package_limits import volumes
from dossier.workflow.binding import bound
from dossier.workflow.filling import filled
from dossier.workflow.workbench import Workbench

_THUMBNAILS = 3000
"""Beyond so many pictures the index shows none: it would take too long to open."""


@dataclass(frozen=True, slots=True)
class Package:
    """One package to be written, with the assessment its lists rest on."""

    plan: BundlePlan
    assessment: Assessment


def packages(bench: Workbench, assessment: Assessment) -> list[Package]:
    """Everything that is to be written, one package for each volume.

    Books and forms count too, so they are made before the package is split.
    """
    ready = Preparation(_conversions(bench, assessment), bench.numbers)
    codes = bench.codes or None
    plan = _plan(bench, assessment, ready, codes)
    whole = _package(bench, assessment, ready, plan, codes)
    sent = whole.plan
    parts = volumes(bench.profile, sent.requirements, sent.files, sent.references)
    if len(parts) == 1:
        return [whole]
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
    forms = filled(bench, plan, assessment, books.pages)
    extras, remarks = (*books.extras, *forms.extras), (*books.remarks, *forms.problems)
    if extras or remarks:
        more = replace(ready, extras=extras, remarks=remarks)
        plan = replace(_plan(bench, assessment, more, codes), typeface=books.typeface)
    return Package(plan, assessment)


def _conversions(bench: Workbench, assessment: Assessment) -> Conversions:
    """What the plan will ask for: nothing is converted that it leaves out."""
    placed = placements(
        bench.workspace.edition,
        bench.profile,
        bench.records,
        requirements=bench.codes or None,
        units=bench.units,
        barred=refusals(assessment),
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


def lists(bench: Workbench, package: Package) -> dict[str, Path]:
    """The tag files of a package, written to a scratch folder."""
    folder = bench.shop.scratch.path / package.plan.bundle_id
    folder.mkdir(exist_ok=True)
    return tag_files(
        package.plan,
        bench.workspace.edition,
        package.assessment,
        bench.records,
        bench.say,
        folder=folder,
        thumbnails=_thumbnails(bench, package.plan),
        numbers=bench.numbers,
        profile=bench.profile.title,
    )


def _thumbnails(bench: Workbench, plan: BundlePlan) -> dict[str, Path]:
    """Small pictures by the digest of what they show."""
    wanted = dict.fromkeys(
        Recipe(item.fixity.digest, "jpeg", "thumb")
        for item in (*plan.files, *plan.references)
        if item.path.lower().endswith((".jpg", ".jpeg")) and item.record
    )
    if len(wanted) > _THUMBNAILS:
        return {}
    made = bench.make(list(wanted), "thumbnails")
    return {
        recipe.digest: bench.shop.cache.path(result.files[0].fixity.digest)
        for recipe, result in made.items()
        if result.files
    }
