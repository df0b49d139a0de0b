"""Two notices of bad conduct: one answered with evidence and withdrawn, one upheld, public and expired."""

from datetime import date, timedelta

from inspector_app.casework.base import values
from inspector_app.casework.followup import conduct, conduct_courses, escalation
from inspector_app.casework.followup.scans import Scan
from inspector_app.casework.papers import documents, drafts, duties
from inspector_app.casework.play import scene
from inspector_app.casework.play.scene import Scene
from inspector_app.casework.play.story import Story
from inspector_app.casework.visits import inspections
from inspector_app.domain.conduct import Answer
from inspector_app.domain.errors import InspectorError, ProblemsError
from inspector_app.domain.templates import DocumentKind

SITE = "礁石湾商住楼2号楼"
WITHDRAWN, KEPT = "D1-4-02", "D1-4-18"
PLACE = "区住房和城乡建设局门户网站信用信息栏"
MADE = "已提出，经复核予以采纳"


def play(story: Story) -> None:
    """Play it; each step tells the state of both notices, their next steps, and the findings behind them."""
    told = scene.rise(story, SITE)
    story.move_to(told.due + timedelta(days=2))
    edge, box = told.finding_ids
    first, second = _warn(story, told, edge, WITHDRAWN, 1), _warn(story, told, box, KEPT, 2)
    both = (first, second)
    _look(story, told, both, "逾期两项，分别发不良行为告知书，隐患转为升级")
    for one in both:
        scene.serve(story, one, told.contractor)
    _look(story, told, both, "两份告知书送达，申辩期从送达起算（国庆调休）")
    _too_soon(story, second)
    _answered(story, told, both)
    _withdrawn(story, told, both)
    judged = _determined(story, told, both)
    _public(story, told, both, judged)


def _look(story: Story, told: Scene, notices: tuple[str, ...], what: str, **seen: object) -> None:
    courses = [conduct_courses.course(story.desk, one) for one in notices]
    known = duties.courses(story.desk, told.finding_ids)
    findings = [known[one][told.contractor.id] for one in told.finding_ids]
    story.step(
        what,
        states=[str(one.state) for one in courses],
        next=[str(one.step or "") for one in courses],
        due=[values.iso(one.due) for one in courses],
        overdue=[one.overdue for one in courses],
        findings=[str(one.state.word) for one in findings],
        findings_overdue=[one.state.overdue for one in findings],
        **seen,
    )


def _approve(story: Story, document_id: str, number: str) -> None:
    approval = inspections.approval_fields(scene.approved(story, number))
    drafts.change(story.desk, document_id, approval=approval)


def _warn(story: Story, told: Scene, finding_id: str, code: str, n: int) -> str:
    """Begin a notice as the way on for a finding, choose its code, and issue it."""
    desk = story.desk
    until = conduct.earliest_until(desk).due
    notice = escalation.begin(
        desk,
        DocumentKind.CONDUCT_NOTICE,
        [finding_id],
        told.contractor.id,
        own_defence_until=until.isoformat(),
        own_contact="纪闻笛",
    )
    conduct.choose(desk, notice, code)
    _approve(story, notice, f"青住建告批〔2026〕{n}号")
    story.issue(notice)
    return notice


def _too_soon(story: Story, notice_id: str) -> None:
    """Nobody is judged while the time for a defence runs."""
    desk = story.desk
    paper = conduct.begin_determination(desk, notice_id)
    drafts.change(
        desk,
        paper,
        own_defence="逾期未提出",
        own_review="期限内没有收到陈述申辩",
        own_result="认定为不良行为",
    )
    _approve(story, paper, "青住建认批〔2026〕1号")
    try:
        documents.issue(desk, paper, date_confirmed=True)
    except ProblemsError as refused:
        story.step("申辩期没有届满就认定：拒绝", codes=[one.code for one in refused.problems])
    drafts.discard(desk, paper)


def _answered(story: Story, told: Scene, both: tuple[str, str]) -> None:
    """The contractor answers one notice in writing, with a picture; a day before the notice it is refused."""
    story.move(days=1)
    desk, today = story.desk, story.desk.today()
    words = "栏杆已于期限前补设，验收记录和照片附后，整改报告因经办人离职未报送。"
    answer = Answer("written", today, told.contractor.manager, told.contractor.manager_title, words)
    early = Answer("written", scene.FIRST_DAY, told.contractor.manager, words=words)
    try:
        conduct.defend(desk, both[0], early)
    except InspectorError as refused:
        story.step("陈述申辩早于告知书：拒绝", code=refused.code, field=refused.where)
    evidence = Scan(scene.picture("edge.jpg", today), "补设栏杆照片.jpg")
    conduct.defend(desk, both[0], answer, [evidence])
    _look(story, told, both, "第一份告知书有书面申辩和照片，第二份没有回音")


def _withdrawn(story: Story, told: Scene, both: tuple[str, str]) -> None:
    """What was put forward holds: no bad conduct is found, and the finding is as open as before."""
    story.move(days=4)
    desk = story.desk
    paper = conduct.begin_determination(
        desk,
        both[0],
        own_defence=MADE,
        own_review="现场核对，栏杆在期限内已补设，未报送报告另行督促",
        own_result="不予认定",
    )
    _approve(story, paper, "青住建认批〔2026〕2号")
    number = story.issue(paper).number
    scene.serve(story, paper, told.contractor)
    _look(story, told, both, "复核后不予认定，告知撤回，隐患恢复原来的状态", number=number)
    try:
        conduct.publish(desk, paper, PLACE)
    except InspectorError as refused:
        story.step("公示不予认定的：拒绝", code=refused.code)


def _determined(story: Story, told: Scene, both: tuple[str, str]) -> str:
    """The other notice's time passes in silence; its determination is served."""
    desk = story.desk
    ends = conduct_courses.course(desk, both[1]).answer
    assert ends is not None
    story.move_to(ends.due + timedelta(days=1))
    _look(story, told, both, "第二份告知书申辩期满，没有提出", ended=ends.due.isoformat())
    paper = conduct.begin_determination(
        desk,
        both[1],
        own_review="期限内没有收到陈述申辩，事实清楚，依据充分",
        own_result="认定为不良行为",
    )
    _approve(story, paper, "青住建认批〔2026〕3号")
    number = story.issue(paper).number
    scene.serve(story, paper, told.contractor)
    _look(story, told, both, "认定为不良行为，认定书送达", number=number)
    return paper


def _public(story: Story, told: Scene, both: tuple[str, str], judged: str) -> None:
    desk = story.desk
    conduct.publish(desk, judged, PLACE)
    _look(story, told, both, "公示六个月", period=_period(story, both[1]))
    last = _last(story, both[1])
    story.move_to(last)
    _look(story, told, both, "公示期的最后一天")
    story.move(days=1)
    _look(story, told, both, "公示到期，应当撤下")
    conduct.take_down(desk, judged, desk.today())
    _look(story, told, both, "公示已撤下")


def _last(story: Story, notice_id: str) -> date:
    published = conduct_courses.course(story.desk, notice_id).published
    assert published is not None
    return published.last


def _period(story: Story, notice_id: str) -> list[str]:
    published = conduct_courses.course(story.desk, notice_id).published
    return [published.first.isoformat(), published.last.isoformat()] if published else []
