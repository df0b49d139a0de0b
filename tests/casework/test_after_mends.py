"""What the machine over all acts found amiss, each as the shortest course that showed it."""

from datetime import timedelta
from typing import Any

import pytest

from inspector_app.casework.base import values
from inspector_app.casework.followup import escalation
from inspector_app.casework.papers import drafts, duties
from inspector_app.casework.play import scene
from inspector_app.casework.visits import findings, inspections
from inspector_app.casework.visits.findings import Duty, NewFinding
from inspector_app.domain.states import FindingState
from inspector_app.domain.templates import DocumentKind
from tests.casework.bench import Bench
from tests.casework.risen import Risen, rise

K, S = DocumentKind, FindingState


@pytest.fixture
def risen(bench: Bench) -> Risen:
    return rise(bench)


def approve(risen: Risen, document_id: str, **fields: Any) -> None:
    approval = inspections.approval_fields(scene.approved(risen.story, "青住建批〔2026〕9号"))
    drafts.change(risen.desk, document_id, approval=approval, **fields)


def transferred(risen: Risen, finding_id: str) -> str:
    """Issue a transfer letter about a finding, not served yet, and return its id."""
    letter = escalation.begin(risen.desk, K.TRANSFER_LETTER, [finding_id], risen.party)
    told = {
        "own_authority": "青屿区应急管理局",
        "own_party": "青屿恒基建工有限公司",
        "own_material": "检查记录1份",
        "own_answer_by": (risen.desk.today() + timedelta(days=15)).isoformat(),
    }
    approve(risen, letter, **told)
    risen.story.issue(letter)
    return letter


def test_what_is_handed_over_has_the_day_by_which_the_authority_answers(risen: Risen) -> None:
    """A finding that no order gave a day stood escalated without any, and nobody was reminded of it."""
    desk, now = risen.desk, risen.story.clock.now()
    visit = inspections.begin(
        desk,
        risen.scene.target.id,
        risen.scene.officer_ids,
        started=values.iso(now),
        place="现场",
        approval=inspections.approval_fields(scene.approved(risen.story, "批1号")),
        notice="通1号",
        credentials_shown=True,
        recusal="waived",
    )
    duty = Duty(risen.party, "按资质承接", None)
    found = NewFinding("项目部", "涉嫌无资质承揽。", "reg393-26", seen_on=desk.today(), duties=(duty,))
    finding_id = findings.add(desk, visit, found)
    transferred(risen, finding_id)
    course = duties.courses(desk, [finding_id])[finding_id][risen.party]
    assert (course.state.word, course.due) == (S.ESCALATED, desk.today() + timedelta(days=15))
