"""Where the laptop is handed to the addressee: what he is shown, and where he signs."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from inspector_app.casework.people.workspace import Session
from inspector_app.domain.errors import InspectorError, Progress
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.signing import show_values
from inspector_app.ui.signing.show_view import ShowView
from inspector_app.ui.signing.sign_dialog import SignDialog
from inspector_app.ui.signing.strokes import Signature
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Texts, explain

LANE = "viewer"

Decode = Callable[[bytes, QSize], QImage]
"""Makes a picture of a photo that fits a room; called in a job."""


class SigningRoom(QObject):
    """Shows a document's matter to its addressee and lets him sign for it.

    Signals:
        signed: (document id, recipient id, Signature) to be noted as service.
        refused: (document id, recipient id) he will not sign.
        paper_wanted: the id of the document to be signed on paper.
        failed: the exception of why nothing is shown.
    """

    signed = Signal(str, str, object)
    refused = Signal(str, str)
    paper_wanted = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        look: Look,
        over: QWidget,
        jobs: Jobs,
        texts: Texts,
        decode: Decode,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._over, self._jobs, self._texts, self._decode = look, over, jobs, texts, decode
        self._session: Session | None = None
        self.view: ShowView | None = None
        self.dialog: SignDialog | None = None

    def sit_down(self, session: Session) -> None:
        """Begin to work for a signed-in person."""
        self._session = session

    def get_up(self) -> None:
        """Stop; what is shown is taken back."""
        for one in (self.dialog, self.view):
            if one is not None:
                one.reject()
        self._session = None

    def show(self, document_id: str) -> None:
        """Show a document's matter to its addressee."""
        session = self._session
        if session is None or self.view is not None:
            return
        try:
            told = show_values.read(session.desk, document_id)
        except InspectorError as error:
            self.failed.emit(error)
            return
        view = self.view = ShowView(self._look, told, self._over)
        view.image_wanted.connect(self._load)
        view.sign_requested.connect(self._ask)
        view.finished.connect(self._on_closed)
        view.open()
        view.ask_for_photos()

    def _on_closed(self) -> None:
        self.view = None
        self._over.window().activateWindow()

    def _load(self, sha256: str, room: QSize) -> None:
        session = self._session
        if session is None:
            return
        store, decode = session.desk.store, self._decode

        def work(_: Progress) -> QImage:
            return decode(store.blob(sha256), room)

        def done(image: QImage) -> None:
            if self.view is not None:
                self.view.show_image(sha256, image)

        def failed(error: Exception) -> None:
            if self.view is not None:
                self.view.show_no_image(sha256, explain(error, self._texts))

        self._jobs.start(work, done, failed=failed, lane=LANE)

    def _ask(self) -> None:
        view = self.view
        if view is None or self.dialog is not None:
            return
        told = view.shown
        whom = told.to_sign.recipient_id
        dialog = self.dialog = SignDialog(self._look, told.to_sign, view)
        dialog.given.connect(self._on_given)
        dialog.refused.connect(lambda: self._leave(lambda: self.refused.emit(told.document_id, whom)))
        dialog.paper_wanted.connect(lambda: self._leave(lambda: self.paper_wanted.emit(told.document_id)))
        dialog.finished.connect(self._on_dialog_closed)
        dialog.open()

    def _on_dialog_closed(self) -> None:
        self.dialog = None

    def _on_given(self, signature: Signature) -> None:
        view, dialog = self.view, self.dialog
        if view is None or dialog is None:
            return
        told = view.shown
        dialog.accept()
        self._leave(lambda: self.signed.emit(told.document_id, told.to_sign.recipient_id, signature))

    def _leave(self, then: Callable[[], None]) -> None:
        """Give the laptop back to the officer, then go on."""
        if self.view is not None:
            self.view.accept()
        then()
