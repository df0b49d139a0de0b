"""专项检查: how the campaigns stand; they are planned and followed in the ledger."""

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.plans import plan_board
from inspector_app.casework.plans.plan_board import CampaignLine
from inspector_app.ui.administration.matter import Matter
from inspector_app.ui.controls.board_values import Block, Deed, Fact, Filter, Line, Sheet
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.style import typed
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Texts

GO, NEW = "go", "new"
OPEN, CLOSED = "open", "closed"
CLOSED_WORD, LATE, TO_APPROVE, RENEW, UNDER_WAY = "已办结", "有逾期", "待批准", "要重新报批", "进行中"


class CampaignsSection(Matter):
    """Shows the office's campaigns and leads to where they are worked on."""

    NAME = "campaigns"
    ICON = "map-pin"
    HINTS = (("Ctrl Enter", "去办理"),)

    def __init__(self, look: Look, jobs: Jobs, texts: Texts, over: QWidget, parent: QObject) -> None:
        super().__init__(look, jobs, texts, over, parent)
        self._told: dict[str, CampaignLine] = {}

    def word(self) -> str:
        """Return its name in the list of matters."""
        return self.tr("专项检查")

    def teach(self) -> str:
        """Return what is said while there is nothing."""
        return self.tr("没有专项检查。\n在“台账”的“计划”里新建、报批、排对象。")

    def filters(self) -> Sequence[Filter]:
        """Return the choices above the list."""
        return (Filter(OPEN, self.tr("未办结")), Filter(CLOSED, self.tr("已办结")))

    def acts(self) -> Sequence[Deed]:
        """Return what may be done without a line."""
        return (Deed(NEW, self.tr("去“计划”"), "arrow-right"),)

    def get_up(self) -> None:
        """Stop, and forget what was read."""
        super().get_up()
        self._told = {}

    def every(self, desk: Desk, chosen: str) -> Sequence[Line]:
        """Return the campaigns that are open, or closed."""
        told = plan_board.campaign_lines(desk)
        self._told = {one.campaign.id: one for one in told}
        wanted = [one for one in told if (one.campaign.closed_on is not None) == (chosen == CLOSED)]
        return [self._line(one) for one in wanted]

    def _state(self, one: CampaignLine) -> tuple[str, str]:
        if one.campaign.closed_on is not None:
            return CLOSED_WORD, "gray"
        if not one.campaign.approved:
            return TO_APPROVE, "amber"
        if one.renew:
            return RENEW, "amber"
        return (LATE, "red") if one.overdue else (UNDER_WAY, "blue")

    def _line(self, one: CampaignLine) -> Line:
        state, tone = self._state(one)
        done = self.tr("%s / %s 家") % (one.done, one.of)
        note = f"{one.owner} · {done}"
        last = typed.show_day(one.campaign.plan.last)
        return Line(one.campaign.id, one.campaign.plan.name, note, state, tone, last)

    def sheet(self, desk: Desk, known: str) -> Sheet:  # noqa: ARG002 - the list holds all of it
        """Return all about a campaign."""
        one = self._told.get(known)
        if one is None:
            return Sheet(known, "")
        plan, state = one.campaign.plan, self._state(one)
        approval = plan.approval
        facts = (
            Fact(self.tr("任务来源"), plan.source),
            Fact(self.tr("起止"), f"{typed.show_day(plan.first)} — {typed.show_day(plan.last)}"),
            Fact(self.tr("责任人"), one.owner),
            Fact(self.tr("批准"), f"{approval.approver} {approval.number}" if approval else ""),
            Fact(self.tr("进度"), self.tr("%s / %s 家") % (one.done, one.of)),
            Fact(self.tr("小结"), one.campaign.summary),
        )
        shown = tuple(each for each in facts if each.text or each.label != self.tr("小结"))
        deed = Deed(GO, self.tr("去办理"), "arrow-right", "Ctrl+Return", main=True)
        return Sheet(known, plan.name, *state, "", (Block(self.tr("专项检查"), shown),), (deed,))

    def do(self, code: str, known: str) -> None:
        """Lead to the ledger's plans."""
        self.section_requested.emit("plans", f"campaigns:{known}" if code == GO else "campaigns:")
