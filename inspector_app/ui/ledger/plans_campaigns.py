"""专项检查: campaigns under way, their targets, and what is done with them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import target_book
from inspector_app.casework.people.names import Names
from inspector_app.casework.plans import campaign_targets, campaign_visits, campaigns, plan_board
from inspector_app.casework.plans.campaign_targets import CampaignProgress, NewEntry
from inspector_app.casework.plans.campaign_targets import Line as EntryLine
from inspector_app.casework.plans.campaign_visits import Begun
from inspector_app.casework.plans.plan_board import CampaignLine
from inspector_app.domain.inspections import Approval
from inspector_app.domain.people import Officer
from inspector_app.domain.planning import Progress
from inspector_app.ui.controls.board_values import Deed, Line, Sheet
from inspector_app.ui.controls.form_values import Given
from inspector_app.ui.ledger.plans_campaign_sheet import CampaignSheets, entry_words
from inspector_app.ui.ledger.plans_forms import PlanForms, campaign_of
from inspector_app.ui.ledger.plans_part import Part, codes, day, must_day, text
from inspector_app.ui.ledger.section import Section
from inspector_app.ui.style import typed
from inspector_app.ui.style.typed import show_day

OPEN = (Progress.OVERDUE, Progress.DUE)
UNVISITED = (*OPEN, Progress.REMOVED)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the forms of a campaign offer, read beside the screen."""

    told: CampaignProgress
    staff: tuple[Officer, ...]
    draws: tuple[tuple[str, str], ...] = ()

    def lines(self, *progress: Progress) -> tuple[tuple[str, str], ...]:
        """Return its targets that became one of these as choices, those whose day comes first first."""
        chosen = [one for one in self.told.lines if one.standing.progress in progress]
        return tuple((one.id, entry_words(one)) for one in sorted(chosen, key=lambda one: one.day))

    def line(self, entry_id: str) -> EntryLine:
        """Return one of its targets."""
        return next(one for one in self.told.lines if one.id == entry_id)


class CampaignsPart(Part):
    """Shows campaigns; begins their visits."""

    NAME = "campaigns"

    def __init__(self, section: Section) -> None:
        super().__init__(section)
        self._forms = PlanForms(self)

    def word(self) -> str:
        """Return the word of the choice."""
        return self.tr("专项检查")

    def teach(self) -> str:
        """Return what is said while there is nothing."""
        return self.tr(
            "这里列出专项检查：查哪些对象、谁负责、哪天前查、查了多少。\n先新建，加入对象，记下批准，再从这里开始检查。"
        )

    def acts(self) -> Sequence[Deed]:
        """Return what may be done without a campaign."""
        return (Deed("new", self.tr("新的专项检查"), "plus", "Ctrl+Shift+N"),)

    def lines(self, desk: Desk) -> Sequence[Line]:
        """Return the campaigns: those under way by their last day, then the closed ones."""
        return [self._line(one) for one in plan_board.campaign_lines(desk)]

    def _line(self, one: CampaignLine) -> Line:
        plan, closed = one.campaign.plan, one.campaign.closed_on
        count = self.tr("已查 %1/%2").replace("%1", str(one.done)).replace("%2", str(one.of))
        note = f"{count} · {one.owner}"
        state, tone = self.state(one)
        return Line(self.known(one.campaign.id), plan.name, note, state, tone, show_day(closed or plan.last))

    def state(self, one: CampaignLine) -> tuple[str, str]:
        """Return the state of a campaign and its tone."""
        if one.campaign.closed_on is not None:
            return self.tr("已结束"), "gray"
        if not one.campaign.approved:
            return self.tr("待批准"), "amber"
        if one.renew:
            return self.tr("待重新报批"), "amber"
        if one.overdue:
            return self.tr("逾期 %s 家") % one.overdue, "red"
        done = one.of and one.done == one.of
        return (self.tr("已查完"), "green") if done else (self.tr("进行中"), "blue")

    def sheet(self, desk: Desk, told: str) -> Sheet:
        """Return all about a campaign."""
        progress = campaign_targets.progress(desk, told)
        names = Names(desk.store)
        one = plan_board.campaign_line(desk, progress.campaign, names)
        state, tone = self.state(one)
        made = CampaignSheets(desk, progress, one.owner)
        plan = progress.campaign.plan
        blocks, deeds = made.blocks(), made.deeds()
        return Sheet(self.known(told), plan.name, state, tone, plan.source, blocks, deeds)

    def do(self, code: str, told: str) -> None:
        """Do what a deed says."""
        ways: dict[str, Callable[[str], None]] = {
            "new": lambda _: self.prepare(lambda desk: (desk, plan_board.staff(desk)), self._new),
            "change": lambda one: self._asked(one, self._change),
            "approve": lambda one: self._asked(one, self._approve),
            "begin": lambda one: self._asked(one, self._begin),
            "add": self._find,
            "draw": lambda one: self._asked(one, self._from_draw),
            "reassign": lambda one: self._asked(one, self._reassign),
            "remove": lambda one: self._asked(one, self._remove),
            "close": lambda one: self._asked(one, self._close),
        }
        ways[code](told)

    def lead(self, told: str) -> None:
        """Ask whether a visit begins at a line: `campaign/entry`."""
        campaign_id, _, entry_id = told.partition("/")
        self._asked(campaign_id, lambda asked: self._begin(asked, entry_id))

    def _asked(self, campaign_id: str, then: Callable[[Asked], None]) -> None:
        self.prepare(lambda desk: _asked(desk, campaign_id), then)

    def _new(self, told: tuple[Desk, tuple[Officer, ...]]) -> None:
        desk, staff = told
        form = self._forms.campaign(staff, _lists(desk), None, "")
        self.section.ask(
            form,
            lambda desk, given: campaigns.make(desk, campaign_of(desk, given)),
            lambda made: self.section.choose(self.known(made)),
        )

    def _change(self, asked: Asked) -> None:
        session = self.section.session
        if session is None:
            return
        one = asked.told.campaign
        form = self._forms.campaign(asked.staff, _lists(session.desk), one.plan, one.id)
        self.section.ask(
            form, lambda desk, given: campaigns.change(desk, one.id, campaign_of(desk, given, one.plan))
        )

    def _approve(self, asked: Asked) -> None:
        one = asked.told.campaign

        def does(desk: Desk, given: Given) -> None:
            at = typed.moment(text(given, "at"), desk.today(), desk.rules.calendar, where="at")
            campaigns.approve(desk, one.id, Approval(text(given, "approver"), at, text(given, "number")))

        self.section.ask(self._forms.approval(one.plan.name, one.id), does)

    def _begin(self, asked: Asked, chosen: str = "") -> None:
        one = asked.told.campaign

        def does(desk: Desk, given: Given) -> Begun:
            line = asked.line(text(given, "target"))
            return campaign_visits.begin(desk, one.id, line.target_id)

        def done(begun: Begun) -> None:
            self.open_bench(begun.inspection_id)
            self.warn(begun.warning)

        self.section.ask(self._forms.begin(asked.lines(*OPEN), chosen, one.id), does, done)

    def _find(self, campaign_id: str) -> None:
        def does(desk: Desk, given: Given) -> tuple[tuple[tuple[str, str], ...], Asked]:
            words = text(given, "words")
            found = {one.id: one for one in target_book.find_lines(desk, words)}
            left = plan_board.addable(desk, campaign_id, list(found), words)
            asked = _asked(desk, campaign_id)
            return tuple((one, " · ".join(_told(found[one].name, found[one].address))) for one in left), asked

        self.section.ask(self._forms.find(campaign_id), does, lambda told: self._add(*told))

    def _add(self, found: tuple[tuple[str, str], ...], asked: Asked) -> None:
        one = asked.told.campaign

        def does(desk: Desk, given: Given) -> None:
            by, going = must_day(desk, given, "day"), _going(given)
            campaign_targets.add(
                desk, one.id, [NewEntry(each, going, by) for each in codes(given, "targets")]
            )

        self.section.ask(self._forms.add(found, asked.staff, one.plan.owner_id, one.id), does)

    def _from_draw(self, asked: Asked) -> None:
        one = asked.told.campaign

        def does(desk: Desk, given: Given) -> None:
            campaign_targets.from_draw(desk, one.id, text(given, "draw"), must_day(desk, given, "day"))

        self.section.ask(self._forms.from_draw(asked.draws, one.id), does)

    def _reassign(self, asked: Asked) -> None:
        def does(desk: Desk, given: Given) -> None:
            line = asked.line(text(given, "target"))
            owner = text(given, "officers") or line.owner_id
            others = [text(given, "second")] if text(given, "second") else line.officer_ids[1:]
            going = tuple(dict.fromkeys((owner, *others)))
            campaign_targets.reassign(desk, line.id, going, day(desk, given, "day") or line.day)

        one = asked.told.campaign
        self.section.ask(self._forms.reassign(asked.lines(*OPEN), asked.staff, one.id), does)

    def _remove(self, asked: Asked) -> None:
        one = asked.told.campaign
        self.section.ask(
            self._forms.remove(asked.lines(*OPEN), one.id),
            lambda desk, given: campaign_targets.remove(desk, text(given, "target"), text(given, "reason")),
        )

    def _close(self, asked: Asked) -> None:
        one, told = asked.told.campaign, asked.told
        left = told.of - told.count(Progress.DONE)
        self.section.ask(
            self._forms.close(left, one.id),
            lambda desk, given: campaign_targets.close(desk, one.id, text(given, "summary")),
        )


def _asked(desk: Desk, campaign_id: str) -> Asked:
    drawn = tuple((one.id, one.pool.occasion) for one in plan_board.draw_lines(desk) if one.seed)
    return Asked(campaign_targets.progress(desk, campaign_id), plan_board.staff(desk), drawn)


def _lists(desk: Desk) -> tuple[tuple[str, str], ...]:
    return tuple((one.id, one.name) for one in desk.rules.checklists.values())


def _going(given: Given) -> tuple[str, ...]:
    told = (text(given, "officers"), text(given, "second"))
    return tuple(dict.fromkeys(one for one in told if one))


def _told(*parts: str) -> list[str]:
    return [one for one in parts if one]
