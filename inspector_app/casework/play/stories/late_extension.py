"""Two extensions, one asked in time and one after the deadline: both are put right, one counts as late."""

from dataclasses import asdict
from datetime import date, timedelta

from inspector_app.casework.base import values
from inspector_app.casework.followup import extensions, opinions, rechecks
from inspector_app.casework.followup.extensions import Ask
from inspector_app.casework.followup.scans import Scan
from inspector_app.casework.papers import drafts, duties
from inspector_app.casework.play import scene
from inspector_app.casework.play.scene import Scene
from inspector_app.casework.play.story import Story
from inspector_app.casework.visits import inspections
from inspector_app.domain.errors import RuleError

SITE = "灯塔里安置房6号楼"


def play(story: Story) -> None:
    """Play it; each step tells the days of both findings."""
    told = scene.rise(story, SITE)
    edge, box = told.finding_ids
    _look(story, told, "限期整改通知书签发并送达，限七日")
    story.move_to(told.due - timedelta(days=2))
    in_time = _ask(story, told, box, told.due + timedelta(days=6), "配电箱需向厂家定制，货期十日。")
    _grant(story, told, in_time, "青住建延批〔2026〕3号")
    _look(story, told, "第2项期限内申请延期，准予延期")
    story.move_to(told.due + timedelta(days=2))
    _look(story, told, "第1项逾期两日")
    late = _ask(story, told, edge, told.due + timedelta(days=8), "栏杆材料被扣，改用其他厂家。")
    _look(story, told, "第1项逾期后才申请", late=extensions.asked_of(story.desk, late).late)
    _grant(story, told, late, "青住建延批〔2026〕4号")
    _look(story, told, "第1项逾期后准予延期：不再逾期，但仍按逾期计")
    _recheck(story, told)
    _refused(story, told, edge)


def _look(story: Story, told: Scene, what: str, **seen: object) -> None:
    known = duties.courses(story.desk, told.finding_ids)
    courses = [known[one][told.contractor.id] for one in told.finding_ids]
    story.step(
        what,
        states=[str(one.state.word) for one in courses],
        overdue=[one.state.overdue for one in courses],
        dues=[values.iso(one.due) for one in courses],
        timely=[values.iso(one.timely_until) for one in courses],
        rates=asdict(extensions.rates(story.desk, told.finding_ids)),
        **seen,
    )


def _ask(story: Story, told: Scene, finding_id: str, new_due: date, reason: str) -> str:
    today = story.desk.today()
    scan = Scan(scene.picture("scale.jpg", today), "延期申请.jpg")
    return extensions.ask(
        story.desk,
        Ask(told.notice_id, told.contractor.id, today, today, new_due, reason, (finding_id,), (scan,)),
    )


def _grant(story: Story, told: Scene, request_id: str, number: str) -> None:
    document_id = extensions.begin(story.desk, request_id)
    drafts.change(
        story.desk,
        document_id,
        own_safeguard="延期期间封闭该部位，悬挂警示标志，安排专人看守",
        approval=inspections.approval_fields(scene.approved(story, number)),
    )
    story.issue(document_id)
    scene.serve(story, document_id, told.contractor)


def _recheck(story: Story, told: Scene) -> None:
    """Both are put right before the days that hold; the later one was asked for too late."""
    story.move_to(told.due + timedelta(days=5))
    desk = story.desk
    recheck_id = rechecks.begin(desk, [told.notice_id])
    for finding_id in told.finding_ids:
        rechecks.note(desk, recheck_id, finding_id, "rectified", note="已按要求整改")
    document_id = opinions.begin(desk, recheck_id)
    story.move(minutes=40)
    inspections.change(desk, recheck_id, ended=values.iso(story.clock.now()))
    story.issue(document_id)
    rechecks.conclude(desk, recheck_id)
    _look(story, told, "复查合格：两项闭环，一项延期内，一项逾期")


def _refused(story: Story, told: Scene, finding_id: str) -> None:
    story.move(days=1)
    try:
        _ask(story, told, finding_id, told.due + timedelta(days=20), "再延十日。")
    except RuleError as refused:
        story.step("已闭环的问题再申请延期被拒绝", code=refused.code, field=refused.where)
