"""Tables in the house's manner."""

from collections.abc import Iterable
from math import ceil
from typing import TypeVar

from PySide6.QtCore import QAbstractItemModel, QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView

from inspector_app.ui.controls.delegate import ROW_HEIGHT, RowDelegate
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look

HEAD_HEIGHT = 36
PADDING = 24
"""What a cell leaves free at the left and right of what it shows, in pixels."""


def chip_room(look: Look, words: Iterable[str]) -> int:
    """Return the width, in pixels, of a column that shows these states as chips."""
    return ceil(max((painting.chip_width(look, told, dot=True) for told in words), default=0)) + PADDING


def make_table(look: Look, model: QAbstractItemModel, name: str, spoken: str) -> QTableView:
    """Return a table in the house's manner: whole rows, no grid, Enter and double click open."""
    return furnish(QTableView(), look, model, name, spoken)


T = TypeVar("T", bound=QTableView)


def furnish(table: T, look: Look, model: QAbstractItemModel, name: str, spoken: str) -> T:
    """Give a table of a kind of its own the house's manner."""
    table.setModel(model)
    table.setIconSize(QSize(look.px(16), look.px(16)))
    table.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
    return dress(table, look, RowDelegate(look, table), name, spoken)


def dress(
    table: T,
    look: Look,
    paints: RowDelegate,
    name: str,
    spoken: str,
    *,
    high: int = ROW_HEIGHT,
    head: int = HEAD_HEIGHT,
) -> T:
    """Give a table that brings its own rows the house's manner; heights in pixels of the design."""
    table.setObjectName(name)
    table.setAccessibleName(spoken)
    table.setItemDelegate(paints)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(look.row(high))
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setFixedHeight(look.px(head))
    header.setHighlightSections(False)
    return table
