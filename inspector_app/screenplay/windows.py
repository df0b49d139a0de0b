"""The small windows of the gallery: each scene opens one and returns it to be pictured."""

from collections.abc import Callable

from PySide6.QtWidgets import QAbstractButton, QDialog

from inspector_app.screenplay.player import Player
from inspector_app.ui.shell.rooms import BENCH

Scene = Callable[[Player], QDialog]


def _seen(player: Player, name: str) -> QDialog:
    dialog = player.dialog(name)
    player.rest()
    return dialog


def _call(wish: Callable[[Player], object], name: str) -> Scene:
    """Return a scene that asks for a window where its button would."""

    def show(player: Player) -> QDialog:
        wish(player)
        return _seen(player, name)

    return show


def _keys(chords: str, name: str, page: str = "") -> Scene:
    """Return a scene that goes to a page and presses the window's key."""

    def show(player: Player) -> QDialog:
        if page:
            player.press(page)
            player.rest()
        for chord in chords.split(" "):
            player.press(chord)
        return _seen(player, name)

    return show


def _button(button: str, name: str, page: str) -> Scene:
    """Return a scene that goes to a page and presses a button of it."""

    def show(player: Player) -> QDialog:
        player.press(page)
        player.rest()
        player.part(QAbstractButton, button).click()
        return _seen(player, name)

    return show


def _open(player: Player, visit: str) -> None:
    """Open an inspection as the list would."""
    player.rooms.work.open(visit, "")
    player.rooms.frame.show_page(BENCH)
    player.rest()


def _photo(player: Player) -> None:
    """Look at the first photo of the first finding.

    Raises:
        LookupError: there is none.
    """
    bench = player.rooms.work.bench
    photos = [photo for one in (bench.findings if bench else ()) for photo in one.photos]
    if not photos:
        raise LookupError("no photo was taken")
    player.rooms.bench.findings.photo_opened.emit(photos[0].id)


def _pair(player: Player) -> QDialog:
    _photo(player)
    _seen(player, "photo_viewer")
    player.press("B")
    return _seen(player, "photo_pair")


def _pad(player: Player) -> QDialog:
    player.press("Ctrl+3")
    player.rest()
    player.press("Ctrl+Shift+S")
    _seen(player, "show_view")
    player.press("Ctrl+Return")
    return _seen(player, "sign_dialog")


def of_the_bench(visit: str) -> dict[str, Scene]:
    """Return the windows of an inspection whose paper may be issued."""

    def pin(player: Player) -> QDialog:
        _open(player, visit)
        player.rooms.questions.pin()
        return _seen(player, "pin_dialog")

    return {
        "pin-dialog": pin,
        "conclude-dialog": _call(lambda player: player.rooms.questions.conclude(), "confirm_dialog"),
        "officer-dialog": _call(lambda player: player.rooms.reception.enter_officer(), "officer_dialog"),
        "target-dialog": _call(lambda player: player.rooms.reception.enter_target(), "target_dialog"),
        "office-dialog": _call(lambda player: player.rooms.reception.change_office(), "office_dialog"),
        "phone-dialog": _keys("Ctrl+Shift+M", "phone_dialog"),
        "folder-dialog": _keys("Ctrl+Shift+K", "folder_dialog"),
        "viewer": _call(_photo, "photo_viewer"),
        "pair": _pair,
    }


OF_PAPERS: dict[str, Scene] = {
    "print-panel": _keys("Ctrl+P", "print_panel", "Ctrl+3"),
    "service-dialog": _keys("Ctrl+D", "service_dialog", "Ctrl+3"),
    "return-dialog": _keys("Ctrl+R", "return_dialog", "Ctrl+3"),
    "void-dialog": _button("void_paper", "void_dialog", "Ctrl+3"),
    "show-view": _keys("Ctrl+Shift+S", "show_view", "Ctrl+3"),
    "signing-pad": _pad,
    "account-dialog": _button("add_account", "account_dialog", "Ctrl+8"),
    "password-dialog": _button("change_password", "password_dialog", "Ctrl+8"),
    "new-pin-dialog": _button("change_pin", "new_pin_dialog", "Ctrl+8"),
}
"""Played over issued papers and the settings."""
