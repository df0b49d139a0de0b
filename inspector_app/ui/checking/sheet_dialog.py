"""Asks of which machine or place a sheet is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.ui.controls.dialogs import Dialog, grid, line
from inspector_app.ui.style.look import Look

MOST_NAME = 40


class SheetDialog(Dialog):
    """Asks for a name, for a new sheet or one that is there.

    Signals:
        named: the name as typed.
    """

    named = Signal(str)

    def __init__(
        self, look: Look, table: str, name: str = "", *, new: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, "", "sheet_dialog", parent)
        title = self.tr("再加一张：%s") if new else self.tr("为本表命名：%s")
        self.setWindowTitle(title % table)
        self._line = line("sheet_name", self.tr("名称"), self.tr("2#塔机、北立面…"))
        self._line.setMaxLength(MOST_NAME)
        self._line.setText(name)
        accept = self.tr("加一张") if new else self.tr("命名")
        self.finish(
            grid([(self.tr("名称"), self._line)]), accept, "sheet_accept", icon="plus" if new else "check"
        )

    def wish(self) -> None:
        """Emit the name and close."""
        self.named.emit(self._line.text().strip())
        self.accept()
