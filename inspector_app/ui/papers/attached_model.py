"""The files that are kept beside an issued document as rows: who signed, what came back, and when."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inspector_app.ui.papers.attached_values import PAGE, Attached
from inspector_app.ui.style import typed
from inspector_app.ui.style.translation import said

Index = QModelIndex | QPersistentModelIndex


class AttachedModel(QAbstractListModel):
    """One row a file."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._files: Sequence[Attached] = ()
        self._today: date | None = None

    def show(self, files: Sequence[Attached], today: date | None) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._files, self._today = files, today
        self.endResetModel()

    def file(self, index: Index) -> Attached | None:
        """Return the file of a row."""
        return self._files[index.row()] if index.isValid() else None

    def words(self, one: Attached) -> tuple[str, str]:
        """Return the first and the second line of a file."""
        if one.sort == PAGE:
            head = self.tr("签名页  %s") % one.name
            seen: list[str] = []
        else:
            head = (self.tr("停工附件  %s") if one.evidence else self.tr("签字件  %s")) % one.name
            marks = ((one.signed, self.tr("签字")), (one.sealed, self.tr("盖章")))
            seen = [self.tr("、").join(word for holds, word in marks if holds)]
            seen += [self.tr("%s 页") % one.pages] if one.pages > 1 else []
        told = [*(said(part) for part in one.about), *seen, typed.show_moment(one.at, self._today)]
        return head, " · ".join(part for part in told if part)

    # Qt's own names from here on.

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of files."""
        return 0 if parent.isValid() else len(self._files)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row shows."""
        one = self.file(index)
        if one is None:
            return None
        head, note = self.words(one)
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{head} · {note}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{head}\n{note}\n{self.tr('Enter 或双击查看，可另存')}"
        return None
