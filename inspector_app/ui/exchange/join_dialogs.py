"""Joining an office: by the code that it gave, or by a request that is carried there and its answer."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from inspector_app.trust.slots import LEAST_PASSWORD
from inspector_app.ui.controls.dialogs import Dialog, grid, line
from inspector_app.ui.controls.parts import button, column, frame, label, row
from inspector_app.ui.exchange.ways import NewPerson, Waiting
from inspector_app.ui.style.look import Look


class WhoFields(QWidget):
    """Asks who is to work here, and twice for a password.

    Args:
        named: a name and an account are asked for; a code of the office says both already.

    Signals:
        changed: something was typed.
    """

    changed = Signal()

    def __init__(self, *, named: bool) -> None:
        super().__init__()
        self._named = named
        self._name = line("join_name", self.tr("姓名"))
        self._user = line("join_user", self.tr("登录编号"), self.tr("如执法证号；以后不能改"))
        told = self.tr("至少 %s 个字符") % LEAST_PASSWORD
        self._password = line("join_password", self.tr("登录密码"), told)
        self._again = line("join_again", self.tr("再输一次"))
        for secret in (self._password, self._again):
            secret.setEchoMode(secret.EchoMode.Password)
        self.fields = (*((self._name, self._user) if named else ()), self._password, self._again)
        for field in self.fields:
            field.textChanged.connect(self.changed)

    @property
    def rows(self) -> list[tuple[str, QWidget]]:
        """The fields with their labels, for the grid of a window."""
        return [(field.accessibleName(), field) for field in self.fields]

    @property
    def whole(self) -> bool:
        """Whether everything is there and both passwords agree."""
        named = not self._named or bool(self._name.text().strip() and self._user.text().strip())
        password = self._password.text()
        return named and len(password) >= LEAST_PASSWORD and password == self._again.text()

    @property
    def who(self) -> NewPerson:
        """The person as typed."""
        return NewPerson(self._user.text().strip(), self._name.text().strip(), self._password.text())


@dataclass(frozen=True, slots=True)
class Asks:
    """What is to be told, by what is to be done.

    Attributes:
        person: who comes new, with a password; else the laptop is certified anew for who is signed in.
        own: the password of who is signed in.
        office: the check digits of the office, told by it by telephone: nothing else says whose a file is.
    """

    person: bool = True
    own: bool = False
    office: bool = False


NO_BREAK = "\u00a0"
"""Digits are read out of one line."""

FIRST, ONE_MORE, AGAIN = Asks(office=True), Asks(own=True), Asks(person=False, own=True)
"""This laptop with its first person; one person more on it; the laptop anew."""


class CodeDialog(Dialog):
    """Asks for a code of the office and for the person.

    Signals:
        given: (code, NewPerson, own password, empty when it was not asked for).
    """

    given = Signal(str, object, str)

    def __init__(self, look: Look, asks: Asks, parent: QWidget | None = None) -> None:
        super().__init__(look, "", "join_code", parent)
        titles = {
            FIRST: self.tr("用加入码加入"),
            ONE_MORE: self.tr("用加入码添加一人"),
            AGAIN: self.tr("用加入码重新办理"),
        }
        accepts = {FIRST: self.tr("加入", "机关"), ONE_MORE: self.tr("添加"), AGAIN: self.tr("办理")}
        self.setWindowTitle(titles[asks])
        self._asks = asks
        self._code = line("join_code_text", self.tr("加入码"), "IE1-…")
        self._who = WhoFields(named=False)
        self._own = line("join_own", self.tr("您的密码"), self.tr("已登录的人确认"))
        self._own.setEchoMode(self._own.EchoMode.Password)
        told = label(
            self.tr(
                "加入码由局里的管理员给出，只能用一次，姓名和权限已在其中。大小写、空格和横线都不要紧；要连上中心。"
            ),
            "s",
            wrap=True,
        )
        rows: list[tuple[str, QWidget]] = [(self._code.accessibleName(), self._code)]
        if asks.person:
            rows += self._who.rows
        if asks.own:
            rows.append((self._own.accessibleName(), self._own))
        parts = QWidget()
        column(parts, [told, grid(rows)], gap=10)
        self.finish(parts, accepts[asks], "join_code_accept", width=520)
        for field in (self._code, self._own):
            field.textChanged.connect(self._check)
        self._who.changed.connect(self._check)
        self._who.setParent(self)
        self._who.hide()
        self._check()
        self._code.setFocus()

    def _check(self) -> None:
        own = bool(self._own.text()) or not self._asks.own
        who = self._who.whole or not self._asks.person
        self.accept_button.setEnabled(bool(self._code.text().strip()) and who and own)

    def wish(self) -> None:
        """Emit what was typed; the window stays until it was done."""
        self.accept_button.setEnabled(False)
        self.notice.clear()
        self.given.emit(self._code.text().strip(), self._who.who, self._own.text())


class RequestDialog(Dialog):
    """Asks for the person whose request is carried to the office.

    Signals:
        given: (NewPerson, own password, empty when it was not asked for); then the place is asked for.
    """

    given = Signal(object, str)

    def __init__(self, look: Look, asks: Asks, parent: QWidget | None = None) -> None:
        super().__init__(look, "", "join_request", parent)
        self.setWindowTitle(self.tr("写申请文件"))
        self._asks, self._who = asks, WhoFields(named=True)
        self._own = line("join_own", self.tr("您的密码"), self.tr("已登录的人确认"))
        self._own.setEchoMode(self._own.EchoMode.Password)
        rows = self._who.rows if asks.person else [(self._own.accessibleName(), self._own)]
        told = label(
            self.tr(
                "没有网络时：把申请文件用 U 盘交给局里的管理员，再把批复文件带回来。密码只留在这台电脑。"
            ),
            "s",
            wrap=True,
        )
        parts = QWidget()
        column(parts, [told, grid(rows)], gap=10)
        self.finish(parts, self.tr("写入文件…"), "join_request_accept", icon="file-up", width=520)
        self._who.changed.connect(self.go_on)
        self._own.textChanged.connect(self.go_on)
        self._who.setParent(self)
        self._who.hide()
        self.go_on()
        rows[0][1].setFocus()

    def go_on(self) -> None:
        """Offer to go on as far as everything is there."""
        self.accept_button.setEnabled(self._who.whole if self._asks.person else bool(self._own.text()))

    def wish(self) -> None:
        """Emit the person; the window stays until the file was written."""
        self.accept_button.setEnabled(False)
        self.given.emit(self._who.who, self._own.text())


class AnswerDialog(Dialog):
    """Asks for what is needed before the office's answer is taken in.

    Signals:
        given: (the password with which the request was made, own password, the office's check digits), each
            empty when it was not asked for.
    """

    given = Signal(str, str, str)

    def __init__(self, look: Look, name: str, asks: Asks, parent: QWidget | None = None) -> None:
        super().__init__(look, "", "join_answer", parent)
        self.setWindowTitle(self.tr("收下批复文件"))
        self._password = line("join_answer_password", self.tr("写申请时设的密码"))
        self._own = line("join_own", self.tr("您的密码"), self.tr("已登录的人确认"))
        self._check = line("join_check", self.tr("局里的核对码"), self.tr("管理员告诉您的 16 位数字"))
        wanted = {self._password: asks.person, self._own: asks.own, self._check: asks.office}
        self._asked = tuple(one for one, needed in wanted.items() if needed)
        words = {
            FIRST: self.tr(
                "申请人：%s。请输入写申请时设的登录密码，和管理员告诉您的局里核对码，再选批复文件。"
            ),
            ONE_MORE: self.tr("申请人：%s。请输入写申请时设的登录密码，再选批复文件。"),
            AGAIN: self.tr("申请人：%s。请输入您的密码，再选批复文件。"),
        }
        told = label(words[asks] % name, "s", wrap=True)
        parts = QWidget()
        column(parts, [told, grid([(one.accessibleName(), one) for one in self._asked])], gap=10)
        self.finish(parts, self.tr("选批复文件…"), "join_answer_accept", icon="file-down", width=460)
        for secret in (self._password, self._own):
            secret.setEchoMode(secret.EchoMode.Password)
        for field in self._asked:
            field.textChanged.connect(self.go_on)
        self.go_on()
        self._asked[0].setFocus()

    def go_on(self) -> None:
        """Offer to go on as far as everything is there."""
        self.accept_button.setEnabled(all(one.text() for one in self._asked))

    def wish(self) -> None:
        """Emit what was typed; the window stays until it was done."""
        self.accept_button.setEnabled(False)
        self.notice.clear()
        self.given.emit(self._password.text(), self._own.text(), self._check.text())


class WayDialog(Dialog):
    """Asks how one joins: by code, by file; of a request that waits its answer is asked for.

    Args:
        waiting: the request that waits for its answer, None for none.

    Signals:
        chosen: `code`, `request` or `answer`.
    """

    chosen = Signal(str)

    def __init__(
        self, look: Look, asks: Asks, waiting: Waiting | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, "", "join_way", parent)
        titles = {
            FIRST: self.tr("加入本局"),
            ONE_MORE: self.tr("再添加一人"),
            AGAIN: self.tr("重新办理这台电脑"),
        }
        self.setWindowTitle(titles[asks])
        by_code = self.tr("能连上中心：输入管理员给的加入码，一分钟办好。")
        by_file = self.tr("不能上网：写一个申请文件，用 U 盘交给管理员。")
        offers = [
            ("code", self.tr("用加入码"), by_code),
            ("request", self.tr("写申请文件"), by_file),
        ]
        if waiting is not None:
            told = self.tr("%1的申请在等批复，核对码 %2。选管理员给的批复文件。")
            told = told.replace("%1", waiting.name).replace("%2", waiting.check.replace(" ", NO_BREAK))
            offers.insert(0, ("answer", self.tr("收下批复文件"), told))
        parts = QWidget()
        column(parts, [self._offer(*one) for one in offers], gap=10)
        self.finish(parts, self.tr("加入", "机关"), "join_way_accept", width=520)
        self.accept_button.hide()
        self.findChildren(QPushButton, f"join_{offers[0][0]}")[0].setFocus()

    def _offer(self, code: str, words: str, told: str) -> QWidget:
        look, made = self.look, frame("card")
        go = button(words, f"join_{code}", look=look, icon=WAYS[code], kind="soft")
        go.clicked.connect(lambda: self._choose(code))
        row(made, [(label(told, "s", wrap=True), 1), go], (14, 12, 14, 12), 12)
        return made

    def _choose(self, code: str) -> None:
        self.accept()
        self.chosen.emit(code)


WAYS = {"code": "key-round", "request": "file-up", "answer": "file-down"}
"""The signs of the ways."""
