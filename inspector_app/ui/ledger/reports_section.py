"""汇报: the digest of a day (日汇报) or a week (周调度), with what it was counted from, saved or copied."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import digests
from inspector_app.casework.overview.digests import Offered
from inspector_app.domain.digest import Digest
from inspector_app.domain.digest_paper import compose
from inspector_app.ui.controls.board_values import Deed, Filter, Line, Sheet
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.ledger import reports_sheets
from inspector_app.ui.ledger.section import Section
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.typed import show_day
from inspector_app.ui.style.words import Texts

DAY, WEEK = "day", "week"
WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


class ReportsSection(Section):
    """Shows what a day or a week came to, and hands it out as a paper or as text."""

    NAME = "reports"
    ICON = "presentation"
    HINTS = (("Ctrl Enter", "存为 PDF"), ("Ctrl C", "复制文字"))

    def __init__(self, look: Look, jobs: Jobs, texts: Texts, over: QWidget, parent: QObject) -> None:
        super().__init__(look, jobs, texts, over, parent)
        self._told: dict[str, Digest] = {}

    def word(self) -> str:
        """Return its name in the list of sections."""
        return self.tr("汇报")

    def teach(self) -> str:
        """Return what is said while there is nothing."""
        return self.tr("这里按天和按周汇总检查、文书、整改和到期事项。")

    def filters(self) -> Sequence[Filter]:
        """Return the choices above the list."""
        return (Filter(DAY, self.tr("日汇报")), Filter(WEEK, self.tr("周调度")))

    def pressing(self, lines: Sequence[Line]) -> int:  # noqa: ARG002 - a report asks for nothing
        """Return how many lines ask for something: a report asks for nothing."""
        return 0

    def get_up(self) -> None:
        """Stop, and forget what was shown."""
        super().get_up()
        self._told = {}

    def lines(self, desk: Desk, chosen: str) -> Sequence[Line]:
        """Return the days or the weeks, the newest first."""
        told = digests.offered(desk, weekly=chosen == WEEK)
        return [self._line(one, desk.today(), weekly=chosen == WEEK) for one in told]

    def _line(self, one: Offered, today: date, *, weekly: bool) -> Line:
        code = f"{WEEK if weekly else DAY}:{one.first.isoformat()}"
        happened = [
            self.tr("检查 %s 次") % one.visits if one.visits else "",
            self.tr("文书 %s 份") % one.papers if one.papers else "",
        ]
        note = " · ".join(part for part in happened if part) or self.tr("没有检查和文书")
        now = one.first <= today <= one.last
        word = (self.tr("本周") if weekly else self.tr("今日")) if now else ""
        ends = f"{show_day(one.first)} – {one.last:%m-%d}" if weekly else show_day(one.first)
        return Line(code, ends, note, word, "green", "" if weekly else said(WEEKDAYS[one.first.weekday()]))

    def sheet(self, desk: Desk, known: str) -> Sheet:
        """Return the digest of a line."""
        made = self._told[known] = self._digest(desk, known)
        paper = compose(made)
        return Sheet(
            known,
            paper.title,
            "" if made.over else self.tr("未结束"),
            "amber",
            paper.when,
            reports_sheets.blocks(made, paper.opening),
            (
                Deed("copy", self.tr("复制文字"), "file-text", "Ctrl+C"),
                Deed("save", self.tr("存为 PDF…"), "file-down", "Ctrl+Return", main=True),
            ),
        )

    def _digest(self, desk: Desk, known: str) -> Digest:
        session = self.session
        filing = session.filing_desk(desk) if session is not None and session.filing is not None else None
        kind, _, day = known.partition(":")
        read = digests.week if kind == WEEK else digests.day
        return read(desk, date.fromisoformat(day), filing)

    def do(self, code: str, known: str) -> None:
        """Do what a deed says."""
        made = self._told.get(known)
        if made is None:
            return
        if code == "copy":
            QGuiApplication.clipboard().setText(compose(made).text())
            self.said.emit("digest.copied", {"title": compose(made).title})
        elif code == "save":
            self._ask_place(made)
        else:
            raise ValueError(f"no deed {code!r} on a digest")

    def _ask_place(self, made: Digest) -> None:
        paper = compose(made)
        name = f"{paper.title}{made.first.isoformat()}.pdf"
        dialog = QFileDialog(self.over, self.tr("另存"), name, "PDF (*.pdf)")
        dialog.setObjectName("digest_place")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda path: self._save(made, Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _save(self, made: Digest, out: Path) -> None:
        self.work(
            lambda desk: digests.save(desk, made, out),
            lambda path: self.said.emit("digest.saved", {"path": str(path)}),
        )
