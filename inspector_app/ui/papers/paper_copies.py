"""The copies of an issued document as rows: whom each is for, how it was served, printed and came back."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inspector_app.domain.serving import METHOD_LABELS, Service
from inspector_app.ui.controls.delegate import Role
from inspector_app.ui.papers.paper_values import CopyFacts, PaperFacts, awaited
from inspector_app.ui.style import typed
from inspector_app.ui.style.translation import said

Index = QModelIndex | QPersistentModelIndex


class CopiesModel(QAbstractTableModel):
    """One row a copy: its words, and a chip that says whether it reached whom it is for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._facts: PaperFacts | None = None

    def show(self, facts: PaperFacts | None) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._facts = facts
        self.endResetModel()

    def recipient_of(self, index: Index) -> str:
        """Return the id of the recipient of a row, empty for a copy that goes to nobody."""
        if self._facts is None or not index.isValid():
            return ""
        recipient = self._facts.copies[index.row()].recipient
        return recipient.party_id if recipient else ""

    def row_of(self, recipient_id: str) -> int:
        """Return the row of a recipient, -1 when there is none."""
        copies = self._facts.copies if self._facts else ()
        return next(
            (n for n, one in enumerate(copies) if one.recipient and one.recipient.party_id == recipient_id),
            -1,
        )

    def words(self, one: CopyFacts) -> tuple[str, str, tuple[str, str]]:
        """Return the first line, the second line, and the chip of a copy."""
        name = one.recipient.name if one.recipient else (said(one.wanted.recipient) if one.wanted else "")
        head = self.tr("第 %1 联  %2").replace("%1", str(one.n)).replace("%2", name) if one.n else name
        told = [self._served(one.service)] if self._serves(one) or one.service else []
        printed = self.tr("打印 %s 次") % one.printed if one.printed else self.tr("未打印")
        return head, " · ".join([*told, printed, *self._back(one)]), self._chip(one)

    def _serves(self, one: CopyFacts) -> bool:
        facts = self._facts
        return one.recipient is not None and facts is not None and facts.serves and facts.standing

    def _served(self, told: Service | None) -> str:
        if told is None:
            return self.tr("尚未登记送达")
        way = said(METHOD_LABELS.get(told.method, told.method))
        today = self._facts.today if self._facts else None
        parts = [way, typed.show_moment(told.at, today)]
        if told.refusal and told.method != "left":
            parts.append(self.tr("拒收"))
        elif told.receiver:
            parts.append(self.tr("%s签收") % told.receiver)
        elif told.mail_number:
            parts.append(told.mail_number)
        return " ".join(parts)

    def _back(self, one: CopyFacts) -> list[str]:
        if one.recipient is None and self._facts is not None and self._facts.document.recipients:
            return []
        lacks = {"signed": self.tr("签字"), "sealed": self.tr("盖章")}
        if not one.missing:
            return [self.tr("签字件已回")] if one.back else []
        missing = self.tr("、").join(lacks[word] for word in one.missing)
        return [self.tr("已回传，缺%s") % missing if one.back else self.tr("签字件未回")]

    def _chip(self, one: CopyFacts) -> tuple[str, str]:
        if not self._serves(one):
            whole = one.back and not one.missing
            return (self.tr("已回传"), "green") if whole else ("", "gray")
        if one.reached:
            return self.tr("已送达"), "green"
        told = one.service
        if told is None:
            return self.tr("未送达"), "gray"
        if awaited(told):
            return self.tr("等回执"), "amber"
        if told.method == "announced":
            return self.tr("公告中"), "amber"
        return self.tr("拒收"), "amber"

    def states(self) -> set[str]:
        """Return the words of all states that are shown."""
        return {self._chip(one)[0] for one in (self._facts.copies if self._facts is not None else ())}

    # Qt's own names from here on.

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of copies."""
        return 0 if parent.isValid() or self._facts is None else len(self._facts.copies)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of columns."""
        return 0 if parent.isValid() else 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        if not index.isValid() or self._facts is None:
            return None
        head, note, chip = self.words(self._facts.copies[index.row()])
        if role == Qt.ItemDataRole.DisplayRole:
            return (head, chip[0])[index.column()]
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{head}\n{note}" if index.column() == 0 else chip[0]
        if role == Role.NOTE and index.column() == 0:
            return note
        if role == Role.CHIP and index.column() == 1:
            return chip
        return None
