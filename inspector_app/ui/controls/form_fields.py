"""The fields of a form: each shows a value, tells what was filled in, and takes part in Tab and names."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QRegularExpression, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QRegularExpressionValidator, QShowEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFrame, QLabel, QLineEdit, QPlainTextEdit, QWidget

from inspector_app.ui.controls.form_values import Asks, Field
from inspector_app.ui.controls.keeper import FieldSignals
from inspector_app.ui.controls.parts import DropDown, Elided, button, column, label, row
from inspector_app.ui.controls.pasting import LONGEST_LINE, LONGEST_TEXT
from inspector_app.ui.controls.sought import SoughtField
from inspector_app.ui.controls.spot import Spot
from inspector_app.ui.style.look import Look

TEXT_LINES = 3


class Filled(QObject):
    """One field with its widget.

    Signals:
        changed: something else stands there now.
    """

    changed = Signal()

    def __init__(self, field: Field, widget: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self.field, self.widget = field, widget

    def given(self) -> object:
        """Return what stands there."""
        raise NotImplementedError

    def show_value(self, value: object) -> None:
        """Let something stand there."""
        raise NotImplementedError

    def take_keys(self) -> None:
        """Give the keys to what one types or chooses in."""
        self.widget.setFocus()

    @property
    def empty(self) -> bool:
        """Tell whether nothing stands there."""
        told = self.given()
        return not told.strip() if isinstance(told, str) else not told


class _Line(Filled):
    def __init__(self, field: Field, parent: QObject) -> None:
        self._edit = QLineEdit()
        super().__init__(field, self._edit, parent)
        self._edit.setMaxLength(LONGEST_LINE)
        self._edit.setPlaceholderText(field.hint)
        self._edit.textChanged.connect(self.changed)

    def given(self) -> str:
        return self._edit.text()

    def show_value(self, value: object) -> None:
        self._edit.setText(str(value))


class _Pin(_Line):
    def __init__(self, field: Field, parent: QObject) -> None:
        super().__init__(field, parent)
        self._edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._edit.setMaxLength(6)
        self._edit.setValidator(QRegularExpressionValidator(QRegularExpression(r"\d{0,6}"), self._edit))


class _Lines(QPlainTextEdit):
    """A text of a few lines; a long form scrolls, it does not squeeze them."""

    def __init__(self) -> None:
        super().__init__()
        self._fix()

    def _fix(self) -> None:
        self.setFixedHeight(self.fontMetrics().lineSpacing() * TEXT_LINES + 20)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the height anew: dressing the field, the style sheet set a smaller one."""
        self._fix()
        super().showEvent(event)


class _Text(Filled):
    def __init__(self, field: Field, parent: QObject) -> None:
        self._edit = _Lines()
        super().__init__(field, self._edit, parent)
        self._edit.setTabChangesFocus(True)
        self._edit.setPlaceholderText(field.hint)
        self._edit.textChanged.connect(self._on_changed)

    def _on_changed(self) -> None:
        told = self._edit.toPlainText()
        if len(told) > LONGEST_TEXT:
            self._edit.setPlainText(told[:LONGEST_TEXT])
            return
        self.changed.emit()

    def given(self) -> str:
        return self._edit.toPlainText()

    def show_value(self, value: object) -> None:
        self._edit.setPlainText(str(value))


class _Choice(Filled):
    def __init__(self, field: Field, parent: QObject) -> None:
        self._box = DropDown()
        super().__init__(field, self._box, parent)
        for code, words in field.choices:
            self._box.addItem(words, code)
        self._box.setPlaceholderText(field.hint)
        self._box.setCurrentIndex(self._box.findData(field.value))
        self._box.currentIndexChanged.connect(lambda _: self.changed.emit())

    def given(self) -> str:
        return str(self._box.currentData() or "")

    def show_value(self, value: object) -> None:
        self._box.setCurrentIndex(self._box.findData(str(value)))


class _Sought(Filled):
    def __init__(self, field: Field, parent: QObject) -> None:
        signals = FieldSignals(parent)
        self._box = SoughtField(signals, Spot("form", "form", field.code), field.words, field.hint)
        super().__init__(field, self._box, parent)
        self._code = ""
        self._box.offer(field.choices)
        self._box.show_value("")
        signals.left.connect(lambda _, code: self._take(code))

    def _take(self, code: str) -> None:
        self._code = code
        self.changed.emit()

    def given(self) -> str:
        return self._code

    def show_value(self, value: object) -> None:
        self._code = str(value) if self._box.findData(str(value)) >= 0 else ""
        self._box.show_value(self._code)


def _verbatim(words: str) -> str:
    """Return words as a tick shows them; the letter behind a single & would be a key."""
    return words.replace("&", "&&")


class _Tick(Filled):
    def __init__(self, field: Field, parent: QObject) -> None:
        self._box = QCheckBox(_verbatim(field.words))
        super().__init__(field, self._box, parent)
        self._box.toggled.connect(lambda _: self.changed.emit())

    def given(self) -> bool:
        return self._box.isChecked()

    def show_value(self, value: object) -> None:
        self._box.setChecked(value is True or value == "1")


class _Ticks(Filled):
    def __init__(self, field: Field, parent: QObject) -> None:
        room = QWidget()
        super().__init__(field, room, parent)
        self._boxes: dict[str, QCheckBox] = {}
        for code, words in field.choices:
            box = QCheckBox(_verbatim(words))
            box.setObjectName(f"{field.code}_{code}")
            box.setAccessibleName(words)
            box.toggled.connect(lambda _: self.changed.emit())
            self._boxes[code] = box
        column(room, list(self._boxes.values()), gap=4)

    def given(self) -> list[str]:
        return [code for code, box in self._boxes.items() if box.isChecked()]

    def take_keys(self) -> None:
        next(iter(self._boxes.values()), self.widget).setFocus()

    def show_value(self, value: object) -> None:
        wanted = value if isinstance(value, list) else str(value).split("\n")
        for code, box in self._boxes.items():
            box.setChecked(code in wanted)


class _Told(Filled):
    def __init__(self, field: Field, parent: QObject) -> None:
        self._label: QLabel = label(field.value, "s", wrap=True)
        super().__init__(field, self._label, parent)

    def given(self) -> str:
        return self._label.text()

    def show_value(self, value: object) -> None:
        self._label.setText(str(value))


class FilesRoom(QFrame):
    """Where files are dropped or chosen.

    Signals:
        taken: other files are there now.
    """

    taken = Signal()

    def __init__(self, look: Look, field: Field) -> None:
        super().__init__()
        self.setProperty("k", "card")
        self.setAcceptDrops(True)
        self.files: tuple[Path, ...] = ()
        self._field = field
        self._names = Elided(look, bold=True)
        self.choose = button(self.tr("选文件…"), f"{field.code}_choose", look=look, icon="folder-open")
        self.choose.setAccessibleName(f"{field.words} {self.choose.text().strip()}")
        self.choose.clicked.connect(self._ask)
        hint = label(self.tr("扫描件（PDF）或者照片，可以直接拖到这里"), "m", wrap=True)
        row(self, [(column(None, [self._names, hint], gap=2), 1), self.choose], (12, 8, 12, 8), 10)
        self.take(())

    def take(self, files: Sequence[Path]) -> None:
        """Take these files in place of those before."""
        self.files = tuple(files)
        self._names.show_text(self.tr("、").join(one.name for one in files) or self.tr("还没有选文件"))
        self.taken.emit()

    def _ask(self) -> None:
        pattern = self._field.hint or "*"
        dialog = QFileDialog(self, self._field.words, "", f"{self._field.words} ({pattern})")
        dialog.setObjectName(f"{self._field.code}_files")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda told: self.take([Path(one) for one in told]))
        dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let files in."""
        if any(one.isLocalFile() for one in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take dropped files."""
        event.acceptProposedAction()
        self.take([Path(one.toLocalFile()) for one in event.mimeData().urls() if one.isLocalFile()])


class _Files(Filled):
    def __init__(self, look: Look, field: Field, parent: QObject) -> None:
        self._room = FilesRoom(look, field)
        super().__init__(field, self._room, parent)
        self._room.taken.connect(self.changed)

    def given(self) -> list[str]:
        return [str(one) for one in self._room.files]

    def take_keys(self) -> None:
        self._room.choose.setFocus()

    def show_value(self, value: object) -> None:
        told = value if isinstance(value, list) else [one for one in str(value).split("\n") if one]
        self._room.take([Path(str(one)) for one in told])


class _Folder(Filled):
    """The path of a folder that is to be made, typed, or put into a place that is chosen."""

    def __init__(self, look: Look, field: Field, parent: QObject) -> None:
        room = QWidget()
        super().__init__(field, room, parent)
        self._edit = QLineEdit()
        self._edit.setObjectName(f"{field.code}_path")
        self._edit.setAccessibleName(field.words)
        self._edit.setPlaceholderText(field.hint)
        self._edit.textChanged.connect(self.changed)
        self._choose = button(self.tr("选位置…"), f"{field.code}_choose", look=look, icon="folder-open")
        self._choose.setAccessibleName(f"{field.words} {self._choose.text().strip()}")
        self._choose.clicked.connect(self._ask)
        row(room, [(self._edit, 1), self._choose], gap=8)

    def given(self) -> str:
        return self._edit.text().strip()

    def show_value(self, value: object) -> None:
        self._edit.setText(str(value))
        self._edit.setCursorPosition(len(str(value)))

    def take_keys(self) -> None:
        self._edit.setFocus()

    def _ask(self) -> None:
        now = Path(self.given())
        dialog = QFileDialog(self._edit, self.field.words, str(now.parent))
        dialog.setObjectName(f"{self.field.code}_place")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda told: self.show_value(Path(told) / now.name))
        dialog.open()


_MADE: dict[
    Asks, type[_Line] | type[_Text] | type[_Choice] | type[_Sought] | type[_Tick] | type[_Ticks] | type[_Told]
] = {
    Asks.LINE: _Line,
    Asks.DAY: _Line,
    Asks.MOMENT: _Line,
    Asks.PIN: _Pin,
    Asks.TEXT: _Text,
    Asks.CHOICE: _Choice,
    Asks.SOUGHT: _Sought,
    Asks.TICK: _Tick,
    Asks.TICKS: _Ticks,
    Asks.TOLD: _Told,
}


def make(look: Look, field: Field, parent: QObject) -> Filled:
    """Return a field of a form with its first value."""
    made: Filled
    if field.asks is Asks.FILES:
        made = _Files(look, field, parent)
    elif field.asks is Asks.FOLDER:
        made = _Folder(look, field, parent)
    else:
        made = _MADE[field.asks](field, parent)
    made.widget.setObjectName(field.code)
    made.widget.setAccessibleName(field.words)
    if field.value and field.asks is not Asks.CHOICE:
        made.show_value(field.value)
    return made
