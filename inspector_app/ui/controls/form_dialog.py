"""A window that shows a form and gives what was filled in; it closes when it was done, and loses nothing."""

from pathlib import Path

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from inspector_app.ui.controls.dialogs import Dialog
from inspector_app.ui.controls.form_fields import Filled, make
from inspector_app.ui.controls.form_values import Asks, Form, Given
from inspector_app.ui.controls.parts import column, label, reveal, tab_as_laid_out
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Words

PIN = "pin"
"""The code of the field that asks for the PIN."""

KEPT_MS = 600
"""What rests so long is kept."""

SEEN_BESIDE = 8
"""What is seen above and below the field that the keys go to."""

MOST_HEIGHT, LEAST_HEIGHT, BESIDE = 430, 160, 200
"""A form that is higher is scrolled: with what stands above and below it must fit a laptop's screen."""


class FormDialog(Dialog):
    """Shows a form.

    Signals:
        given: what was filled in, by code; the window stays until `done` or `show_failure` is called, and
            gives nothing again before.
        typed: what stands there now, some moments after the last key, to be kept.
    """

    given = Signal(object)
    typed = Signal(object)

    def __init__(
        self, look: Look, form: Form, kept: Given | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, form.title, form.name, parent)
        self.form = form
        self._rows: dict[str, tuple[Filled, QWidget | None]] = {}
        self._waiting = self._touched = False
        self._rest = QTimer(self, singleShot=True, interval=KEPT_MS)
        self._rest.timeout.connect(lambda: self.typed.emit(self.kept))
        parts = self._laid_out(look)
        self.finish(parts, form.accept, f"{form.name}_accept", icon=form.icon, width=form.width)
        self._fill(kept or {})
        for filled, _ in self._rows.values():
            filled.changed.connect(self._on_changed)
        self._check()
        tab_as_laid_out(self)
        self._first_focus()

    def _laid_out(self, look: Look) -> QWidget:
        inner = QWidget()
        inner.setObjectName("scrolled")
        lines = QGridLayout()
        lines.setHorizontalSpacing(12)
        lines.setVerticalSpacing(8)
        lines.setColumnStretch(1, 1)
        for n, field in enumerate(self.form.fields):
            filled = make(look, field, self)
            told: QWidget | None = None
            if field.words and field.asks is not Asks.TICK:
                told = label(field.words + (" *" if field.needed else ""), "s")
                lines.addWidget(told, n, 0)
            lines.addWidget(filled.widget, n, 1)
            self._rows[field.code] = (filled, told)
        column(inner, [lines, None], (0, 0, 6, 0), 0)
        scroll = self._scroll = QScrollArea()
        scroll.setObjectName(f"{self.form.name}_scroll")
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        # The range changes before the fields stand in their new places.
        scroll.verticalScrollBar().rangeChanged.connect(
            lambda *_: QTimer.singleShot(0, self, self._show_focused)
        )
        high = inner.sizeHint().height() + 4
        over = self.parentWidget()
        room = over.window().height() - look.px(BESIDE) if over is not None else high
        most = min(look.px(MOST_HEIGHT), max(room, look.px(LEAST_HEIGHT)))
        scroll.setMinimumHeight(min(high, most))
        scroll.setMaximumHeight(most)
        parts = QWidget()
        note = label(self.form.note, "warn" if self.form.final else "s", wrap=True)
        column(parts, [note, (scroll, 1)] if self.form.note else [(scroll, 1)], gap=10)
        return parts

    def _fill(self, kept: Given) -> None:
        for code, value in kept.items():
            if code in self._rows and self._rows[code][0].field.asks is not Asks.TOLD:
                self._rows[code][0].show_value(value)

    def _first_focus(self) -> None:
        first = next(
            (one for one, _ in self._rows.values() if one.empty and one.widget.isVisibleTo(self)), None
        )
        if first is not None:
            first.take_keys()
        else:
            self.accept_button.setFocus()

    @property
    def values(self) -> dict[str, object]:
        """What stands in every field that is asked now."""
        return {code: filled.given() for code, (filled, _) in self._rows.items() if self._asked(filled)}

    @property
    def kept(self) -> dict[str, object]:
        """What is worth keeping while the form is not given; never the PIN."""
        return {code: told for code, told in self.values.items() if code != PIN}

    def _asked(self, filled: Filled) -> bool:
        code, value = filled.field.only_when
        if not code:
            return filled.field.asks is not Asks.TOLD
        told = self._rows[code][0].given()
        return ("1" if told is True else told) == value

    def _on_changed(self) -> None:
        self._check()
        if self._waiting:
            self._touched = True
        else:
            self._rest.start()

    def _check(self) -> None:
        for filled, told in self._rows.values():
            asked = self._asked(filled) or filled.field.asks is Asks.TOLD
            reveal(filled.widget, shown=asked)
            if told is not None:
                reveal(told, shown=asked)
        lacking = [
            one.field.words
            for one, _ in self._rows.values()
            if one.field.needed and self._asked(one) and one.empty
        ]
        self.accept_button.setEnabled(not lacking and not self._waiting)
        self.accept_button.setToolTip(self.tr("还缺：%s") % self.tr("、").join(lacking) if lacking else "")

    def wish(self) -> None:
        """Give what was filled in; the button waits until it was answered."""
        self._waiting, self._touched = True, False
        self._check()
        self.notice.clear()
        if self._rest.isActive():
            # Kept before it is given, and not after: what was done must not stand there the next time.
            self._rest.stop()
            self.typed.emit(self.kept)
        self.given.emit(self.values)

    def answered(self) -> None:
        """Go on asking: what was given is not done; what was typed meanwhile is kept like all before."""
        self._waiting = False
        self._check()
        if self._touched:
            self._touched = False
            self._rest.start()

    def done(self, result: int) -> None:
        """Close; what was typed and not given is told once more, so that it can be kept."""
        if self._rest.isActive():
            self._rest.stop()
            if not result:
                self.typed.emit(self.kept)
        super().done(result)

    def show_failure(self, words: Words, where: str = "") -> None:
        """Say why it was not done, and give the keys to the field that it is about."""
        super().show_failure(words)
        self.answered()
        filled = self._about(where)
        if filled is not None:
            filled.take_keys()
            self._show_focused()

    def _show_focused(self) -> None:
        """Show the field that the keys go to, wherever in a long form it stands."""
        told, inner = self.focusWidget(), self._scroll.widget()
        if told is None or inner is None or not inner.isAncestorOf(told):
            return
        # Both its ends: of a text Qt itself would show the line alone that the keys go to.
        top = told.mapTo(inner, QPoint()).y()
        for end in (top + told.height(), top):
            self._scroll.ensureVisible(0, end, 0, SEEN_BESIDE)

    def _about(self, where: str) -> Filled | None:
        """Return the field that a refusal is about: of its name, or the one that holds such a file."""
        for code in reversed(where.split(".")):
            if code in self._rows:
                return self._rows[code][0]
        held = (one for one, _ in self._rows.values() if one.field.asks is Asks.FILES)
        return next((one for one in held if where and where in _names(one.given())), None)


def _names(files: object) -> list[str]:
    return [Path(str(one)).name for one in files] if isinstance(files, list) else []
