"""What the settings page wishes, done: small windows, and what they give, written beside the screen."""

from collections.abc import Callable
from dataclasses import replace

from PySide6 import __version__ as qt_version
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import exchange_board
from inspector_app.casework.people import accounts
from inspector_app.casework.people.accounts import NewAccount
from inspector_app.casework.people.workspace import Session
from inspector_app.casework.targets import registry
from inspector_app.domain.acts import Role
from inspector_app.domain.errors import InspectorError
from inspector_app.ui.controls.dialogs import Dialog, LeaveNote
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.settings.account_dialogs import AccountDialog, PasswordDialog
from inspector_app.ui.settings.settings_values import Shown
from inspector_app.ui.style import screen_settings, typed
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.screen_settings import ScreenSettings
from inspector_app.ui.style.words import Texts, explain

SCREEN = "screen"
"""Folder below the data folder that keeps how the screen is to look."""


class SettingsRoom(QObject):
    """Opens one small window at a time and writes what it gives.

    Args:
        language: the window's, `zh` or `en`.

    Signals:
        told: Shown, everything on the page.
        said: (code, where) something went well.
        failed: the exception of what did not.
        screen_chosen: ScreenSettings to be applied at once.
    """

    told = Signal(object)
    said = Signal(str, str)
    failed = Signal(object)
    screen_chosen = Signal(object)

    def __init__(
        self,
        look: Look,
        over: QWidget,
        jobs: Jobs,
        texts: Texts,
        language: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._over, self._jobs, self._texts = look, over, jobs, texts
        self._language = language
        self._desk: Desk | None = None

    def sit_down(self, session: Session) -> None:
        """Begin to work for a signed-in person."""
        self._desk = session.desk

    def get_up(self) -> None:
        """Stop."""
        self._desk = None

    @property
    def screen(self) -> ScreenSettings:
        """How this laptop's screen is to look."""
        if self._desk is None:
            return ScreenSettings()
        return screen_settings.read(self._desk.store.folder.path / SCREEN)[0]

    def show(self) -> None:
        """Tell everything that the page shows."""
        desk = self._desk
        if desk is None:
            return
        try:
            self.told.emit(self._shown(desk))
        except InspectorError as error:
            self.failed.emit(error)

    def _shown(self, desk: Desk) -> Shown:
        laptop = accounts.laptop(desk)
        return Shown(
            screen=self.screen,
            language=self._language,
            person=accounts.own(desk),
            accounts=accounts.accounts(desk),
            may_manage=accounts.may_manage(desk),
            office=registry.office_of(desk.store),
            laptop=laptop,
            edition=desk.rules.edition,
            libraries=(
                ("SQLite", laptop.database),
                ("SQLCipher", laptop.cipher),
                ("Qt", qt_version),
                ("Python", laptop.python),
            ),
            today=desk.today(),
            joined=exchange_board.hub_of(desk.store) is not None,
        )

    def turn_field(self) -> None:
        """Turn 外场模式 on or off."""
        settings = self.screen
        self.screen_chosen.emit(replace(settings, field=not settings.field))

    # The person's own.

    def change_password(self) -> None:
        """Ask for another password."""
        desk = self._desk
        if desk is None:
            return
        dialog = PasswordDialog(self._look, self._over)
        dialog.given.connect(
            lambda old, new: self._do(
                dialog,
                lambda: accounts.change_password(desk, old, new),
                "settings.password_changed",
                desk.user,
            )
        )
        dialog.open()

    # Accounts of this laptop.

    def add_account(self) -> None:
        """Ask for another person who is to sign in here."""
        if self._desk is None:
            return
        dialog = AccountDialog(self._look, self._over)
        dialog.given.connect(lambda *told: self._add(dialog, *told))
        dialog.open()

    def _add(
        self, dialog: Dialog, own: str, user: str, name: str, password: str, role: Role, until: str
    ) -> None:
        desk = self._desk
        if desk is None:
            return
        try:
            last = typed.day(until, desk.today(), desk.rules.calendar)
        except InspectorError as error:
            dialog.show_failure(explain(error, self._texts))
            return
        new = NewAccount(user, name, password, role, last)
        self._do(dialog, lambda: accounts.add(desk, own, new), "settings.account_added", name)

    def remove_account(self, user: str, name: str) -> None:
        """Ask before a person's way in is taken away."""
        told = self.tr("{}以后不能在这台电脑上登录。签过的文书仍然有效，写到一半的内容留给下一位。")
        note = LeaveNote(
            self._look, self.tr("删除登录账户"), told.replace("{}", name), self.tr("删除"), self._over
        )
        note.confirmed.connect(lambda: self._remove(user, name))
        note.open()

    def _remove(self, user: str, name: str) -> None:
        desk = self._desk
        if desk is None:
            return
        try:
            accounts.remove(desk, user)
        except InspectorError as error:
            self.failed.emit(error)
            return
        self.said.emit("settings.account_removed", name)
        self.show()

    def _do(self, dialog: Dialog, work: Callable[[], object], code: str, where: str) -> None:
        """Do what a small window asks for, beside the screen: a password costs a quarter of a second."""

        def done(_: object) -> None:
            if isValid(dialog):
                dialog.accept()
            self.said.emit(code, where)
            self.show()

        def failed(error: Exception) -> None:
            if isValid(dialog) and dialog.isVisible():
                dialog.show_failure(explain(error, self._texts))
            else:
                self.failed.emit(error)

        self._jobs.start(lambda _: work(), done, failed=failed)
