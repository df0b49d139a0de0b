"""Leaving: backups that are owed are made behind the sign-in page, and only then is the session closed.

They go wherever somebody chose: to a folder, to the hub; a place that is not there keeps nobody. The pages
are put away before, so that nobody sits at them meanwhile. It can be stopped, and what failed is said where
the next one signs in.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from inspector_app.casework.people import backup_rounds
from inspector_app.casework.people.backup_rounds import Round
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.errors import InspectorError, Progress
from inspector_app.ui.entrance.sign_in_page import SignInPage
from inspector_app.ui.exchange.ways import Exchanging
from inspector_app.ui.jobs import EXCHANGE, Job, Jobs
from inspector_app.ui.style.translation import said

Then = Callable[[], object]


class Leaving(QObject):
    """Closes sessions, one at a time.

    Args:
        ways: called in a job: what it stands on is loaded only then.
    """

    def __init__(self, jobs: Jobs, ways: Callable[[], Exchanging], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._ways = jobs, ways
        self._job: Job | None = None
        self._session: Session | None = None

    def holds(self, session: Session) -> bool:
        """Tell whether the window should stay for a backup; not while the whole desktop ends."""
        app = QGuiApplication.instance()
        ends = isinstance(app, QGuiApplication) and app.isSavingSession()
        return not ends and _owes(session)

    def leave(
        self, session: Session, page: SignInPage, then: Then, failed: Callable[[Exception], None]
    ) -> None:
        """Close a session, after the backup that it owes.

        Args:
            page: is shown meanwhile.
            then: called once it is closed, also when the person would not wait.
            failed: called instead, with why no backup was made; a place that is not there keeps nobody.
        """
        if not _owes(session):
            session.close()
            then()
            return
        self._session = session
        page.show_busy(said("离开前正在备份新写的内容。取消就不等了。"), stoppable=True)

        def work(progress: Progress) -> Round:
            return self._ways().back_up_chosen(session, progress)

        def ended(told: object) -> None:
            failures = told.failures if isinstance(told, Round) else ()
            self._closed((lambda: failed(failures[0])) if failures else then)

        self._job = self._jobs.start(
            work,
            ended,
            failed=lambda error: self._closed(lambda: failed(error)),
            progressed=lambda done, total, doing: page.show_progress(done, total, doing and said(doing)),
            lane=EXCHANGE,
        )
        self._job.cancelled.connect(lambda: self._closed(then))

    def stop(self) -> None:
        """Leave without the backup, as soon as it can be stopped; the one before is whole."""
        if self._job is not None:
            self._job.cancel()

    def end(self) -> None:
        """Close what is still open, once no job runs any more."""
        session, self._session, self._job = self._session, None, None
        if session is not None:
            session.close()

    def _closed(self, then: Then) -> None:
        if self._session is not None:
            self.end()
            then()


def _owes(session: Session) -> bool:
    """Tell whether a backup is owed that can be made; what cannot be asked keeps nobody."""
    try:
        return backup_rounds.owing(session)
    except InspectorError:
        return False
