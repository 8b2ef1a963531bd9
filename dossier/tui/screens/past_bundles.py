"""What was made before: its story, whether it is sound, what changed, taking it back."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from textual import on
from textual.content import Content
from textual.widgets import Static

from dossier.bundle.difference import Difference, diff_bundles
from dossier.bundle.verify import verify_bundle
from dossier.i18n import _
from dossier.model.bundles import BundleResult
from dossier.tui.dialogs.words import Field, WordsDialog
from dossier.tui.screens.working import WorkingRoom
from dossier.tui.text import Cell, size_text
from dossier.tui.widgets.bundle_words import difference_content, result_content, story_content
from dossier.tui.widgets.rows import ListRows
from dossier.tui.widgets.table import Table
from dossier.workflow.bundle_history import BundleStory, withdraw_bundle


class PastBundles(WorkingRoom):
    """Has the list ``#bundles`` and ``#outcome`` below it."""

    def __init__(self) -> None:
        super().__init__()
        self._stories: list[BundleStory] = []
        self._told: str | None = None

    def show_stories(self, stories: list[BundleStory]) -> None:
        """The list; a bundle that is new to it gets the cursor."""
        known = {_key(item) for item in self._stories}
        new = next((_key(item) for item in stories if _key(item) not in known), None)
        self._stories = stories
        keep = new if known or self._told else None
        self.part("#bundles", Table).set_rows(ListRows(stories, _cells, _key), keep=keep, same=True)

    @on(Table.Moved, "#bundles")
    def tell_story(self) -> None:
        """What the ledger says of the bundle under the cursor, unless it was told more of it."""
        chosen = self._chosen()
        if chosen is not None and chosen.sealed.bundle != self._told:
            self.tell(chosen.sealed.bundle, story_content(chosen))

    def tell(self, bundle: str | None, content: Content) -> None:
        """Show what came of a bundle; it stays until the cursor goes to another."""
        self._told = bundle
        self.query_one("#outcome", Static).update(content)

    def _chosen(self) -> BundleStory | None:
        key = self.part("#bundles", Table).key
        return next((item for item in self._stories if _key(item) == key), None)

    def _wanted(self) -> BundleStory | None:
        chosen = self._chosen()
        if chosen is None:
            self.dossier.say(_("Choose a bundle first"), "warning")
        return chosen

    @on(Table.Chosen, "#bundles")
    def action_verify(self) -> None:
        """Check the chosen bundle as a stranger would."""
        if chosen := self._wanted():
            self._verify(Path(chosen.sealed.path), chosen.sealed.bundle)

    def action_verify_other(self) -> None:
        """Check a bundle that lies anywhere."""

        def take(answer: tuple[str, ...] | None) -> None:
            if answer and answer[0]:
                self._verify(Path(answer[0]).expanduser().absolute(), None)

        field = Field(_("Folder or ZIP of a bundle"), "", _("a path"))
        self.app.push_screen(WordsDialog(_("Verify a bundle"), [field]), take)

    def _verify(self, path: Path, bundle: str | None) -> None:
        self.work(
            lambda _opened, step: verify_bundle(path, step),
            partial(self._verified, bundle or self._told),
            "verify",
        )

    def _verified(self, bundle: str | None, result: BundleResult) -> None:
        if result.verified:
            self.report(_("verified: every file is as it was written"), "good")
        else:
            self.report(_("NOT verified"), "bad")
        self.tell(bundle, result_content(result))

    def action_compare(self) -> None:
        """What changed from the older to the newer of two marked bundles; else from the one before
        to the chosen one.
        """
        marked = self.part("#bundles", Table).marked
        pair = [item for item in self._stories if _key(item) in marked]
        if len(pair) != 2 and (chosen := self._chosen()) is not None:
            pair = self._stories[self._stories.index(chosen) :][:2]
        if len(pair) != 2:
            self.dossier.say(_("There is no earlier bundle to compare with"), "warning")
            return
        new, old = (Path(item.sealed.path) for item in pair)
        self.background(lambda: diff_bundles(old, new), self._compared, "compare")

    def _compared(self, difference: Difference) -> None:
        """The cursor may stand on neither of the two: what is told belongs to where it stands."""
        chosen = self._chosen()
        self.tell(chosen.sealed.bundle if chosen else None, difference_content(difference))

    def action_withdraw(self) -> None:
        """Take the chosen bundle back, with a reason; its file stays where it is."""
        chosen = self._wanted()
        if chosen is None or self.dossier.read_only:
            return
        if chosen.withdrawn_at:
            self.dossier.say(_("It was taken back already"), "warning")
            return
        number = chosen.sealed.bundle

        def take(answer: tuple[str, ...] | None) -> None:
            if answer is not None:
                reason = answer[0]
                self.ask(
                    lambda opened: withdraw_bundle(opened, number, reason), self._taken, "withdraw"
                )

        field = Field(_("Reason"), "", _("sent to the wrong system"))
        title = _("Take back the bundle of {at}").format(at=chosen.at[:16].replace("T", " "))
        self.app.push_screen(WordsDialog(title, [field]), take)

    def _taken(self, story: BundleStory) -> None:
        self.tell(story.sealed.bundle, story_content(story))
        self.dossier.say(_("taken back; its file stays where it is"))
        self.dossier.look()

    def action_copy(self) -> None:
        """The chosen bundle's path on the clipboard."""
        if chosen := self._chosen():
            self.dossier.copy(chosen.sealed.path)


def _key(story: BundleStory) -> str:
    return f"{story.at} {story.sealed.bundle}"


def _cells(story: BundleStory) -> tuple[Cell | str, ...]:
    sealed = story.sealed
    tone = "dim" if story.withdrawn_at else "warn" if sealed.partial else "good"
    name = Path(sealed.path).name
    return (
        story.at[:16].replace("T", " "),
        str(sealed.files),
        size_text(sealed.bytes),
        Cell(f"{_('taken back')} {name}" if story.withdrawn_at else name, tone),
    )
