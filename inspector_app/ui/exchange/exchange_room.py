"""What the page of exchange wishes, done: read anew, begun beside the screen, stopped, told in words."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget
from shiboken6 import isValid

from inspector_app.casework.overview import conflicts
from inspector_app.casework.overview.conflicts import Conflict
from inspector_app.casework.overview.exchange_board import Board, Count, Owes
from inspector_app.casework.overview.receivers import receivers
from inspector_app.casework.people.backup_rounds import Round
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.errors import PeerError, Progress
from inspector_app.ui.exchange import backup_values, exchange_values
from inspector_app.ui.exchange.conflict_dialog import ConflictDialog
from inspector_app.ui.exchange.exchange_page import ExchangePage
from inspector_app.ui.exchange.receiver_dialog import ReceiverDialog
from inspector_app.ui.exchange.ways import Backup, Exchanging, Outcome, Picture
from inspector_app.ui.jobs import BOARD, EXCHANGE, Job, Jobs
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.words import Texts, explain

SUFFIX = "ijx"
REACH = "reach"
LOOK_MS = 1_500
"""What was saved is counted anew after so long a rest."""
REACH_MS = 300_000
"""Whether the hub answers is asked again after so long."""
HOUR_MS = 3_600_000
"""Whether today's backup is still to be made is asked again after so long."""


class ExchangeRoom(QObject):
    """Reads and does everything around exchange for the signed-in person; one thing at a time.

    Args:
        ways: called in a job: what it stands on is loaded only then.

    Signals:
        truth: (words, whether the hub answers) for the frame.
        owed: (words, whether nothing is owed) for the frame.
        failed: an exception, shown on the page.
        said: (code, values) of something that went well.
        news: what must be known of an exchange: a list of problems, all to be read.
        arrived: something came in: what is shown elsewhere is read anew.
        settled: a conflict was settled.
        visit_requested, document_requested, target_requested: an id to go to.
    """

    truth = Signal(str, bool)
    owed = Signal(str, bool)
    failed = Signal(object)
    said = Signal(str, object)
    news = Signal(list)
    arrived = Signal()
    settled = Signal()
    visit_requested = Signal(str)
    document_requested = Signal(str)
    target_requested = Signal(str)

    def __init__(
        self,
        look: Look,
        page: ExchangePage,
        over: QWidget,
        jobs: Jobs,
        texts: Texts,
        ways: Callable[[], Exchanging],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self.page, self._over, self._jobs, self._texts = look, page, over, jobs, texts
        self._ways = ways
        self._session: Session | None = None
        self._picture: Picture | None = None
        self._online: bool | None = None
        self._job: Job | None = None
        self._which = exchange_values.OWED
        self._result = ("", "")
        self._later = QTimer(self, singleShot=True, interval=LOOK_MS)
        self._later.timeout.connect(self.refresh)
        self._reach = QTimer(self, interval=REACH_MS)
        self._reach.timeout.connect(self.reach)
        self._looking = False
        self._hourly = QTimer(self, interval=HOUR_MS)
        self._hourly.timeout.connect(self.look)

    # Sitting down and getting up.

    def sit_down(self, session: Session) -> None:
        """Begin for a signed-in person: count what is owed, and ask whether the hub answers."""
        self._session, self._online = session, None
        self._which, self._result = exchange_values.OWED, ("", "")
        self.refresh()
        self.reach()
        self._reach.start()
        self._hourly.start()

    def get_up(self) -> None:
        """Stop, and forget what was shown; what is under way ends at its next step and is whole."""
        self._later.stop()
        self._reach.stop()
        self._hourly.stop()
        if self._job is not None:
            self._job.cancel()
        self._session, self._picture, self._job = None, None, None
        self._looking = False
        self.page.board.show_lines((), "")
        self.page.strip.show_idle("", "")
        self.page.renewal.show_offer(None, date.min)
        self.page.show_busy(busy=False)

    @property
    def busy(self) -> bool:
        """Whether an exchange or a backup is under way."""
        return self._job is not None

    @property
    def backup(self) -> Backup | None:
        """How the last backup stands, None before it was read."""
        return self._picture.backup if self._picture is not None else None

    # Reading.

    def refresh_soon(self) -> None:
        """Count anew when nothing more was saved for a moment."""
        if self._session is not None:
            self._later.start()

    def refresh(self) -> None:
        """Read anew how exchange stands."""
        session = self._session
        if session is not None:
            self._jobs.latest(
                "exchange", lambda _: self._ways().picture(session), partial(self._show, session), lane=BOARD
            )

    def reach(self) -> None:
        """Ask whether the hub answers."""
        session = self._session
        if session is not None and not self.busy:
            desk = session.desk
            self._jobs.latest(
                REACH,
                lambda progress: self._ways().reach(desk, progress),
                partial(self._reached, session),
                lane=EXCHANGE,
            )

    def _reached(self, session: Session, told: bool) -> None:
        if session is self._session:
            self._online = told
            self._show_truth()

    def _show(self, session: Session, told: Picture) -> None:
        if session is not self._session:
            return
        self._picture = told
        self._show_truth()
        self._show_list()
        words, tone = backup_values.backup_words(told.backup, session.desk.today())
        hub = backup_values.hub_place(told.backup, session.desk.today())
        self.page.backup.show_backup(words, tone, told.backup.place, hub)
        self._make_due(told.backup)
        self.page.renewal.show_offer(told.renewal, session.desk.today())

    def _show_truth(self) -> None:
        session = self._session
        board = self._picture.board if self._picture is not None else Board(Count(), Count())
        online = bool(self._online)
        self.truth.emit(exchange_values.truth_words(online=self._online), online)
        self.page.show_online(
            exchange_values.online_words(board, online=self._online), "green" if online else "gray"
        )
        if session is None or self._picture is None:
            return
        owed = exchange_values.owed_words(board)
        self.owed.emit(owed or exchange_values.synced_words(board, session.desk.today()), not owed)
        told = exchange_values.verdict(self._picture, online=self._online)
        self.page.show_verdict(told, exchange_values.tiles(board))
        if not self.busy:
            last, tone = self._result
            self.page.strip.show_idle(
                last or exchange_values.last_words(board, session.desk.today(), self._texts), tone
            )

    def _show_list(self) -> None:
        session, told = self._session, self._picture
        if session is not None and told is not None:
            lines = exchange_values.lines(told, self._which, self._texts)
            self.page.show_lines(
                exchange_values.filters(told),
                self._which,
                lines,
                exchange_values.teach(self._which, told.board),
            )

    def narrow(self, which: str) -> None:
        """Show the lines of another choice."""
        self._which = which
        self._show_list()

    def tell(self, known: str) -> None:
        """Show all about a line."""
        session, told = self._session, self._picture
        if session is not None and told is not None and known:
            day = session.desk.today()
            self.page.show_sheet(exchange_values.sheet(told, self._which, known, day, self._texts))

    # What a sheet offers.

    def do(self, code: str, known: str) -> None:
        """Do what a deed of the sheet says."""
        if code == "open":
            self._open(known)
        elif code in ("decide", "visit"):
            told = self._conflict(known)
            if told is not None and code == "decide":
                self._decide(told)
            elif told is not None:
                self.visit_requested.emit(told.inspection_id)

    def _conflict(self, known: str) -> Conflict | None:
        told = self._picture
        return next((one for one in told.conflicts if one.id == known), None) if told is not None else None

    def _open(self, known: str) -> None:
        owed = self._picture.board.owed if self._picture is not None else ()
        one = next((one for one in owed if one.id == known), None)
        leads = {
            Owes.VISIT: self.visit_requested,
            Owes.PAPER: self.document_requested,
            Owes.TARGET: self.target_requested,
        }
        if one is not None and one.kind in leads:
            leads[one.kind].emit(known)

    def _decide(self, told: Conflict) -> None:
        session = self._session
        if session is None:
            return
        desk = session.filing_desk(session.desk) if told.filing else session.desk
        dialog = ConflictDialog(self._look, told, desk.today(), self._over)

        def ended(_: object) -> None:
            if isValid(dialog):
                dialog.accept()
            self.said.emit("exchange_ui.settled", {"what": said(told.label)})
            self.settled.emit()
            self.refresh()

        def refused(error: Exception) -> None:
            if isValid(dialog):
                dialog.show_failure(explain(error, self._texts))
            else:
                self.failed.emit(error)
            self.refresh()  # what it was refused for may be other values by now

        dialog.settled.connect(
            lambda value: self._jobs.start(
                lambda _: conflicts.resolve(desk, told, value), ended, failed=refused, lane=BOARD
            )
        )
        dialog.open()

    # What is begun.

    def sync(self) -> None:
        """Exchange with the hub."""
        self._begin(
            said("正在连接中心"),
            lambda ways, session, progress: ways.by_hub(session, progress),
            stopped=said("已取消。已经送到的都算数，下次接着来。"),
            reached=True,
        )

    def write(self) -> None:
        """Ask for whom and where, and write what they lack; where there is no other laptop, only where."""
        session = self._session
        if session is None or self.busy:
            return
        others = receivers(session.desk.store, session.desk.today())
        if not others:
            self._write_for("")
            return
        dialog = ReceiverDialog(self._look, others, self._over)
        dialog.chosen.connect(self._write_for)
        dialog.open()

    def _write_for(self, to: str) -> None:
        session = self._session
        if session is None or self.busy:
            return
        name = f"{session.name}-{session.desk.clock.now():%Y%m%d-%H%M}.{SUFFIX}"
        dialog = self._file_dialog(self.tr("写入 U 盘"), "exchange_place", name)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(SUFFIX)
        dialog.fileSelected.connect(
            lambda path: self._begin(
                said("正在写入文件"),
                lambda ways, session, progress: ways.write(session, Path(path), progress, to),
                stopped=said("已取消。文件没有写全，要带走请重新写。"),
            )
        )
        dialog.open()

    def read(self) -> None:
        """Ask for a file, and take it in."""
        if self._session is None or self.busy:
            return
        dialog = self._file_dialog(self.tr("从文件读入"), "exchange_file", "")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(
            lambda path: self._begin(
                said("正在检查文件"),
                lambda ways, session, progress: ways.read(session, Path(path), progress),
                stopped=said("已取消。没读完的文件不算数，可以再读一次。"),
            )
        )
        dialog.open()

    def _file_dialog(self, title: str, name: str, suggested: str) -> QFileDialog:
        dialog = QFileDialog(self._over, title, suggested, f"{self.tr('交换文件')} (*.{SUFFIX})")
        dialog.setObjectName(name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog

    def back_up(self) -> None:
        """Make a backup at every place that was chosen; where none was, ask for one."""
        told = self.backup
        if told is None or not (told.place or told.at_hub):
            self.choose_place()
        else:
            self._back_up_chosen(asked=True)

    def choose_place(self) -> None:
        """Ask for the folder of backups, and make one there."""
        if self._session is None or self.busy:
            return
        dialog = QFileDialog(self._over, self.tr("备份到…"), "")
        dialog.setObjectName("backup_folder")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda path: self._back_up(Path(path)))
        dialog.open()

    def _back_up(self, place: Path) -> None:
        self._begin(
            said("正在备份"),
            lambda ways, session, progress: ways.back_up(session, place, progress),
            stopped=said("已取消，这次没有备份；以前的备份都在。"),
        )

    def _back_up_chosen(self, *, asked: bool) -> None:
        self._begin(
            said("正在备份"),
            lambda ways, session, progress: ways.back_up_chosen(session, progress, asked=asked),
            stopped=said("已取消，这次没有备份；以前的备份都在。"),
        )

    def keep_at_hub(self, keeps: bool) -> None:
        """Have backups go to the hub by themselves from now on, beginning now; or no longer."""
        session = self._session
        if session is None:
            return

        def chosen(_: object) -> None:
            if keeps and session is self._session and not self.busy:
                self._back_up_chosen(asked=False)
            else:
                self.refresh()

        def refused(error: Exception) -> None:
            self.failed.emit(error)
            self.refresh()

        self._jobs.start(
            lambda _: self._ways().keep_at_hub(session, keeps=keeps), chosen, failed=refused, lane=BOARD
        )

    def look(self) -> None:
        """Make today's backup by itself when it is due and its place is there; asked each hour."""
        self._looking = True
        self.refresh()

    def _make_due(self, told: Backup) -> None:
        hub = told.hub is not None and told.hub.due and bool(self._online)
        if self._looking and (told.due or hub) and not self.busy:
            self._back_up_chosen(asked=False)
        self._looking = False

    def cancel(self) -> None:
        """Stop what is under way at its next step."""
        if self._job is not None:
            self.page.strip.show_stopping()
            self._job.cancel()

    def _begin(
        self,
        words: str,
        does: Callable[[Exchanging, Session, Progress], object],
        *,
        stopped: str,
        reached: bool = False,
    ) -> None:
        """Do one thing beside the screen; what it does is said at once.

        Args:
            stopped: what is said when the person stopped it.
            reached: that it went well shows that the hub answers.
        """
        session = self._session
        if session is None or self.busy:
            return
        self._jobs.stop(REACH)  # a hub that is silent keeps nothing waiting that a person wants
        self.page.strip.show_busy(f"{words}…")
        self.page.show_busy(busy=True)

        def work(progress: Progress) -> object:
            return does(self._ways(), session, progress)

        self._job = self._jobs.start(
            work,
            lambda told: self._ended(session, told, reached),
            failed=lambda error: self._refused(session, error),
            progressed=self._progressed,
            lane=EXCHANGE,
        )
        self._job.cancelled.connect(partial(self._stopped, session, stopped))

    def _progressed(self, done: int, total: int, doing: str) -> None:
        if self.busy and doing:
            self.page.strip.show_busy(said(doing), done, total)

    def _ended(self, session: Session, told: object, reached: bool) -> None:
        if not self._over_with(session):
            return
        if isinstance(told, Outcome):
            self._online = True if reached else self._online
            self._result = exchange_values.outcome_words(told)
            if told.news:
                self.news.emit(list(told.news))
            if told.received.entries or told.received.files:
                self.arrived.emit()
        elif isinstance(told, Round):
            self._result = backup_values.round_words(told, self._texts)
            self._online = told.at_hub or (
                self._online and not any(isinstance(one, PeerError) for one in told.troubles)
            )
            for trouble in told.troubles if told.asked else told.failures:
                self.failed.emit(trouble)
        else:
            self._result = (said("备份完成，已重新打开核对"), "green")
        self._show_truth()
        self.refresh()

    def _refused(self, session: Session, error: Exception) -> None:
        if not self._over_with(session):
            return
        if isinstance(error, PeerError):
            self._online = False
        tone = "amber" if isinstance(error, PeerError) else "red"
        self._result = (explain(error, self._texts).message, tone)
        self._show_truth()
        self.failed.emit(error)
        self.refresh()

    def _stopped(self, session: Session, words: str) -> None:
        if self._over_with(session):
            self._result = (words, "gray")
            self._show_truth()
            self.refresh()

    def _over_with(self, session: Session) -> bool:
        if session is not self._session:
            return False
        self._job = None
        self.page.show_busy(busy=False)
        if self._online is None:  # it was being asked, and was stopped for this
            self.reach()
        return True
