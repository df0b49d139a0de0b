"""设备: the office's laptops: machine codes, who wrote last and when, which are shut out."""

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import machines
from inspector_app.casework.overview.machines import Machine
from inspector_app.casework.people import backups
from inspector_app.domain.chinese import CHINA
from inspector_app.ui.administration import machines_joining
from inspector_app.ui.administration.matter import ADMINISTRATORS, Matter
from inspector_app.ui.controls.board_values import Block, Deed, Fact, Filter, Line, Sheet
from inspector_app.ui.controls.form_values import Asks, Field, Form, Given
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.style import typed
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.words import Texts

ALL, JOIN = "all", "join"
SHUT, SYNC = "shut", "sync"
OWN, SHUT_OUT, IN_USE, SILENT = "本机", "已停用", "使用中", "没有消息"
SILENT_DAYS, FEW_CODES = 30, 1


class MachinesSection(Matter):
    """Looks after the office's laptops."""

    NAME = "machines"
    ICON = "monitor"
    WHO = ADMINISTRATORS
    HINTS = (
        ("Ctrl O", "登记新电脑"),
        ("Ctrl Shift C", "复制命令"),
        ("Ctrl Del", "停用"),
        ("Ctrl G", "同步和备份"),
    )

    def __init__(self, look: Look, jobs: Jobs, texts: Texts, over: QWidget, parent: QObject) -> None:
        super().__init__(look, jobs, texts, over, parent)
        self._told: dict[str, Machine] = {}

    def word(self) -> str:
        """Return its name in the list of matters."""
        return self.tr("设备")

    def teach(self) -> str:
        """Return what is said while there is nothing."""
        return self.tr("没有登记的电脑。\n新的电脑用中心发的加入码登记，同步以后列在这里。")

    def filters(self) -> Sequence[Filter]:
        """Return the choices above the list."""
        return (Filter(ALL, self.tr("电脑")), Filter(JOIN, self.tr("登记新电脑")))

    def acts(self) -> Sequence[Deed]:
        """Return what may be done without a line: everybody may read how a laptop comes in."""
        return (Deed(JOIN, self.tr("登记新电脑"), "plus", "Ctrl+O"),)

    def get_up(self) -> None:
        """Stop, and forget what was read."""
        super().get_up()
        self._told = {}

    def every(self, desk: Desk, chosen: str) -> Sequence[Line]:
        """Return the laptops, or the steps by which a new one comes in."""
        if chosen == JOIN:
            return machines_joining.lines()
        told = machines.machines(desk)
        self._told = {one.id: one for one in told}
        return [self._line(desk, one) for one in told]

    def _state(self, desk: Desk, one: Machine) -> tuple[str, str]:
        if one.withdrawn is not None:
            return SHUT_OUT, "gray"
        if one.own:
            return OWN, "blue"
        silent = one.last is None or (desk.clock.now() - one.last).days > SILENT_DAYS
        return (SILENT, "amber") if silent else (IN_USE, "green")

    def _line(self, desk: Desk, one: Machine) -> Line:
        state, tone = self._state(desk, one)
        codes = said("、").join(map(str, one.codes))
        note = self.tr("机号 %s") % codes if codes else self.tr("还没有机号")
        note = " · ".join(part for part in (note, one.last_by) if part)
        return Line(one.id, one.name, note, state, tone, typed.show_moment(one.last)[:10])

    def sheet(self, desk: Desk, known: str) -> Sheet:
        """Return all about a laptop."""
        one = self._told.get(known)
        if one is None:
            return machines_joining.sheet(known)
        state, tone = self._state(desk, one)
        facts = [
            Fact(self.tr("机号"), said("、").join(map(str, one.codes))),
            Fact(self.tr("最后一次记录"), f"{typed.show_moment(one.last)} {one.last_by}".strip()),
            Fact(self.tr("证书至"), typed.show_day(one.until)),
            Fact(self.tr("程序版本"), one.program or self.tr("在中心的“状态”里看")),
        ]
        if one.spares is not None:
            few = one.spares <= FEW_CODES
            mark = (self.tr("快用完了"), "amber") if few else ("", "gray")
            facts.insert(1, Fact(self.tr("备用机号"), self.tr("余 %s 个") % one.spares, *mark))
        if one.withdrawn is not None:
            facts.append(Fact(self.tr("停用"), self.tr("自 %s 起") % one.withdrawn))
        blocks = [Block(self.tr("电脑"), tuple(facts))]
        if one.own:
            blocks.append(self._saved(desk))
        return Sheet(known, one.name, state, tone, "", tuple(blocks), self._deeds(one))

    def _saved(self, desk: Desk) -> Block:
        last = backups.last(desk.store)
        told = typed.show_moment(last.at.astimezone(CHINA)) if last is not None else self.tr("还没有备份过")
        mark = (self.tr("该备份了"), "amber") if backups.overdue(desk) else ("", "gray")
        return Block(self.tr("同步和备份"), (Fact(self.tr("上次备份"), told, *mark, link="sync:"),))

    def _deeds(self, one: Machine) -> tuple[Deed, ...]:
        why = self.why_not
        if one.own:
            why = why or self.tr("正在用的这台不能在这里停用")
        elif not one.keys:
            why = why or self.tr("已经停用")
        return (
            Deed(SYNC, self.tr("同步和备份"), "refresh-cw", "Ctrl+G"),
            Deed(SHUT, self.tr("停用"), "ban", "Ctrl+Del", why_not=why),
        )

    def do(self, code: str, known: str) -> None:
        """Do what a deed says."""
        one = self._told.get(known)
        if code == JOIN:
            self.narrow(JOIN)
        elif code == machines_joining.COPY:
            QGuiApplication.clipboard().setText(machines_joining.commands(known))
            self.said.emit("administration.commands_copied", {})
        elif code == SYNC:
            self.section_requested.emit("sync", "")
        elif code == SHUT and one is not None:
            self.ask(self._form(one), lambda desk, told: self._shut(desk, one, told), self._done, signed=True)

    def _form(self, one: Machine) -> Form:
        words = self.tr(
            "从今天起本局的电脑不再收“%s”的内容，它已经交上来的仍然有效。"
            "丢失的，还要在中心停用它的登录（hub revoke）。"
        )
        return Form(
            "machine_shut",
            self.tr("停用电脑"),
            (Field("sure", self.tr("我已确认这台电脑丢失或不再使用"), Asks.TICK, needed=True),),
            self.tr("签名停用"),
            about=one.id,
            note=words % one.name,
            final=True,
            icon="ban",
        )

    def _shut(self, desk: Desk, one: Machine, _: Given) -> tuple[str, str]:
        return one.name, machines.shut_out(desk, one.id).isoformat()

    def _done(self, told: tuple[str, str]) -> None:
        self.said.emit("administration.machine_shut", {"where": told[0], "day": told[1]})
