"""The steps of the open inspection: noted as wishes are fulfilled, taken back and done again by keys."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

from PySide6.QtCore import QObject, Signal

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.history import undo
from inspector_app.casework.history.undo import Step, Steps
from inspector_app.domain.errors import InspectorError
from inspector_app.store.store import Store
from inspector_app.ui.controls.spot import Spot
from inspector_app.ui.style.translation import said
from inspector_app.ui.workbench.recovery import words_of

NOTHING_TO_UNDO, NOTHING_TO_REDO = "bench.nothing_to_undo", "bench.nothing_to_redo"

Turn = Callable[[Desk, Steps], Step | None]


class StepBook(QObject):
    """Holds the steps of each inspection of this session.

    Signals:
        undone, redone: what it was, in words.
        in_vain: the code of why nothing came of the key.
        failed: the exception of a step that may not be taken back.
    """

    undone = Signal(str)
    redone = Signal(str)
    in_vain = Signal(str)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._of: dict[str, Steps] = {}
        self._open = ""
        self._noting = False

    def open(self, inspection_id: str) -> None:
        """Go on with the steps of an inspection."""
        self._open = inspection_id
        self._of.setdefault(inspection_id, Steps())

    def forget(self) -> None:
        """Forget all steps: somebody else sits down."""
        self._of, self._open = {}, ""

    @property
    def all(self) -> Mapping[str, Steps]:
        """The steps of every inspection of this session."""
        return dict(self._of)

    def go_on(self, steps: Mapping[str, Steps]) -> None:
        """Go on with the steps of this session: the window was only dressed anew."""
        self._of |= steps

    @property
    def steps(self) -> Steps:
        """The steps of the open inspection."""
        return self._of.setdefault(self._open, Steps())

    @contextmanager
    def noting(self, store: Store, what: str) -> Iterator[None]:
        """Note as one step what is written meanwhile; a wish within a wish belongs to the outer one."""
        if self._noting:
            yield
            return
        self._noting = True
        place = store.place
        try:
            yield
        finally:
            self._noting = False
            self._note(store, place, what or self.tr("上一步"))

    def attached(self, store: Store, inspection_id: str, place: int, photos: Iterable[str]) -> None:
        """Note photos that came into an inspection beside the screen, after a place of the journal."""
        told = tuple(photos)
        if told:
            self._note(store, place, self.tr("照片"), told, inspection_id)

    def _note(
        self, store: Store, place: int, what: str, photos: tuple[str, ...] = (), inspection_id: str = ""
    ) -> None:
        steps = self._of.setdefault(inspection_id or self._open, Steps())
        try:
            steps.note(undo.since(store, place, what, photos=photos))
        except InspectorError as error:
            # What was written stands; it only cannot be taken back by a key.
            self.failed.emit(error)

    def undo(self, desk: Desk) -> Step | None:
        """Take back the newest step; return it, None when nothing was taken back."""
        return self._turn(desk, undo.undo, NOTHING_TO_UNDO)

    def redo(self, desk: Desk) -> Step | None:
        """Do again what was taken back last; return it, None when nothing was done."""
        return self._turn(desk, undo.redo, NOTHING_TO_REDO)

    def _turn(self, desk: Desk, turn: Turn, vain: str) -> Step | None:
        try:
            step = turn(desk, self.steps)
        except InspectorError as error:
            self.failed.emit(error)
            return None
        if step is None:
            self.in_vain.emit(vain)
        return step

    def words(self, spot: Spot, number: int = 0) -> str:
        """Return what a field is called in the line that says what was undone."""
        told = said(_LEVELS.get(spot.name) or words_of(spot))
        if spot.entity == "finding" and number:
            return self.tr("问题 %1 的%2").replace("%1", str(number)).replace("%2", told)
        return told


_LEVELS = {
    "severity": "等级",
    "criterion": "判定标准",
    "clause": "条款",
    "credentials_shown": "已出示执法证件",
}
