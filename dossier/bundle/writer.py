"""Writing a plan as a bag: a folder, a ZIP, or memory. The same plan gives the same bytes.

Digests are known from custody; the finished bundle is read back and held against them once, then
renamed. Content that was damaged in the archive is told apart from a copy that went wrong.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from dossier.bundle.ahead import Parts
from dossier.bundle.bag import PAYLOAD, TAG_MANIFEST, Content, chunks_of, control_files
from dossier.bundle.contents import read_list
from dossier.bundle.copying import Job, OpenContent, refuse_damaged
from dossier.bundle.faults import NotABundleError
from dossier.bundle.forms import FolderForm, Form, ZipForm
from dossier.bundle.progress import Progress, silent
from dossier.bundle.staging import publish, staged
from dossier.bundle.trees import MemoryTree, open_tree
from dossier.bundle.verify import verify_bundle, verify_tree
from dossier.errors import BundleError
from dossier.i18n import N_
from dossier.model.bundles import BundlePlan, BundleResult, PlannedFile
from dossier.model.findings import Severity
from dossier.rules.finding_table import TABLE


class BundleWriter(Protocol):
    """Writes a plan under its name, once; an equal bundle already there is verified instead."""

    def write(
        self,
        plan: BundlePlan,
        tags: Mapping[str, Content],
        open_content: OpenContent,
        progress: Progress = silent,
    ) -> BundleResult:
        """Write ``plan`` with these tag files beside the payload, read it back and name it.

        Raises BundleError (a blocking problem, missing or damaged content, a different bundle
        under the name; NoRoomError), BusyError, and whatever ``progress`` raises.
        """
        ...


class DiskWriter:
    """Writes bags of one form into ``target``; ``agent`` is the software's name and version."""

    def __init__(self, target: Path, agent: str, form: Form) -> None:
        self._target = target
        self._agent = agent
        self._form = form

    def write(
        self,
        plan: BundlePlan,
        tags: Mapping[str, Content],
        open_content: OpenContent,
        progress: Progress = silent,
    ) -> BundleResult:
        """See :class:`BundleWriter`."""
        control = _prepared(plan, tags, self._agent)
        final = self._target / f"{plan.name}{self._form.suffix}"
        with staged(self._target, final.name) as temporary:
            if os.path.lexists(final):
                return _existing(final, control, progress)
            progress("prepare", 0, 0)
            self._form.fill(Job(plan, control, open_content, progress), temporary)
            result = verify_bundle(temporary, progress)
            _blame(plan, result, open_content)
            progress("publish", result.bytes, result.bytes)
            publish(temporary, final)
        return replace(result, path=str(final))


class FolderWriter(DiskWriter):
    """Writes bags as folders."""

    def __init__(self, target: Path, agent: str) -> None:
        super().__init__(target, agent, FolderForm())


class ZipWriter(DiskWriter):
    """Writes bags as ZIPs."""

    def __init__(self, target: Path, agent: str) -> None:
        super().__init__(target, agent, ZipForm())


class MemoryWriter:
    """Keeps bags in ``bundles``: name to files."""

    def __init__(self, agent: str) -> None:
        self.bundles: dict[str, dict[str, bytes]] = {}
        self._agent = agent

    def write(
        self,
        plan: BundlePlan,
        tags: Mapping[str, Content],
        open_content: OpenContent,
        progress: Progress = silent,
    ) -> BundleResult:
        """See :class:`BundleWriter`."""
        control = _prepared(plan, tags, self._agent)
        existing = self.bundles.get(plan.name)
        if existing is not None:
            if existing.get(TAG_MANIFEST) != control[TAG_MANIFEST]:
                raise _different(plan.name)
            return replace(verify_tree(MemoryTree(existing), plan.name), existed=True)
        progress("prepare", 0, plan.size)
        job = Job(plan, control, open_content, progress)
        files = {f"{PAYLOAD}{path}": data for path, data in job.copied(_path, _joined)}
        files |= {path: b"".join(chunks_of(data)) for path, data in job.lists()}
        result = verify_tree(MemoryTree(files), plan.name, progress)
        _blame(plan, result, open_content)
        progress("publish", result.bytes, result.bytes)
        self.bundles[plan.name] = files
        return result


def _path(item: PlannedFile) -> str:
    return item.path


def _joined(_path: str, parts: Parts) -> bytes:
    return b"".join(map(bytes, parts))


def _prepared(plan: BundlePlan, tags: Mapping[str, Content], agent: str) -> dict[str, Content]:
    """The files beside the payload; a plan with a blocking problem goes no further (B07)."""
    for item in plan.problems:
        if item.severity is Severity.ERROR:
            rule = TABLE[item.code]
            raise BundleError(
                rule.message, rule.hint, **{"subject": item.subject, **item.parameters}
            )
    return control_files(plan, tags, agent)


def _existing(final: Path, control: Mapping[str, Content], progress: Progress) -> BundleResult:
    """The bundle that has the name already, if it is this very one and sound."""
    if _held_tag_manifest(final) != control[TAG_MANIFEST]:
        raise _different(str(final))
    return replace(_sound(verify_bundle(final, progress)), existed=True)


def _held_tag_manifest(path: Path) -> bytes:
    try:
        return read_list(open_tree(path), TAG_MANIFEST)
    except NotABundleError:
        return b""


def _different(path: str) -> BundleError:
    return BundleError(
        N_("{path} exists already and is something else"),
        N_("move it away, or choose another folder"),
        path=path,
    )


def _blame(plan: BundlePlan, result: BundleResult, open_content: OpenContent) -> None:
    """Refuse what does not verify, naming the record where its stored content is damaged."""
    wrong = {item.subject for item in result.problems if item.code == "E805"}
    suspects = (item for item in plan.files if PAYLOAD + item.path in wrong)
    refuse_damaged(suspects, open_content)
    _sound(result)


def _sound(result: BundleResult) -> BundleResult:
    if not result.verified:
        first = result.problems[0]
        raise BundleError(
            N_("{path} does not verify: {code} {subject}"),
            N_("check the disk, move the damaged bundle away, then try again"),
            path=result.path,
            code=first.code,
            subject=first.subject,
        )
    return result
