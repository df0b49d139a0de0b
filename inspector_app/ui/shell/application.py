"""The application before its first page: look, language, and Chinese input where Qt has no plugin for it."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from inspector_app.ui.style.look import Look
from inspector_app.ui.style.screen_settings import SYSTEM, ScreenSettings, read
from inspector_app.ui.style.tokens import load
from inspector_app.ui.style.translation import OWN, WordTable, table

FIELD_SCALE = 1.2
FIELD_TARGET, USUAL_TARGET = 44, 32
MOST_SCALE = 1.6
"""Beyond it the workbench's three panes no longer fit a screen of 1366 pixels."""

TRANSLATOR = "spoken"


def input_method(env: Mapping[str, str], plugins: Path) -> dict[str, str]:
    """Return the variables with which Chinese input works where only fcitx runs and Qt has no plugin for it.

    The wheel carries ibus; fcitx speaks its protocol through the portal. INSPECTOR_KEEP_IM=1 forbids it.
    """
    wants = "fcitx" in (env.get("QT_IM_MODULE", "") + env.get("XMODIFIERS", "")).lower()
    has = any((plugins / "platforminputcontexts").glob("*fcitx*"))
    if env.get("INSPECTOR_KEEP_IM") == "1" or not wants or has:
        return {}
    return {"QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"}


def look_of(app: QApplication, settings: ScreenSettings, folder: Path) -> Look:
    """Return the look that the settings ask for; pictures of the style sheet are kept below the folder.

    外场模式 takes high contrast, words a fifth larger than chosen, and targets of 44 px.
    """
    scale = settings.text / 100 * (FIELD_SCALE if settings.field else 1.0)
    target = FIELD_TARGET if settings.field else USUAL_TARGET
    return Look(load(name_of(app, settings)), folder / "screen", scale=min(scale, MOST_SCALE), target=target)


def name_of(app: QApplication, settings: ScreenSettings) -> str:
    """Return which of the looks the settings ask for on this desktop."""
    if settings.field:
        return "contrast"
    if settings.look == SYSTEM:
        return "dark" if app.styleHints().colorScheme() is Qt.ColorScheme.Dark else "light"
    return settings.look


def dress(app: QApplication, folder: Path) -> Look:
    """Give the application the look that was chosen on this laptop, and return it."""
    settings, _ = read(folder / "screen")
    look = look_of(app, settings, folder)
    look.dress(app)
    return look


def speak(app: QApplication, language: str) -> None:
    """Let the window and Qt's own buttons speak a language, `zh` or `en`, whatever they spoke before."""
    for old in app.findChildren(QTranslator, TRANSLATOR):
        app.removeTranslator(old)
        old.deleteLater()
    qts = QTranslator(app)
    if language == OWN and qts.load(
        "qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    ):
        qts.setObjectName(TRANSLATOR)
        app.installTranslator(qts)
    if language != OWN:
        ours = WordTable(table(language), app)
        ours.setObjectName(TRANSLATOR)
        app.installTranslator(ours)
