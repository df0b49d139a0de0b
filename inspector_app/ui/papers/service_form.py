"""The form of the service dialog: rows of fields that come and go, each with room for a refusal below it."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from inspector_app.domain.errors import Problem
from inspector_app.ui.controls.dialogs import line
from inspector_app.ui.controls.parts import label, restyle, row
from inspector_app.ui.papers.service_fields import field_of
from inspector_app.ui.style.words import Texts, Words, of_problem


class ServiceForm(QWidget):
    """Holds the fields; knows nothing of what they are about.

    Attributes:
        fields: by name.

    Signals:
        edited: something was typed.
    """

    edited = Signal()

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self.fields: dict[str, QLineEdit] = {}
        self._wrongs: dict[str, QLabel] = {}
        self._rows: dict[str, list[QWidget]] = {}
        self._lines = QGridLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setHorizontalSpacing(12)
        self._lines.setVerticalSpacing(4)
        self._lines.setColumnMinimumWidth(0, 84)
        self._lines.setColumnStretch(1, 1)

    def line(self, name: str, spoken: str, hint: str = "") -> QLineEdit:
        """Return a new field, which still has to be added."""
        made = line(f"service_{name}", spoken, hint)
        made.textEdited.connect(self._on_edited)
        self.fields[name] = made
        return made

    def add(self, words: str, fields: Sequence[QWidget], name: str) -> None:
        """Add a row and below it the place where a refusal is said."""
        place = self._lines.rowCount()
        told = label(words, "s")
        told.setBuddy(fields[0])
        room = QWidget()
        row(room, [(one, 1) for one in fields], (0, 2, 0, 2))
        wrong = label("", "bad", wrap=True)
        wrong.setObjectName(f"wrong_{name}")
        wrong.hide()
        self._lines.addWidget(told, place, 0)
        self._lines.addWidget(room, place, 1)
        self._lines.addWidget(wrong, place + 1, 1)
        self._rows[name] = [told, room]
        for one in fields:
            self._wrongs[one.objectName().removeprefix("service_")] = wrong
        self._wrongs[name] = wrong

    def show_rows(self, names: Collection[str]) -> None:
        """Show these rows and no others."""
        for name, parts in self._rows.items():
            for part in parts:
                part.setVisible(name in names)

    def typed(self) -> dict[str, str]:
        """Return what the fields hold, by name."""
        return {name: field.text() for name, field in self.fields.items()}

    def _on_edited(self) -> None:
        field = self.sender()
        if isinstance(field, QLineEdit):
            restyle(field, wrong=False)
            self._wrongs[field.objectName().removeprefix("service_")].hide()
        self.edited.emit()

    def show_wrong(self, problems: Sequence[Problem]) -> list[Words]:
        """Say each refusal at its field, put the keys into the first; return those that have no field."""
        for one_field in self.fields.values():
            restyle(one_field, wrong=False)
        for shown in self._wrongs.values():
            shown.hide()
        wrong: list[QLineEdit] = []
        homeless: list[Words] = []
        for one in problems:
            words, name = of_problem(one, self._texts), field_of(one.where)
            told, field = self._wrongs.get(name), self.fields.get(name)
            if told is None:
                homeless.append(words)
                continue
            said = f"{words.message}{words.remedy}"
            # Two fields side by side share the place below them.
            told.setText(f"{told.text()}\n{said}" if told.isVisibleTo(self) else said)
            told.show()
            if field is not None:
                restyle(field, wrong=True)
                wrong.append(field)
        first = next((field for field in self.fields.values() if field in wrong), None)
        if first is not None:
            first.setFocus()
        return homeless
