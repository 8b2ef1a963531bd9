"""What lies around a file: in its folder, in the container it came in, beside that container."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dossier.archive.catalogue import Catalogue
from dossier.model.records import Source
from dossier.rules.titles import stem_of

_CONTAINER = "container"


@dataclass(frozen=True, slots=True)
class Folder:
    """Name and record of what lies in one folder. ``near`` is the file's own folder; ``container``
    is the stem of the container's name in the folder that holds it, else empty.
    """

    files: Mapping[str, str]
    near: bool = True
    container: str = ""


class Neighbours:
    """Asks the catalogue once for every folder and every container."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._folders: dict[tuple[str, str], dict[str, str]] = {}
        self._containers: dict[tuple[str, str], set[str]] = {}
        self._members: dict[tuple[str, str], Mapping[tuple[str, ...], dict[str, str]]] = {}

    def around(self, source: Source) -> Iterator[Folder]:
        """The folders around a file, the nearest first. The top of an inbox is no folder: files of
        all units lie there.
        """
        near = True
        for place in _upwards(source.chain):
            inside = self._inside(source).get(place, {})
            yield Folder(inside, near)
            near = False
        outside = self._outside(source)
        yield Folder(outside, near, "" if near else stem_of(source.path.rpartition("/")[2]))

    def served_by(self, source: Source, *, whole: bool) -> Iterator[str]:
        """Records of what a text may speak of: with ``whole`` everything in its folder and in the
        containers beside or around it, else only what bears its name.
        """
        stem, folder = stem_of(source.name), source.path.rpartition("/")[0]
        if source.chain:
            yield from self._below(source, whole)
            return
        for name, item in self._outside(source).items():
            if whole or stem_of(name) == stem:
                yield item
        for name in sorted(self._containers.get((source.inbox, folder), ())):
            if whole or stem_of(name) == stem:
                inside = self._inside(Source(source.inbox, f"{folder}/{name}"))
                yield from (item for files in inside.values() for item in files.values())

    def _below(self, source: Source, whole: bool) -> Iterator[str]:
        """Members in the text's folder, or below it."""
        stem, own = stem_of(source.name), _place(source.chain)
        for place, files in self._inside(source).items():
            below = place[: len(own)] == own if whole else place == own
            for name, item in files.items() if below else ():
                if whole or stem_of(name) == stem:
                    yield item

    def _outside(self, source: Source) -> dict[str, str]:
        folder, slash, _name = source.path.rpartition("/")
        if not slash:
            return {}
        key = source.inbox, folder
        if key not in self._folders:
            states = self._catalogue.sources(source.inbox, folder)
            inside = {
                path.rpartition("/")[2]: state
                for path, state in states.items()
                if path.rpartition("/")[0] == folder
            }
            self._folders[key] = {n: state.record for n, state in inside.items() if state.record}
            self._containers[key] = {n for n, s in inside.items() if s.outcome == _CONTAINER}
        return self._folders[key]

    def _inside(self, source: Source) -> Mapping[tuple[str, ...], dict[str, str]]:
        """Members of a container by the folder inside it they lie in."""
        key = source.inbox, source.path
        if key not in self._members:
            places: defaultdict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
            for chain, state in self._catalogue.members(source.inbox, source.path).items():
                if state.record:
                    places[_place(chain)][chain[-1].rpartition("/")[2]] = state.record
            self._members[key] = dict(places)
        return self._members[key]


def _place(chain: tuple[str, ...]) -> tuple[str, ...]:
    """Where a member lies: containers and folders from the outside inwards."""
    return tuple(part for link in chain for part in link.split("/"))[:-1]


def _upwards(chain: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The folders inside a container around a member, the nearest first; none for a file."""
    if chain:
        place = _place(chain)
        yield from (place[:depth] for depth in range(len(place), -1, -1))
