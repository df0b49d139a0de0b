"""The office's names, and what this laptop and its program are."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from inspector_app.ui.controls.parts import Item, button, column, label, row
from inspector_app.ui.settings.facts import Facts, card
from inspector_app.ui.settings.settings_values import Shown
from inspector_app.ui.style.look import Look


class OfficePart(QWidget):
    """Shows how papers name the issuing body.

    Signals:
        office_wanted: change the names.
    """

    office_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        names = (
            ("name", self.tr("机关全称")),
            ("prefix", self.tr("机关代字")),
            ("review_body", self.tr("行政复议机关")),
            ("phone", self.tr("核实电话")),
            ("station", self.tr("受委托机构")),
        )
        self._facts = Facts(look, names)
        change = button(self.tr("修改本机关"), "change_office", look=look, icon="pencil")
        change.clicked.connect(self.office_wanted)
        told = label(self.tr("新签发的文书用这里的名称；已签发的不变。"), "m", wrap=True)
        parts: list[Item] = [self._facts, told, row(None, [change, None])]
        column(self, [card(look, "office_card", self.tr("本机关"), "building-2", parts)])

    def show_office(self, shown: Shown) -> None:
        """Show the names."""
        for name in ("name", "prefix", "review_body", "phone", "station"):
            self._facts.show_value(name, getattr(shown.office, name))


class AboutPart(QWidget):
    """Shows what this laptop is, so that it can be told on the telephone.

    Signals:
        copied: the facts lie on the clipboard.
    """

    copied = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        names = (
            ("folder", self.tr("数据文件夹")),
            ("machine", self.tr("机号")),
            ("workspace", self.tr("工作区")),
            ("edition", self.tr("表单版本")),
            ("program", self.tr("程序版本")),
            ("libraries", self.tr("组件")),
        )
        self._facts = Facts(look, names)
        copy = button(self.tr("复制"), "copy_about", look=look, spoken=self.tr("复制本机信息"))
        copy.clicked.connect(self._copy)
        parts: list[Item] = [self._facts, row(None, [copy, None])]
        column(self, [card(look, "about_card", self.tr("关于本机"), "hard-drive", parts)])

    def show_laptop(self, shown: Shown) -> None:
        """Show what this laptop is."""
        laptop = shown.laptop
        kind = self.tr("培训工作区") if laptop.training else self.tr("正式工作区")
        self._facts.show_value("folder", str(laptop.folder))
        self._facts.show_value("machine", str(laptop.machine_code))
        self._facts.show_value("workspace", f"{kind} {laptop.workspace[:8]}")
        self._facts.show_value("edition", shown.edition[:12])
        self._facts.show_value("program", laptop.program)
        self._facts.show_value(
            "libraries", " · ".join(f"{name} {version}" for name, version in shown.libraries)
        )

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._facts.text())
        self.copied.emit()
