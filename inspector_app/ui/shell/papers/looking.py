"""看: a page as large as the window, of the workbench or of what is kept beside a document."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QImage
from shiboken6 import isValid

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import drafts, issued
from inspector_app.domain.errors import Progress
from inspector_app.ui.controls import pictures
from inspector_app.ui.papers.archive import safe_name, write_whole
from inspector_app.ui.papers.attached_values import PHOTO, Attached
from inspector_app.ui.papers.large_page import WIDTH, LargePage
from inspector_app.ui.shell.papers.table import PaperTable
from inspector_app.ui.shell.papers.turning import Turning


class PaperLooking(QObject):
    """Shows pages large; changes nothing."""

    def __init__(self, table: PaperTable) -> None:
        super().__init__(table)
        self._table = table

    def _width(self) -> int:
        return round(WIDTH * max(self._table.over.devicePixelRatioF(), 1.0))

    def look_larger(self) -> None:
        """Show the page that is on the workbench as large as the window."""
        table, bench = self._table, self._table.rooms.work.bench
        if bench is None or bench.draft is None:
            return
        desk, document_id = table.work.desk, bench.draft.id
        frozen, width = bench.issued is not None, self._width()
        view = LargePage(table.look, dict(bench.kinds).get(bench.draft.kind, ""), table.over)

        def work(_: Progress) -> list[QImage]:
            pdf = issued.pdf(desk.store, document_id) if frozen else drafts.preview(desk, document_id).pdf
            return table.rooms.draw(pdf, width)

        table.jobs.start(work, _showing(view), failed=self._failing(view))
        view.open()

    def look_at_draft(self, document_id: str, title: str) -> None:
        """Show the pages of a draft as they would be issued, as large as the window."""
        table, desk, width = self._table, self._table.work.desk, self._width()
        view = LargePage(table.look, title, table.over)

        def work(_: Progress) -> list[QImage]:
            return table.rooms.draw(drafts.preview(desk, document_id).pdf, width)

        table.jobs.start(work, _showing(view), failed=self._failing(view))
        view.open()

    def look_at_scan(self, sha256: str, title: str) -> None:
        """Show a scan as large as the window: a photo of a paper, or a PDF."""
        table, width = self._table, self._width()
        view = LargePage(table.look, title, table.over)

        def pictures_of(raw: bytes) -> list[QImage]:
            if raw.startswith(b"%PDF"):
                return table.rooms.draw(raw, width)
            return [pictures.small(raw, QSize(width, 1))]

        table.rooms.archive.look(sha256, pictures_of, _showing(view), self._failing(view))
        view.open()

    def look_at_filed(self, desk: Desk, document_id: str) -> None:
        """Show a paper that lies in the filing workspace as large as the window, and save it on wish.

        Args:
            desk: at the filing workspace.
        """
        table, width = self._table, self._width()
        told = issued.must_be_issued(desk.store, document_id)
        view = LargePage(table.look, f"{told.label}  {told.number}", table.over, savable=True)

        def saved(path: Path) -> None:
            write_whole(path, issued.pdf(desk.store, document_id))

        def save(path: Path) -> None:
            archive = table.rooms.archive
            table.jobs.start(
                lambda _: saved(path), lambda _: archive.written.emit(str(path)), failed=archive.failed.emit
            )

        name = safe_name(f"{told.label} {told.number}.pdf")
        view.save_requested.connect(lambda: table.ask_place(view, name, save))
        table.jobs.start(
            lambda _: table.rooms.draw(issued.pdf(desk.store, document_id), width),
            _showing(view),
            failed=self._failing(view),
        )
        view.open()

    def look_at_bound(self, path: Path, pages: int, title: str) -> None:
        """Show a PDF of many pages as large as the window; a page is drawn when it is looked at."""
        table = self._table
        view = LargePage(table.look, title, table.over)
        view.open()  # first: where a page stands is known when the view has its size
        Turning(view, table.jobs, table.rooms.draw, path, pages, self._width(), self._failing(view))

    def look_at_file(self, document_id: str, told: Attached) -> None:
        """Show a 签名页 or a signed sheet that came back as large as the window, and save it on wish."""
        table, width = self._table, self._width()
        number = issued.must_be_issued(table.work.desk.store, document_id).number
        name = safe_name(told.file_name(number))
        view = LargePage(table.look, f"{told.name}  {number}", table.over, savable=True)
        archive = table.rooms.archive
        save = partial(archive.save_file, told.sha256)
        view.save_requested.connect(lambda: table.ask_place(view, name, save))

        def pictures_of(raw: bytes) -> list[QImage]:
            if told.sort == PHOTO:
                return [pictures.small(raw, QSize(width, 1))]
            return table.rooms.draw(raw, width)

        archive.look(told.sha256, pictures_of, _showing(view), self._failing(view))
        view.open()

    def _failing(self, view: LargePage) -> Callable[[Exception], None]:
        """Return what says in the view why there is no page."""

        def failed(error: Exception) -> None:
            if isValid(view):
                words = self._table.explained(error)
                view.paper.show_words(f"{words.message}\n{words.remedy}")

        return failed


def _showing(view: LargePage) -> Callable[[list[QImage]], None]:
    """Return what shows the pages, unless the view was shut before they were there."""

    def done(pages: list[QImage]) -> None:
        if isValid(view):
            view.show_pages(pages)

    return done
