"""What a window says, all of it: words of widgets, of lists, and those that are only painted."""

import re
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QPainter, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QTextBrowser,
    QWidget,
)

from inspector_app import assets
from inspector_app.store.store import Store
from inspector_app.ui.controls.delegate import Role

HAN = re.compile(r"[㐀-鿿]")
RUN = re.compile(r"[㐀-鿿][^\s·]*")
ENTITIES = ("target", "officer", "inspection", "finding", "document", "office", "party", "photo", "service")
ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Role.NOTE,
    Role.CHIP,
)


def said_by(root: QWidget, patch: pytest.MonkeyPatch) -> Iterator[str]:
    """Yield every word that a window says or lets be read aloud."""
    yield root.windowTitle()
    for one in (root, *root.findChildren(QWidget)):
        if one.isVisibleTo(root):
            yield from _of_widget(one)
    yield from _painted(root, patch)


def _of_widget(one: QWidget) -> Iterator[str]:
    yield from (one.accessibleName(), one.accessibleDescription(), one.toolTip())
    if isinstance(one, QLabel | QAbstractButton):
        yield one.text()
    elif isinstance(one, QLineEdit | QPlainTextEdit):
        yield one.placeholderText()
    elif isinstance(one, QComboBox):
        yield from (one.itemText(n) for n in range(one.count()))
    elif isinstance(one, QProgressBar):
        yield one.text()
    elif isinstance(one, QTextBrowser):
        yield one.toPlainText()
    elif isinstance(one, QAbstractItemView) and not isinstance(one, QHeaderView) and one.model():
        yield from _of_model(one.model())


def _of_model(model: QAbstractItemModel) -> Iterator[str]:
    for column in range(model.columnCount()):
        yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
    for row in range(model.rowCount()):
        for column in range(model.columnCount(QModelIndex())):
            for role in ROLES:
                told = model.index(row, column).data(role)
                if isinstance(told, str):
                    yield told


def _painted(root: QWidget, patch: pytest.MonkeyPatch) -> list[str]:
    """Return what is written by paint events of our own widgets; chips come out in the window's language."""
    told: list[str] = []
    write: Any = QPainter.drawText

    def heard(painter: QPainter, *given: Any) -> Any:
        told.extend(one for one in given if isinstance(one, str))
        return write(painter, *given)

    with patch.context() as during:
        during.setattr(QPainter, "drawText", heard)
        root.grab()
    return told


def plain(told: str) -> str:
    """Return words without the marks that make them rich."""
    if "<" not in told:
        return told
    page = QTextDocument()
    page.setHtml(told)
    return page.toPlainText()


def data_of(store: Store) -> set[str]:
    """Return every text that the office or a person wrote."""
    told = chain.from_iterable(_texts(one.fields) for kind in ENTITIES for one in store.records(kind))
    return {one for one in told if HAN.search(one)}


def form_texts() -> set[str]:
    """Return every text of the office's forms: titles, clauses, phrases, checklists."""
    told: set[str] = set()
    for path in sorted((assets.folder("forms")).rglob("*.toml")):
        told |= {one for one in _texts(tomllib.loads(path.read_text("utf-8"))) if HAN.search(one)}
    return told


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from chain.from_iterable(map(_texts, value.values()))
    elif isinstance(value, list | tuple):
        yield from chain.from_iterable(map(_texts, value))


__all__ = ["HAN", "Path", "data_of", "form_texts", "plain", "said_by"]
