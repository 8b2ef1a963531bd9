"""Pictures compared by their fingerprints as they are kept; each pair is compared once."""

from __future__ import annotations

from dossier.extract.photo_prints import STAMP, likeness
from dossier.model.prints import PhotoLikeness, PhotoPrint
from dossier.workflow.contents import Contents


class StoredGallery:
    """Holds no print in memory; see :class:`dossier.rules.photo_index.Gallery`."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents

    def keep(self, _content: str, _found: PhotoPrint) -> None:
        """See :class:`dossier.rules.photo_index.Gallery`."""

    def likeness(self, one: str, other: str) -> PhotoLikeness:
        """See :class:`dossier.rules.photo_index.Gallery`; 0 for a picture that is gone."""
        store, pair = self._contents.store, "+".join(sorted((one, other)))
        if known := store.get_many(PhotoLikeness, STAMP, [pair]).get(pair):
            return known
        prints = self._contents.prints_of((one, other))
        if len(prints) < 2:
            return PhotoLikeness(0.0)
        found = likeness(prints[one], prints[other])
        store.put_many(STAMP, {pair: found})
        return found
