"""What breaks a limit over many files together, and how a package is split."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from dossier.model.bundles import EVIDENCE, PlannedFile
from dossier.model.editions import Edition
from dossier.model.findings import Finding
from dossier.model.profiles import Profile


def requirement_limits(
    edition: Edition, profile: Profile, files: Sequence[PlannedFile]
) -> Iterator[Finding]:
    """E810 and E815 for each ask whose sent files are too many or too large together."""
    for code, own in _by_requirement(files).items():
        yield from _beyond(code, own, profile.requirement.max_bytes, profile.requirement.max_files)
        for rule in profile.kinds:
            if rule.max_files is not None:
                kind = edition.kind(rule.kind)
                shown = f"{code} {kind.name if kind else rule.kind}"
                same = [item for item in own if item.kind == rule.kind]
                yield from _beyond(code, same, None, rule.max_files, shown)


def package_limits(profile: Profile, files: Sequence[PlannedFile]) -> Iterator[Finding]:
    """E810 and E815 for the whole package."""
    yield from _beyond(
        profile.id, files, profile.max_package_bytes, profile.max_package_files, "data/"
    )


def twins(files: Sequence[PlannedFile]) -> Iterator[Finding]:
    """W812 for a sent file with the content of another record's, or twice under one ask."""
    seen: dict[str, PlannedFile] = {}
    for item in files:
        if item.role != EVIDENCE or item.estimated:
            continue
        other = seen.setdefault(item.fixity.digest, item)
        repeated = item.record == other.record and item.requirement != other.requirement
        if other is not item and not repeated:
            yield Finding("W812", item.record, {"path": item.path, "other": other.path})


def volumes(
    profile: Profile,
    requirements: Sequence[str],
    files: Sequence[PlannedFile],
    references: Sequence[PlannedFile] = (),
) -> list[tuple[str, ...]]:
    """The asks of each package, in order, so that each keeps the package's limits.

    An ask is never torn apart: one that is too large alone gets a package of its own, which
    :func:`package_limits` reports. A file an ask refers to counts where it is not in the same
    package. Without limits, or without ``split``, there is one package.
    """
    max_bytes, max_files = profile.max_package_bytes, profile.max_package_files
    if not profile.split or (max_bytes is None and max_files is None):
        return [tuple(requirements)]
    needed: dict[str, dict[str, int]] = {}
    for item in chain(files, references):
        needed.setdefault(item.requirement, {})[item.path] = item.fixity.size
    packages: list[list[str]] = [[]]
    held: dict[str, int] = {}
    for code in requirements:
        own = needed.get(code, {})
        together = {**held, **own}
        size, count = sum(together.values()), len(together)
        if packages[-1] and (size > (max_bytes or size) or count > (max_files or count)):
            packages.append([])
            together = own
        packages[-1].append(code)
        held = together
    return [tuple(codes) for codes in packages]


def _by_requirement(files: Sequence[PlannedFile]) -> dict[str, list[PlannedFile]]:
    found: dict[str, list[PlannedFile]] = {}
    for item in files:
        if item.role == EVIDENCE:
            found.setdefault(item.requirement, []).append(item)
    return found


def _beyond(
    subject: str,
    files: Sequence[PlannedFile],
    max_bytes: int | None,
    max_files: int | None,
    shown: str = "",
) -> Iterator[Finding]:
    path, size = shown or subject, sum(item.fixity.size for item in files)
    if max_bytes is not None and size > max_bytes:
        yield Finding("E810", subject, {"path": path, "size": size, "limit": max_bytes})
    if max_files is not None and len(files) > max_files:
        yield Finding("E815", subject, {"path": path, "found": len(files), "limit": max_files})
