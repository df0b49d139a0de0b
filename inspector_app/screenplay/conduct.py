"""Notices of bad conduct in every state that their section shows, for plays that look at them."""

from datetime import timedelta
from pathlib import Path

from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.followup import conduct, conduct_courses, conduct_notices
from inspector_app.casework.followup.scans import Scan
from inspector_app.casework.papers import drafts
from inspector_app.casework.people import workspace
from inspector_app.casework.play import scene
from inspector_app.casework.play.scene import Scene
from inspector_app.casework.play.story import Story
from inspector_app.casework.visits import inspections
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.conduct import Answer
from inspector_app.screenplay import papers

PLACE = "区住房和城乡建设局门户网站信用信息栏"


def leave(folder: Path) -> None:
    """Leave one that is public, one withdrawn, one answered, one within its time, one not served yet."""
    clock = PlayedClock(papers.MORNING - timedelta(days=70))
    session = workspace.sign_in(
        folder, workspace.TRAINING_USER, workspace.TRAINING_PASSWORD, clock, PdfRenderer()
    )
    try:
        _play(Story(session.sign(workspace.TRAINING_PIN), clock))
    finally:
        session.close()


def _play(story: Story) -> None:
    old, new = scene.rise(story, "鹭湾中学改扩建工程"), scene.rise(story, "石塘路地下车库工程")
    story.move_to(old.due + timedelta(days=2))
    upheld, fallen = _noticed(story, old, 0, "D1-4-02", 1), _noticed(story, old, 1, "D1-4-18", 2)
    story.move(days=1)
    _answered(story, old, fallen)
    story.move(days=5)
    _judged(story, old, fallen, "已提出，经复核予以采纳", "不予认定", 1)
    ends = conduct_courses.course(story.desk, upheld).answer
    assert ends is not None
    story.move_to(ends.due + timedelta(days=1))
    conduct.publish(story.desk, _judged(story, old, upheld, "逾期未提出", "认定为不良行为", 2), PLACE)
    today = papers.MORNING.date()
    story.move_to(today - timedelta(days=9))
    _noticed(story, new, 1, "D1-4-03", 5, served=False)
    story.move_to(today - timedelta(days=6))
    answered = _noticed(story, new, 0, "D1-4-02", 3)
    story.move(days=1)
    _answered(story, new, answered)
    story.move_to(today - timedelta(days=2))
    _noticed(story, new, 1, "D1-4-18", 4)


def _noticed(story: Story, told: Scene, n: int, code: str, number: int, *, served: bool = True) -> str:
    ids, party = told.finding_ids[n : n + 1], told.contractor
    _, notice = conduct_notices.begin(story.desk, ids, party.id, code)
    drafts.change(story.desk, notice, own_contact="纪闻笛")
    _issue(story, notice, f"青住建告批〔2026〕{number}号")
    if served:
        scene.serve(story, notice, party)
    return notice


def _issue(story: Story, document_id: str, number: str) -> None:
    approval = inspections.approval_fields(scene.approved(story, number))
    drafts.change(story.desk, document_id, approval=approval)
    story.issue(document_id)


def _answered(story: Story, told: Scene, notice: str) -> None:
    who, today = told.contractor, story.desk.today()
    words = "配电箱已于期限前更换，验收记录和照片附后，整改报告因经办人离职未报送。"
    answer = Answer("written", today, who.manager, who.manager_title, words)
    evidence = Scan(scene.picture("switchbox.jpg", today), "更换配电箱照片.jpg")
    conduct.defend(story.desk, notice, answer, [evidence])


def _judged(story: Story, told: Scene, notice: str, heard: str, result: str, number: int) -> str:
    fields = {"own_defence": heard, "own_result": result, "own_review": "现场核对，材料属实，依据充分"}
    paper = conduct.begin_determination(story.desk, notice, **fields)
    _issue(story, paper, f"青住建认批〔2026〕{number}号")
    scene.serve(story, paper, told.contractor)
    return paper
