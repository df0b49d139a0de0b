"""The memory behind the phrase list: learnt once a session beside the screen, renewed by issues."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import conduct
from inspector_app.casework.visits import memory
from inspector_app.casework.visits.memory import Memory
from inspector_app.domain.errors import InspectorError, Progress
from inspector_app.ui.jobs import THUMBS, Jobs

AFTER_MS = 400
"""After the sign-in; the first list is read and painted meanwhile."""


class Recall(QObject):
    """Holds the memory of the signed-in person's session."""

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._desk: Desk | None = None
        self._memory: Memory | None = None
        self._soon = QTimer(self, singleShot=True, interval=AFTER_MS)
        self._soon.timeout.connect(self._learn)

    def sit_down(self, desk: Desk) -> None:
        """Begin to learn; until that is done the shipped phrases are offered."""
        self._desk, self._memory = desk, None
        self._jobs.latest("letters", lambda _: conduct.read_letters(desk), lambda _: None, lane=THUMBS)
        self._soon.start()

    def _learn(self) -> None:
        desk = self._desk
        if desk is not None:
            self._jobs.latest("memory", lambda _: (desk, memory.learn(desk)), self._on_learnt, lane=THUMBS)

    def get_up(self) -> None:
        """Forget everything of this person's session."""
        self._desk = self._memory = None
        self._soon.stop()

    def _on_learnt(self, told: tuple[Desk, Memory]) -> None:
        desk, learnt = told
        if desk is self._desk:
            self._memory = learnt

    @property
    def memory(self) -> Memory | None:
        """What was learnt; None while it is being learnt."""
        return self._memory

    def ordered(self, finding_ids: Iterable[str]) -> None:
        """Count what was ordered just now; the sentences of today are offered from now on."""
        desk, known, told = self._desk, self._memory, list(finding_ids)
        if desk is None:
            return
        if known is None:
            self.sit_down(desk)
            return

        def work(_: Progress) -> None:
            memory.learn_more(known, desk, told)

        self._jobs.start(work, lambda _: None, lane=THUMBS)

    def renew_forgotten(self) -> None:
        """Read anew which sentences are not to be offered."""
        if self._memory is not None and self._desk is not None:
            try:
                self._memory.renew_forgotten(self._desk.store)
            except InspectorError:
                return  # they are offered until the next time; the failure is told where it matters
