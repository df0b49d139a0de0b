"""What stands above the page about its approval, however it stands, and where the gate's lines lead."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from inspector_app.domain.documents import Draft, Review, Standing
from inspector_app.domain.inspections import Approval
from inspector_app.ui.checking.check_pane import CheckPane
from inspector_app.ui.style.look import Look
from inspector_app.ui.workbench.bench_values import SUBMIT, spot_of
from inspector_app.ui.workbench.paper_pane import PaperPane
from inspector_app.ui.workbench.workbench_page import WorkbenchPage
from tests.builders import a_draft
from tests.domain.gate_case import RECTIFY, STOP
from tests.stories.office import MORNING
from tests.ui.benches import a_bench

AT = MORNING + timedelta(hours=1)


@pytest.fixture
def page(look: Look, qtbot: QtBot) -> WorkbenchPage:
    page = WorkbenchPage(look, CheckPane(look), PaperPane(look))
    qtbot.addWidget(page)
    page.resize(1366, 768)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    return page


def laid(standing: Standing, **changes: str) -> Draft:
    """A stop-work that was laid before a supervisor."""
    told = {"words": "范围写到轴线", "by": "李望川", "number": "批6号"} | changes
    return replace(a_draft(STOP), approval=None, review=Review(standing, "helanxi", AT, **told))


STANDS: dict[Standing, tuple[str, str]] = {
    Standing.WAITING: ("待审批 10:12 送审，等 任一审批人", ""),
    Standing.CHANGED: ("送审后改过 10:12 送审，等 任一审批人", "再送审"),
    Standing.RETURNED: ("已退回 李望川 10:12  范围写到轴线", "再送审"),
    Standing.APPROVED: ("已批准 李望川 10:12  批6号", ""),
    Standing.LOST: ("批准已失效 李望川 10:12  批6号", "再送审"),
}


@pytest.mark.parametrize("standing", Standing)
def test_each_standing_is_said_with_what_may_be_done(page: WorkbenchPage, standing: Standing) -> None:
    words, way = STANDS[standing]
    page.show_bench(a_bench(laid(standing), today=MORNING.date()))
    bar = page.paper.review
    assert bar.isVisible()
    assert bar.accessibleName() == words
    assert bar.submit.isVisible() is bool(way)
    if way:
        assert bar.submit.accessibleName() == way


def test_whom_it_awaits_is_named(page: WorkbenchPage) -> None:
    page.show_bench(a_bench(laid(Standing.WAITING, to="liwangchuan"), reviewer="李望川"))
    assert page.paper.review.accessibleName().endswith("等 李望川")


def test_a_kind_that_is_issued_freely_shows_nothing(page: WorkbenchPage) -> None:
    page.show_bench(a_bench(a_draft(RECTIFY)))
    assert not page.paper.review.isVisible()


def test_before_it_is_laid_the_way_is_offered_and_what_was_entered_is_said(page: WorkbenchPage) -> None:
    bar = page.paper.review
    page.show_bench(a_bench(replace(a_draft(STOP), approval=None)))
    assert (bar.accessibleName(), bar.submit.accessibleName()) == ("签发前须经批准", "送审")
    told = QSignalSpy(bar.submit_requested)
    bar.submit.click()
    assert told.count() == 1
    page.show_bench(a_bench(replace(a_draft(STOP), approval=Approval("韩立群", AT, "书面9号"))))
    assert bar.accessibleName() == "已填写批准人 韩立群"


@pytest.mark.parametrize("standing", Standing)
def test_the_gates_line_leads_to_where_it_is_mended(page: WorkbenchPage, standing: Standing) -> None:
    """Waiting, the way out is an approval on paper; changed, lost or returned, it is submitted again."""
    page.show_bench(a_bench(laid(standing)))
    page.setFocus()
    page.paper.followed.emit("document.approval")
    focus = page.focusWidget()
    assert focus is not None
    again = standing in (Standing.CHANGED, Standing.LOST, Standing.RETURNED)
    assert focus.objectName() == (SUBMIT if again else "approval.approver")


def test_the_time_of_a_call_is_mended_in_its_own_field(page: WorkbenchPage) -> None:
    page.show_bench(a_bench(laid(Standing.RETURNED)))
    page.paper.followed.emit("document.approval.at")
    focus = page.focusWidget()
    assert focus is not None
    assert focus.objectName() == "approval.at"
    spot = spot_of("document.approval.number", a_bench(laid(Standing.RETURNED)))
    assert spot is not None
    assert spot.name == "approval.number"
