"""What a window says, all of it: words of widgets, of lists, and those that are only painted."""

import re
import tomllib
from collections.abc import Collection, Iterator
from itertools import chain
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
    QListView,
    QPlainTextEdit,
    QProgressBar,
    QTextBrowser,
    QWidget,
)

from inspector_app import assets
from inspector_app.casework.papers import issued
from inspector_app.store.store import Store
from inspector_app.ui.controls.delegate import Role

HAN = re.compile(r"[㐀-鿿]")
RUN = re.compile(r"[㐀-鿿][^\s·]*")
NUMBER = re.compile(r"\w*〔\d{4}〕[\d-]+号")
"""A paper's number, whole or without the office's prefix."""
ITEM = re.compile(r"JGJ 59-2011 表B\.\d+ 第\d+项")
"""Where in the standard an item of a checklist stands."""
SHORTEST = 3
"""Shorter texts of the forms are words of every day, too."""
ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Role.NOTE,
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
        yield from _of_model(one.model(), 1 if isinstance(one, QListView) else 0)


def _of_model(model: QAbstractItemModel, columns: int) -> Iterator[str]:
    if not columns:
        # A model of one column does not let itself be asked.
        ask: Any = getattr(model, "columnCount", None)
        try:
            columns = ask(QModelIndex())
        except TypeError:
            columns = 1
    for column in range(columns):
        yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in range(model.rowCount()):
            told = (model.index(row, column).data(role) for role in ROLES)
            yield from (one for one in told if isinstance(one, str))


def _painted(root: QWidget, patch: pytest.MonkeyPatch) -> list[str]:
    """Return what the paint events of our own widgets write."""
    told: list[str] = []
    write: Any = QPainter.drawText

    def heard(painter: QPainter, *given: Any) -> Any:
        told.extend(one for one in given if isinstance(one, str))
        return write(painter, *given)

    with patch.context() as during:
        during.setattr(QPainter, "drawText", heard)
        root.grab()
    return told


def chinese_in(told: str, known: Collection[str]) -> list[str]:
    """Return the runs of Chinese in a text that are neither known texts nor the beginnings of such.

    Args:
        known: what people and forms wrote, the longest first.
    """
    told = ITEM.sub("", NUMBER.sub("", _plain(told)))
    if not HAN.search(told):
        return []
    if told.endswith("…") and any(one.startswith(told.rstrip("…").rpartition(" · ")[2]) for one in known):
        told = told.rpartition(" · ")[0]
    for one in known:
        told = told.replace(one, "")
    initial = len(told) == 1 and any(one.startswith(told) for one in known)
    return [] if initial else [run for run in RUN.findall(told) if not _begins(run, known)]


def _begins(run: str, known: Collection[str]) -> bool:
    return run.endswith("…") and any(one.startswith(run.rstrip("…")) for one in known)


def _plain(told: str) -> str:
    if "<" not in told:
        return told
    page = QTextDocument()
    page.setHtml(told)
    return page.toPlainText()


def written(store: Store) -> set[str]:
    """Return every text that the office or a person wrote, and the names on issued papers."""
    kinds = {one.header.entity for one in store.entries()}
    told = set(chain.from_iterable(_texts(one.fields) for kind in kinds for one in store.records(kind)))
    for paper in issued.all_documents(store):
        told |= {paper.addressee, *(one.name for one in paper.recipients)}
    return {one for one in told if HAN.search(one)}


def printed() -> set[str]:
    """Return the texts of the office's forms: titles of papers, clauses, phrases, checklists."""
    told: set[str] = set()
    for name in ("documents", "clauses", "phrases", "checklists"):
        for path in sorted((assets.folder("forms") / name).rglob("*.toml")):
            told |= set(_texts(tomllib.loads(path.read_text("utf-8"))))
    # A table of a checklist is called without what all of them are called.
    told |= {one.removesuffix("检查评分表") for one in told}
    return {one for one in told if len(HAN.findall(one)) >= SHORTEST}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        yield from value.split("\n") if "\n" in value else ()
    elif isinstance(value, dict):
        yield from chain.from_iterable(map(_texts, value.values()))
    elif isinstance(value, list | tuple):
        yield from chain.from_iterable(map(_texts, value))
