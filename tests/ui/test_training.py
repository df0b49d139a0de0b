"""The training morning: two visits already made, none of them ahead of today."""

from datetime import date, timedelta
from pathlib import Path

from inspector_app.casework import documents, inspections, issued, workspace
from inspector_app.casework.clocks import PlayedClock
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.acts import ActKind
from inspector_app.ui.training import make_training
from tests.casework.conftest import START


class Steps:
    """Progress that remembers."""

    def __init__(self) -> None:
        self.told: list[tuple[int, int, str]] = []

    def step(self, done: int, total: int, doing: str = "") -> None:
        self.told.append((done, total, doing))


def test_the_morning_has_two_visits_and_the_first_number_of_today_needs_no_question(tmp_path: Path) -> None:
    clock, steps = PlayedClock(START), Steps()
    assert make_training(tmp_path / "data", clock, PdfRenderer(), steps) is None
    assert steps.told[-1][0] == steps.told[-1][1]
    session = workspace.sign_in(
        tmp_path / "data", workspace.TRAINING_USER, workspace.TRAINING_PASSWORD, clock, PdfRenderer()
    )
    desk = session.desk
    visits = inspections.visits(desk)
    assert sorted(one.state.word for one in visits) == ["已完成", "待签"]
    today = START.date()
    assert all(one.started is not None and one.started < START for one in visits)
    days = [one.issued_on for one in issued.all_documents(desk.store)]
    assert all(isinstance(day, date) and today - timedelta(days=10) <= day <= today for day in days)
    assert documents.last_issue_day(desk) <= today
    walls = [act.wall for act in desk.store.acts("document", kind=ActKind.ISSUE)]
    assert max(walls) <= START.isoformat()
    session.close()
