"""A form built from a list of asks: labels at the left, fields at the right, headings between."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from inspector_app.ui.controls.fields import ChoiceField, Field, FlagField, LineField, TextField
from inspector_app.ui.controls.keeper import FieldSignals
from inspector_app.ui.controls.parts import frame, label
from inspector_app.ui.controls.sought import SoughtField
from inspector_app.ui.controls.spot import Spot
from inspector_app.ui.workbench.bench_forms import CHOICE, FLAG, HEAD, PARTS, SOUGHT, TEXT, Ask
from inspector_app.ui.workbench.parts_field import PartsField

Choices = Callable[[str], Sequence[tuple[str, str]]]


class Form(QWidget):
    """Fields of one record. What it tells comes through the FieldSignals it was given."""

    def __init__(
        self,
        signals: FieldSignals,
        entity: str,
        record_id: str,
        asks: Sequence[Ask],
        *,
        label_width: int = 60,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._signals = signals
        self.fields: dict[str, Field | PartsField] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, label_width)
        self._grid.setColumnStretch(1, 1)
        for ask in asks:
            if ask.sort == HEAD:
                self._head(ask)
            else:
                self._field(ask, Spot(entity, record_id, ask.name))
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    def _head(self, ask: Ask) -> None:
        place = self._grid.rowCount()
        if place > 1:
            self._grid.addWidget(frame("rule"), place, 0, 1, 2)
        self._grid.addWidget(label(self.tr(ask.words), "m"), place + 1, 0, 1, 2)

    def _field(self, ask: Ask, spot: Spot) -> None:
        words = self.tr(ask.words)
        field: Field | PartsField
        if ask.sort == FLAG:
            field = FlagField(self._signals, spot, words)
        elif ask.sort == CHOICE:
            field = ChoiceField(self._signals, spot, words, hint=self.tr("请选择"))
            field.offer([(code, self.tr(told)) for code, told in ask.choices])
        elif ask.sort == SOUGHT:
            field = SoughtField(self._signals, spot, words, self.tr("代码、拼音首字母或者文字"))
        elif ask.sort == PARTS:
            field = PartsField(self._signals, spot, words, self.tr(ask.hint), [one for one, _ in ask.choices])
        elif ask.sort == TEXT:
            field = TextField(self._signals, spot, words, self.tr(ask.hint), ask.rows)
        else:
            field = LineField(self._signals, spot, words, self.tr(ask.hint) if ask.hint else "")
        place = self._grid.rowCount()
        if ask.sort != FLAG:
            told = label(words, "m")
            told.setBuddy(field)
            self._grid.addWidget(told, place, 0)
        self._grid.addWidget(field, place, 1)
        self.fields[ask.name] = field

    def move_to(self, record_id: str) -> None:
        """Be about another record of the same kind from now on; `show_values` follows."""
        for field in self.fields.values():
            field.move_to(Spot(field.spot.entity, record_id, field.spot.name))

    def focused(self) -> str:
        """Return the name of the field that has the keys, empty when none has."""
        here = self.focusWidget()
        return (
            next(
                (name for name, field in self.fields.items() if here is field or field.isAncestorOf(here)), ""
            )
            if here is not None and here.hasFocus()
            else ""
        )

    def focus(self, name: str) -> None:
        """Give the keys to a field, if it is there."""
        if name in self.fields:
            self.fields[name].setFocus()

    def offer(self, choices: Choices) -> None:
        """Fill the choices that depend on the inspection."""
        for name, field in self.fields.items():
            if isinstance(field, ChoiceField) and (offered := choices(name)):
                field.offer(offered)

    def show_values(self, held: Mapping[str, str], *, editable: bool) -> None:
        """Show what the record holds; newer typing is not overwritten."""
        for name, field in self.fields.items():
            field.show_value(held.get(name, ""))
            field.setEnabled(editable)
