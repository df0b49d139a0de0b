"""A line of the day: what waits for the person's approval, what came back, what is still to be made up."""

from PySide6.QtWidgets import QWidget

from inspector_app.casework.overview.approval_book import Counts
from inspector_app.ui.style.look import Look
from inspector_app.ui.today.counts_line import Counted, CountsLine

WAITING, RETURNED, APPROVED, OWED = "waiting", "returned", "approved", "owed"
"""Codes of the ledger's lists, in the order of the line."""


class ApprovalsLine(CountsLine):
    """Counts that lead to their lists."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, "approvals", parent)
        self.setObjectName("approvals_line")
        words = {
            WAITING: self.tr("待我审批"),
            RETURNED: self.tr("已退回"),
            APPROVED: self.tr("待签发"),
            OWED: self.tr("欠补办"),
        }
        self.name_counts("stamp", self.tr("审批"), words)
        self.show_counts(Counts())

    def show_counts(self, told: Counts) -> None:
        """Show these counts; what is nothing is left out."""
        owed = str(told.owed)
        if told.late:
            owed = self.tr("%1，逾期 %2").replace("%1", owed).replace("%2", str(told.late))
        shown = {
            WAITING: Counted(told.waiting, str(told.waiting), "amber"),
            RETURNED: Counted(told.returned, str(told.returned), "red"),
            APPROVED: Counted(told.approved, str(told.approved), "green"),
            OWED: Counted(told.owed, owed, "red" if told.late else "amber"),
        }
        self.show_counted(shown, pressing=bool(told.pressing))
