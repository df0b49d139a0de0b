"""盖章纸: stamped sheets by who has them; handed out, taken back, spoilt ones reported, gaps named."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import sheet_book
from inspector_app.casework.overview.sheet_book import Holder
from inspector_app.casework.papers import sheets
from inspector_app.domain import sheets as rules
from inspector_app.domain.sheets import Counts, Sheet, SheetState
from inspector_app.ui.administration.matter import Matter
from inspector_app.ui.controls import board_values as board
from inspector_app.ui.controls.board_values import Block, Deed, Fact, Filter, Line
from inspector_app.ui.controls.form_values import Asks, Field, Form, Given
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.words import Texts

HOLDERS, EVERY, TORN = "holders", "every", "torn"
OUT, BACK, SPOIL = "out", "back", "spoil"
HOLDER = "holder:"
FEW = 3
"""So few blank sheets ask for more."""
TONES = {
    SheetState.FREE: "green",
    SheetState.USED: "gray",
    SheetState.SPOILT: "red",
    SheetState.RETURNED: "gray",
}


class SheetsSection(Matter):
    """Looks after stamped sheets: they are as good as the seal itself."""

    NAME = "sheets"
    ICON = "stamp"
    NUMBERS = True
    HINTS = (("Ctrl O", "发放"), ("Ctrl R", "交回"), ("Ctrl Del", "报作废"))

    def __init__(self, look: Look, jobs: Jobs, texts: Texts, over: QWidget, parent: QObject) -> None:
        super().__init__(look, jobs, texts, over, parent)
        self._sheets: dict[str, Sheet] = {}
        self._holders: dict[str, Holder] = {}
        self._gaps: tuple[tuple[str, str], ...] = ()
        self._receivers: tuple[tuple[str, str], ...] = ()

    def word(self) -> str:
        """Return its name in the list of matters."""
        return self.tr("盖章纸")

    def teach(self) -> str:
        """Return what is said while there is nothing."""
        return {
            TORN: self.tr("没有自相矛盾的盖章纸。"),
        }.get(
            self.filter,
            self.tr("还没有发放盖章纸。\n先盖好章的空白纸按编号发给执法人员，用掉、作废、交回都有数。"),
        )

    def filters(self) -> Sequence[Filter]:
        """Return the choices above the list."""
        torn = sum(bool(one.conflicts) for one in self._sheets.values())
        return (
            Filter(HOLDERS, self.tr("按持有人")),
            Filter(EVERY, self.tr("逐张"), len(self._sheets)),
            Filter(TORN, self.tr("要核对"), torn),
        )

    def acts(self) -> Sequence[Deed]:
        """Return what may be done without a line."""
        return (Deed(OUT, self.tr("发放"), "plus", "Ctrl+O", why_not=self.why_not),)

    def pressing(self, _: Sequence[Line]) -> int:
        """Return how many holders have few blank sheets left, and how many sheets contradict themselves."""
        few = sum(one.counts.free <= FEW and bool(one.counts.used) for one in self._holders.values())
        return few + sum(bool(one.conflicts) for one in self._sheets.values())

    def choose(self, known: str) -> None:
        """Show a sheet or a holder, with the choice that it is in."""
        self.filter = HOLDERS if known.startswith(HOLDER) else EVERY
        super().choose(known)

    def get_up(self) -> None:
        """Stop, and forget what was read."""
        super().get_up()
        self._sheets, self._holders, self._gaps = {}, {}, ()

    # Read beside the screen.

    def every(self, desk: Desk, chosen: str) -> Sequence[Line]:
        """Return the lines of a choice."""
        self._read(desk)
        if chosen in (HOLDERS, ""):
            return [self._holder_line(one) for one in self._holders.values()]
        wanted = [one for one in self._sheets.values() if chosen != TORN or one.conflicts]
        return [self._sheet_line(one) for one in wanted]

    def _read(self, desk: Desk) -> None:
        known = sheets.all_sheets(desk.store)
        named = sheet_book.names(desk)
        self._sheets = {one.serial: one for one in known}
        self._holders = {HOLDER + one.id: one for one in sheet_book.holders(known, named)}
        self._gaps = sheet_book.gaps(known)
        self._receivers = sheet_book.receivers(desk)

    def _show(self, which: str, told: list[Line]) -> None:
        super()._show(which, told)
        if self.session is not None:
            self.view.show_filters(self.filters(), self.filter)

    def _holder_line(self, one: Holder) -> Line:
        few = one.counts.free <= FEW
        state = self.tr("余 %s 张") % one.counts.free
        return Line(HOLDER + one.id, one.name, self._counted(one.counts), state, "amber" if few else "green")

    def _counted(self, told: Counts) -> str:
        return self.tr("发放 %s · 已使用 %s · 已作废 %s · 已交回 %s") % (
            told.issued,
            told.used,
            told.spoilt,
            told.returned,
        )

    def _sheet_line(self, one: Sheet) -> Line:
        state = one.state or SheetState.FREE
        tone = "red" if one.conflicts else TONES[state]
        named = self._holders.get(HOLDER + one.holder)
        return Line(one.serial, one.serial, named.name if named else one.holder, str(state), tone)

    def sheet(self, desk: Desk, known: str) -> board.Sheet:
        """Return all about a holder or a single sheet."""
        if known.startswith(HOLDER):
            return self._holder_sheet(known)
        one = self._sheets.get(known)
        if one is None:
            return board.Sheet(known, "")
        named = self._holders.get(HOLDER + one.holder)
        facts = [Fact(self.tr("持有人"), named.name if named else one.holder)]
        number = sheet_book.used_for(desk, one)
        if number:
            facts.append(Fact(self.tr("用于"), number, link=f"document:{one.document_id}"))
        if one.reason:
            facts.append(Fact(self.tr("作废原因"), one.reason))
        blocks = [Block(self.tr("盖章纸"), tuple(facts))]
        if one.conflicts:
            told = self.tr("几台电脑对这张纸的记录互相矛盾，请当面核对纸张。")
            blocks.append(Block(self.tr("要核对"), (Fact("", told),)))
        state = str(one.state or "")
        tone = TONES[one.state] if one.state is not None else "gray"
        return board.Sheet(known, known, state, tone, "", tuple(blocks), self._deeds(free=one.free, used=one))

    def _holder_sheet(self, known: str) -> board.Sheet:
        one = self._holders.get(known)
        if one is None:
            return board.Sheet(known, "")
        mine = [each for each in self._sheets.values() if each.holder == one.id]
        blocks = [
            Block(self.tr("数目"), (Fact("", self._counted(one.counts)),)),
            Block(
                self.tr("空白"), (Fact(self.tr("编号"), spans(each.serial for each in mine if each.free)),)
            ),
        ]
        spoilt = [each for each in mine if each.state is SheetState.SPOILT]
        if spoilt:
            blocks.append(
                Block(self.tr("已作废"), tuple(Fact(each.serial, each.reason) for each in spoilt[:40]))
            )
        if self._gaps:
            told = said("、").join(
                first if first == last else f"{first}—{last}" for first, last in self._gaps
            )
            blocks.append(Block(self.tr("没有发放记录的编号"), (Fact("", told),)))
        state = self.tr("余 %s 张") % one.counts.free
        tone = "amber" if one.counts.free <= FEW else "green"
        return board.Sheet(
            known,
            one.name,
            state,
            tone,
            "",
            tuple(blocks),
            self._deeds(free=bool(one.counts.free), used=None),
        )

    def _deeds(self, *, free: bool, used: Sheet | None) -> tuple[Deed, ...]:
        no_back = self.why_not or ("" if free else self.tr("没有空白的可以交回"))
        spoils = free or (used is not None and used.state is SheetState.USED)
        no_spoil = "" if spoils else self.tr("没有可以报作废的")
        return (
            Deed(SPOIL, self.tr("报作废"), "ban", "Ctrl+Del", why_not=no_spoil),
            Deed(BACK, self.tr("交回"), "undo-2", "Ctrl+R", main=not no_back, why_not=no_back),
        )

    # Done.

    def do(self, code: str, known: str) -> None:
        """Do what a deed says."""
        holder = self._holders.get(known)
        first = holder.next if holder is not None else known
        if code == OUT:
            self.ask(self._out(), self._hand_out, self._handed_out)
        elif code == BACK:
            self.ask(self._back(first, known), self._take_back)
        elif code == SPOIL:
            self.ask(self._spoil(first, known), self._report)

    def _out(self) -> Form:
        return Form(
            "sheets_out",
            self.tr("发放盖章纸"),
            (
                Field("to", self.tr("发给"), Asks.CHOICE, choices=self._receivers, needed=True),
                Field("first", self.tr("起号"), hint=self.tr("如 A00123"), needed=True),
                Field("last", self.tr("止号"), hint=self.tr("如 A00172；一张的填同一个号"), needed=True),
            ),
            self.tr("发放"),
            note=self.tr("带章的空白纸等同于印章：当面点清再记。"),
        )

    def _hand_out(self, desk: Desk, told: Given) -> int:
        first, last = (str(told.get(code, "")).strip().upper() for code in ("first", "last"))
        return len(sheets.issue(desk, first, last, str(told.get("to", ""))))

    def _handed_out(self, count: int) -> None:
        self.said.emit("administration.sheets_out", {"count": count})

    def _back(self, first: str, about: str) -> Form:
        return Form(
            "sheets_back",
            self.tr("交回盖章纸"),
            (
                Field("first", self.tr("起号"), value=first, needed=True),
                Field("last", self.tr("止号"), value=first, needed=True),
            ),
            self.tr("记下交回"),
            about=about,
            note=self.tr("只有空白的能交回；交回的可以再发放。"),
        )

    def _take_back(self, desk: Desk, told: Given) -> None:
        first, last = (str(told.get(code, "")).strip().upper() for code in ("first", "last"))
        sheets.return_(desk, rules.serials(first, last))

    def _spoil(self, serial: str, about: str) -> Form:
        return Form(
            "sheets_spoil",
            self.tr("报作废"),
            (
                Field("serial", self.tr("编号"), value=serial, needed=True),
                Field("reason", self.tr("原因"), hint=self.tr("卡纸、打错、污损"), needed=True),
            ),
            self.tr("记下作废"),
            about=about,
            note=self.tr("作废的纸留着交回本局销毁；记下以后不能再用。"),
            final=True,
        )

    def _report(self, desk: Desk, told: Given) -> None:
        sheets.spoil(desk, str(told.get("serial", "")).strip().upper(), str(told.get("reason", "")))


def spans(serials: Iterable[str]) -> str:
    """Return serials as runs: A00123—A00130、A00140."""
    runs: list[list[str]] = []
    for one in sorted(serials):
        if runs and _follows(runs[-1][-1], one):
            runs[-1].append(one)
        else:
            runs.append([one])
    return said("、").join(run[0] if len(run) == 1 else f"{run[0]}—{run[-1]}" for run in runs)


def _follows(before: str, after: str) -> bool:
    if len(before) != len(after):
        return False
    head = len(before) - len(before.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ-"))
    digits = before[head:], after[head:]
    if before[:head] != after[:head] or not all(map(str.isdigit, digits)):
        return False
    return int(digits[1]) - int(digits[0]) == 1
