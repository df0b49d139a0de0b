"""Beginning an inspection; entering targets, officers and the office: small windows and what they become."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.history import carry
from inspector_app.casework.overview import target_book
from inspector_app.casework.overview.target_book import TargetLine
from inspector_app.casework.people.workspace import Session
from inspector_app.casework.plans import campaign_visits
from inspector_app.casework.plans.campaigns import Campaign
from inspector_app.casework.targets import registry
from inspector_app.casework.targets.registry import NewTarget
from inspector_app.domain.documents import Office
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.people import Officer
from inspector_app.domain.targets import Target
from inspector_app.ui.controls.dialogs import Dialog, OfficeDialog, OfficerDialog
from inspector_app.ui.controls.form_dialog import FormDialog
from inspector_app.ui.controls.form_values import Asks, Field, Form, Given
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.registry.target_dialog import TargetDialog
from inspector_app.ui.registry.target_picker import TargetPicker
from inspector_app.ui.style import typed
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Texts, explain

PICKING, ALIKE = "picking", "names alike"
"""What is looked up beside the screen; of each only the newest question matters."""

ORDINARY = "ordinary"
"""The choice of a visit that counts to no campaign."""

LANE = "picking"
"""A lane of its own: whoever types does not wait for a card or a page that is being made."""


class Reception(QObject):
    """Opens one small window at a time and writes what it gives.

    Signals:
        begun: the id of an inspection that was begun.
        officer_entered: the id of a person of the bureau.
        officer_changed: a person of the bureau was changed.
        office_changed: the issuing body's names were written.
        target_changed: a target or one of its companies was changed.
        target_entered: the id of a target that was entered without an inspection.
        warned: (code, values) of what is to be said calmly of an inspection that was begun.
        failed: the exception of a wish that was not fulfilled, where no window is open to show it.
    """

    begun = Signal(str)
    officer_entered = Signal(str)
    officer_changed = Signal()
    office_changed = Signal()
    target_changed = Signal()
    target_entered = Signal(str)
    warned = Signal(str, object)
    failed = Signal(object)

    def __init__(self, look: Look, over: QWidget, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look, self._over, self._jobs = look, over, jobs
        self._desk: Desk | None = None
        self._texts: Texts | None = None

    def sit_down(self, session: Session, texts: Texts) -> None:
        """Begin to receive for a signed-in person."""
        self._desk, self._texts = session.desk, texts

    def get_up(self) -> None:
        """Stop."""
        self._desk = None

    def begin(self) -> None:
        """Ask what is to be inspected."""
        desk = self._desk
        if desk is None:
            return
        picker = TargetPicker(self._look, self._over)

        def find(told: str) -> None:
            def done(lines: list[TargetLine]) -> None:
                if isValid(picker):  # else it was shut before it was found
                    picker.show_found(told, lines)

            self._jobs.latest(PICKING, lambda _: target_book.find_lines(desk, told), done, lane=LANE)

        picker.asked.connect(find)
        picker.target_chosen.connect(lambda target_id: self._begin(picker, target_id))
        picker.new_requested.connect(picker.reject)
        picker.new_requested.connect(self.enter_target)
        picker.open()
        picker.ask()

    def enter_target(self, name: str = "", *, begin: bool = True) -> None:
        """Ask for a new target.

        Args:
            name: what was typed already.
            begin: begin its inspection at once.
        """
        if self._desk is None:
            return
        dialog = self._target_dialog(self._desk)
        dialog.prepare(name, begin=begin)
        dialog.target_given.connect(lambda told: self._enter_target(dialog, told, begin=begin))
        dialog.open()

    def _target_dialog(self, desk: Desk, target: Target | None = None) -> TargetDialog:
        kinds, valid = desk.rules.targets, registry.credit_code_valid
        dialog = TargetDialog(self._look, kinds, valid, target, self._over)
        own = target.id if target is not None else ""

        def look(name: str) -> None:
            def done(names: list[str]) -> None:
                if isValid(dialog):
                    dialog.show_alike(name, names)

            self._jobs.latest(ALIKE, lambda _: target_book.alike(desk, name, own), done, lane=LANE)

        dialog.alike_wanted.connect(look)
        return dialog

    def _enter_target(self, dialog: Dialog, told: NewTarget, *, begin: bool) -> None:
        if self._desk is None:
            return
        try:
            target_id = registry.add_target(self._desk, told)
        except InspectorError as error:
            self._refuse(dialog, error)
            return
        # It is entered: whatever happens next, the form must not be there to enter it once more.
        dialog.accept()
        if begin:
            self.begin_at(target_id)
        else:
            self.target_entered.emit(target_id)

    def change_target(self, target_id: str, field: str = "name") -> None:
        """Ask what is to be changed in a target; `field` is the name of the Spot that gets the keys."""
        if self._desk is None:
            return
        dialog = self._target_dialog(self._desk, registry.target_of(self._desk.store, target_id))
        dialog.target_given.connect(lambda told: self._change_target(dialog, target_id, told))
        dialog.lead_to(field)
        dialog.open()

    def _change_target(self, dialog: Dialog, target_id: str, told: NewTarget) -> None:
        if self._desk is None:
            return
        try:
            registry.change_target(self._desk, target_id, told)
        except InspectorError as error:
            self._refuse(dialog, error)
            return
        dialog.accept()
        self.target_changed.emit()

    def _begin(self, dialog: Dialog, target_id: str) -> None:
        desk = self._desk
        if desk is None:
            return
        try:
            offered = campaign_visits.open_at(desk, target_id)
        except InspectorError as error:
            self._refuse(dialog, error)
            return
        if offered:
            dialog.accept()
            self._ask_campaign(target_id, offered)
        else:
            self._set_out(target_id, dialog=dialog)

    def begin_at(self, target_id: str) -> None:
        """Begin an inspection of a target that was chosen on a page."""
        desk = self._desk
        if desk is None:
            return
        try:
            offered = campaign_visits.open_at(desk, target_id)
        except InspectorError as error:
            self.failed.emit(error)
            return
        if offered:
            self._ask_campaign(target_id, offered)
        else:
            self._set_out(target_id)

    def _ask_campaign(self, target_id: str, offered: Sequence[Campaign]) -> None:
        """Ask to which campaign under way at the target the inspection counts; Enter takes the first."""
        choices = [(one.id, one.plan.name) for one in offered]
        choices.append((ORDINARY, self.tr("日常检查，不计入专项")))
        field = Field("campaign", self.tr("计入"), Asks.CHOICE, choices[0][0], tuple(choices), needed=True)
        note = self.tr("这个对象在专项检查的清单里：选了专项，来源、批准、检查表和检查人员随之填好。")
        form = Form(
            "visit_campaign",
            self.tr("这次检查计入"),
            (field,),
            self.tr("开始检查"),
            note=note,
            icon="arrow-right",
        )
        dialog = FormDialog(self._look, form, parent=self._over)

        def begin(told: Given) -> None:
            chosen = str(told["campaign"])
            self._set_out(target_id, "" if chosen == ORDINARY else chosen, dialog)

        dialog.given.connect(begin)
        dialog.open()

    def _set_out(self, target_id: str, campaign_id: str = "", dialog: Dialog | None = None) -> None:
        """Begin an inspection, and say calmly when the yearly cap is near."""
        if self._desk is None:
            return
        try:
            begun = carry.set_out(self._desk, target_id, campaign_id)
        except InspectorError as error:
            if dialog is not None:
                self._refuse(dialog, error)
            else:
                self.failed.emit(error)
            return
        if dialog is not None:
            dialog.accept()
        self.begun.emit(begun.inspection_id)
        if begun.warning is not None:
            self.warned.emit(begun.warning.code, dict(begun.warning.values))

    def enter_officer(self) -> None:
        """Ask for a person of the bureau."""
        if self._desk is None:
            return
        dialog = OfficerDialog(self._look, parent=self._over)
        dialog.officer_given.connect(lambda *told: self._enter_officer(dialog, *told))
        dialog.open()

    def _enter_officer(
        self, dialog: Dialog, name: str, certificate: str, first: str, last: str, expert: bool
    ) -> None:
        desk = self._desk
        if desk is None:
            return
        try:
            person_id = registry.add_officer(
                desk, _officer(desk, name, certificate, first, last, expert=expert)
            )
        except InspectorError as error:
            self._refuse(dialog, error)
            return
        dialog.accept()
        self.officer_entered.emit(person_id)

    def change_officer(self, person_id: str) -> None:
        """Ask what is to be changed in a person of the bureau."""
        everybody = registry.officers(self._desk.store) if self._desk is not None else ()
        known = next((one for one in everybody if one.id == person_id), None)
        if known is None:
            return
        dialog = OfficerDialog(self._look, known, self._over)
        dialog.officer_given.connect(lambda *told: self._change_officer(dialog, person_id, *told))
        dialog.open()

    def _change_officer(
        self, dialog: Dialog, person_id: str, name: str, certificate: str, first: str, last: str, expert: bool
    ) -> None:
        desk = self._desk
        if desk is None:
            return
        try:
            told = _officer(desk, name, certificate, first, last, expert=expert)
            registry.change_officer(desk, person_id, told)
        except InspectorError as error:
            self._refuse(dialog, error)
            return
        dialog.accept()
        self.officer_changed.emit()

    def change_office(self) -> None:
        """Ask for the issuing body's names."""
        if self._desk is None:
            return
        dialog = OfficeDialog(self._look, registry.office_of(self._desk.store), self._over)
        dialog.office_given.connect(lambda office: self._change_office(dialog, office))
        dialog.open()

    def _change_office(self, dialog: Dialog, office: Office) -> None:
        if self._desk is None:
            return
        try:
            registry.set_office(self._desk, office)
        except InspectorError as error:
            self._refuse(dialog, error)
            return
        dialog.accept()
        self.office_changed.emit()

    def _refuse(self, dialog: Dialog, error: InspectorError) -> None:
        if self._texts is not None:
            dialog.show_failure(explain(error, self._texts))


def _officer(desk: Desk, name: str, certificate: str, first: str, last: str, *, expert: bool) -> Officer:
    """Return a person of the bureau as typed.

    Raises:
        RuleError: `ui.bad_day`.
    """
    today, calendar = desk.today(), desk.rules.calendar
    begins, ends = typed.day(first, today, calendar), typed.day(last, today, calendar)
    return Officer("", name, certificate, begins, ends, expert)
