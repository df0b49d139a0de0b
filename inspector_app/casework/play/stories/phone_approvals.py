"""Two stop-works ordered on a telephone call: one is made up on paper within its hours, the other is not."""

from datetime import date, time

from inspector_app.casework.papers import debts, drafts, issued, made_up, recheck
from inspector_app.casework.papers.made_up import Paper
from inspector_app.casework.play import main_job, samples
from inspector_app.casework.play.story import Story
from inspector_app.catalog.case import Case, read_case
from inspector_app.domain.documents import Office
from inspector_app.domain.errors import RuleError
from inspector_app.domain.templates import DocumentKind

FIRST_DAY, SECOND_DAY = date(2026, 11, 24), date(2026, 12, 1)
HOURS_TO_SIGN = 5
LEADER = "韩立群"


def play(story: Story) -> None:
    """Play it; each step tells what is still to be made up then, and by when."""
    first = _ordered(story, FIRST_DAY)
    _look(story, "停工（整改）通知书凭电话批准签发：二十四小时内补办", first)
    _refused(story, first)
    story.move(hours=HOURS_TO_SIGN)
    _signed(story, first, "望住建停批〔2026〕3-7号")
    _look(story, "负责人在审批稿上签字，扫描件附在文书名下：按时补办", first)
    second = _ordered(story, SECOND_DAY)
    _look(story, "第二份停工（整改）通知书凭电话批准签发", second)
    story.move(hours=_hours(story), minutes=1)
    _look(story, "过了时限没有补办：逾期", second)


def _hours(story: Story) -> int:
    """Return within how many hours the office wants an approval made up."""
    return story.desk.rules.options.approval_hours


def _ordered(story: Story, day: date) -> str:
    """Play the shipped visit of a site on that day and return its stop-work, issued on a telephone call."""
    story.move_to(day, time(9, 0))
    case = _case(day)
    names = sorted({name for one in case.findings for name in one.photos})
    photos = {name: samples.stamped((samples.folder() / name).read_bytes(), day) for name in names}
    office = Office("", "", "", "")
    played = main_job.play(story.desk, story.clock, case, photos=photos, training=office, until="issue")
    story.document_ids += played.document_ids
    told = [issued.must_be_issued(story.desk.store, one) for one in played.document_ids]
    return next(one.id for one in told if one.kind == DocumentKind.STOP_WORK_NOTICE)


def _case(day: date) -> Case:
    shipped = read_case(samples.folder() / "site.toml")
    visit = shipped.inspection.model_copy(update={"day": day})
    return shipped.model_copy(update={"inspection": visit})


def _signed(story: Story, document_id: str, number: str) -> None:
    """Lay the printed draft before the leader, who signs it, and keep its scan with the document."""
    paper = drafts.preview(story.desk, document_id).pdf
    signed = Paper(LEADER, number, story.clock.now())
    story.move(minutes=10)
    made_up.take_in(story.desk, document_id, paper, signed, name="停工审批稿.pdf")


def _refused(story: Story, document_id: str) -> None:
    """Who issued it cannot make its approval up by their own signature, whatever their roles."""
    if story.desk.rules.options.own_approval:
        return
    try:
        made_up.make_up(story.desk, document_id, "自批1号")
    except RuleError as refused:
        story.step("签发人自己不能补办审批：拒绝", code=refused.code, field=refused.where)


def _look(story: Story, what: str, document_id: str) -> None:
    told = debts.debt_of(story.desk, document_id)
    if told is None:
        story.step(what, debt="")
        return
    story.step(
        what,
        number=told.number,
        document=recheck.document_state(story.desk, document_id).word,
        debt=told.state.value,
        called=f"{told.said.approver} {told.said.phone}",
        until=told.until.isoformat(timespec="minutes"),
        made_up=told.paid.at.isoformat(timespec="minutes") if told.paid else "",
        by=told.paid.by if told.paid else "",
        approval=told.paid.number if told.paid else "",
        still_owed=[one.number for one in debts.debts(story.desk)],
    )
