"""人员: everybody of the bureau, their certificates and roles; entered, changed, let in, let go."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import departing, staff
from inspector_app.casework.overview.departing import HANDED_OVER, Owed
from inspector_app.casework.overview.staff import PRESSING, Account, Member, Standing
from inspector_app.casework.people import roles
from inspector_app.casework.targets import registry
from inspector_app.domain.acts import Role
from inspector_app.domain.people import Officer
from inspector_app.ui.administration import staff_forms as forms
from inspector_app.ui.administration.matter import Matter
from inspector_app.ui.administration.words import said_roles
from inspector_app.ui.controls.board_values import Block, Deed, Fact, Filter, Line, Sheet
from inspector_app.ui.controls.form_values import Given
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.style import typed
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Texts

ALL, TO_DO, GONE = "all", "to_do", "gone"
ENTER, CHANGE, GIVE, LEAVE = "enter", "change", "give", "leave"
MOST_OWED = 40
"""Things owed that the sheet names; how many there are stands beside the heading."""
TONES = {
    Standing.OVER: "red",
    Standing.SOON: "amber",
    Standing.NEAR: "blue",
    Standing.EARLY: "blue",
    Standing.UNDATED: "amber",
    Standing.VALID: "green",
}


class StaffSection(Matter):
    """Looks after the bureau's people."""

    NAME = "staff"
    ICON = "users"
    NUMBERS = True
    HINTS = (
        ("Ctrl O", "登记人员"),
        ("Ctrl E", "修改"),
        ("Ctrl R", "给角色"),
        ("Ctrl Del", "离岗"),
    )

    def __init__(self, look: Look, jobs: Jobs, texts: Texts, over: QWidget, parent: QObject) -> None:
        super().__init__(look, jobs, texts, over, parent)
        self._told: dict[str, Member] = {}
        self._owed: dict[str, tuple[Owed, ...]] = {}
        self._officers: tuple[Officer, ...] = ()
        self._pressing = 0
        self._may_appoint = False

    def word(self) -> str:
        """Return its name in the list of matters."""
        return self.tr("人员")

    def teach(self) -> str:
        """Return what is said while there is nothing."""
        return {
            TO_DO: self.tr("没有要处理的执法证。\n已过期、30 日内到期和没有登记全的列在这里。"),
            GONE: self.tr("还没有人离岗。"),
        }.get(self.filter, self.tr("还没有登记人员。\n执法人员登记以后，检查和文书才能写上他们。"))

    def filters(self) -> Sequence[Filter]:
        """Return the choices above the list."""
        return (
            Filter(ALL, self.tr("在岗")),
            Filter(TO_DO, self.tr("要处理"), self._pressing),
            Filter(GONE, self.tr("已离岗")),
        )

    def acts(self) -> Sequence[Deed]:
        """Return what may be done without a line."""
        return (Deed(ENTER, self.tr("登记人员"), "user-plus", "Ctrl+O", why_not=self.why_not),)

    def pressing(self, _: Sequence[Line]) -> int:
        """Return how many certificates ask for something."""
        return self._pressing

    def get_up(self) -> None:
        """Stop, and forget what was read."""
        super().get_up()
        self._told, self._owed, self._officers, self._pressing = {}, {}, (), 0

    # Read beside the screen.

    def every(self, desk: Desk, chosen: str) -> Sequence[Line]:
        """Return the lines of a choice."""
        here = staff.staff(desk)
        self._pressing = sum(one.standing in PRESSING for one in here)
        shown = staff.left(desk) if chosen == GONE else here
        self._told = {one.id: one for one in (*here, *shown)}
        wanted = [one for one in shown if chosen != TO_DO or one.standing in PRESSING]
        return [self._line(one) for one in wanted]

    def _line(self, one: Member) -> Line:
        told = said_roles(one.account.roles) if one.account is not None else self.tr("没有登录账户")
        number = one.officer.certificate if one.officer is not None else ""
        note = " · ".join(part for part in (number, told) if part)
        if one.left_on is not None:
            return Line(one.id, one.name, one.left_why or note, str(one.standing), "gray", str(one.left_on))
        last = one.officer.valid_to if one.officer is not None else None
        left = "" if one.days_left is None else self._left(one.days_left)
        return Line(
            one.id, one.name, note, str(one.standing), TONES.get(one.standing, "gray"),
            typed.show_day(last), left,
        )  # fmt: skip

    def _left(self, days: int) -> str:
        return self.tr("已过 %s 天") % -days if days < 0 else self.tr("还有 %s 天") % days

    def _show(self, which: str, told: list[Line]) -> None:
        super()._show(which, told)
        if self.session is not None:
            self.view.show_filters(self.filters(), self.filter)

    def sheet(self, desk: Desk, known: str) -> Sheet:
        """Return all about a person."""
        one = staff.member(desk, known)
        if one is None:
            return Sheet(known, "")
        self._officers = registry.officers(desk.store)
        self._may_appoint = roles.may_appoint(desk)
        self._told[known] = one
        here = one.standing is not Standing.LEFT
        owed = self._owed[known] = departing.owed(desk, one) if here else ()
        blocks = [self._card(one), self._account(one)]
        if here:
            blocks.append(self._owes(owed))
        state, tone = str(one.standing), TONES.get(one.standing, "gray")
        return Sheet(known, one.name, state, tone, one.left_why, tuple(blocks), self._deeds(desk, one))

    def _card(self, one: Member) -> Block:
        officer = one.officer
        if officer is None:
            return Block(self.tr("执法证"), (Fact("", self.tr("人员名册里没有登记。")),))
        if officer.expert:
            return Block(self.tr("执法证"), (Fact("", self.tr("专家协助检查，不计入执法人员。")),))
        left = "" if one.days_left is None else self._left(one.days_left)
        return Block(
            self.tr("执法证"),
            (
                Fact(self.tr("执法证号"), officer.certificate),
                Fact(self.tr("有效期自"), typed.show_day(officer.valid_from)),
                Fact(
                    self.tr("有效期至"), f"{typed.show_day(officer.valid_to)}  {left}".strip(),
                    str(one.standing), TONES.get(one.standing, "gray"),
                ),
            ),
            self.tr("行政处罚法第四十二条"),
        )  # fmt: skip

    def _account(self, one: Member) -> Block:
        account = one.account
        if account is None:
            note = self.tr("没有登录账户。要登录的，用“设置”里的“再添加一人”，或由中心发加入码。")
            return Block(self.tr("登录和签名"), (Fact("", note),))
        facts = [
            Fact(self.tr("登录编号"), account.user),
            Fact(self.tr("角色"), said_roles(account.roles) or self.tr("今天没有角色")),
            Fact(self.tr("签名证书至"), typed.show_day(account.valid_to)),
        ]
        if account.withdrawn is not None:
            facts.append(
                Fact(self.tr("停用"), self.tr("自 %s 起") % account.withdrawn, self.tr("已停用"), "gray")
            )
        return Block(self.tr("登录和签名"), tuple(facts))

    def _owes(self, owed: Sequence[Owed]) -> Block:
        if not owed:
            return Block(self.tr("未了事项"), (Fact("", self.tr("没有未了的事项，可以办离岗。")),))
        facts = tuple(self._owes_one(one) for one in owed[:MOST_OWED])
        return Block(self.tr("未了事项"), facts, self.tr("共 %s 项") % len(owed))

    def _owes_one(self, one: Owed) -> Fact:
        tone = "blue" if one.kind in HANDED_OVER else "amber"
        return Fact("", one.what, str(one.kind), tone, one.link)

    def _deeds(self, desk: Desk, one: Member) -> tuple[Deed, ...]:
        if one.standing is Standing.LEFT:
            return ()
        no = self.why_not
        no_record = no or ("" if one.officer is not None else self.tr("人员名册里没有登记"))
        no_keys = "" if one.account is not None and one.account.keys else self.tr("没有可用的登录账户")
        no_role = no_keys or ("" if self._may_appoint else self.tr("给角色须由管理员签名"))
        own = one.account is not None and one.account.user == desk.user
        no_leave = no or (self.tr("本人不能给自己办离岗") if own else "")
        if one.account is not None and one.account.keys and not self._may_appoint:
            no_leave = no_leave or self.tr("停用登录账户须由管理员签名")
        return (
            Deed(LEAVE, self.tr("离岗"), "ban", "Ctrl+Del", why_not=no_leave),
            Deed(GIVE, self.tr("给角色"), "key-round", "Ctrl+R", why_not=no_role),
            Deed(CHANGE, self.tr("修改"), "pencil", "Ctrl+E", main=not no_record, why_not=no_record),
        )

    # Done.

    def do(self, code: str, known: str) -> None:
        """Do what a deed says."""
        one = self._told.get(known)
        if code == ENTER:
            self.ask(self._forms.officer(None), self._enter)
        elif one is None:
            return
        elif code == CHANGE and one.officer is not None:
            self.ask(self._forms.officer(one.officer), lambda desk, told: self._change(desk, one, told))
        elif code == GIVE and one.account is not None:
            account, form = one.account, self._forms.give(one.account, one.name)
            self.ask(form, lambda desk, told: self._give(desk, account, told), self._given_roles, signed=True)
        elif code == LEAVE:
            self._leave(one)

    @property
    def _forms(self) -> forms.StaffForms:
        return forms.StaffForms(self)

    def _enter(self, desk: Desk, told: Given) -> None:
        registry.add_officer(desk, forms.officer_of(desk, told))

    def _change(self, desk: Desk, one: Member, told: Given) -> None:
        registry.change_officer(desk, one.id, replace(forms.officer_of(desk, told), id=one.id))

    def _give(self, desk: Desk, account: Account, told: Given) -> tuple[str, frozenset[Role]]:
        last = forms.last_day(desk, told, account.valid_to)
        return account.name, roles.give(desk, account.user, forms.roles_of(told), last)

    def _given_roles(self, told: tuple[str, frozenset[Role]]) -> None:
        name, new = told
        self.said.emit("administration.roles_given", {"where": name, "roles": said_roles(new)})

    def _leave(self, one: Member) -> None:
        heirs = [each for each in self._officers if not each.expert and each.id != one.id]
        form = self._forms.leave(one, self._owed.get(one.id, ()), heirs)
        signed = one.account is not None and bool(one.account.keys)

        def does(desk: Desk, told: Given) -> str:
            day = departing.leave(desk, one.id, str(told.get("reason", "")), str(told.get("to", "")))
            return day.isoformat()

        def done(day: str) -> None:
            code = "administration.left" if signed else "administration.left_register"
            self.said.emit(code, {"where": one.name, "day": day})

        self.ask(form, does, done, signed=signed)
