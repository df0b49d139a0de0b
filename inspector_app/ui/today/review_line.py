"""A line of the day: dossiers that came back, words that ask for an answer, what waits for a supervisor."""

from PySide6.QtWidgets import QWidget

from inspector_app.casework.overview.review_list import Asks
from inspector_app.ui.style.look import Look
from inspector_app.ui.today.counts_line import Counted, CountsLine

RETURNED, COMMENTS, WAITING = "returned", "comments", "waiting"
"""Codes of what is counted, in the order of the line."""


class ReviewLine(CountsLine):
    """Counts that lead to their dossiers.

    Attributes:
        since: the day of the oldest dossier that is to be answered.
    """

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, "reviews", parent)
        self.setObjectName("review_line")
        words = {
            RETURNED: self.tr("案卷退回"),
            COMMENTS: self.tr("留言待答复"),
            WAITING: self.tr("待我审阅"),
        }
        self.name_counts("shield-check", self.tr("审阅"), words)
        self.show_asks(Asks())

    def show_asks(self, told: Asks) -> None:
        """Show these counts; what is nothing is left out."""
        self.since = told.since
        shown = {
            RETURNED: Counted(told.returned, str(told.returned), "red"),
            COMMENTS: Counted(told.comments, str(told.comments), "blue"),
            WAITING: Counted(told.waiting, str(told.waiting), "amber"),
        }
        self.show_counted(shown, pressing=told.pressing > 0)
