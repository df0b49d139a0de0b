"""The forms of campaigns and of the task list: what they ask, and what of it becomes of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.plans import plan_items
from inspector_app.casework.plans.campaigns import NewCampaign
from inspector_app.casework.plans.plan_items import Link, NewItem
from inspector_app.domain.people import Officer
from inspector_app.ui.controls.form_values import Asks, Field, Form, Given
from inspector_app.ui.ledger.plans_part import codes, day_field, must_day, people, text

Choices = Sequence[tuple[str, str]]


class PlanForms(QObject):
    """Makes the forms; knows no store."""

    def campaign(
        self, staff: Sequence[Officer], lists: Choices, told: NewCampaign | None, about: str
    ) -> Form:
        """Return the form of a campaign: a new one, or one that is changed."""
        title = self.tr("修改专项检查") if told else self.tr("新的专项检查")
        note = self.tr("批准之后延长期限或者增加对象，要重新报批，之后才能去检查。")
        lists_ticked = "\n".join(told.checklists) if told else ""
        return Form(
            "campaign_form",
            title,
            (
                Field(
                    "name",
                    self.tr("名称"),
                    value=told.name if told else "",
                    hint=self.tr("如 2026年冬季施工专项检查"),
                    needed=True,
                ),
                Field(
                    "source",
                    self.tr("任务来源"),
                    value=told.source if told else "",
                    hint=self.tr("检查记录上写的来源，检查表按它的字样出现"),
                    needed=True,
                ),
                day_field("first", self.tr("第一天"), told.first if told else None),
                day_field("last", self.tr("最后一天"), told.last if told else None),
                Field(
                    "owner",
                    self.tr("责任人"),
                    Asks.CHOICE,
                    told.owner_id if told else "",
                    people(staff),
                    self.tr("请选择"),
                    needed=True,
                ),
                Field("checklists", self.tr("检查表"), Asks.TICKS, lists_ticked, tuple(lists)),
            ),
            self.tr("保存") if told else self.tr("新建"),
            about=about,
            note=note if told and told.approval else "",
        )

    def approval(self, name: str, about: str) -> Form:
        """Return the form of an approval."""
        return Form(
            "campaign_approval",
            self.tr("记下批准"),
            (
                Field("approver", self.tr("批准人"), needed=True),
                Field("at", self.tr("批准时间"), Asks.MOMENT, hint="2026-11-20 09:30", needed=True),
                Field("number", self.tr("批准文号"), needed=True),
            ),
            self.tr("记下"),
            about=about,
            note=self.tr("批准的是“%s”现在的起止日期和清单（国办发〔2024〕54号）。") % name,
        )

    def begin(self, lines: Choices, chosen: str, about: str) -> Form:
        """Return the form that asks where a visit of a campaign begins."""
        first = chosen or (lines[0][0] if lines else "")
        return Form(
            "campaign_begin",
            self.tr("开始检查"),
            (Field("target", self.tr("对象"), Asks.CHOICE, first, tuple(lines), needed=True),),
            self.tr("开始检查"),
            about=f"{about}:{first}",
            note=self.tr("来源、批准、检查表和检查人员按专项检查填好。"),
            icon="arrow-right",
        )

    def find(self, about: str) -> Form:
        """Return the form that asks which targets to look for."""
        return Form(
            "campaign_find",
            self.tr("加入对象"),
            (
                Field(
                    "words", self.tr("找哪些"), hint=self.tr("任意两个字，或拼音首字母；工地、单位、地址都行")
                ),
            ),
            self.tr("查找"),
            about=about,
            icon="search",
        )

    def add(self, found: Choices, staff: Sequence[Officer], owner: str, about: str) -> Form:
        """Return the form that asks which of what was found goes in, who goes there and by when."""
        return Form(
            "campaign_add",
            self.tr("加入对象"),
            (
                Field("targets", self.tr("对象"), Asks.TICKS, choices=tuple(found), needed=True),
                Field("officers", self.tr("责任人"), Asks.CHOICE, owner, people(staff), needed=True),
                Field("second", self.tr("同去的人"), Asks.CHOICE, choices=people(staff)),
                Field("day", self.tr("哪天前查"), Asks.DAY, hint="2026-11-27、5工", needed=True),
            ),
            self.tr("加入"),
            about=about,
            icon="plus",
        )

    def from_draw(self, drawn: Choices, about: str) -> Form:
        """Return the form that asks which draw goes in."""
        return Form(
            "campaign_draw",
            self.tr("按抽取结果加入"),
            (
                Field(
                    "draw",
                    self.tr("哪次抽取"),
                    Asks.CHOICE,
                    drawn[0][0] if drawn else "",
                    tuple(drawn),
                    self.tr("请选择"),
                    needed=True,
                ),
                Field("day", self.tr("哪天前查"), Asks.DAY, hint="2026-11-27、5工", needed=True),
            ),
            self.tr("加入"),
            about=about,
            note=self.tr("按抽出的顺序加入，每个对象连同抽到的两名执法人员。"),
            icon="plus",
        )

    def reassign(self, lines: Choices, staff: Sequence[Officer], about: str) -> Form:
        """Return the form that gives a target to other officers or another day."""
        same = (("", self.tr("不变")), *people(staff))
        return Form(
            "campaign_reassign",
            self.tr("换人或改期"),
            (
                self._target(lines),
                Field("officers", self.tr("责任人"), Asks.CHOICE, "", same),
                Field("second", self.tr("同去的人"), Asks.CHOICE, "", same),
                Field("day", self.tr("哪天前查"), Asks.DAY, hint=self.tr("不填就不变")),
            ),
            self.tr("保存"),
            about=about,
        )

    def _target(self, lines: Choices) -> Field:
        first = lines[0][0] if lines else ""
        return Field("target", self.tr("对象"), Asks.CHOICE, first, tuple(lines), needed=True)

    def remove(self, lines: Choices, about: str) -> Form:
        """Return the form that takes a target out."""
        return Form(
            "campaign_remove",
            self.tr("移出对象"),
            (
                self._target(lines),
                Field("reason", self.tr("理由"), Asks.TEXT, needed=True),
            ),
            self.tr("移出"),
            about=about,
            note=self.tr("移出的对象连同理由会一直留在清单里。"),
            icon="x",
        )

    def close(self, left: int, about: str) -> Form:
        """Return the form that closes a campaign.

        Args:
            left: targets that were not visited.
        """
        told = (
            self.tr("结束后不能再改。")
            if not left
            else self.tr("结束后不能再改；没有查的 %s 家照样留名。") % left
        )
        return Form(
            "campaign_close",
            self.tr("结束专项检查"),
            (Field("summary", self.tr("小结"), Asks.TEXT, needed=True),),
            self.tr("结束"),
            about=about,
            note=told,
            final=True,
        )

    def item(self, staff: Sequence[Officer], links: Choices, told: NewItem | None, about: str) -> Form:
        """Return the form of an item of the task list."""
        ticked = "\n".join(link_code(one) for one in told.links) if told else ""
        return Form(
            "item_form",
            self.tr("修改事项") if told else self.tr("新的事项"),
            (
                Field("title", self.tr("做什么"), value=told.title if told else "", needed=True),
                Field(
                    "owner",
                    self.tr("责任人"),
                    Asks.CHOICE,
                    told.owner_id if told else "",
                    people(staff),
                    self.tr("请选择"),
                    needed=True,
                ),
                day_field("begins", self.tr("开始"), told.begins if told else None),
                day_field("due", self.tr("截止"), told.due if told else None),
                Field(
                    "measure",
                    self.tr("完成标准"),
                    value=told.measure if told else "",
                    hint=self.tr("看到什么才算完成"),
                    needed=True,
                ),
                Field("links", self.tr("挂在"), Asks.TICKS, ticked, tuple(links)),
            ),
            self.tr("保存") if told else self.tr("新建"),
            about=about,
            note=self.tr("挂上专项检查或定期检查的事项，查完了自己就算完成。"),
        )

    def note(self, about: str, *, finished: bool) -> Form:
        """Return the form of a note of progress, or of the last one."""
        return Form(
            "item_finish" if finished else "item_note",
            self.tr("记下已完成") if finished else self.tr("记进展"),
            (Field("note", self.tr("怎么完成的") if finished else self.tr("进展"), Asks.TEXT, needed=True),),
            self.tr("记下"),
            about=about,
        )

    def drop(self, about: str) -> Form:
        """Return the form that drops an item."""
        return Form(
            "item_drop",
            self.tr("取消事项"),
            (Field("reason", self.tr("理由"), Asks.TEXT, needed=True),),
            self.tr("取消事项"),
            about=about,
            note=self.tr("取消的事项连同理由会一直留在清单里，不能再改。"),
            final=True,
            icon="x",
        )


def campaign_of(desk: Desk, given: Given, before: NewCampaign | None = None) -> NewCampaign:
    """Return a campaign as it was filled in; its approval stays.

    Raises:
        RuleError: `ui.bad_day`.
    """
    made = NewCampaign(
        text(given, "name"),
        text(given, "source"),
        must_day(desk, given, "first"),
        must_day(desk, given, "last"),
        text(given, "owner"),
        codes(given, "checklists"),
    )
    return replace(made, approval=before.approval) if before is not None else made


def item_of(desk: Desk, given: Given, links: Mapping[str, Link]) -> NewItem:
    """Return an item as it was filled in.

    Raises:
        RuleError: `ui.bad_day`.
    """
    return NewItem(
        text(given, "title"),
        text(given, "owner"),
        must_day(desk, given, "begins"),
        must_day(desk, given, "due"),
        text(given, "measure"),
        tuple(links[one] for one in codes(given, "links") if one in links),
    )


def link_code(link: plan_items.Link) -> str:
    """Return how a link is called among the ticks of a form."""
    return f"{link.kind}|{link.what}"
