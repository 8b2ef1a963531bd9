"""A complete small city: generated, taken in, checked, bundled and verified."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dossier.model.assessment import Assessment
from dossier.model.bundles import BundleResult
from dossier.sample.city import PLACE, CitySummary, write_city
from dossier.shipped import load_edition
from dossier.workflow.assess import check
from dossier.workflow.bundle_order import Order
from dossier.workflow.compile import compile_bundle
from dossier.workflow.create import Wishes, create
from dossier.workflow.take_in import IntakeReport, take_in
from dossier.workflow.workspace import Clock, Workspace

EDITION = "tutorial"
PROFILE = "plain"
SEED = 2026
DAYS_LEFT = 20


@dataclass(frozen=True, slots=True)
class Steps:
    """Called as each step ends, so that a face can tell the story."""

    generated: Callable[[CitySummary], None]
    taken_in: Callable[[IntakeReport], None]
    assessed: Callable[[Assessment], None]
    bundled: Callable[[BundleResult], None]
    progress: Callable[[int, int], None]


def demo_wishes(root: Path, language: str, today: dt.date) -> Wishes:
    """The archive the demo makes; its deadline is some days away."""
    return Wishes(
        root=root,
        edition=EDITION,
        profile=PROFILE,
        language=language,
        deadline=(today + dt.timedelta(days=DAYS_LEFT)).isoformat(),
        place=PLACE,
    )


def found(wishes: Wishes, settings_text: str, steps: Steps, *, clock: Clock, actor: str) -> None:
    """Make the archive and fill its inbox with the invented city's files."""
    made = create(wishes, settings_text=settings_text, clock=clock, actor=actor)
    edition = load_edition(EDITION)
    steps.generated(write_city(made.inbox, edition, seed=SEED, today=clock().date()))


def run(workspace: Workspace, steps: Steps) -> BundleResult:
    """Take in, check, bundle what there is."""
    steps.taken_in(take_in(workspace, (), steps.progress, lambda _seconds: None))
    steps.assessed(check(workspace, as_of=workspace.today()))
    order = Order(as_of=workspace.today(), zipped=True, partial=True, reason="演示 / demo")
    result = compile_bundle(
        workspace, order, lambda _step, done, total: steps.progress(done, total)
    )
    steps.bundled(result)
    return result
