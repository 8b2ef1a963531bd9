"""Waiving an ask for a unit, and taking the waiver back."""

from __future__ import annotations

from functools import partial

from dossier.i18n import _
from dossier.model.assessment import RequirementCoverage
from dossier.model.editions import Unit
from dossier.tui.dialogs.pick import UNIT_COLUMNS, PickDialog, unit_choices
from dossier.tui.dialogs.reason import WAIVE_REASONS, Answer, ReasonDialog
from dossier.tui.screens.deciding import DecidingRoom
from dossier.workflow import triage
from dossier.workflow.workspace import Workspace


class WaivingRoom(DecidingRoom):
    """A room at an ask that can be waived."""

    def action_waive(self) -> None:
        """Waive the ask for a unit, or take the waiver back."""
        overview = self.dossier.overview
        item = overview.coverage.get(self.present_code() or "") if overview else None
        if item is None:
            self.dossier.say(_("Choose an ask first"), "warning")
        elif item.waived:
            self.ask(
                lambda opened: _waivers(opened, item.code),
                partial(self._unwaive, item.code),
                "dialog",
            )
        elif len(item.lead) == 1:
            self._ask_why(item.code, item.lead[0])
        else:
            self.ask(lambda opened: opened.units, partial(self._ask_unit, item), "dialog")

    def _unwaive(self, code: str, units: list[str]) -> None:
        def act(workspace: Workspace) -> None:
            for unit in units:
                triage.withdraw_waiver(workspace, code, unit)

        self.decide(_("{code} is no longer waived").format(code=code), act)

    def _ask_unit(self, item: RequirementCoverage, units: tuple[Unit, ...]) -> None:
        choices = unit_choices(units)
        choices.sort(key=lambda choice: choice.key not in item.lead)
        self.app.push_screen(
            PickDialog(_("Waived for which unit?"), UNIT_COLUMNS, choices),
            lambda unit: self._waive_for(item, unit) if unit else None,
        )

    def _waive_for(self, item: RequirementCoverage, unit: str) -> None:
        if unit in item.waived_units:
            self._unwaive(item.code, [unit])
        else:
            self._ask_why(item.code, unit)

    def _ask_why(self, code: str, unit: str) -> None:
        def waive(answer: Answer | None) -> None:
            if answer is not None:
                said = _("{code} waived for {unit}").format(code=code, unit=unit)
                act = lambda opened: triage.waive(opened, code, unit, answer.reason, None)  # noqa: E731
                self.decide(said, act)

        title = _("Why need {unit} not answer {code}?").format(code=code, unit=unit)
        self.app.push_screen(ReasonDialog(title, WAIVE_REASONS, _("Waive")), waive)


def _waivers(workspace: Workspace, code: str) -> list[str]:
    return [item.unit for item in workspace.archive.catalogue.waivers() if item.requirement == code]
