"""The workbench: who and where, the findings, and the paper, side by side over one inspection."""

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QVBoxLayout, QWidget

from inspector_app.ui.checking.check_pane import CheckPane
from inspector_app.ui.checking.values import Checks
from inspector_app.ui.controls.keeper import FieldSignals
from inspector_app.ui.controls.parts import Chip, Elided, button, column, label, row, tab_as_laid_out
from inspector_app.ui.controls.spot import Spot
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.tones import tone
from inspector_app.ui.style.typed import show_moment
from inspector_app.ui.workbench.bench_forms import Ask, asks_of, choices_of, document_values
from inspector_app.ui.workbench.bench_keys import HINTS as KEY_HINTS
from inspector_app.ui.workbench.bench_keys import BenchKeys, Panes
from inspector_app.ui.workbench.bench_values import SUBMIT, Bench, is_gone, spot_of
from inspector_app.ui.workbench.findings_pane import FindingsPane
from inspector_app.ui.workbench.form import Form
from inspector_app.ui.workbench.gate_box import GateLine
from inspector_app.ui.workbench.middle_pane import CHECKS, DOCUMENT, FINDINGS, MiddlePane
from inspector_app.ui.workbench.paper_pane import PaperPane
from inspector_app.ui.workbench.returned_bar import KEYS as ANSWER
from inspector_app.ui.workbench.returned_bar import ReturnedBar
from inspector_app.ui.workbench.who_pane import WhoPane

HINTS = (
    ("F2", "新问题"),
    ("首字母", "短语"),
    ("F4", "照片"),
    ("Space", "勾选入文书"),
    ("F6", "问题/文书内容"),
    ("F7", "检查表"),
    ("F9", "生成/签发"),
    ("1…4", "复查结果"),
    *KEY_HINTS,
    ("Ctrl Shift M", "手机传照片"),
    ("Ctrl Shift K", "存储卡取照片"),
    ("Ctrl Shift S", "给负责人看"),
    ("Ctrl Shift R", "答复退回"),
    ("Esc", "返回列表"),
)


class Guest(Protocol):
    """A tab that another room brings: it keeps what is typed in it, and knows its own fields."""

    def settle(self) -> bool:
        """Leave every field that is still being typed in; tell whether all of it could be written."""

    def forget(self) -> None:
        """Drop what could not be written."""

    def focus_spot(self, spot: Spot) -> bool:
        """Put the keys to a field; False when it has none for it."""


class WorkbenchPage(QWidget):
    """Shows one inspection; writes nothing by itself.

    Args:
        checks, paper: two of its panes, made before it in turns of their own.

    Attributes:
        guests: tabs that other rooms bring.
        aim: returns the finding that a photo goes to, empty for the tray.

    Signals:
        typing: (Spot, text) a key was pressed: show it on the page.
        typed: (Spot, text) make it durable.
        left: (Spot, text) make it a change.
        back_requested: to the list.
        conclude_requested: close the inspection.
        pictures_offered: (finding id, QMimeData) photos pasted or dropped; no id means the tray.
        files_wanted: the id of the finding for which photo files are to be chosen; empty for the tray.
        target_wanted: (the target's id, the name of its field) mend the target or one of its companies.
        not_here: a gate line's field that no field of the workbench mends, e.g. the office's name.
        in_vain: the code of why nothing came of a key.
        show_requested: show the site manager his own items, in big type.
        told: (code, values) of what happened to something typed.
    """

    typing = Signal(object, str)
    typed = Signal(object, str)
    left = Signal(object, str)
    back_requested = Signal()
    conclude_requested = Signal()
    pictures_offered = Signal(str, object)
    files_wanted = Signal(str)
    target_wanted = Signal(str, str)
    not_here = Signal(str)
    in_vain = Signal(str)
    show_requested = Signal()
    told = Signal(str, dict)

    def __init__(self, look: Look, checks: CheckPane, paper: PaperPane) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAcceptDrops(True)
        self._look = look
        self._bench: Bench | None = None
        self._fields = FieldSignals(self)
        self._fields.typing.connect(self.typing)
        self._fields.shortened.connect(
            lambda kept, given: self.told.emit("bench.text_cut", {"kept": kept, "given": given})
        )
        self._fields.unknown.connect(lambda words: self.told.emit("bench.no_such_choice", {"words": words}))
        self._fields.typed.connect(self.typed)
        self._fields.left.connect(self.left)
        self.who: WhoPane | None = None
        self._form: Form | None = None
        self._form_of: tuple[str, tuple[Ask, ...]] = ("", ())
        self.findings = FindingsPane(look, self._fields, self)
        self.checks, self.paper = checks, paper
        self.guests: list[Guest] = []
        self.aim: Callable[[], str] = lambda: self.findings.open_id
        self.checks.typed.connect(self.typed)
        self.middle = MiddlePane()
        self._who_room = QVBoxLayout()
        self._form_room = QVBoxLayout()
        self._title, self._state, self._when = Elided(look, px=20, bold=True), Chip(look), label("", "s")
        self._title.setFixedHeight(look.px(30))
        self.returned = ReturnedBar(look)
        returned = row(None, [(self.returned, 1)], (20, 0, 20, 0))
        column(self, [self._top(look), returned, (self._panes(look), 1)], gap=0)
        panes = Panes(self, self.findings, self.paper, self.middle)
        self.keys = BenchKeys(look, panes, self.settle, lambda: self._bench)
        self._connect()

    def _top(self, look: Look) -> QFrame:
        top = QFrame()
        top.setObjectName("top")
        top.setFixedHeight(max(look.px(56), look.target + 16))
        back = button("", "back", kind="bare", look=look, icon="arrow-left", spoken=self.tr("返回列表"))
        back.clicked.connect(self.back_requested)
        self._conclude = button(self.tr("结束检查"), "conclude", look=look, icon="circle-check")
        self._conclude.clicked.connect(self.conclude_requested)
        show = button("", "show_manager", look=look, icon="presentation", spoken=self.tr("给负责人看"))
        show.setToolTip(self.tr("给负责人看") + "  Ctrl+Shift+S")
        show.clicked.connect(self.show_requested)
        ends = [self._state, self._when, show, self._conclude]
        row(top, [back, (self._title, 1), *ends], (12, 0, 20, 0), 10)
        return top

    def _panes(self, look: Look) -> QSplitter:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("bench_split")
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        who = QFrame()
        who.setProperty("ground", "card")
        column(who, [(self._who_room, 1)])
        right = QFrame()
        right.setProperty("ground", "card")
        column(right, [self.paper])
        for part, width in ((who, 250), (self._middle(look), 570), (right, 410)):
            split.addWidget(part)
            part.setMinimumWidth(min(width, 230))
        # Larger words need a wider left pane, up to where the middle would suffer.
        wider = min(look.scale, 1.2)
        who.setMinimumWidth(round(230 * wider))
        split.setSizes([round(250 * wider), 570, 410])
        for n, share in enumerate((0, 3, 2)):
            split.setStretchFactor(n, share)
        self.split = split
        return split

    def _middle(self, look: Look) -> MiddlePane:
        new = button(self.tr("新问题  F2"), "new_finding", look=look, icon="plus")
        new.clicked.connect(self.findings.new_requested)
        self._new = new
        form = QScrollArea()
        form.setWidgetResizable(True)
        form.setAccessibleName(self.tr("文书内容"))
        inner = QWidget()
        inner.setObjectName("scrolled")
        column(inner, [(self._form_room, 1)], (16, 0, 10, 12))
        form.setWidget(inner)
        self.middle.add_tab(CHECKS, self.tr("检查表"), self.checks)
        self.middle.add_tab(FINDINGS, self.tr("问题"), self.findings)
        self.middle.add_tab(DOCUMENT, self.tr("文书内容"), form)
        self.middle.add_end(new)
        return self.middle

    def _connect(self) -> None:
        # Whichever tab is shown, a new finding is written where it can be seen.
        self.findings.new_requested.connect(lambda: self.middle.show_tab(FINDINGS))
        self.middle.turned.connect(self._on_turned)
        self.findings.photo_wanted.connect(self._on_photo_wanted)
        self.findings.photos_pasted.connect(self._on_pictures)
        self.paper.followed.connect(self._on_followed)
        for keys, wish in (
            ("F2", self.findings.new_requested.emit),
            ("Ctrl+N", self.findings.new_requested.emit),
            ("F4", self._on_photo_wanted),
            ("Ctrl+Shift+P", self._on_photo_wanted),
            ("F6", lambda: self.middle.turn(1, may=lambda code: code != CHECKS)),
            ("F7", self.turn_to_checks),
            ("Ctrl+L", self.turn_to_checks),
            ("F9", self.paper.issue_requested.emit),
            ("Ctrl+Return", self.paper.issue_requested.emit),
            ("Ctrl+V", self._on_paste),
            (ANSWER, self.returned.answer),
            ("Esc", self.back_requested.emit),
        ):
            # Of the whole window while this page is shown: a field that is locked or removed passes the keys
            # on to wherever the next one is, and the page must still hear them there.
            QShortcut(QKeySequence(keys), self).activated.connect(wish)

    def turn_to_checks(self) -> None:
        """Show the checklists; from there, the findings."""
        if self.middle.tab == CHECKS and self.checks.isVisible():
            self.middle.show_tab(FINDINGS)
            return
        self._fields.settle()
        self.middle.show_tab(CHECKS)
        self.checks.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_turned(self, code: str) -> None:
        """Show the item that the open finding came of, whichever way the checklists were turned to."""
        if code != CHECKS:
            self.checks.settle()
        open_id, every = self.findings.open_id, self._bench.findings if self._bench else ()
        found = next((one for one in every if one.id == open_id), None)
        if code == CHECKS and found is not None:
            self.checks.go_to_finding(found.id, found.item)

    def show_checks(self, checks: Checks) -> None:
        """Show the checklists with their score."""
        self.checks.show_checks(checks)
        way = checks.whole
        told = self.tr("检查表 %s") % f"{way.done}/{way.of}" if way.of else self.tr("检查表")
        self.middle.name_tab(CHECKS, told)
        if self.who is not None:
            self.who.show_checks(checks)

    def go_to_part(self, sheet_id: str, part_id: str) -> None:
        """Show a table of the checklists."""
        self.middle.show_tab(CHECKS)
        self.checks.go_to_part(sheet_id, part_id)

    def open_finding_of_check(self, finding_id: str) -> None:
        """Show a finding beside its item."""
        self.middle.show_tab(FINDINGS)
        self.findings.open_finding(finding_id)

    def settle(self) -> bool:
        """Leave every field that is still being typed in; tell whether all of it could be written."""
        noted, written = self.checks.settle(), self._fields.settle()
        brought = [one.settle() for one in self.guests]
        return (self.who is None or self.who.settle()) and written and noted and all(brought)

    def forget(self) -> None:
        """Drop what could not be written: nobody is there any more to write it."""
        self._fields.forget()
        self.checks.forget()
        for one in self.guests:
            one.forget()
        self._bench = None
        if self.who is not None:
            self.who.forget()

    def take_back(self, spot: Spot) -> None:
        """Keep in its field what was left and could not be written."""
        self._fields.take_back(spot)

    def take_back_person(self, *told: str) -> None:
        """Keep in their fields the words about a person present who could not be noted."""
        if self.who is not None:
            self.who.take_back(*told)

    def show_bench(self, bench: Bench) -> None:
        """Show an inspection, or its newer values."""
        if self._bench is None or self._bench.inspection.id != bench.inspection.id:
            self.prepare().move_to(bench.inspection.id)
            self.middle.show_tab(FINDINGS)
            self.findings.open_finding("")
        self._bench = bench
        self._title.show_text(bench.target.name)
        self._state.show_state(bench.state, tone(bench.state))
        self._when.setText(show_moment(bench.inspection.started))
        self.middle.name_tab(FINDINGS, f"{self.tr('问题')} {len(bench.findings)}")
        self._conclude.setVisible(not bench.locked)
        self.returned.show_bench(bench)
        self._new.setEnabled(not bench.locked)
        if self.who is not None:
            self.who.show_bench(bench)
        self.findings.show_bench(bench)
        self._show_form(bench)
        self.paper.show_bench(bench)
        tab_as_laid_out(self)

    def prepare(self) -> WhoPane:
        """Make the left pane, once; it is moved from inspection to inspection."""
        if self.who is None:
            self.who = WhoPane(self._look, self._fields, "", self._who_room.parentWidget())
            self._who_room.addWidget(self.who)
        return self.who

    def _show_form(self, bench: Bench) -> None:
        document_id, asks = bench.draft.id if bench.draft else "", asks_of(bench)
        if (document_id, asks) != self._form_of or self._form is None:
            # A choice may ask for other fields: the form is built anew, and the keys stay where they were.
            kept = self._form.focused() if self._form and document_id == self._form_of[0] else ""
            if self._form is not None:
                self._form_room.removeWidget(self._form)
                self._form.hide()
                self._form.deleteLater()
            self._form, self._form_of = Form(self._fields, "document", document_id, asks), (document_id, asks)
            self._form_room.addWidget(self._form, 1)
            self._form.focus(kept)
        self.middle.name_tab(DOCUMENT, self.tr("文书内容"), enabled=bench.draft is not None)
        if bench.draft is None and self.middle.tab == DOCUMENT:
            self.middle.show_tab(FINDINGS)
        self._form.offer(lambda name: choices_of(name, bench))
        self._form.show_values(document_values(bench), editable=bench.issued is None)

    def show_verdict(self, lines: Sequence[GateLine]) -> None:
        """Show the gate's verdict on the document being worked on."""
        if self._bench is not None and self._bench.issued is None and self._bench.draft is not None:
            self.paper.show_verdict(lines)
            tab_as_laid_out(self)

    def may_issue(self) -> bool:
        """Tell whether the gate's last verdict is clear."""
        return self.paper.gate.clear

    def follow_first(self) -> None:
        """Go to the field of the first line of the gate."""
        if self.paper.gate.lines:
            self._on_followed(self.paper.gate.lines[0].field)

    def show_pages(self, pages: Sequence[QImage]) -> None:
        """Show the pages of the document being worked on."""
        self.paper.show_pages(pages)

    def focus_spot(self, spot: Spot) -> bool:
        """Put the keys to a field; False when the workbench has none for it."""
        if any(one.focus_spot(spot) for one in self.guests):
            return True
        if spot.entity == "finding":
            return self._focus_finding(spot)
        if spot.entity not in ("document", "inspection"):
            return False
        if spot.entity == "document" and spot.name == "kind":
            self.paper.focus_kind()
            return True
        if spot.entity == "document" and spot.name == SUBMIT:
            self.paper.review.submit.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        form = self._form if spot.entity == "document" else self.who.form if self.who else None
        if spot.entity == "document":
            self.middle.show_tab(DOCUMENT)
        field = form.fields.get(spot.name) if form is not None else None
        widget = field or (self.findChild(QWidget, spot.name) if spot.entity == "inspection" else None)
        if widget is None:
            return False
        widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._reveal(widget)
        return True

    def _focus_finding(self, spot: Spot) -> bool:
        self.middle.show_tab(FINDINGS)
        if not spot.id:
            self.findings.new_requested.emit()
            return True
        self.findings.open_finding(spot.id)
        editor = self.findings.editor
        if editor is None:
            return False
        if editor.finding_id != spot.id:
            return True  # another one holds words that cannot be written, which was said; the keys stay there
        field = editor.fields.get(spot.name)
        widget = field if field is not None else editor.findChild(QWidget, f"{spot.name}_major")
        (widget or editor.fact).setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def _reveal(self, widget: QWidget) -> None:
        parent = widget.parentWidget()
        while parent is not None and parent is not self:
            if isinstance(parent, QScrollArea):
                parent.ensureWidgetVisible(widget, 0, 40)
            parent = parent.parentWidget()

    def _on_followed(self, field: str) -> None:
        if self._bench is None or is_gone(field, self._bench):
            return
        spot = spot_of(field, self._bench)
        if spot is not None and spot.entity == "target":
            self.target_wanted.emit(spot.id, spot.name)
        elif spot is None or not self.focus_spot(spot):
            self.not_here.emit(field)

    def aimed(self) -> str:
        """Return the finding that a photo goes to now, empty for the tray."""
        return self.aim()

    def _on_photo_wanted(self) -> None:
        self.files_wanted.emit(self.aimed())

    def _on_paste(self) -> None:
        self._on_pictures(QGuiApplication.clipboard().mimeData())

    def _on_pictures(self, pictures: QMimeData) -> None:
        self.pictures_offered.emit(self.aimed(), pictures)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and pictures, for the open finding or the tray."""
        told = event.mimeData()
        if told.hasUrls() or told.hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand dropped pictures on."""
        self._on_pictures(event.mimeData())
        event.acceptProposedAction()
