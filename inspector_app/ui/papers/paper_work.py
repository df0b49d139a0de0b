"""What the paper room's wishes become: service, returns, voiding; casework functions called in jobs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import countersigns, documents, issued, recheck, returns, service
from inspector_app.casework.papers.countersigns import Countersigned, Prepared
from inspector_app.casework.papers.issued import Issued, Recipient
from inspector_app.casework.papers.returns import Return
from inspector_app.casework.people.workspace import Session
from inspector_app.casework.targets import registry
from inspector_app.domain import serving
from inspector_app.domain.errors import InspectorError, Problem, ProblemsError, Progress
from inspector_app.domain.serving import Service
from inspector_app.ui.controls import pictures
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.papers.service_dialog import ServiceWish
from inspector_app.ui.papers.service_fields import RECEIPT, collect
from inspector_app.ui.signing.strokes import Signature

Failed = Callable[[Exception], None]


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What is still owed after a signed sheet was taken in, and the document's state in a word."""

    owed: tuple[returns.Owed, ...]
    state: str


class PaperWork(QObject):
    """Writes what became of issued documents, for the signed-in person."""

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._session: Session | None = None

    def sit_down(self, session: Session) -> None:
        """Begin to work for a signed-in person."""
        self._session = session

    def get_up(self) -> None:
        """Stop."""
        self._session = None

    @property
    def session(self) -> Session | None:
        """Who is signed in."""
        return self._session

    @property
    def desk(self) -> Desk:
        """Where they work."""
        if self._session is None:
            raise RuntimeError("nobody is signed in")
        return self._session.desk

    def registered(self, told: Issued, recipient: Recipient) -> str:
        """Return the registered address of a recipient, as the paper or the registry tells it."""
        parties = registry.target_of(self.desk.store, told.target_id).parties
        entered = next((one.address for one in parties if one.id == recipient.party_id), "")
        return recipient.address or entered

    def collected(self, wish: ServiceWish) -> Service:
        """Return the service that was typed.

        Raises:
            RuleError: `ui.bad_time`, `ui.bad_day`, `ui.time_missing`, `ui.receipt_missing`.
        """
        desk = self.desk
        return collect(
            wish.values, wish.recipient_id, wish.method, desk.today(), desk.rules.calendar, wish.awaited
        )

    def serve(
        self, document_id: str, wish: ServiceWish, done: Callable[[Service], None], failed: Failed
    ) -> None:
        """Note a service; every rule that it breaks comes back at once, each with its field."""
        desk = self.desk

        def work(_: Progress) -> Service:
            told = self.collected(wish)
            if wish.method == RECEIPT and wish.awaited is not None:
                service.delivered(desk, document_id, wish.awaited, told)
                return told
            self._refuse(desk, document_id, told, pictured=bool(wish.photos))
            photos = tuple(
                service.attach_photo(desk, document_id, pictures.read(one), name=one.name)
                for one in wish.photos
            )
            told = _with_photos(told, photos)
            signed = _prepared(desk, document_id, wish.signature) if wish.signature is not None else None
            service.serve(desk, document_id, told, signed)
            return told

        self._jobs.start(work, done, failed=failed)

    def _refuse(self, desk: Desk, document_id: str, told: Service, *, pictured: bool) -> None:
        """Say all that is missing before a picture is kept for ever."""
        before = service.services(desk.store, document_id, told.recipient_id)
        refused = any(one.refusal.strip() for one in before)
        tried = _with_photos(told, ("",)) if pictured else told
        found = serving.problems(tried, refused_before=refused)
        if found:
            raise ProblemsError("ui.service_incomplete", found, where=document_id)

    def prove(self, document_id: str, recipient_id: str, done: Callable[[str], None], failed: Failed) -> None:
        """Begin the proof of service."""
        desk = self.desk
        self._jobs.start(lambda _: service.prove(desk, document_id, recipient_id), done, failed=failed)

    def take_in(
        self,
        document_id: str,
        told: Return,
        files: Sequence[Path],
        done: Callable[[TakenIn], None],
        failed: Failed,
    ) -> None:
        """Keep the files of a signed sheet; `done` is told what is still owed, and the state."""
        desk = self.desk

        def work(progress: Progress) -> TakenIn:
            for n, one in enumerate(files):
                progress.step(n, len(files))
                returns.take_in(desk, document_id, pictures.read(one), told, name=one.name)
            state = recheck.document_state(desk, document_id)
            return TakenIn(returns.owed(desk.store, document_id), str(state.word))

        self._jobs.start(work, done, failed=failed)

    def countersign(
        self, document_id: str, signature: Signature, done: Callable[[Countersigned], None], failed: Failed
    ) -> None:
        """Keep a signature given on the screen as a 签名页 of its own."""
        desk = self.desk
        self._jobs.start(lambda _: _sign(desk, document_id, signature), done, failed=failed)

    def void(
        self, document_id: str, reason: str, pin: str, done: Callable[[Issued], None], failed: Failed
    ) -> None:
        """Void a document with the person's own signature."""
        session = self._session
        if session is None:
            return

        def work(progress: Progress) -> Issued:
            progress.step(0, 2)
            signed = session.sign(pin)
            progress.step(1, 2)
            documents.void(signed, document_id, reason)
            return issued.must_be_issued(signed.store, document_id)

        self._jobs.start(work, done, failed=failed)

    def anew(self, document_id: str, done: Callable[[str], None], failed: Failed) -> None:
        """Begin a void document again."""
        desk = self.desk
        self._jobs.start(lambda _: documents.anew(desk, document_id), done, failed=failed)


def _sign(desk: Desk, document_id: str, told: Signature) -> Countersigned:
    return countersigns.sign(desk, document_id, told.signer, told.strokes, aspect=told.aspect, at=told.at)


def _prepared(desk: Desk, document_id: str, told: Signature) -> Prepared:
    return countersigns.prepare(desk, document_id, told.signer, told.strokes, aspect=told.aspect, at=told.at)


def _with_photos(told: Service, photos: tuple[str, ...]) -> Service:
    return replace(told, photos=photos) if photos else told


def problems_of(error: Exception) -> tuple[Problem, ...]:
    """Return what is wrong with a service, each with its field; empty when it is about no field."""
    if isinstance(error, ProblemsError):
        return error.problems
    if isinstance(error, InspectorError) and error.where.startswith("service."):
        return (Problem.of(error.code, error.where, **error.values),)
    return ()
