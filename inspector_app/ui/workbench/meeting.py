"""Four short fields for somebody met on site: noted by Enter, by the button, or when the page is left."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from inspector_app.ui.controls.keeper import Aside
from inspector_app.ui.controls.parts import button, column, row
from inspector_app.ui.controls.spot import MEETING, Spot
from inspector_app.ui.style.look import Look


class Meeting(QWidget):
    """Takes down who is present.

    Attributes:
        first: the field of the name.

    Signals:
        met: (name, position, company, telephone).
        typed: (spot, text) what stands there is to be kept; empty: no more.
    """

    met = Signal(str, str, str, str)
    typed = Signal(object, str)

    def __init__(self, look: Look, inspection_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inspection_id = inspection_id
        self._aside = Aside(self)
        self._aside.typed.connect(self.typed)
        self._lines = [
            self._line("present", self.tr("姓名")),
            self._line("present_position", self.tr("职务")),
            self._line("present_company", self.tr("单位")),
            self._line("present_phone", self.tr("电话")),
        ]
        name, position, company, phone = self._lines
        self.first = name
        add = button("", "add_present", look=look, icon="user-plus", spoken=self.tr("记下在场人员"))
        add.clicked.connect(self._on_entered)
        upper = row(None, [(name, 1), (position, 1)], gap=6)
        column(self, [upper, row(None, [(company, 1), (phone, 1), add], gap=6)], gap=6)

    def _line(self, name: str, hint: str) -> QLineEdit:
        made = QLineEdit()
        made.setObjectName(name)
        made.setPlaceholderText(hint)
        made.setAccessibleName(self.tr("在场人员%s") % hint)
        made.returnPressed.connect(self._on_entered)
        made.textEdited.connect(self._on_typed)
        return made

    def _on_typed(self) -> None:
        told = [line.text() for line in self._lines]
        self._aside.type(Spot(MEETING, self._inspection_id, "present"), "\n".join(told) if any(told) else "")

    def move_to(self, inspection_id: str) -> None:
        """Be about another inspection from now on; what stands there must have been settled before."""
        self.clear()
        self._aside.end()
        self._inspection_id = inspection_id

    def _on_entered(self) -> None:
        self.settle()
        self.first.setFocus()

    def forget(self) -> None:
        """Drop what could not be noted; what was kept of it is told at the next sign-in."""
        self._aside.drop()
        self.clear()

    def settle(self) -> bool:
        """Note whoever is being written down, as if Enter had been pressed; tell whether it could be."""
        told = [line.text().strip() for line in self._lines]
        if told[0]:
            # Cleared first: what follows from it may settle once more.
            self.clear()
            self.met.emit(*told)
            if not self._lines[0].text():
                self._aside.end()
        return not self._lines[0].text()

    def clear(self) -> None:
        """Drop what stands there."""
        for line in self._lines:
            line.clear()

    def take_back(self, *told: str) -> None:
        """Go on holding a person who could not be noted.

        Args:
            told: name, position, company, telephone.
        """
        for line, words in zip(self._lines, told, strict=True):
            line.setText(words)
