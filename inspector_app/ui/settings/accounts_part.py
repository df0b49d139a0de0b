"""Who may sign in on this laptop: a row a person; an administrator adds and removes."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.casework.people.accounts import Account
from inspector_app.ui.controls.parts import Avatar, Chip, Elided, Item, button, column, label, reveal, row
from inspector_app.ui.settings.facts import card
from inspector_app.ui.settings.settings_values import Shown, in_order
from inspector_app.ui.style.look import Look


class AccountsPart(QWidget):
    """Shows the accounts of this laptop.

    Signals:
        add_wanted: another person is to sign in here.
        remove_wanted: (user, name) take a person's way in away.
        code_wanted: another person is to sign in here with a code of the office.
        recovery_wanted: another recovery code of this laptop.
        renewal_wanted: the laptop is to be certified anew.
    """

    add_wanted = Signal()
    remove_wanted = Signal(str, str)
    code_wanted = Signal()
    recovery_wanted = Signal()
    renewal_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._rows = QVBoxLayout()
        self._rows.setSpacing(look.px(6))
        self._told = label("", "m", wrap=True)
        self._recovery = button(self.tr("新恢复码…"), "new_recovery", look=look, icon="key-round")
        self._recovery.clicked.connect(self.recovery_wanted)
        self._renewal = button(self.tr("重新办理…"), "renew_laptop", look=look, icon="refresh-cw")
        self._renewal.setToolTip(self.tr("恢复了备份、中心换了地址、证书快到期时：请本局重新办理这台电脑"))
        self._renewal.clicked.connect(self.renewal_wanted)
        self._add = button(self.tr("添加登录账户"), "add_account", look=look, icon="user-plus")
        self._add.clicked.connect(self.add_wanted)
        self._code = button(self.tr("再添加一人…"), "add_by_code", look=look, icon="key-round")
        self._code.clicked.connect(self.code_wanted)
        parts: list[Item] = [self._rows, row(None, [self._add, self._code, None]), self._told]
        parts.insert(2, row(None, [self._recovery, self._renewal, None]))
        column(self, [card(look, "accounts_card", self.tr("本机登录账户"), "users", parts)])

    def show_accounts(self, shown: Shown) -> None:
        """Show everybody who may sign in."""
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for one in shown.accounts:
            self._rows.addWidget(self._row(one, removable=shown.may_manage and not one.own))
        reveal(self._add, shown=shown.may_manage)
        reveal(self._code, shown=shown.joined)
        reveal(self._renewal, shown=shown.joined)
        reveal(self._recovery, shown=not shown.laptop.training)
        self._told.setText(self._words(shown))

    def _words(self, shown: Shown) -> str:
        if shown.may_manage:
            return self.tr("换班时按左下角“换人”：写到一半的内容都在，下一位登录后接着做，各签各的名。")
        if not shown.laptop.training:
            return self.tr(
                "账户由本局管理员开通：按“再添加一人”，用管理员给的加入码或批复文件。"
                "离岗的由管理员在中心停用，同步以后这里就没有了。"
            )
        return self.tr("增减账户须由管理员登录。")

    def _row(self, account: Account, *, removable: bool) -> QWidget:
        look, made = self._look, QWidget()
        made.setObjectName(f"account_{account.user}")
        name = Elided(look, account.name, px=14, bold=True)
        roles = self.tr("、").join(in_order(account.roles))
        until = self.tr("至 %s") % account.valid_to.isoformat() if account.valid_to else ""
        facts = " · ".join(part for part in (account.user, roles, until) if part)
        note = Elided(look, facts, px=12, tone="sub")
        told, tone = (self.tr("本人"), "blue") if account.own else (self.tr("可登录"), "green")
        if not account.roles:
            told, tone = self.tr("证书已到期"), "red"
        parts: list[Item] = [
            Avatar(look, account.name),
            (column(None, [name, note], gap=0), 1),
            Chip(look, told, tone),
        ]
        remove = button(
            "",
            f"remove_{account.user}",
            kind="bare",
            look=look,
            icon="trash-2",
            spoken=self.tr("删除账户 %s") % account.name,
        )
        remove.clicked.connect(lambda: self.remove_wanted.emit(account.user, account.name))
        row(made, [*parts, remove], gap=look.px(10))
        reveal(remove, shown=removable)
        return made
