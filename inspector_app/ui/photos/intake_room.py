"""Photos on their way in: the tray, and what is asked around it, one small window at a time."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people.workspace import Session
from inspector_app.casework.visits import inspections
from inspector_app.domain.errors import InspectorError, Problem
from inspector_app.receiving.addresses import Network
from inspector_app.receiving.server import Fate
from inspector_app.ui.controls import pictures
from inspector_app.ui.controls.pictures import Picture, Shelf
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.photos.folder_dialog import FolderDialog
from inspector_app.ui.photos.folder_work import FolderWork, Volumes, mounted_cards
from inspector_app.ui.photos.intake_dialog import RefusedDialog
from inspector_app.ui.photos.intake_work import IntakeWork, Offered, Report
from inspector_app.ui.photos.phone_dialog import PhoneDialog
from inspector_app.ui.photos.phone_line import Networks, PhoneLine, own_networks
from inspector_app.ui.photos.tray_page import TrayPage
from inspector_app.ui.photos.tray_values import Tray
from inspector_app.ui.photos.tray_work import TrayWork
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Texts, Words, explain, of_problem

PHOTO_FILES = "*.jpg *.jpeg *.png *.webp"
_CARDS_MS = 2000


class IntakeRoom(QObject):
    """Takes photos in from wherever they come, into the open finding or the tray.

    Attributes:
        page: the tray.
        work: what works on the photos that are in.
        intake: what takes them in.
        line: the line to a phone.
        volumes, networks: how cards and networks are found.

    Signals:
        counted: how many photos wait.
        changed: photos of findings changed; whatever shows findings must look again.
        said: (code, values) something to say that is no failure.
        failed: the exception of what was not done.
    """

    counted = Signal(int)
    changed = Signal()
    said = Signal(str, dict)
    failed = Signal(object)

    def __init__(
        self,
        look: Look,
        jobs: Jobs,
        texts: Texts,
        over: QWidget,
        open_finding: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._jobs, self._texts, self._over = look, jobs, texts, over
        self._open_finding = open_finding
        self.volumes: Volumes = mounted_cards
        self.networks: Networks = own_networks
        shelf = Shelf()
        self.page, self.work = TrayPage(look, shelf), TrayWork(jobs, shelf, self)
        self.page.open_finding = open_finding
        self.intake, self.line = IntakeWork(jobs, shelf, self), PhoneLine(jobs, shelf, texts, self)
        self._tray: Tray | None = None
        self._network: Network | None = None
        self._phone: PhoneDialog | None = None
        self._connect()

    def _connect(self) -> None:
        page, work, intake, line = self.page, self.work, self.intake, self.line
        page.arrange_wanted.connect(work.arrange)
        page.attach_wanted.connect(work.attach)
        page.detach_wanted.connect(work.detach)
        page.files_wanted.connect(lambda: self.choose_files(""))
        page.folder_wanted.connect(self.choose_folder)
        page.in_vain.connect(lambda code: self.said.emit(code, {}))
        page.phone_wanted.connect(self.call_phone)
        page.pictures_offered.connect(self.take)
        page.remove_wanted.connect(work.remove)
        page.stop_wanted.connect(intake.stop)
        page.thumbs_wanted.connect(work.load_thumbs)
        work.changed.connect(self.changed)
        work.failed.connect(self.failed)
        work.removed.connect(page.show_removed)
        work.shown.connect(self._on_shown)
        work.thumb.connect(page.show_thumb)
        intake.arrived.connect(self.changed)
        intake.done.connect(self._on_done)
        intake.failed.connect(self.failed)
        intake.progressed.connect(page.show_busy)
        intake.rested.connect(page.show_rest)
        line.arrived.connect(self.changed)
        line.opened.connect(self._on_opened)
        line.over.connect(self._on_over)
        line.told.connect(self._on_fate)

    @property
    def waiting(self) -> int:
        """How many photos wait in the tray."""
        return self._tray.waiting if self._tray is not None else 0

    def sit_down(self, session: Session) -> None:
        """Begin to work for a signed-in person."""
        self.work.sit_down(session)

    def get_up(self) -> None:
        """Stop; an address that was open for a phone is dead."""
        self.line.stop()
        self.intake.get_up()
        self.work.get_up()
        self.page.forget()
        self._tray = None

    def follow(self, inspection_id: str) -> None:
        """Show the photos of an inspection, or what became of them."""
        self.work.follow(inspection_id)

    def _on_shown(self, told: Tray) -> None:
        self._tray = told
        self.page.show_tray(told)
        self.counted.emit(told.waiting)

    def _words(self, code: str, where: str = "", **values: object) -> Words:
        return of_problem(Problem.of(code, where, **values), self._texts)

    def _whither(self, finding_id: str) -> str:
        """Return in words where photos would go."""
        number = self._tray.heap(finding_id).number if self._tray is not None else 0
        return self.tr("第 %s 个问题") % number if number else self.tr("照片托盘")

    # Pasted, dropped, chosen.

    def take(self, finding_id: str, told: QMimeData | Sequence[Picture]) -> None:
        """Take in what was pasted, dropped or chosen: to a finding, or into the tray."""
        if not self.work.inspection_id:
            return
        try:
            offered = pictures.offered(told) if isinstance(told, QMimeData) else list(told)
        except InspectorError as error:
            self.failed.emit(error)
            return
        place = next((one for one in offered if isinstance(one, Path) and _holds_many(one)), None)
        if place is not None:
            self.choose_folder(place)
            return
        # What somebody puts on a finding by hand stays there, twice if they wish; the tray holds it once.
        sources = [Offered(one) for one in offered]
        self.intake.take(self.work.desk, self.work.inspection_id, finding_id, sources, once=not finding_id)

    def _on_done(self, told: Report) -> None:
        count = len(told.refused)
        if count == 1 and told.first is not None:
            self.failed.emit(told.first)
        elif count:
            refused = [(name, of_problem(problem, self._texts)) for name, problem in told.refused]
            RefusedDialog(self._look, self._summary(told), refused, self._over).open()
        elif told.left:
            self.said.emit("photo.stopped", {"taken": told.taken, "left": told.left})
        elif told.known and not told.taken:
            self.said.emit("photo.all_known", {"known": told.known})
        elif not told.finding_id and told.taken:
            self.said.emit("photo.in_tray", {"taken": told.taken, "known": told.known})

    def _summary(self, told: Report) -> str:
        words = self.tr("收下 %1 张，放在%2。").replace("%1", str(told.taken))
        words = words.replace("%2", self._whither(told.finding_id))
        if told.known:
            words += self.tr("已有 %s 张，没有重复存。") % told.known
        return words + self.tr("下面这些没有收下，原来的文件没有动：")

    def choose_files(self, finding_id: str) -> None:
        """Ask for photo files."""
        dialog = QFileDialog(self._over, self.tr("选择照片"), "", f"{self.tr('照片')} ({PHOTO_FILES})")
        dialog.setObjectName("photo_files")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda files: self.take(finding_id, [Path(one) for one in files]))
        dialog.open()

    # A folder, a card, a zip file.

    def choose_folder(self, place: Path | None = None) -> None:
        """Ask which photos of a folder, a card or a zip file are to be taken in."""
        inspection_id, finding_id = self.work.inspection_id, self._open_finding()
        if not inspection_id:
            return
        desk = self.work.desk
        visit = inspections.inspection_of(desk.store, inspection_id)
        window = (visit.started, visit.ended or desk.clock.now())
        dialog = FolderDialog(self._look, self._whither(finding_id), window, desk.today(), self._over)
        work = FolderWork(self._jobs, self.volumes, self)
        dialog.place_chosen.connect(work.open)
        dialog.place_chosen.connect(dialog.show_looking)
        dialog.stop_wanted.connect(work.stop)
        dialog.thumbs_wanted.connect(work.load_thumbs)
        dialog.picked.connect(partial(self._on_picked, dialog, work, inspection_id, finding_id))
        dialog.finished.connect(lambda _: work.get_up())
        work.listed.connect(dialog.show_listing)
        work.looked.connect(dialog.show_looked)
        work.not_listed.connect(partial(self._on_not_listed, dialog))
        work.stopped.connect(dialog.show_nothing)
        work.thumb.connect(dialog.show_thumb)
        work.volumes_found.connect(dialog.show_cards)
        watch = QTimer(dialog)
        watch.setInterval(_CARDS_MS)
        watch.timeout.connect(work.find_volumes)
        watch.start()
        work.find_volumes()
        dialog.open()
        if place is not None:
            dialog.place_chosen.emit(place)

    def _on_not_listed(self, dialog: FolderDialog, error: Exception) -> None:
        dialog.show_nothing()
        dialog.notice.show_words(explain(error, self._texts))

    def _on_picked(
        self, dialog: FolderDialog, work: FolderWork, inspection_id: str, finding_id: str, keys: list[str]
    ) -> None:
        sources = work.picked(keys)
        # Begun before the dialog goes: what closes a zip file waits behind it in the same lane.
        self.intake.take(self.work.desk, inspection_id, finding_id, sources, once=True)
        dialog.accept()

    # A phone.

    def call_phone(self) -> None:
        """Show the code that lets a phone send photos, for as long as the dialog is open."""
        if not self.work.inspection_id:
            return
        dialog = PhoneDialog(self._look, self._whither(self._open_finding()), self._over)
        self._phone = dialog
        dialog.network_chosen.connect(self._listen)
        dialog.again_wanted.connect(self._begin_phone)
        dialog.finished.connect(self._hang_up)
        self._begin_phone()
        dialog.open()

    def _begin_phone(self) -> None:
        networks = self.networks()
        if self._phone is None:
            return
        if not networks:
            self.line.stop()
            self._phone.show_none(self._words("phone.no_network"))
            return
        chosen = self._network if self._network in networks else networks[0]
        self._phone.show_networks(networks, chosen)
        self._listen(chosen)

    def _listen(self, network: Network) -> None:
        if self._phone is None:
            return
        self._network = network
        try:
            url = self.line.start(network.address, self._now)
        except InspectorError as error:
            self._phone.show_none(explain(error, self._texts))
            return
        self._phone.notice.clear()
        self._phone.show_address(url)

    def _now(self) -> tuple[Desk, str, str] | None:
        """Return where a photo goes that arrives now."""
        if not self.work.inspection_id:
            return None
        return self.work.desk, self.work.inspection_id, self._open_finding()

    def _hang_up(self) -> None:
        self._phone = None
        self.line.stop()

    def _on_opened(self) -> None:
        if self._phone is not None:
            self._phone.show_opened()

    def _on_over(self) -> None:
        if self._phone is not None:
            self._phone.show_over(self._words("phone.over"))

    def _on_fate(self, fate: Fate) -> None:
        if self._phone is not None:
            problem = Problem(fate.code, fate.where, fate.values)
            known = fate.code == "phone.known"
            words = of_problem(problem, self._texts)
            self._phone.show_fate(fate.name, words, taken=fate.taken, known=known)


def _holds_many(path: Path) -> bool:
    return path.suffix.lower() == ".zip" or path.is_dir()
