"""How the screen looks: light or dark, 外场模式, size of words, language. Each is applied at once."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from inspector_app.ui.controls.parts import column, label
from inspector_app.ui.settings.choice import Choice
from inspector_app.ui.settings.facts import card
from inspector_app.ui.settings.settings_values import LANGUAGE_WORDS, LOOK_WORDS, TEXT_WORDS
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.screen_settings import ScreenSettings
from inspector_app.ui.style.translation import said


class ScreenPart(QWidget):
    """Asks how the screen is to look.

    Signals:
        chosen: ScreenSettings, to be applied at once.
    """

    chosen = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._settings = ScreenSettings()
        looks = [(code, said(words)) for code, words in LOOK_WORDS]
        self._look = Choice(look, "look", self.tr("外观"), looks)
        self._text = Choice(look, "text", self.tr("字号"), TEXT_WORDS)
        self._language = Choice(look, "language", self.tr("语言"), LANGUAGE_WORDS)
        self._field = QCheckBox(self.tr("外场模式"))
        self._field.setObjectName("field_mode")
        self._field.setAccessibleName(self._field.text())
        self._field.setToolTip(self.tr("外场模式  Ctrl+Shift+O"))
        self._told = label("", "m", wrap=True)
        column(self, [card(look, "screen_card", self.tr("显示"), "monitor", [self._grid(look)])])
        self._look.chosen.connect(lambda code: self._choose(look=code))
        self._text.chosen.connect(lambda code: self._choose(text=int(code)))
        self._language.chosen.connect(lambda code: self._choose(language=code))
        self._field.clicked.connect(lambda on: self._choose(field=on))

    def _grid(self, look: Look) -> QWidget:
        made = QWidget()
        lines = QGridLayout(made)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setHorizontalSpacing(look.px(16))
        lines.setVerticalSpacing(look.px(12))
        field = column(None, [self._field, self._told], gap=2)
        for n, (words, part) in enumerate(
            ((self.tr("外观"), self._look), (self.tr("字号"), self._text), (self.tr("语言"), self._language))
        ):
            lines.addWidget(label(words, "s"), n, 0)
            lines.addWidget(part, n, 1)
        lines.addLayout(field, 3, 1)
        lines.setColumnMinimumWidth(0, look.px(84))
        lines.setColumnStretch(1, 1)
        return made

    def show_settings(self, settings: ScreenSettings, language: str) -> None:
        """Show what is chosen."""
        self._settings = settings
        self._look.show_value(settings.look)
        self._text.show_value(str(settings.text))
        self._language.show_value(settings.language or language)
        self._field.setChecked(settings.field)
        self._told.setText(
            self.tr("已打开：高对比、字大五分之一、按键 44 像素。关掉后回到上面选的外观。")
            if settings.field
            else self.tr("戴手套、太阳底下用：高对比、字大五分之一、按键 44 像素。随时按 Ctrl+Shift+O。")
        )

    def take_focus(self, reason: Qt.FocusReason) -> None:
        """Take the keys at the first choice."""
        self._look.take_focus(reason)

    def _choose(self, **changes: object) -> None:
        self._settings = replace(self._settings, **changes)  # type: ignore[arg-type]
        self.chosen.emit(self._settings)
