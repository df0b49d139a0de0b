"""The sheet of a campaign: what was approved, how it stands with each officer, and its targets."""

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.plans.campaign_targets import CampaignProgress, Line
from inspector_app.domain.planning import Progress
from inspector_app.ui.controls.board_values import Block, Deed, Fact
from inspector_app.ui.ledger.plans_part import TONES
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.typed import show_day, show_moment

MOST_SHOWN = 24
"""Targets shown one by one; what is owed comes first, so those behind are done or not due yet."""

_ORDER = (
    Progress.OVERDUE,
    Progress.UNDER_WAY,
    Progress.DUE,
    Progress.DONE,
    Progress.LATER,
    Progress.CLOSED,
    Progress.REMOVED,
)
COUNTED = (Progress.DONE, Progress.UNDER_WAY, Progress.DUE, Progress.OVERDUE, Progress.REMOVED)


def entry_words(line: Line) -> str:
    """Return a target of a campaign in one line: its name, who goes and by when."""
    who = "、".join(line.officers)
    return " · ".join(one for one in (line.target, who, f"{line.day:%m-%d}") if one)


class CampaignSheets:
    """Makes the blocks and deeds of one campaign's sheet."""

    def __init__(self, desk: Desk, told: CampaignProgress, owner: str) -> None:
        self._desk, self._told, self._owner = desk, told, owner
        self._standing = [one for one in told.lines if one.removed_on is None]

    def blocks(self) -> tuple[Block, ...]:
        """Return what is known of it."""
        made = [Block(said("概况"), self._head()), self._progress(), self._targets()]
        campaign = self._told.campaign
        if campaign.closed_on is not None:
            made.insert(0, Block(said("小结"), (Fact(show_day(campaign.closed_on), campaign.summary),)))
        return tuple(made)

    def _head(self) -> tuple[Fact, ...]:
        plan, rules = self._told.campaign.plan, self._desk.rules
        lists = [rules.checklists[one].name for one in plan.checklists if one in rules.checklists]
        days = said("%1 至 %2").replace("%1", show_day(plan.first)).replace("%2", show_day(plan.last))
        told = [Fact(said("期限"), days), Fact(said("责任人"), self._owner), *self._approval()]
        if lists:
            told.append(Fact(said("检查表"), "、".join(lists)))
        return tuple(told)

    def _approval(self) -> list[Fact]:
        campaign = self._told.campaign
        approval = campaign.plan.approval
        if approval is None or not campaign.approved:
            why = said("没有批准不能开始检查（国办发〔2024〕54号）")
            return [Fact(said("批准"), why, said("待批准"), "amber")]
        told = f"{approval.approver} {show_moment(approval.at)} {approval.number}"
        facts = [Fact(said("批准"), told)]
        scope = campaign.scope
        if scope is not None and campaign.lengthened:
            words = said("期限已改，原来批准的是 %1 至 %2")
            words = words.replace("%1", show_day(scope.first)).replace("%2", show_day(scope.last))
            facts.append(Fact(said("重新报批"), words, said("待重新报批"), "amber"))
        beyond = campaign.beyond(one.target_id for one in self._standing)
        if beyond:
            words = said("批准之后加入的 %s 家还没有批准") % len(beyond)
            facts.append(Fact(said("重新报批"), words, said("待重新报批"), "amber"))
        return facts

    def _progress(self) -> Block:
        told = self._told
        shares = [
            Fact(one.name, self._share(one.of, one.done, one.under_way, one.due, one.overdue))
            for one in told.shares
        ]
        count = said("已查 %1/%2").replace("%1", str(told.count(Progress.DONE))).replace("%2", str(told.of))
        return Block(said("进度"), tuple(shares), count)

    def _share(self, of: int, done: int, under_way: int, due: int, overdue: int) -> str:
        counts = ((Progress.DONE, done), (Progress.UNDER_WAY, under_way), (Progress.DUE, due))
        parts = [said("负责 %s 家") % of]
        for progress, count in (*counts, (Progress.OVERDUE, overdue)):
            if count:
                parts.append(f"{said(str(progress))} {count}")
        return " · ".join(parts)

    def _targets(self) -> Block:
        lines = sorted(self._told.lines, key=lambda one: (_ORDER.index(one.standing.progress), one.day))
        facts = [self._target(one) for one in lines[:MOST_SHOWN]]
        if len(lines) > MOST_SHOWN:
            facts.append(Fact("", said("还有 %s 家没有列出") % (len(lines) - MOST_SHOWN)))
        if not facts:
            facts.append(Fact("", said("还没有对象：按名称查找，或者按抽取结果加入。")))
        counts = [(one, self._told.count(one)) for one in COUNTED]
        note = " · ".join(f"{said(str(one))} {count}" for one, count in counts if count)
        return Block(said("对象"), tuple(facts), note)

    def _target(self, line: Line) -> Fact:
        became = line.standing
        tone = TONES[str(became.progress)]
        if line.removed_on is not None:
            label, told = show_day(line.removed_on), f"{line.target}：{line.reason}"
            return Fact(label, told, str(became.progress), tone)
        label = show_day(became.on) if became.on else said("%s 前") % f"{line.day:%m-%d}"
        told = f"{line.target} · {'、'.join(line.officers)}"
        state = said("迟于计划") if became.late else str(became.progress)
        return Fact(label, told, state, "amber" if became.late else tone, self._way(line))

    def _way(self, line: Line) -> str:
        if line.standing.visit_id:
            return f"bench:{line.standing.visit_id}:"
        if self._cannot_begin():
            return ""
        return f"campaigns:{self._told.campaign.id}/{line.id}"

    def _cannot_begin(self) -> str:
        campaign, today = self._told.campaign, self._desk.today()
        if campaign.closed_on is not None:
            return said("已经结束")
        if not campaign.approved:
            return said("还没有批准")
        if today < campaign.plan.first:
            return said("还没有到第一天")
        if today > campaign.plan.last:
            return said("期限已过")
        return ""

    def deeds(self) -> tuple[Deed, ...]:
        """Return what may be done with it, and why what may not."""
        told = self._told
        closed = said("已经结束") if told.campaign.closed_on is not None else ""
        left = told.count(Progress.DUE) + told.count(Progress.OVERDUE)
        none = closed or ("" if left else said("没有待检查的对象"))
        running = said("有检查还没有结束") if told.count(Progress.UNDER_WAY) else ""
        begin = self._cannot_begin() or none
        return (
            Deed("add", said("加入对象"), "plus", "Ctrl+T", why_not=closed),
            Deed("draw", said("按抽取加入"), "", "Ctrl+D", why_not=closed),
            Deed("approve", said("记下批准"), "stamp", "Ctrl+G", why_not=closed),
            Deed("change", said("修改"), "pencil", "Ctrl+M", why_not=closed),
            Deed("reassign", said("换人或改期"), "", "Ctrl+E", why_not=none),
            Deed("remove", said("移出"), "", "Ctrl+Del", why_not=none),
            Deed("close", said("结束"), "", "Ctrl+L", why_not=closed or running),
            Deed("begin", said("开始检查"), "arrow-right", "Ctrl+Return", main=True, why_not=begin),
        )
