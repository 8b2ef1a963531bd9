"""What an archive is assessed under, read off its settings."""

from __future__ import annotations

from dossier.codec.gazetteer import load_gazetteer
from dossier.extract.photo_prints import SAME
from dossier.model.settings import PlaceSettings
from dossier.rules.assessing import Terms
from dossier.rules.remnants import own_places
from dossier.workflow.contents import Contents
from dossier.workflow.gallery import StoredGallery
from dossier.workflow.workspace import Workspace


def terms_of(workspace: Workspace, contents: Contents) -> Terms:
    """Edition, profile, roster, days and place; pictures are compared as ``contents`` has them."""
    settings = workspace.settings
    return Terms(
        edition=workspace.edition,
        profile=workspace.profile,
        gallery=StoredGallery(contents),
        same=SAME,
        roster=workspace.units if settings.units else (),
        duty=settings.duty,
        stages=settings.stages,
        ours=_ours(settings.place),
    )


def _ours(place: PlaceSettings) -> frozenset[str]:
    if not place.name:
        return frozenset()
    gazetteer = load_gazetteer()
    return own_places((place.name, *place.also), gazetteer.above, gazetteer.below)
