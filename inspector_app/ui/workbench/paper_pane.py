"""The right pane: the gate, which document, the real page, and the way to issue it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton, QWidget

from inspector_app.domain.late import LABEL
from inspector_app.ui.controls.keyed import keyed, tint
from inspector_app.ui.controls.paper_view import PaperView
from inspector_app.ui.controls.parts import DropDown, Item, button, column, label, restyle, row, tall
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said
from inspector_app.ui.workbench.bench_values import Bench, Paper
from inspector_app.ui.workbench.finding_card import LARGE_WORDS
from inspector_app.ui.workbench.gate_box import GateBox, GateLine
from inspector_app.ui.workbench.review_bar import ReviewBar


class PaperPane(QWidget):
    """Shows the document being worked on.

    Signals:
        kind_chosen: the code of a kind to work on.
        paper_chosen: the id of a document of this inspection.
        issue_requested: the person wants to issue; the PIN is asked next.
        late_requested: it was issued on paper; its number, day and scan are keyed in.
        save_requested: the frozen PDF as a file.
        print_requested: print what was issued.
        look_requested: the page as large as the screen.
        followed: the field of a gate line.
    """

    kind_chosen = Signal(str)
    paper_chosen = Signal(str)
    issue_requested = Signal()
    late_requested = Signal()
    save_requested = Signal()
    print_requested = Signal()
    look_requested = Signal()
    followed = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.gate = GateBox(look)
        self.gate.followed.connect(self.followed)
        self.review = ReviewBar(look)
        self._kind = DropDown(acts=True)
        self._kind.setObjectName("kind")
        self._kind.setAccessibleName(self.tr("文种"))
        self._kind.setPlaceholderText(self.tr("选择要做的文书…"))
        self._kind.activated.connect(self._on_kind)
        self.paper = PaperView(look, "bench_paper")
        self._issue = button(self.tr("签发"), "issue", kind="soft", look=look, icon="stamp")
        tall(self._issue)
        self._issue.clicked.connect(self.issue_requested)
        self._issue_key = keyed(self._issue, "F9")
        self._print = button(self.tr("打印"), "bench_print", look=look, icon="printer")
        tall(self._print)
        self._print.clicked.connect(self.print_requested)
        keyed(self._print, "Ctrl P")
        self._save = button("", "bench_save_pdf", look=look, icon="file-down", spoken=self.tr("另存 PDF"))
        tall(self._save)
        self._save.clicked.connect(self.save_requested)
        self._look = look
        self._late = button("", "bench_late", look=look, icon="history", spoken=self.tr("按纸质文书补录"))
        tall(self._late)
        self._late.setToolTip(f"{self.tr('按纸质文书补录')}  Ctrl+Shift+L")
        self._late.clicked.connect(self.late_requested)
        # Beside large words it would leave the word of issuing no room.
        late, more = ([], [self._late]) if look.scale > LARGE_WORDS else ([self._late], [])
        actions = row(None, [(self._issue, 3), *late, (self._print, 2), self._save])
        pager = self._pager(look)
        if look.scale > LARGE_WORDS:
            # Beside it the name of the document would be cut off.
            head: Item = column(None, [self._kind, row(None, [*more, None, *pager], gap=4)], gap=4)
        else:
            head = row(None, [(self._kind, 1), *pager], gap=4)
        column(self, [self.gate, self.review, head, (self.paper, 1), actions], (16, 14, 16, 12), 8)

    def _pager(self, look: Look) -> list[Item]:
        """Return the way from page to page, and to the page as large as the screen."""
        self._where = label("", "s")
        parts: list[QPushButton] = []
        for name, icon, spoken, step in (
            ("page_before", "chevron-left", self.tr("上一页"), -1),
            ("page_after", "chevron-right", self.tr("下一页"), 1),
        ):
            made = button("", name, kind="bare", look=look, icon=icon, spoken=spoken)
            made.clicked.connect(lambda _=False, n=step: self.paper.turn(n))
            parts.append(made)
        self._larger = button(
            "", "look_at_page", kind="bare", look=look, icon="maximize-2", spoken=self.tr("放大看")
        )
        self._larger.clicked.connect(self.look_requested)
        self._turns = parts
        self.paper.turned.connect(self._show_where)
        self._show_where(0, 0)
        return [parts[0], self._where, parts[1], self._larger]

    def _show_where(self, page: int, pages: int) -> None:
        self._where.setText(f"{page} / {pages}" if pages else "")
        self._where.setAccessibleName(self._where.text())
        for turn, there in zip(self._turns, (page > 1, page < pages), strict=True):
            turn.setVisible(pages > 1)
            turn.setEnabled(there)
        self._larger.setEnabled(pages > 0)

    def show_bench(self, bench: Bench) -> None:
        """Show which documents there are and which one is being worked on."""
        self._offer(bench)
        self.review.show_bench(bench)
        draft, issued = bench.draft, bench.issued
        for part in (self._save, self._print):
            part.setVisible(issued is not None)
        self._issue.setVisible(issued is None)
        self._late.setVisible(draft is not None and issued is None)
        begins = (bool(bench.findings) or bench.rechecks) and not bench.locked
        self._issue.setEnabled(draft is not None or begins)
        if draft is None:
            self._face(self.tr("生成文书"), "file-text", filled=False)
            self.gate.show_waiting(self.tr("还没有选文书"))
            self.paper.show_words(self.tr("选一种文书，右边就出现真正的页面；\n填到哪里，页面跟到哪里。"))
        elif issued is not None:
            words = self.tr("已按纸质文书补录 %s") if issued.late else self.tr("已签发 %s")
            self.gate.show_waiting(words % issued.number)

    def _offer(self, bench: Bench) -> None:
        choices = [(f"kind:{kind}", words) for kind, words in bench.kinds]
        choices += [(f"paper:{one.id}", self._named(one)) for one in bench.papers if one.number]
        if [self._kind.itemData(n) for n in range(self._kind.count())] != [code for code, _ in choices]:
            self._kind.clear()
            for code, words in choices:
                self._kind.addItem(words, code)
        chosen = -1
        if bench.issued is not None:
            chosen = self._kind.findData(f"paper:{bench.issued.id}")
        elif bench.draft is not None:
            chosen = self._kind.findData(f"kind:{bench.draft.kind}")
        self._kind.setCurrentIndex(chosen)

    @staticmethod
    def _named(one: Paper) -> str:
        return f"{one.label} {one.number}{f'（{said(LABEL)}）' if one.late else ''}"

    def _on_kind(self, place: int) -> None:
        sort, _, code = str(self._kind.itemData(place)).partition(":")
        (self.kind_chosen if sort == "kind" else self.paper_chosen).emit(code)

    def show_verdict(self, lines: Sequence[GateLine]) -> None:
        """Show what is missing; the button says it too and stays soft until nothing is."""
        self.gate.show_verdict(lines)
        told = self.tr("签发（还缺 %s 项）") % len(lines) if lines else self.tr("签发")
        self._face(told, "stamp", filled=not lines)

    def _face(self, told: str, icon: str, *, filled: bool) -> None:
        """Say on the button what it does now; filled, it may be done."""
        self._issue.setText(f" {told}")
        self._issue.setAccessibleName(told)
        restyle(self._issue, k="main" if filled else "soft")
        tint(self._issue_key, on_main=filled)
        tokens = self._look.tokens
        self._issue.setIcon(self._look.icon(icon, tokens.on_accent if filled else tokens.accent, 16))

    def show_pages(self, pages: Sequence[QImage]) -> None:
        """Show the pages of the document."""
        self.paper.show_pages(pages)

    def focus_kind(self) -> None:
        """Put the keys to the choice of the kind."""
        self._kind.setFocus()
