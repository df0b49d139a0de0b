"""What the documents page shows: issued documents, their frozen pages, and whether those are untouched."""

import os
import tempfile
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import issued, recheck
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.errors import Progress, UnavailableError
from inspector_app.domain.templates import DocumentKind
from inspector_app.ui.controls.eyes import Eyes
from inspector_app.ui.controls.listed_model import Listed, page_of
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.papers.issued_model import IssuedRow
from inspector_app.ui.papers.paper_values import PaperFacts, read


def listed(desk: Desk, chosen: str = "") -> Listed[IssuedRow]:
    """Return all issued documents, newest first, and the rows of the page in which the chosen one stands."""
    ids = tuple(desk.store.issued_ids())
    first, page = page_of(ids, chosen)
    return Listed(ids, first, rows(desk, page))


def rows(desk: Desk, ids: Sequence[str]) -> tuple[IssuedRow, ...]:
    """Return issued documents with their states today, in the order of their ids."""
    told = issued.documents(desk.store, ids)
    return tuple(_row(desk, told[one]) for one in ids if one in told)


def _row(desk: Desk, told: issued.Issued) -> IssuedRow:
    state = recheck.document_state(desk, told.id)
    if told.fate != "issued" or told.kind == DocumentKind.PROOF_OF_SERVICE:
        return IssuedRow(told, state)
    served = issued.served(desk.store, told.id, desk.today())
    reached = sum(one.party_id in served for one in told.recipients)
    return IssuedRow(told, state, len(told.recipients), reached)


def untouched(desk: Desk, document_id: str, pdf: bytes) -> bool:
    """Tell whether these bytes are the ones that the signed act froze."""
    return sha256(pdf).hexdigest() == issued.must_be_issued(desk.store, document_id).pdf_sha256


def safe_name(name: str) -> str:
    """Return a name without what file systems refuse."""
    return "".join("_" if char in '<>:"/\\|?*' or ord(char) < 32 else char for char in name)


def write_whole(path: Path, raw: bytes) -> None:
    """Write a file so that it is there whole or not at all; what stood there before stays until then.

    Raises:
        UnavailableError: `ui.file_not_written`.
    """
    beside: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as held:
            beside = Path(held.name)
            held.write(raw)
            held.flush()
            os.fsync(held.fileno())
        beside.chmod(0o644)
        beside.replace(path)
    except OSError as error:
        if beside is not None:
            beside.unlink(missing_ok=True)
        raise UnavailableError("ui.file_not_written", where=str(path), reason=error.strerror or "") from error


Seen = Callable[[list[QImage]], None]
Failed = Callable[[Exception], None]


class Archive(QObject):
    """Reads issued documents for the signed-in person.

    Signals:
        listed: (Listed IssuedRows, id of the one to choose).
        read: (tag of the list, first row, its IssuedRows).
        unread: (tag of the list) rows that were wanted do not come.
        told: PaperFacts of the document that is to be shown.
        drawn: (id, pictures of its pages, whether its bytes are untouched).
        written: the path of a file that was written.
        failed: the exception of a wish that was not fulfilled.
    """

    listed = Signal(object, str)
    read = Signal(int, int, object)
    unread = Signal(int)
    told = Signal(object)
    drawn = Signal(str, list, bool)
    written = Signal(str)
    failed = Signal(object)

    def __init__(self, jobs: Jobs, eyes: Eyes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._eyes = jobs, eyes
        self._desk: Desk | None = None

    def sit_down(self, session: Session) -> None:
        """Begin to read for a signed-in person."""
        self._desk = session.desk

    def get_up(self) -> None:
        """Stop."""
        self._desk = None

    def show_all(self, chosen: str = "") -> None:
        """List everything that was issued."""
        desk = self._desk
        if desk is None:
            return

        self._jobs.latest(
            "documents", lambda _: listed(desk, chosen), lambda told: self.listed.emit(told, chosen)
        )

    def read_rows(self, tag: int, pages: Sequence[tuple[int, Sequence[str]]]) -> None:
        """Read the rows of some pages of the list."""
        desk = self._desk
        if desk is None:
            return

        def done(told: Sequence[tuple[int, Sequence[IssuedRow]]]) -> None:
            for first, page in told:
                self.read.emit(tag, first, page)

        def failed(error: Exception) -> None:
            self.unread.emit(tag)
            self.failed.emit(error)

        self._jobs.latest(
            "document rows", lambda _: [(first, rows(desk, ids)) for first, ids in pages], done, failed=failed
        )

    def show_one(self, document_id: str) -> None:
        """Tell what became of a document, draw its frozen pages and check its bytes."""
        desk, width = self._desk, self._eyes.width()
        if desk is None:
            return

        def facts(_: Progress) -> PaperFacts:
            return read(desk, document_id)

        def work(_: Progress) -> tuple[list[QImage], bool]:
            pdf = issued.pdf(desk.store, document_id)
            return self._eyes.draw(pdf, width), untouched(desk, document_id, pdf)

        def done(told: tuple[list[QImage], bool]) -> None:
            self.drawn.emit(document_id, *told)

        # What became of it first: it is there before the page is drawn.
        self._jobs.latest("paper facts", facts, self.told.emit)
        self._jobs.latest("issued page", work, done)

    def file_name(self, document_id: str) -> str:
        """Return a file name for a document: its label and number, without what file systems refuse."""
        told = issued.document(self._desk.store, document_id) if self._desk is not None else None
        return safe_name(f"{told.label} {told.number}" if told is not None else document_id) + ".pdf"

    def look(self, sha256: str, draw: Callable[[bytes], list[QImage]], done: Seen, failed: Failed) -> None:
        """Make pictures of a file that is kept beside a document."""
        desk = self._desk
        if desk is not None:
            self._jobs.start(lambda _: draw(desk.store.blob(sha256)), done, failed=failed)

    def save_file(self, sha256: str, path: Path) -> None:
        """Write a file that is kept beside a document to a place of the person's choice."""
        desk = self._desk
        if desk is None:
            return

        def work(_: Progress) -> str:
            write_whole(path, desk.store.blob(sha256))
            return str(path)

        self._jobs.start(work, self.written.emit, failed=self.failed.emit)

    def save(self, document_id: str, path: Path, marked: bytes | None = None) -> None:
        """Write the frozen file to a place of the person's choice.

        Args:
            marked: a copy of it with its mark, to be written instead.
        """
        desk = self._desk
        if desk is None:
            return

        def work(_: Progress) -> str:
            write_whole(path, marked or issued.pdf(desk.store, document_id))
            return str(path)

        self._jobs.start(work, self.written.emit, failed=self.failed.emit)
