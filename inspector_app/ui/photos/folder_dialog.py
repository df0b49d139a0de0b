"""Choosing photos from a folder, a camera's card or a zip file: by day, those of this visit chosen."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QPushButton, QStackedWidget, QWidget

from inspector_app.ui.controls.dialogs import Dialog
from inspector_app.ui.controls.parts import Elided, button, column, label, plain, row, sign, tab_as_laid_out
from inspector_app.ui.controls.pictures import Shelf
from inspector_app.ui.photos.folder_held import Held, Listing, preselected
from inspector_app.ui.photos.tray_grid import PhotoGrid
from inspector_app.ui.photos.tray_rows import Section
from inspector_app.ui.photos.tray_values import Tile
from inspector_app.ui.style.look import Look

_WEEK = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_MOST_CARDS, _MOST_HIGH = 3, 480


class FolderDialog(Dialog):
    """Shows what a place holds and asks which of it is to be taken in.

    Signals:
        place_chosen: Path of a folder or a zip file to be listed.
        stop_wanted: listing is to stop.
        thumbs_wanted: keys of photos in view.
        picked: keys of the photos to be taken in.
    """

    place_chosen = Signal(object)
    stop_wanted = Signal()
    thumbs_wanted = Signal(list)
    picked = Signal(list)

    def __init__(
        self,
        look: Look,
        whither: str,
        window: tuple[datetime | None, datetime | None],
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, "", "folder_dialog", parent)
        self.setWindowTitle(self.tr("从文件夹或存储卡取照片"))
        self._window, self._today, self._whither = window, today, whither
        self.grid = PhotoGrid(look, Shelf(), "folder_grid", self.tr("找到的照片"))
        self.grid.chosen_changed.connect(self._show_count)
        self.grid.entered.connect(self._on_enter)
        self.grid.thumbs_wanted.connect(self.thumbs_wanted)
        self._where, self._found = Elided(look, bold=True), label("", "m", wrap=True)
        self._stack = QStackedWidget()
        for page in (self._hint_part(), self._busy_part(), self.grid):
            self._stack.addWidget(page)
        # At 150 % the whole of it still stands on a screen of 768 pixels.
        self._stack.setMinimumHeight(min(look.px(360), _MOST_HIGH))
        self._cards = QHBoxLayout()
        self._cards.setSpacing(8)
        parts = QWidget()
        # Below each other: what could not be listed is told in whole sentences.
        head = column(None, [self._where, self._found], gap=0)
        column(parts, [self._place_part(), head, (self._stack, 1)], gap=10)
        self.finish(parts, self.tr("取回"), "folder_accept", icon="image-plus", width=760)
        self.accept_button.setEnabled(False)
        self.accept_button.setDefault(False)
        self.show_cards([])
        tab_as_laid_out(self)
        self._folder.setFocus()

    def _place_part(self) -> QWidget:
        part, look = QWidget(), self.look
        self._folder = button(self.tr("选文件夹…"), "folder_choose", look=look, icon="folder-open")
        self._folder.clicked.connect(self._choose_folder)
        self._zip = button(self.tr("选压缩包…"), "zip_choose", look=look, icon="file-archive")
        self._zip.clicked.connect(self._choose_zip)
        row(part, [self._folder, self._zip, 8, self._cards, None], gap=8)
        return part

    def _hint_part(self) -> QWidget:
        part = QWidget()
        told = label(
            self.tr(
                "插上相机的存储卡或 U 盘，它的名字会出现在上面。\n"
                "也可以选一个文件夹，或手机发来的压缩包（zip）；子文件夹里的照片一起列出。"
            ),
            "s",
            wrap=True,
        )
        told.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        told.setMinimumWidth(self.look.px(560))
        picture = sign(self.look, "hard-drive", self.look.tokens.accent, 32)
        rows = [row(None, [None, one, None]) for one in (picture, told)]
        column(part, [None, *rows, None], gap=12)
        return part

    def _busy_part(self) -> QWidget:
        part = QWidget()
        self._looking, bar = label("", "s"), QProgressBar()
        bar.setRange(0, 0)
        bar.setAccessibleName(self.tr("正在找照片"))
        bar.setFixedWidth(self.look.px(320))
        stop = button(self.tr("停止"), "folder_stop", look=self.look, icon="x")
        stop.clicked.connect(self.stop_wanted)
        rows = [row(None, [None, one, None]) for one in (self._looking, bar, stop)]
        column(part, [None, *rows, None], gap=12)
        return part

    # What is shown.

    def show_cards(self, volumes: Sequence[tuple[str, Path]]) -> None:
        """Offer the cards that are in the machine, by name."""
        told = [(name, str(folder)) for name, folder in volumes[:_MOST_CARDS]]
        if told == self.property("cards"):
            return
        self.setProperty("cards", told)
        while (item := self._cards.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for name, folder in told:
            self._cards.addWidget(self._card(name, Path(folder)))
        tab_as_laid_out(self)

    def _card(self, name: str, folder: Path) -> QPushButton:
        shown = name if len(name) <= 12 else name[:11] + "…"
        shown = shown.replace("&", "&&")  # else the letter behind it would be a key
        card = button(
            shown, "card", kind="soft", look=self.look, icon="hard-drive", spoken=self.tr("存储卡 %s") % name
        )
        card.setToolTip(plain(str(folder)))
        card.clicked.connect(lambda: self.place_chosen.emit(folder))
        return card

    def show_looking(self, place: Path) -> None:
        """A place is being listed."""
        self.notice.clear()
        self._where.show_text(str(place))
        self._found.setText("")
        self._looking.setText(self.tr("正在找照片…"))
        self._stack.setCurrentIndex(1)
        self.accept_button.setEnabled(False)

    def show_looked(self, count: int) -> None:
        """So many were found so far."""
        self._looking.setText(self.tr("正在找照片… 已找到 %s 张") % count)

    def show_nothing(self) -> None:
        """Nothing is listed."""
        self._stack.setCurrentIndex(0)

    def show_listing(self, place: Path, told: Listing) -> None:
        """Show what was found; the photos of the visit are chosen."""
        self._where.show_text(str(place))
        self._found.setText(self._counted(told))
        self.grid.show_sections(self._sections(told.held))
        chosen = preselected(told.held, *self._window)
        if not chosen:
            chosen = [one.key for one in told.held if one.when and one.when.date() == self._today]
        self.grid.choose(chosen)
        self._stack.setCurrentIndex(2)
        self.grid.setFocus()
        self._show_count()

    def _counted(self, told: Listing) -> str:
        words = [self.tr("共 %s 张") % len(told.held)]
        if told.heic:
            words.append(self.tr("另有 %s 张 HEIC 读不了：手机相机格式改选“兼容性最佳”") % told.heic)
        if told.odd:
            words.append(self.tr("%s 个太大或嵌套的没有列出") % told.odd)
        if told.cut:
            words.append(self.tr("太多了，只列出这些"))
        return self.tr("；").join(words)

    def _sections(self, held: Sequence[Held]) -> list[Section]:
        days = groupby(held, key=lambda one: one.when.date() if one.when else None)
        return [Section(self._day(day), tuple(_tile(one) for one in those)) for day, those in days]

    def _day(self, day: date | None) -> str:
        if day is None:
            return self.tr("没有时间")
        told = f"{day:%Y-%m-%d} {self.tr(_WEEK[day.weekday()])}"
        return f"{told} · {self.tr('今天')}" if day == self._today else told

    def show_thumb(self, key: str, image: QImage) -> None:
        """Show a small picture that has come."""
        self.grid.show_thumb(key, image)

    def _show_count(self) -> None:
        count = len(self.grid.chosen)
        told = self.tr("取回 %1 张到%2").replace("%1", str(count)).replace("%2", self._whither)
        self.accept_button.setText(f" {told}" if count else f" {self.tr('取回')}")
        self.accept_button.setAccessibleName(told)
        self.accept_button.setEnabled(count > 0)

    # Wishes.

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("选择照片所在的文件夹"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._ask(dialog, "photo_folder")

    def _choose_zip(self) -> None:
        dialog = QFileDialog(self, self.tr("选择压缩包"), "", f"{self.tr('压缩包')} (*.zip)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._ask(dialog, "photo_zip")

    def _ask(self, dialog: QFileDialog, name: str) -> None:
        dialog.setObjectName(name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda told: self.place_chosen.emit(Path(told)))
        dialog.open()

    def _on_enter(self) -> None:
        if self.accept_button.isEnabled():
            self.wish()

    def wish(self) -> None:
        """Emit which photos are to be taken in."""
        self.picked.emit(self.grid.chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc stops the listing first, then closes."""
        if event.key() == Qt.Key.Key_Escape and self._stack.currentIndex() == 1:
            self.stop_wanted.emit()
            return
        super().keyPressEvent(event)


def _tile(one: Held) -> Tile:
    when = f"{one.when:%H:%M}" if one.when else ""
    spoken = f"{one.name}\n{one.when:%Y-%m-%d %H:%M}" if one.when else one.name
    return Tile(one.key, one.key, f"{when}  {one.name}".strip(), spoken)
