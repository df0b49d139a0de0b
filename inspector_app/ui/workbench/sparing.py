"""Wishes that spare a person typing: copied, taken over from the last visit, proposed, or said by one key."""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QObject, Signal

from inspector_app.casework.history import carry
from inspector_app.casework.visits import memory
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.findings import Finding
from inspector_app.domain.templates import DocumentKind
from inspector_app.ui.controls import pictures
from inspector_app.ui.workbench import carrying
from inspector_app.ui.workbench.bench_work import BenchWork
from inspector_app.ui.workbench.phrases import Offer


class Sparing(QObject):
    """Fulfils them through the work on the open inspection, so that each is one step that can be undone.

    Signals:
        kind_wanted: kinds of paper of which a person must choose one, and the ids of the findings.
    """

    kind_wanted = Signal(list, list)

    def __init__(self, work: BenchWork, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work

    def _found(self) -> Sequence[Finding]:
        return self._work.bench.findings if self._work.bench is not None else ()

    def copy_finding(self, open_id: str) -> None:
        """Copy the open finding, or the one above an empty one: all but photos, number and place."""
        found = self._found()
        source = carrying.source_of(found, open_id)
        if source is None:
            self._work.in_vain.emit("bench.nothing_to_copy")
            return
        into = next((one for one in found if one.id == open_id and carrying.blank(one)), None)
        made: list[str] = []

        def wish() -> None:
            made.append(carrying.copy_into(self._work.desk, self._work.inspection_id, source, into))
            self._work.retick(made[0])

        if self._work.fulfil(wish, self.tr("复制问题 %s") % source.number):
            self._work.opened_finding.emit(made[0])
            self._work.location_wanted.emit(made[0])

    def add_with_picture(self, told: QMimeData) -> None:
        """Record a new finding with the picture that lies ready; without one nothing is recorded."""
        try:
            offered = pictures.offered(told)
        except InspectorError as error:
            self._work.failed.emit(error)
            return
        made = self._work.add_finding()
        if made:
            self._work.attach(made, offered)

    def take_over(self, finding_id: str) -> None:
        """Record a finding of the last visit as found again."""
        made: list[str] = []

        def wish() -> None:
            made.append(carry.take_over(self._work.desk, self._work.inspection_id, finding_id))
            self._work.retick(made[0])

        if self._work.fulfil(wish, self.tr("带入上次的问题")):
            self._work.opened_finding.emit(made[0])

    def meet_again(self) -> None:
        """Note everybody of the last visit as present."""
        count: list[int] = []
        wish = lambda: count.append(carry.meet_again(self._work.desk, self._work.inspection_id))  # noqa: E731
        if self._work.fulfil(wish, self.tr("在场人员")):
            self._work.happened.emit("bench.met_again", {"count": count[0]})

    def introduce(self) -> None:
        """Note that certificates were shown and recusal was told."""
        if self._work.fulfil(
            lambda: carry.introduce(self._work.desk, self._work.inspection_id), self.tr("亮证告知")
        ):
            self._work.happened.emit("bench.introduced", {})

    def end_now(self) -> None:
        """Let the visit end now if nobody said when, and say so."""
        told: list[str] = []
        wish = lambda: told.append(carrying.end_of(self._work.desk, self._work.inspection_id))  # noqa: E731
        if self._work.fulfil(wish, self.tr("结束时间")) and told[0]:
            self._work.happened.emit("bench.ended_now", {"time": told[0]})

    def forget_phrase(self, offer: Offer) -> None:
        """Do not offer one of the office's own sentences any more."""
        if self._work.fulfil(lambda: memory.forget(self._work.desk, offer.phrase), self.tr("忘掉短语")):
            self._work.recall.renew_forgotten()
            self._work.happened.emit("bench.phrase_forgotten", {"fact": offer.phrase.fact})

    def make_paper(self, finding_ids: list[str], kind: str = "") -> None:
        """Begin the office's usual paper over the ticked findings; where two are possible, ask which."""
        bench = self._work.bench
        if bench is None:
            return
        kinds = [DocumentKind(kind)] if kind else list(carrying.kinds_for(bench, finding_ids))
        if len(kinds) != 1:
            self.kind_wanted.emit(kinds, finding_ids)
            return

        def wish() -> None:
            desk, inspection_id = self._work.desk, self._work.inspection_id
            self._work.work_on(carrying.begin_paper(desk, inspection_id, kinds[0], finding_ids))

        self._work.fulfil(wish, dict(bench.kinds).get(kinds[0], self.tr("新文书")))
