"""项目清单: the year's task list, each item with owner, last day and measure of done."""

from collections.abc import Callable, Sequence
from functools import partial

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.plans import plan_board, plan_items
from inspector_app.casework.plans.plan_items import Item, Link
from inspector_app.domain.people import Officer
from inspector_app.domain.planning import TaskState
from inspector_app.ui.controls.board_values import Block, Deed, Fact, Line, Sheet
from inspector_app.ui.ledger.plans_forms import PlanForms, item_of, link_code
from inspector_app.ui.ledger.plans_part import TONES, Part, text
from inspector_app.ui.ledger.section import Section
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.typed import show_day

Offered = tuple[tuple[Officer, ...], dict[str, Link], tuple[tuple[str, str], ...], Item | None]
"""What the form of an item offers: officers, links by their code, and in words; the item that is changed."""


class ItemsPart(Part):
    """Shows the task list."""

    NAME = "items"

    def __init__(self, section: Section) -> None:
        super().__init__(section)
        self._forms = PlanForms(self)

    def word(self) -> str:
        """Return the word of the choice."""
        return self.tr("项目清单")

    def teach(self) -> str:
        """Return what is said while there is nothing."""
        return self.tr("工作项目化、项目清单化、清单责任化：每件事一行，写明谁、哪天前、看到什么才算完成。")

    def acts(self) -> Sequence[Deed]:
        """Return what may be done without an item."""
        return (Deed("new", self.tr("新的事项"), "plus", "Ctrl+Shift+N"),)

    def lines(self, desk: Desk) -> Sequence[Line]:
        """Return the items, what is overdue first."""
        return [self._line(one) for one in plan_board.item_lines(desk)]

    def _line(self, one: Item) -> Line:
        state = str(one.state)
        note = f"{one.owner} · {one.plan.measure}"
        due = show_day(one.plan.due)
        return Line(
            self.known(one.id), one.plan.title, note, state, TONES[state], due, left_words(one.days_left)
        )

    def sheet(self, desk: Desk, told: str) -> Sheet:
        """Return all about an item."""
        one = plan_board.item(desk, told)
        days = (
            self.tr("%1 至 %2").replace("%1", show_day(one.plan.begins)).replace("%2", show_day(one.plan.due))
        )
        head = [
            Fact(self.tr("责任人"), one.owner),
            Fact(self.tr("期限"), f"{days} {left_words(one.days_left)}".strip()),
            Fact(self.tr("完成标准"), one.plan.measure),
        ]
        if one.dropped:
            head.append(Fact(self.tr("取消理由"), one.dropped))
        blocks = [Block(self.tr("概况"), tuple(head))]
        if one.links:
            blocks.append(Block(self.tr("挂在"), tuple(self._links(desk, one))))
        notes = tuple(
            Fact(show_day(each.on), f"{each.text}", self.tr("已完成") if each.finished else "", "green")
            for each in one.notes
        )
        nothing = (Fact("", self.tr("还没有记进展。")),)
        blocks.append(Block(self.tr("进展"), notes or nothing))
        state = str(one.state)
        return Sheet(
            self.known(told), one.plan.title, state, TONES[state], "", tuple(blocks), self._deeds(one)
        )

    def _links(self, desk: Desk, one: Item) -> Sequence[Fact]:
        told = []
        for link, linked in zip(one.plan.links, one.links, strict=True):
            count = self.tr("已查 %1/%2").replace("%1", str(linked.done)).replace("%2", str(linked.of))
            way = f"plans:campaigns:{link.what}" if link.kind == plan_items.CAMPAIGN else ""
            tone = "green" if linked.complete else "blue"
            told.append(Fact("", plan_board.label_of(desk, link), count, tone, way))
        return told

    def _deeds(self, one: Item) -> tuple[Deed, ...]:
        dropped = self.tr("已经取消") if one.dropped else ""
        done = dropped or (self.tr("已经完成") if one.state is TaskState.DONE else "")
        return (
            Deed("finish", self.tr("已完成"), "circle-check", "Ctrl+G", why_not=done),
            Deed("change", self.tr("修改"), "pencil", "Ctrl+M", why_not=dropped),
            Deed("drop", self.tr("取消事项"), "", "Ctrl+Del", why_not=dropped),
            Deed("note", self.tr("记进展"), "plus", "Ctrl+Return", main=True, why_not=dropped),
        )

    def do(self, code: str, told: str) -> None:
        """Do what a deed says."""
        forms, section = self._forms, self.section
        ways: dict[str, Callable[[], object]] = {
            "new": lambda: self.prepare(lambda desk: _offered(desk, ""), self._write),
            "change": lambda: self.prepare(lambda desk: _offered(desk, told), self._write),
            "note": lambda: section.ask(
                forms.note(told, finished=False),
                lambda desk, given: plan_items.note(desk, told, text(given, "note")),
            ),
            "finish": lambda: section.ask(
                forms.note(told, finished=True),
                lambda desk, given: plan_items.note(desk, told, text(given, "note"), finished=True),
            ),
            "drop": lambda: section.ask(
                forms.drop(told), lambda desk, given: plan_items.drop(desk, told, text(given, "reason"))
            ),
        }
        ways[code]()

    def _write(self, offered: Offered) -> None:
        staff, links, words, one = offered
        item_id = one.id if one is not None else ""
        form = self._forms.item(staff, words, one.plan if one is not None else None, item_id)
        if one is not None:
            self.section.ask(
                form, lambda desk, given: plan_items.change(desk, item_id, item_of(desk, given, links))
            )
            return
        self.section.ask(
            form,
            lambda desk, given: plan_items.add(desk, item_of(desk, given, links)),
            lambda made: self.section.choose(self.known(made)),
        )


def _offered(desk: Desk, item_id: str) -> Offered:
    """Return what an item can hang on: campaigns under way, the rounds of this period, what it hangs on."""
    one = plan_board.item(desk, item_id) if item_id else None
    links = [Link(plan_items.CAMPAIGN, each.campaign.id) for each in plan_board.campaign_lines(desk)]
    links += [plan_items.round_link(each) for each in plan_board.round_lines(desk)]
    links += list(one.plan.links) if one is not None else []
    by_code = {link_code(each): each for each in links}
    named = map(partial(plan_board.label_of, desk), by_code.values())
    return plan_board.staff(desk), by_code, tuple(zip(by_code, named, strict=True)), one


def left_words(left: int | None) -> str:
    """Return how many days are left, or how many it is overdue, in words; empty when nothing is owed."""
    if left is None:
        return ""
    return said("逾期 %s 天") % -left if left < 0 else said("剩 %s 天") % left
