"""Dossiers in every state of their review, and news since somebody looked, for plays that look at it."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QPushButton

from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import review_list, review_marks, review_sheet, reviews
from inspector_app.casework.overview.review_list import Asked
from inspector_app.casework.people import workspace
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.reviewing import About
from inspector_app.screenplay import papers
from inspector_app.screenplay.approvals import INSPECTOR
from inspector_app.screenplay.player import Player


def leave(folder: Path) -> None:
    """Leave one dossier passed, one returned, one commented, one that changed since it was read."""
    session = workspace.sign_in(
        folder,
        workspace.TRAINING_USER,
        workspace.TRAINING_PASSWORD,
        PlayedClock(papers.MORNING),
        PdfRenderer(),
    )
    try:
        _tell(session.desk)
    finally:
        session.close()


def _tell(desk: Desk) -> None:
    """Let the trainee review what others could have made: an office may allow one's own."""
    free = replace(desk, rules=replace(desk.rules, options=replace(desk.rules.options, own_approval=True)))
    inspector = replace(desk, user=INSPECTOR.user)
    rows = review_list.shelf(free, Asked()).rows
    long = max(rows, key=lambda one: len(review_sheet.opened(free, one.id).lines))
    others = [one for one in rows if one.id != long.id]
    reviews.pass_(free, others[0].id, "事实清楚，依据准确。")
    reviews.return_(free, others[1].id, "缺签字盖章件，请补传后答复。")
    told = review_sheet.opened(free, long.id)
    review_marks.looked(free, long.id, told.place)
    reviews.comment(free, long.id, "请写明轴线和层数。", About.FINDING, told.findings[0].id)
    reviews.comment(inspector, long.id, "第二次复查的照片已补，请看附图。")
    reviews.comment(inspector, long.id, "项目部承诺周五前全部整改完。")


def review(player: Player) -> None:
    """Show everything, the dossier with the most to tell."""
    player.press("Ctrl+4")
    player.press("Alt+0")
    player.until(lambda: player.rooms.frame.page == "review", "the review is shown")
    player.rest()
    player.part(QPushButton, "review_all").click()
    player.rest()
    index = player.rooms.review.index
    player.until(lambda: bool(index.rows), "dossiers are listed")
    changed = next(one.id for one in index.rows if one.news)
    index.choose(changed)
    player.rest()
