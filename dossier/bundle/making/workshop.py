"""Makes recipes come true, each in a process that can be killed; nothing is made twice."""

from __future__ import annotations

import hashlib
import queue
import shutil
import threading
import uuid
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Self

import PIL
import pypdf
import pypdfium2

from dossier.bundle.making.book_plan import BookPlan
from dossier.bundle.making.cache import MadeCache
from dossier.bundle.making.office import OfficeError, convert, find_office, office_version
from dossier.bundle.making.process import Bench, StoppedError
from dossier.bundle.making.scratch import Scratch
from dossier.bundle.making.tasks import Answer, Task
from dossier.model.conversions import Made, MadeFile, Recipe
from dossier.model.findings import Finding
from dossier.rules.conversions import SHEET_FORMATS, TEXT_FORMATS, recipe_key

_OFFICE_TARGETS = frozenset({"pdf", "docx", "xlsx"})
_OFFICE_FORMATS = TEXT_FORMATS | SHEET_FORMATS
_BOOK = Recipe("", "pdf", "pdf")
_EDITION = "1"
"""Raised when the way things are made changes, so that nothing made before is taken for new."""


@dataclass(frozen=True, slots=True)
class MakingLimits:
    """Seconds for one picture or office file and for a book, and memory of one process."""

    seconds: float = 60.0
    office_seconds: float = 120.0
    book_seconds: float = 1800.0
    memory_mb: int = 3072


Local = Callable[[str], AbstractContextManager[Path]]
"""Lends stored content by digest as a file; raises FixityError or FileNotFoundError."""


class Workshop:
    """Makes and remembers. ``office`` is LibreOffice's program, ``""`` for none, None to look.

    ``lanes`` recipes are made at a time.
    """

    def __init__(
        self,
        cache: MadeCache,
        local: Local,
        *,
        limits: MakingLimits | None = None,
        office: str | None = None,
        lanes: int = 2,
    ) -> None:
        self.cache = cache
        self._local = local
        self._limits = limits or MakingLimits()
        self._office = (find_office() or "") if office is None else office
        self._lanes = lanes
        self._benches: queue.SimpleQueue[Bench] = queue.SimpleQueue()
        self._settings: queue.SimpleQueue[Path] = queue.SimpleQueue()
        self._scratch: Scratch | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """End every process."""
        while not self._benches.empty():
            self._benches.get().close()
        if self._scratch is not None:
            self._scratch.close()
            self._scratch = None

    @property
    def scratch(self) -> Scratch:
        """Room for unfinished work, on the same disk as what is made."""
        with self._lock:
            if self._scratch is None:
                self._scratch = Scratch(self.cache.root / "work")
            return self._scratch

    def tools(self, recipe: Recipe) -> str:
        """The programs that decide a recipe's bytes, with their versions."""
        libraries = f"Pillow {PIL.__version__}, pypdf {pypdf.__version__}, pypdfium2 "
        libraries += str(pypdfium2.version.PYPDFIUM_INFO)
        uses_office = recipe.form in _OFFICE_FORMATS and recipe.to != "look"
        return f"{_EDITION}, {libraries}" + (f", {self._office_version}" if uses_office else "")

    @cached_property
    def _office_version(self) -> str:
        return office_version(self._office) if self._office else ""

    def known(self, recipe: Recipe) -> Made | None:
        """What is there already; nothing is started but the question for versions."""
        return self.cache.get(recipe_key(recipe, self.tools(recipe)))

    def make_all(
        self, recipes: Iterable[Recipe], progress: Callable[[int, int], None]
    ) -> dict[Recipe, Made]:
        """What each recipe gave; told to ``progress`` as (done, all). Raises what it raises."""
        wanted = list(dict.fromkeys(recipes))
        made: dict[Recipe, Made] = {}
        with ThreadPoolExecutor(self._lanes) as pool:
            try:
                for number, (recipe, result) in enumerate(
                    zip(wanted, pool.map(self.make, wanted), strict=True), 1
                ):
                    made[recipe] = result
                    progress(number, len(wanted))
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
        return made

    def make(self, recipe: Recipe) -> Made:
        """One recipe's result; what is wrong with the source is its ``problem``."""
        key = recipe_key(recipe, self.tools(recipe))
        known = self.cache.get(key)
        if known is not None:
            return known
        made = self._made(recipe)
        if made.problem is None or made.problem.code == "E816":
            self.cache.put(key, made)
        return made

    def _made(self, recipe: Recipe) -> Made:
        if recipe.to == "pages" and recipe.form in _OFFICE_FORMATS:
            return self._through_pdf(recipe)
        with self._lent(recipe.digest) as source:
            if _digest(source) != recipe.digest:
                return Made(problem=Finding("E802"))
            if recipe.to in _OFFICE_TARGETS:
                return self._by_office(recipe, source)
            return self._by_worker(recipe, source, recipe.to)

    def _lent(self, digest: str) -> AbstractContextManager[Path]:
        """A file by its digest: made here, or lent by the store."""
        path = self.cache.path(digest)
        return nullcontext(path) if path.is_file() else self._local(digest)

    def _through_pdf(self, recipe: Recipe) -> Made:
        pdf = self.make(Recipe(recipe.digest, recipe.form, "pdf"))
        if pdf.problem is not None:
            return replace(pdf, problem=_about(pdf.problem, recipe))
        path = self.cache.path(pdf.files[0].fixity.digest)
        return self._by_worker(replace(recipe, form="pdf"), path, "pages")

    def _by_office(self, recipe: Recipe, source: Path) -> Made:
        if not self._office:
            return Made(problem=_about(Finding("E814"), recipe))
        with self.scratch.folder() as folder:
            named = folder / f"source.{recipe.form}"
            shutil.copyfile(source, named)
            settings = self._office_settings()
            try:
                path = convert(
                    self._office,
                    named,
                    recipe.to,
                    folder / "out",
                    self._limits.office_seconds,
                    settings,
                )
            except OfficeError as error:
                return Made(problem=_failed(recipe, str(error)))
            self._settings.put(settings)
            return self._by_worker(recipe, path, "tidy")

    def _office_settings(self) -> Path:
        """Settings nobody uses at the moment; those of a call that failed are not used again."""
        try:
            return self._settings.get_nowait()
        except queue.Empty:
            return self.scratch.path / f"office-{uuid.uuid4().hex}"

    def _by_worker(self, recipe: Recipe, source: Path, what: str) -> Made:
        with self.scratch.folder() as folder:
            answer = self._answered(
                Task(what, str(source), str(folder), recipe), self._limits.seconds
            )
            if answer.error:
                return Made(problem=_refused(recipe, answer.error))
            return self._taken(answer, folder)

    def bind(self, plan: BookPlan) -> Made:
        """A book from its plan; its volumes are the files made."""
        key = recipe_key(Recipe(plan.digest, "pdf", "pdf"), self.tools(_BOOK))
        known = self.cache.get(key)
        if known is not None:
            return known
        with ExitStack() as lent, self.scratch.folder() as folder:
            source = folder / "plan.json"
            source.write_bytes(
                plan.located(lambda item: lent.enter_context(self._lent(item.digest)))
            )
            task = Task("bind", str(source), str(folder))
            answer = self._answered(task, self._limits.book_seconds)
            if answer.error:
                return Made(problem=_failed(_BOOK, answer.error))
            made = self._taken(answer, folder)
        self.cache.put(key, made)
        return made

    def _taken(self, answer: Answer, folder: Path) -> Made:
        files = tuple(
            MadeFile(
                item.part,
                self.cache.take(folder / item.name),
                item.extension,
                item.page,
                item.found,
            )
            for item in answer.parts
        )
        return Made(files, pages=answer.pages, signed=answer.signed)

    def _answered(self, task: Task, seconds: float) -> Answer:
        bench = self._bench()
        try:
            answer = bench.ask(task, seconds)
        except StoppedError as error:
            bench.close()
            return Answer(error=str(error))
        except BaseException:
            bench.close()
            raise
        self._benches.put(bench)
        return answer

    def _bench(self) -> Bench:
        try:
            return self._benches.get_nowait()
        except queue.Empty:
            return Bench(self._limits.memory_mb)


def _digest(path: Path) -> str:
    """What is made of damaged content would look sound, so it is looked at first."""
    with path.open("rb") as stream:
        return f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"


def _about(finding: Finding, recipe: Recipe) -> Finding:
    """The finding with what was to be made; the planner adds whose it is."""
    return replace(finding, parameters={**finding.parameters, "target": _TARGETS[recipe.to]})


_TARGETS = {
    "jpeg": "JPG",
    "pages": "JPG",
    "thumb": "JPG",
    "pdf": "PDF",
    "docx": "DOCX",
    "xlsx": "XLSX",
    "look": "PDF",
}


def _failed(recipe: Recipe, detail: str) -> Finding:
    return Finding("E813", "", {"target": _TARGETS[recipe.to], "detail": detail})


def _refused(recipe: Recipe, error: str) -> Finding:
    if error == "limit":
        return Finding("E816", "", {"limit": recipe.max_bytes or 0})
    return _failed(recipe, error)
