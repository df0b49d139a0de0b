"""照片托盘: photos that wait for their finding, and those that have one."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QProgressBar, QScrollArea, QStackedWidget, QWidget

from inspector_app.casework.visits.photos import Shot
from inspector_app.ui.controls.parts import (
    Elided,
    Item,
    button,
    column,
    frame,
    keycap,
    label,
    reveal,
    row,
    sign,
)
from inspector_app.ui.controls.pictures import Shelf
from inspector_app.ui.photos.tray_grid import PhotoGrid
from inspector_app.ui.photos.tray_heaps import HeapList
from inspector_app.ui.photos.tray_rows import Section
from inspector_app.ui.photos.tray_values import TRAY, Tile, Tray, tile_of
from inspector_app.ui.style.look import Look

_HEAPS_SHOWN, _HEAPS_OF_LARGE_WORDS = 5, 2
LARGE_WORDS = 1.3
"""From this size on three ways to photos do not stand beside each other in the middle pane."""
MOST_WORDS = 420


class TrayPage(QWidget):
    """Shows one heap of photos at a time; writes nothing by itself.

    Signals:
        attach_wanted: (photo ids, finding id).
        detach_wanted, remove_wanted: photo ids.
        arrange_wanted: (finding id, photo ids in the wanted order).
        undo_wanted: what was done last is to be taken back.
        stop_wanted: no further photos are to be taken in.
        files_wanted, folder_wanted, phone_wanted: where photos are to come from.
        pictures_offered: (finding id, QMimeData) something was dropped on a heap.
        thumbs_wanted: hashes.
        opened: the id of a photo to be looked at.
        in_vain: the code of why nothing came of a key.
    """

    attach_wanted = Signal(list, str)
    detach_wanted = Signal(list)
    remove_wanted = Signal(list)
    arrange_wanted = Signal(str, list)
    undo_wanted = Signal()
    stop_wanted = Signal()
    files_wanted = Signal()
    folder_wanted = Signal()
    phone_wanted = Signal()
    pictures_offered = Signal(str, object)
    thumbs_wanted = Signal(list)
    opened = Signal(str)
    in_vain = Signal(str)

    def __init__(self, look: Look, shelf: Shelf) -> None:
        super().__init__()
        self.setObjectName("tray_page")
        self._look, self._tray, self._here = look, Tray("", (), locked=False), TRAY
        self.open_finding: Callable[[], str] = lambda: ""
        self.grid = PhotoGrid(look, shelf, "tray_grid", self.tr("照片"), draggable=True)
        self.heaps = HeapList(look)
        self._told = label("", "m", wrap=True)
        self._told.setObjectName("tray_told")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.grid)
        self._stack.addWidget(self._empty_part())
        parts: list[Item] = [
            self._sources(),
            self._busy_part(),
            self._undo_part(),
            (self._stack, 1),
            self._acts(),
        ]
        column(self, [*parts, self._heap_part()], (16, 0, 10, 10), 8)
        self._connect()

    def _sources(self) -> QWidget:
        look, part = self._look, QWidget()
        phone = button(self.tr("手机传照片"), "from_phone", kind="soft", look=look, icon="smartphone")
        phone.setToolTip(self.tr("手机扫一下码，照片直接传过来  Ctrl+Shift+M"))
        phone.clicked.connect(self.phone_wanted)
        folder = button(self.tr("文件夹、存储卡"), "from_folder", look=look, icon="folder-open")
        folder.setToolTip(self.tr("从文件夹、相机存储卡或压缩包里挑  Ctrl+Shift+K"))
        folder.clicked.connect(self.folder_wanted)
        files = button(self.tr("选文件"), "from_files", look=look, icon="image-plus")
        files.setToolTip(self.tr("F4 或 Ctrl+Shift+P 选文件；也可粘贴（Ctrl+V）或拖进来"))
        files.clicked.connect(self.files_wanted)
        self._ways = (phone, folder, files)
        if look.scale > LARGE_WORDS:
            # Three in a row would be cut off: the two that are used less stand below.
            column(part, [row(None, [phone, None]), row(None, [folder, files, None], gap=8)], gap=8)
        else:
            row(part, [phone, folder, files, None], gap=8)
        return part

    def _busy_part(self) -> QFrame:
        self._busy = frame("card", "tray_busy")
        self._doing, self._bar = Elided(self._look), QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("正在取照片"))
        stop = button(self.tr("停止"), "tray_stop", look=self._look, icon="x")
        stop.clicked.connect(self.stop_wanted)
        row(self._busy, [(column(None, [self._doing, self._bar], gap=4), 1), stop], (12, 8, 12, 8), 12)
        self._busy.hide()
        return self._busy

    def _undo_part(self) -> QFrame:
        self._undo = frame("card", "tray_undo")
        self._undo_words = Elided(self._look)
        back = button(self.tr("撤销"), "tray_undo_button", look=self._look, icon="undo-2")
        back.setToolTip("Ctrl+Z")
        back.clicked.connect(self.undo_wanted)
        row(self._undo, [(self._undo_words, 1), back, keycap("Ctrl Z")], (12, 6, 12, 6), 8)
        self._undo.hide()
        return self._undo

    def _empty_part(self) -> QWidget:
        part = QWidget()
        self._empty_words = label("", "s", wrap=True)
        # At 150 % the pane is narrower than the words would like.
        self._empty_words.setMinimumWidth(min(self._look.px(380), MOST_WORDS))
        self._empty_words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        picture = sign(self._look, "inbox", self._look.tokens.accent, 32)
        rows = [row(None, [None, one, None]) for one in (picture, self._empty_words)]
        column(part, [None, *rows, None], gap=12)
        return part

    def _acts(self) -> QWidget:
        part, look = QWidget(), self._look
        self._attach = button(self.tr("附到打开的问题"), "tray_attach", kind="main", look=look, icon="check")
        self._attach.setToolTip("Enter")
        self._attach.clicked.connect(self._on_enter)
        self._back = button(self.tr("放回托盘"), "tray_back", look=look, icon="undo-2")
        self._back.setToolTip("Backspace")
        self._back.clicked.connect(self._on_back)
        self._remove = button(
            "", "tray_remove", kind="bare", look=look, icon="trash-2", spoken=self.tr("移除照片")
        )
        self._remove.setToolTip(self.tr("移除照片  Delete；可以撤销"))
        self._remove.clicked.connect(self._on_remove)
        row(part, [(self._told, 1), self._remove, self._back, self._attach], gap=8)
        return part

    def _heap_part(self) -> QWidget:
        # A list of many findings scrolls by itself; the photos above keep their room.
        self._heap_room = QScrollArea()
        self._heap_room.setWidgetResizable(True)
        self._heap_room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setObjectName("scrolled")
        column(inner, [self.heaps, None], gap=0)
        self._heap_room.setWidget(inner)
        card = frame("card", "tray_heaps")
        column(card, [self._heap_room], (6, 6, 6, 6), 0)
        return card

    def _connect(self) -> None:
        grid = self.grid
        grid.chosen_changed.connect(self._show_acts)
        grid.entered.connect(self._on_enter)
        grid.digit.connect(self._on_digit)
        grid.delete_pressed.connect(self._on_remove)
        grid.back_pressed.connect(self._on_back)
        grid.moved.connect(self._on_moved)
        grid.opened.connect(self.opened)
        grid.thumbs_wanted.connect(self.thumbs_wanted)
        self.heaps.shown.connect(self.show_heap)
        self.heaps.dropped.connect(self._on_dropped)
        self.heaps.files_dropped.connect(
            lambda told, finding_id: self.pictures_offered.emit(finding_id, told)
        )

    # What is shown.

    @property
    def here(self) -> str:
        """The finding whose photos are shown, empty for the tray."""
        return self._here

    @property
    def meant(self) -> list[str]:
        """The ids of the photos that a wish would be about."""
        return self.grid.meant

    def take_keys(self) -> None:
        """Take the keys: the photos, or while there are none, the ways they come in."""
        (self.grid if self.grid.tiles else self._ways[0]).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_tray(self, tray: Tray) -> None:
        """Show the photos of an inspection as they are now."""
        if tray.inspection_id != self._tray.inspection_id:
            self._here = TRAY
            self._undo.hide()
        self._tray = tray
        self.show_heap(self._here)

    def forget(self) -> None:
        """Show no photos any more: nobody is signed in who may see them."""
        self._tray, self._here = Tray("", (), locked=False), TRAY
        self.grid.show_sections([])
        self.heaps.show_heaps((), TRAY, "")
        self._stack.setCurrentIndex(1)
        self._undo.hide()
        self._show_acts()

    def _tile(self, shot: Shot, n: int) -> Tile:
        received, elsewhere = shot.sha256 in self._tray.received, shot.sha256 in self._tray.elsewhere
        return tile_of(shot, n, self.tr, received=received, elsewhere=elsewhere)

    def show_heap(self, finding_id: str) -> None:
        """Show the photos of a finding, or those that wait."""
        if not self._tray.heaps:
            return
        heap = self._tray.heap(finding_id)
        self._here = heap.finding_id
        tiles = tuple(self._tile(shot, n) for n, shot in enumerate(heap.shots, start=1))
        self.grid.show_sections([Section("", tiles)] if tiles else [])
        self._stack.setCurrentIndex(0 if tiles else 1)
        self._empty_words.setText(
            self.tr("这个问题还没有照片。\n在托盘里选中照片，按它的数字键就附过来。")
            if self._here
            else self.tr(
                "照片可以先拍先传，在这里等着，写问题时再附上。\n"
                "用手机扫码、插存储卡、按 Ctrl+V 粘贴，或者直接拖进来。"
            )
        )
        self.heaps.show_heaps(self._tray.heaps, self._here, self.open_finding())
        most = _HEAPS_OF_LARGE_WORDS if self._look.scale > LARGE_WORDS else _HEAPS_SHOWN
        shown = min(len(self._tray.heaps), most)
        self._heap_room.setFixedHeight(shown * self._look.row(36))
        for one in self._ways:
            one.setEnabled(not self._tray.locked)
        self._show_acts()

    def _show_acts(self) -> None:
        heap = self._tray.heap(self._here) if self._tray.heaps else None
        there, fixed = bool(self.grid.tiles), self._tray.locked or (heap is not None and heap.fixed)
        chosen = len(self.grid.chosen)
        self._attach.setEnabled(there and not fixed)
        self._remove.setEnabled(there and not fixed)
        self._back.setEnabled(there and not fixed)
        reveal(self._back, shown=bool(self._here))
        reveal(self._attach, shown=not self._here)
        if fixed and there:
            self._told.setText(self.tr("已下达或已结束，照片不能再动"))
        elif chosen:
            self._told.setText(self.tr("已选 %s 张 · 数字键附到那个问题") % chosen)
        elif there:
            self._told.setText(self.tr("Space 选，Shift+方向键连选"))
        else:
            self._told.setText("")

    def show_thumb(self, sha256: str, image: QImage) -> None:
        """Show a small picture that has come."""
        self.grid.show_thumb(sha256, image)

    def show_busy(self, done: int, total: int, doing: str) -> None:
        """Say how far the taking in of photos has come."""
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)
        told = (
            self.tr("正在取照片 %1 / %2").replace("%1", str(min(done + 1, total))).replace("%2", str(total))
        )
        self._doing.show_text(f"{told} · {doing}" if doing else told)
        self._busy.show()

    def show_rest(self) -> None:
        """Nothing is being taken in any more."""
        self._busy.hide()

    def show_removed(self, count: int) -> None:
        """Offer to undo the removal of so many photos; 0 takes the offer back."""
        self._undo_words.show_text(self.tr("已移除 %s 张照片") % count)
        self._undo.setVisible(count > 0)

    # Wishes.

    def _free(self) -> bool:
        heap = self._tray.heap(self._here) if self._tray.heaps else None
        return heap is not None and not (self._tray.locked or heap.fixed) and bool(self.meant)

    def _on_enter(self) -> None:
        finding_id = self.open_finding()
        if self._here or not self._free():
            return
        if finding_id:
            self.attach_wanted.emit(self.meant, finding_id)
        else:
            self.in_vain.emit("photo.no_finding_open")

    def _on_digit(self, number: int) -> None:
        heap = self._tray.numbered(number)
        if not self._free():
            return
        if heap is None:
            self.in_vain.emit("photo.no_such_finding")
        elif heap.finding_id != self._here:
            self.attach_wanted.emit(self.meant, heap.finding_id)

    def _on_dropped(self, photo_ids: Sequence[str], finding_id: str) -> None:
        if not self._free() or finding_id == self._here:
            return
        if finding_id:
            self.attach_wanted.emit(list(photo_ids), finding_id)
        else:
            self.detach_wanted.emit(list(photo_ids))

    def _on_back(self) -> None:
        if self._here and self._free():
            self.detach_wanted.emit(self.meant)

    def _on_remove(self) -> None:
        if self._free():
            self.remove_wanted.emit(self.meant)

    def _on_moved(self, step: int) -> None:
        """Move the photo that has the keys one place within its finding."""
        tile = self.grid.current
        if not self._here or tile is None or not self._free():
            return
        order = [one.key for one in self.grid.tiles]
        at = order.index(tile.key)
        to = min(max(at + step, 0), len(order) - 1)
        order.insert(to, order.pop(at))
        if to != at:
            self.arrange_wanted.emit(self._here, order)
