"""The wishes of the settings, 外场模式 and the key sheet, which are at hand everywhere."""

from PySide6.QtGui import QKeySequence, QShortcut

from inspector_app.ui.settings.key_sheet import KeySheet
from inspector_app.ui.settings.keys import keys_of
from inspector_app.ui.settings.settings_room import SettingsRoom
from inspector_app.ui.shell.going import Going
from inspector_app.ui.shell.rooms import Rooms
from inspector_app.ui.style.look import Look


def connect(look: Look, rooms: Rooms, going: Going, room: SettingsRoom) -> None:
    """Connect every wish of the settings with what fulfils it; sorted by sender."""
    page = rooms.settings
    page.about.copied.connect(lambda: going.tell("settings.copied"))
    page.accounts.add_wanted.connect(room.add_account)
    page.accounts.remove_wanted.connect(room.remove_account)
    page.back_requested.connect(going.leave_settings)
    page.office.office_wanted.connect(rooms.reception.change_office)
    page.person.password_wanted.connect(room.change_password)
    page.person.pin_wanted.connect(rooms.questions.new_pin)
    page.screen_part.chosen.connect(room.screen_chosen)
    page.wanted.connect(room.show)
    room.failed.connect(going.show_failure)
    room.said.connect(going.tell)
    room.told.connect(page.show_settings)
    rooms.frame.keys_requested.connect(lambda: show_keys(look, rooms))
    rooms.questions.pin_set.connect(lambda: going.tell("settings.pin_set"))
    rooms.reception.office_changed.connect(room.show)
    QShortcut(QKeySequence("Ctrl+Shift+O"), rooms.frame, room.turn_field)


def show_keys(look: Look, rooms: Rooms) -> None:
    """Show all keys of the page that is shown, and of everywhere."""
    frame = rooms.frame
    KeySheet(look, frame.tr("按键"), keys_of(frame.page, tuple(frame.hints)), frame).open()
