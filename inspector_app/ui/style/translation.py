"""The window in English: tables of words, read from resources/i18n, spoken through Qt's translator."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QTranslator

from inspector_app import assets

OWN = "zh"
"""The language the program is written in; it needs no table."""


def table(language: str, folder: Path | None = None) -> dict[str, str]:
    """Return the words of a language by their Chinese, from all its files; empty for Chinese itself.

    Raises:
        FileNotFoundError: the program was shipped without the tables, which is a bug.
        ValueError: two files have a word for the same Chinese, which is one too.
    """
    if language == OWN:
        return {}
    place = (folder or assets.folder("resources") / "i18n") / language
    words: dict[str, str] = {}
    for path in sorted(place.glob("*.toml")):
        told = tomllib.loads(path.read_text("utf-8"))["words"]
        twice = words.keys() & told.keys()
        if twice:
            raise ValueError(f"{path.name} repeats {sorted(twice)}")
        words |= told
    if not words:
        raise FileNotFoundError(place)
    return words


def key(chinese: str, sense: str = "") -> str:
    """Return how the table names a word: 执法人员, and in one of its senses 执法人员（角色）."""
    return f"{chinese}（{sense}）" if sense else chinese


class WordTable(QTranslator):
    """Answers every `tr` from a table; a word means the same wherever it stands, unless a sense is named."""

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
        del context, n
        plain = self._words.get(sourceText, sourceText)
        return self._words.get(key(sourceText, disambiguation or ""), plain)


def said(chinese: str, sense: str = "") -> str:
    """Return a word of the office's language (a state, a key's hint) as the window says it.

    Args:
        sense: tells two meanings of one word apart that other languages have two words for; see `key`.
    """
    return QCoreApplication.translate("words", chinese, sense or None)
