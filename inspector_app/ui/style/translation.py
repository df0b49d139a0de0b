"""The window in English: one table of words, read from resources/i18n, spoken through Qt's translator."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QTranslator

from inspector_app import assets

OWN = "zh"
"""The language the program is written in; it needs no table."""


def table(language: str, folder: Path | None = None) -> dict[str, str]:
    """Return the words of a language by their Chinese; empty for Chinese itself.

    Raises:
        FileNotFoundError: the program was shipped without the table, which is a bug.
    """
    if language == OWN:
        return {}
    place = folder or assets.folder("resources") / "i18n"
    told = tomllib.loads((place / f"{language}.toml").read_text("utf-8"))
    return {str(chinese): str(words) for chinese, words in told["words"].items()}


class WordTable(QTranslator):
    """Answers every `tr` from a table; a word means the same wherever it stands."""

    def __init__(self, words: Mapping[str, str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words

    def isEmpty(self) -> bool:
        """Tell Qt whether there is anything to ask for."""
        return not self._words

    def translate(
        self,
        context: str,
        sourceText: str,  # noqa: N803 - Qt's own name
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str:
        """Return the words, or what was asked for: an empty text from here would be shown as one."""
        del context, disambiguation, n
        return self._words.get(sourceText, sourceText)


def said(chinese: str) -> str:
    """Return a word of the office's language (a state, a role, a key's hint) as the window says it."""
    return QCoreApplication.translate("words", chinese)
