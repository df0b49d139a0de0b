"""Who still owes an approval is not removed: the form says what, where and what now, and nothing changes."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from inspector_app.casework.overview import staff
from inspector_app.casework.overview.staff import Standing
from inspector_app.casework.papers import approvals
from inspector_app.casework.people import workspace
from inspector_app.casework.people.accounts import NewAccount
from inspector_app.domain.acts import Role
from tests.stories import approval_hands as told
from tests.stories.approval_hands import INSPECTOR, SUPERVISOR
from tests.stories.hands import CTRL
from tests.stories.office_hands import OfficeHands
from tests.stories.stage import Opener
from tests.ui.wearing import undressed

__all__ = ["undressed"]

CHIEF = NewAccount(
    workspace.TRAINING_USER, workspace.TRAINING_NAME, workspace.TRAINING_PASSWORD, Role.ADMINISTRATOR
)


@pytest.mark.usefixtures("undressed")
def test_a_supervisor_before_whom_a_draft_lies_is_not_removed(desktops: Opener, furnished_site: Path) -> None:
    told.let_in(furnished_site)
    stop = told.a_stop(furnished_site)
    with told.session_of(furnished_site, INSPECTOR) as session:
        approvals.submit(session.desk, stop, to=SUPERVISOR.user, words="连墙件缺两层")
    hands = desktops(furnished_site)
    told.sit_down(hands, CHIEF)
    office = OfficeHands(hands)
    office.choose(SUPERVISOR.name)
    before = hands.store.vector()
    hands.press(Qt.Key.Key_Delete, CTRL)
    form = office.form("staff_leave")
    assert "待其审批：" in "".join(one.text() for one in form.findChildren(QLabel))
    office.fill(form, reason="退休", pin=workspace.TRAINING_PIN)
    office.give(form)
    said = form.notice.accessibleName()
    assert form.isVisible()
    assert "没有改动：待其审批：" in said
    assert "请本人先批复或退回待审批的文书" in said
    assert hands.store.vector() == before
    assert SUPERVISOR.name in {
        one.name for one in staff.staff(hands.desk) if one.standing is not Standing.LEFT
    }
