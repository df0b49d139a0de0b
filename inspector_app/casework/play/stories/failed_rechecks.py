"""One finding from its order through two failed rechecks to filing, beside one that passes the first."""

from datetime import timedelta

from inspector_app.casework.base import values
from inspector_app.casework.followup import (
    escalation,
    filing_papers,
    filings,
    opinions,
    recheck_rows,
    rechecks,
    replies,
)
from inspector_app.casework.followup.rechecks import Way
from inspector_app.casework.followup.replies import Picture, Report, Supplement, Taken
from inspector_app.casework.followup.scans import Scan
from inspector_app.casework.papers import drafts, duties
from inspector_app.casework.play import scene
from inspector_app.casework.play.scene import Scene
from inspector_app.casework.play.story import Story
from inspector_app.casework.visits import inspections, photos
from inspector_app.domain.filing import Step, StepKind
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.replying import PreCheck, Said, Signature

SITE = "灯塔里安置房5号楼"
AGAIN_DAYS = 5


def play(story: Story) -> None:
    """Play it; each step tells the states of both findings."""
    told = scene.rise(story, SITE)
    _look(story, told, "限期整改通知书签发并送达，限七日")
    _reply(story, told)
    opinion_id = _first_recheck(story, told)
    _second_recheck(story, told, opinion_id)
    _file(story, told, opinion_id)


def _look(story: Story, told: Scene, what: str, **seen: object) -> None:
    known = duties.courses(story.desk, told.finding_ids)
    courses = [known[one][told.contractor.id] for one in told.finding_ids]
    story.step(
        what,
        states=[str(one.state.word) for one in courses],
        rounds=[one.state.round for one in courses],
        dues=[values.iso(one.due) for one in courses],
        overdue=[one.state.overdue for one in courses],
        **seen,
    )


def _report(story: Story, told: Scene) -> Report:
    today, (edge, box) = story.desk.today(), told.finding_ids
    return Report(
        told.notice_id,
        told.contractor.id,
        on=today,
        received_on=today,
        said=(Said(edge, "已补设防护栏杆。"), Said(box, "配电箱已更换，电缆已架空。")),
        signatures=(
            Signature(PartyRole.CONTRACTOR, "骆行远", stamped=True),
            Signature(PartyRole.OWNER, "蔺清和", stamped=True),
            Signature(PartyRole.SUPERVISOR, "师明谦", stamped=False),
        ),
        scans=(Scan(scene.picture("scaffold.jpg", today), "整改报告.jpg"),),
        pictures=(Picture(box, Scan(scene.picture("switchbox.jpg", today), "更换后.jpg"), after=True),),
    )


def _reply(story: Story, told: Scene) -> None:
    """The report comes without the supervising company's stamp; the next day it is completed."""
    story.move_to(told.due - timedelta(days=1))
    taken = replies.take_in(story.desk, _report(story, told))
    _look(story, told, "收到整改报告，缺监理盖章", lacking=_codes(taken))
    story.move(days=1)
    more = Supplement(
        story.desk.today(),
        story.desk.today(),
        signatures=(Signature(PartyRole.SUPERVISOR, "师明谦", stamped=True),),
        precheck=PreCheck.PASSED,
        prechecked_by="师明谦",
    )
    taken = replies.supplement(story.desk, taken.report_id, more)
    _look(story, told, "补齐监理盖章，等待复查", lacking=_codes(taken))


def _codes(taken: Taken) -> list[str]:
    return [one.code for one in taken.lacking]


def _first_recheck(story: Story, told: Scene) -> str:
    """A result typed by mistake is corrected before the opinion makes it final."""
    story.move_to(told.due + timedelta(days=2))
    desk, (edge, box) = story.desk, told.finding_ids
    recheck_id = rechecks.begin(desk, [told.notice_id])
    rechecks.note(desk, recheck_id, edge, "rectified")
    _look(story, told, "现场复查进行中，第1项误点为已改", noted=_noted(story, recheck_id))
    rechecks.note(desk, recheck_id, edge, "not_rectified", note="栏杆仅一道横杆，无挡脚板")
    rechecks.note(desk, recheck_id, box, "rectified", note="配电箱已更换")
    for finding_id, name in ((edge, "edge.jpg"), (box, "switchbox.jpg")):
        photos.take_in(desk, recheck_id, scene.picture(name, desk.today()), finding_id=finding_id)
    opinion_id = opinions.begin(desk, recheck_id, again=desk.today() + timedelta(days=AGAIN_DAYS))
    _end(story, recheck_id)
    _look(story, told, "改正结论，未签发前状态不变", noted=_noted(story, recheck_id))
    story.issue(opinion_id)
    _look(story, told, "复查意见书：一项闭环，一项再次责令整改")
    scene.serve(story, opinion_id, told.contractor)
    rechecks.conclude(desk, recheck_id)
    _look(story, told, "意见书送达，第二轮期限起算")
    return opinion_id


def _noted(story: Story, recheck_id: str) -> list[str]:
    rows = recheck_rows.rows(story.desk, recheck_id)
    return [duty.result for row in rows for duty in row.duties]


def _end(story: Story, recheck_id: str) -> None:
    story.move(minutes=40)
    inspections.change(story.desk, recheck_id, ended=values.iso(story.clock.now()))


def _second_recheck(story: Story, told: Scene, order_id: str) -> None:
    """By the papers alone, after the day of the opinion has passed without a word."""
    edge = told.finding_ids[0]
    due = duties.courses(story.desk, [edge])[edge][told.contractor.id].due
    assert due is not None
    story.move_to(due + timedelta(days=1))
    _look(story, told, "第二轮逾期，没有收到报告")
    recheck_id = rechecks.begin(story.desk, [order_id], way=Way.PAPER)
    rechecks.note(story.desk, recheck_id, edge, "not_rectified", note="逾期未提交整改报告，监理报告仍未整改")
    opinion_id = opinions.begin(story.desk, recheck_id, order_id=order_id, conclusion="不合格，移交立案审查")
    _end(story, recheck_id)
    story.issue(opinion_id)
    scene.serve(story, opinion_id, told.contractor)
    rechecks.conclude(story.desk, recheck_id)
    ways = escalation.ways(story.desk, [edge], told.contractor.id)
    _look(
        story,
        told,
        "书面查验再次不合格，列出可以采取的办法",
        lawful=[str(one.kind) for one in ways if one.lawful],
        barred={str(one.kind): one.why_not[0].code for one in ways if not one.lawful},
    )


def _file(story: Story, told: Scene, order_id: str) -> None:
    """The case is opened and filed in its own workspace; the main one is told only that, and until when."""
    story.move(days=1)
    filing, edge = story.filing, told.finding_ids[0]
    if filing is None:
        return
    case_id = escalation.file(
        story.desk, filing, [edge], told.contractor.id, "涉嫌未按要求整改临边防护隐患案"
    )
    _look(story, told, "线索登记：第1项转入立案核查", days_left=_left(story, told))
    form = filing_papers.begin_form(filing, case_id, penalty="《建设工程安全生产管理条例》第六十二条")
    approval = inspections.approval_fields(scene.approved(story, "青住建立批〔2026〕2号"))
    drafts.change(filing, form, approval=approval)
    issued = story.issue(form, filing)
    filings.take(story.desk, filing, case_id, Step(StepKind.FILED, filing.today(), document_id=form))
    _look(
        story,
        told,
        "立案审批表签发，以决定截止日为期限",
        number=issued.number,
        days_left=_left(story, told),
        after=order_id,
    )


def _left(story: Story, told: Scene) -> int:
    """Return the days until the case must be decided, by which the finding stays on the lists."""
    edge = told.finding_ids[0]
    due = duties.courses(story.desk, [edge])[edge][told.contractor.id].due
    return (due - story.desk.today()).days if due is not None else 0
