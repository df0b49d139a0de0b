"""The application before its first page: look, language, and Chinese input where Qt has no plugin for it."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from inspector_app import assets
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.tokens import load


def input_method(env: Mapping[str, str], plugins: Path) -> dict[str, str]:
    """Return the variables with which Chinese input works where only fcitx runs and Qt has no plugin for it.

    The wheel carries ibus; fcitx speaks its protocol through the portal. INSPECTOR_KEEP_IM=1 forbids it.
    """
    wants = "fcitx" in (env.get("QT_IM_MODULE", "") + env.get("XMODIFIERS", "")).lower()
    has = any((plugins / "platforminputcontexts").glob("*fcitx*"))
    if env.get("INSPECTOR_KEEP_IM") == "1" or not wants or has:
        return {}
    return {"QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"}


def dress(app: QApplication, folder: Path) -> Look:
    """Give the application the light or dark look, as the system asks; pictures are kept below the folder."""
    dark = app.styleHints().colorScheme() is Qt.ColorScheme.Dark
    look = Look(load("dark" if dark else "light"), folder / "screen")
    look.dress(app)
    return look


def speak(app: QApplication, language: str) -> None:
    """Let standard buttons speak Chinese, and ours English where that was asked for."""
    ours = assets.folder("resources") / "i18n"
    qts = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    wanted = [("qtbase_zh_CN", qts)] if language == "zh" else [("inspector_en", str(ours))]
    for name, place in wanted:
        translator = QTranslator(app)
        if translator.load(name, place):
            app.installTranslator(translator)
