"""The forms of the bureau's people: what they ask, and what of it becomes of them."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QObject

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview.departing import Owed, stays
from inspector_app.casework.overview.staff import Account, Member
from inspector_app.casework.people.accounts import MAY_BE_GIVEN
from inspector_app.domain.acts import Role
from inspector_app.domain.errors import RuleError
from inspector_app.domain.people import Officer
from inspector_app.ui.administration.words import said_role
from inspector_app.ui.controls.form_values import Asks, Field, Form, Given
from inspector_app.ui.style import typed
from inspector_app.ui.style.translation import said

MOST_TOLD = 12
"""Things owed that a form names; the sheet has all of them."""


class StaffForms(QObject):
    """Makes the forms; knows no store."""

    def officer(self, told: Officer | None) -> Form:
        """Return the form of a person of the bureau: a new one, or one that is changed."""
        first, last = (told.valid_from, told.valid_to) if told else (None, None)
        return Form(
            "staff_officer",
            self.tr("修改人员") if told else self.tr("登记人员"),
            (
                Field("name", self.tr("姓名"), value=told.name if told else "", needed=True),
                Field("certificate", self.tr("执法证号"), value=told.certificate if told else ""),
                Field("first", self.tr("有效期自"), Asks.DAY, typed.show_day(first)),
                Field("last", self.tr("有效期至"), Asks.DAY, typed.show_day(last)),
                Field(
                    "expert",
                    self.tr("专家（协助检查，不计入执法人员）"),
                    Asks.TICK,
                    "1" if told is not None and told.expert else "",
                ),
            ),
            self.tr("保存") if told else self.tr("登记"),
            about=told.id if told else "",
        )

    def give(self, account: Account, name: str) -> Form:
        """Return the form by which an administrator gives roles."""
        free = [one for one in MAY_BE_GIVEN if one not in account.roles]
        return Form(
            "staff_give",
            self.tr("给角色"),
            (
                Field(
                    "roles",
                    self.tr("新的角色"),
                    Asks.TICKS,
                    choices=tuple((one.value, said_role(one)) for one in free),
                    needed=True,
                ),
                Field("until", self.tr("到哪一天"), Asks.DAY, hint=self.tr("不填与其签名证书相同")),
            ),
            self.tr("签名给出"),
            about=account.user,
            note=self.tr(
                "给%s的角色由您签名，随同步到各台电脑。单独一个角色收不回来：要减少，先停用，再重新开通。"
            )
            % name,
            final=True,
            icon="key-round",
        )

    def leave(self, one: Member, owed: Sequence[Owed], heirs: Sequence[Officer]) -> Form:
        """Return the form by which somebody leaves: what they owe, who goes on, and why."""
        fields: list[Field] = []
        if owed:
            words = "\n".join(f"{said(str(each.kind))}：{each.what}" for each in owed[:MOST_TOLD])
            more = len(owed) - MOST_TOLD
            if more > 0:
                words += "\n" + self.tr("还有 %s 项，见右侧。") % more
            fields.append(Field("owed", self.tr("未了事项"), Asks.TOLD, words))
        if owed and not stays(owed):
            names = tuple((each.id, each.name) for each in heirs)
            fields.append(Field("to", self.tr("由谁接办"), Asks.CHOICE, choices=names, needed=True))
        fields.append(Field("reason", self.tr("离岗原因"), hint=self.tr("调离、退休、辞职"), needed=True))
        return Form(
            "staff_leave",
            self.tr("%s离岗") % one.name,
            tuple(fields),
            self.tr("办理离岗"),
            about=one.id,
            note=self._follows(one, owed),
            final=True,
            icon="ban",
        )

    def _follows(self, one: Member, owed: Sequence[Owed]) -> str:
        if stays(owed):
            return self.tr("下面有只能由本人了结的事项，了结以前不能离岗。")
        if one.account is not None and one.account.keys:
            return self.tr("从明天起登录和签名停用，签过的文书仍然有效。各台电脑同步以后删除其登录。")
        return self.tr("从人员名册里移出，以前的检查和文书不变。")


def officer_of(desk: Desk, told: Given) -> Officer:
    """Return the person that a form was filled in with.

    Raises:
        RuleError: `registry.officer_name_missing`, `ui.bad_day`, `administration.days_turned`.
    """
    name = str(told.get("name", "")).strip()
    if not name:
        raise RuleError("registry.officer_name_missing", where="staff.name")
    first, last = (_day(desk, told, code) for code in ("first", "last"))
    if first is not None and last is not None and last < first:
        raise RuleError("administration.days_turned", where="staff.last", first=first, last=last)
    number = str(told.get("certificate", "")).strip()
    return Officer("", name, number, first, last, expert=told.get("expert") is True)


def _day(desk: Desk, told: Given, code: str) -> date | None:
    return typed.day(str(told.get(code, "")), desk.today(), desk.rules.calendar, where=f"staff.{code}")


def roles_of(told: Given) -> frozenset[Role]:
    """Return the roles that were ticked."""
    ticked = told.get("roles")
    return frozenset(Role(str(one)) for one in ticked) if isinstance(ticked, list) else frozenset()


def last_day(desk: Desk, told: Given, usual: date) -> date:
    """Return the day that was typed, the usual one where none was.

    Raises:
        RuleError: `ui.bad_day`.
    """
    return _day(desk, told, "until") or usual
