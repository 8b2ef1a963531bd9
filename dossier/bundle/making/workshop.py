"""Makes recipes come true, each in a process that can be killed; nothing is made twice."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Self

import PIL
import pypdf
import pypdfium2

from dossier.bundle.making.benches import Benches
from dossier.bundle.making.book_plan import BookPlan
from dossier.bundle.making.cache import MadeCache
from dossier.bundle.making.failures import about, failed, refused
from dossier.bundle.making.kinds import OFFICE_FORMATS, as_pdf, batches, by_office, through_pdf
from dossier.bundle.making.offices import Offices
from dossier.bundle.making.scratch import Scratch, refuse_full
from dossier.bundle.making.tasks import Answer, Task
from dossier.model.conversions import Made, MadeFile, Recipe
from dossier.model.findings import Finding
from dossier.office.converter import Failure, Order
from dossier.office.program import find_office
from dossier.rules.conversions import recipe_key

_BOOK = Recipe("", "pdf", "pdf")
_EDITION = "3"
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

    ``lanes`` recipes, or batches of office files, are made at a time. Whatever makes may raise
    OSError where the disk takes no more.
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
        program = find_office() if office is None else Path(office) if office else None
        self._lanes = lanes
        self._benches = Benches(self._limits.memory_mb)
        self._offices = Offices(program, self._limits.office_seconds, lambda: self.scratch.path)
        self._scratch: Scratch | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """End every process."""
        self._benches.close()
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
        uses_office = recipe.form in OFFICE_FORMATS and recipe.to != "look"
        version = f", {self._offices.version}" if uses_office and self._offices.is_there else ""
        return f"{_EDITION}, {libraries}{version}"

    def known(self, recipe: Recipe) -> Made | None:
        """What is there already; nothing is started but the question for versions."""
        return self.cache.get(recipe_key(recipe, self.tools(recipe)))

    def make_all(
        self, recipes: Iterable[Recipe], progress: Callable[[int, int], None]
    ) -> dict[Recipe, Made]:
        """What each recipe gave; told to ``progress`` as (done, all). Raises what it raises."""
        wanted = dict.fromkeys(recipes)
        made = self._known(wanted)
        left = [one for one in wanted if one not in made]
        count = len(made)
        between = dict.fromkeys(as_pdf(one) for one in left if through_pdf(one))
        made |= self._known(between)
        first = dict.fromkeys((*between, *filter(by_office, left)))
        with ThreadPoolExecutor(self._lanes) as pool:
            try:
                for work in (first, left):
                    todo = batches([one for one in work if one not in made])
                    for results in pool.map(partial(self._batch, made), todo):
                        made |= results
                        count += sum(one in wanted for one in results)
                        progress(count, len(wanted))
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
        return {one: made[one] for one in wanted}

    def _known(self, recipes: Iterable[Recipe]) -> dict[Recipe, Made]:
        found = ((recipe, self.known(recipe)) for recipe in recipes)
        return {recipe: made for recipe, made in found if made is not None}

    def make(self, recipe: Recipe) -> Made:
        """One recipe's result; what is wrong with the source is its ``problem``."""
        return self.make_all([recipe], lambda _done, _all: None)[recipe]

    def _batch(self, made: Mapping[Recipe, Made], batch: Sequence[Recipe]) -> dict[Recipe, Made]:
        """Recipes made together: office files, or a single one of anything else."""
        if by_office(batch[0]):
            results = self._converted(batch)
        else:
            results = {one: self._made(one, made.get(as_pdf(one))) for one in batch}
        for recipe, result in results.items():
            if result.problem is None or result.problem.code == "E816":
                self.cache.put(recipe_key(recipe, self.tools(recipe)), result)
        return results

    def _made(self, recipe: Recipe, pdf: Made | None) -> Made:
        if through_pdf(recipe):
            assert pdf is not None
            if pdf.problem is not None:
                return replace(pdf, problem=about(pdf.problem, recipe))
            path = self.cache.path(pdf.files[0].fixity.digest)
            return self._by_worker(replace(recipe, form="pdf"), path, "pages")
        with self._lent(recipe.digest) as source:
            if _digest(source) != recipe.digest:
                return Made(problem=Finding("E802"))
            return self._by_worker(recipe, source, recipe.to)

    def _converted(self, batch: Sequence[Recipe]) -> dict[Recipe, Made]:
        if not self._offices.is_there:
            return {one: Made(problem=about(Finding("E814"), one)) for one in batch}
        results: dict[Recipe, Made] = {}
        with ExitStack() as lent:
            orders = []
            for number, recipe in enumerate(batch):
                source = lent.enter_context(self._lent(recipe.digest))
                if _digest(source) == recipe.digest:
                    orders.append(Order(number, source, recipe.form, recipe.to))
                else:
                    results[recipe] = Made(problem=Finding("E802"))
            for number, found in lent.enter_context(self._offices.converted(orders)).items():
                results[batch[number]] = self._tidied(batch[number], found)
        return results

    def _tidied(self, recipe: Recipe, found: Path | Failure) -> Made:
        if isinstance(found, Failure):
            refuse_full(self.scratch.path)
            return Made(problem=failed(recipe, found.detail))
        return self._by_worker(recipe, found, "tidy")

    def _lent(self, digest: str) -> AbstractContextManager[Path]:
        """A file by its digest: made here, or lent by the store."""
        path = self.cache.path(digest)
        return nullcontext(path) if path.is_file() else self._local(digest)

    def _by_worker(self, recipe: Recipe, source: Path, what: str) -> Made:
        with self.scratch.folder() as folder:
            task = Task(what, str(source), str(folder), recipe)
            answer = self._answer(task, self._limits.seconds)
            if answer.error:
                return Made(problem=refused(recipe, answer.error))
            return self._taken(answer, folder)

    def _answer(self, task: Task, seconds: float) -> Answer:
        answer = self._benches.answer(task, seconds)
        if answer.error:
            refuse_full(self.scratch.path, answer.full)
        return answer

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
            answer = self._answer(task, self._limits.book_seconds)
            if answer.error:
                return Made(problem=failed(_BOOK, answer.error))
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


def _digest(path: Path) -> str:
    """What is made of damaged content would look sound, so it is looked at first."""
    with path.open("rb") as stream:
        return f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"
