"""The right pane: the gate, which document, the real page, and the way to issue it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from inspector_app.ui.controls.paper_view import PaperView
from inspector_app.ui.controls.parts import DropDown, button, column, restyle, row
from inspector_app.ui.style.look import Look
from inspector_app.ui.workbench.bench_values import Bench
from inspector_app.ui.workbench.gate_box import GateBox, GateLine


class PaperPane(QWidget):
    """Shows the document being worked on.

    Signals:
        kind_chosen: the code of a kind to work on.
        paper_chosen: the id of a document of this inspection.
        issue_requested: the person wants to issue; the PIN is asked next.
        save_requested: the frozen PDF as a file.
        followed: the field of a gate line.
    """

    kind_chosen = Signal(str)
    paper_chosen = Signal(str)
    issue_requested = Signal()
    save_requested = Signal()
    followed = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.gate = GateBox(look)
        self.gate.followed.connect(self.followed)
        self._kind = DropDown(acts=True)
        self._kind.setObjectName("kind")
        self._kind.setAccessibleName(self.tr("文种"))
        self._kind.setPlaceholderText(self.tr("选择要做的文书…"))
        self._kind.activated.connect(self._on_kind)
        self.paper = PaperView(look, "bench_paper")
        self._issue = button(self.tr("签发"), "issue", kind="soft", look=look, icon="stamp")
        self._issue.setFixedHeight(look.row(40))
        self._issue.clicked.connect(self.issue_requested)
        self._save = button(self.tr("另存 PDF"), "bench_save_pdf", look=look, icon="file-down")
        self._save.setFixedHeight(look.row(40))
        self._save.clicked.connect(self.save_requested)
        self._look = look
        actions = row(None, [(self._issue, 3), (self._save, 2)])
        column(self, [self.gate, self._kind, (self.paper, 1), actions], (16, 14, 16, 12), 8)

    def show_bench(self, bench: Bench) -> None:
        """Show which documents there are and which one is being worked on."""
        self._offer(bench)
        draft, issued = bench.draft, bench.issued
        self._save.setVisible(issued is not None)
        self._issue.setVisible(issued is None)
        self._issue.setEnabled(draft is not None)
        if draft is None:
            self.gate.show_waiting(self.tr("还没有选文书"))
            self.paper.show_words(self.tr("选一种文书，右边就出现真正的页面；\n填到哪里，页面跟到哪里。"))
        elif issued is not None:
            self.gate.show_waiting(self.tr("已签发 %s") % issued.number)

    def _offer(self, bench: Bench) -> None:
        choices = [(f"kind:{kind}", words) for kind, words in bench.kinds]
        choices += [(f"paper:{one.id}", f"{one.label} {one.number}") for one in bench.papers if one.number]
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

    def _on_kind(self, place: int) -> None:
        sort, _, code = str(self._kind.itemData(place)).partition(":")
        (self.kind_chosen if sort == "kind" else self.paper_chosen).emit(code)

    def show_verdict(self, lines: Sequence[GateLine]) -> None:
        """Show what is missing; the button says it too and stays soft until nothing is."""
        self.gate.show_verdict(lines)
        told = self.tr("签发（还缺 %s 项）") % len(lines) if lines else self.tr("签发")
        self._issue.setText(f" {told}")
        self._issue.setAccessibleName(told)
        kind = "soft" if lines else "main"
        restyle(self._issue, k=kind)
        tokens = self._look.tokens
        self._issue.setIcon(self._look.icon("stamp", tokens.accent if lines else tokens.on_accent, 16))

    def show_pages(self, pages: Sequence[QImage]) -> None:
        """Show the pages of the document."""
        self.paper.show_pages(pages)

    def focus_kind(self) -> None:
        """Put the keys to the choice of the kind."""
        self._kind.setFocus()
