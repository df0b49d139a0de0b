"""Three parts are stopped, two given back, work goes on in the third, and at last that is given back too."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from inspector_app.casework.base import values
from inspector_app.casework.followup import stop_news, stops
from inspector_app.casework.followup.stops import Asked, Check, Stop, Violation
from inspector_app.casework.papers import drafts, duties, recheck, service
from inspector_app.casework.play.story import Story
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import findings, inspections
from inspector_app.casework.visits.findings import Duty, NewFinding
from inspector_app.domain.documents import Office
from inspector_app.domain.errors import ProblemsError
from inspector_app.domain.findings import Severity
from inspector_app.domain.inspections import Approval, Recusal
from inspector_app.domain.parties import Party, PartyRole
from inspector_app.domain.people import Officer, PersonPresent
from inspector_app.domain.targets import Target
from inspector_app.domain.templates import DocumentKind

SCAFFOLD, HOIST, PIT = "1号楼外脚手架", "2号楼施工升降机", "地下室东侧基坑"
PARTS = (SCAFFOLD, HOIST, PIT)

OFFICERS = ("顾南乔", "祝云舟")
FIRST_DAY = date(2026, 9, 8)

_OFFICE = Office("澄江区住房和城乡建设局", "澄住建", "澄江区人民政府", "0899-5550 2210")

_FOUND = (
    (
        SCAFFOLD,
        "外脚手架第9步连墙件整层缺失，架体向外侧变形。",
        "MH24-07-02",
        "按方案补齐连墙件并验收合格。",
        7,
    ),
    (
        HOIST,
        "施工升降机防坠安全器超过标定期，安全装置失效。",
        "MH24-08-04",
        "更换防坠安全器，检测合格后使用。",
        7,
    ),
    (
        PIT,
        "基坑东侧超挖约1.2m，未采取加固措施，坡顶出现裂缝。",
        "MH24-05-02",
        "回填反压、加固并第三方监测。",
        20,
    ),
)
"""(place, fact, criterion, measure, days) of each major hazard."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """A visit with three major hazards, and the stop-work over them."""

    target: Target
    visit: str
    document_id: str
    finding_ids: tuple[str, ...]


def stopped(story: Story) -> Stopped:
    """Let a visit stop three parts of a site today, and the contractor be handed the paper."""
    desk = story.desk
    if not registry.office_of(desk.store).name:
        registry.set_office(desk, _OFFICE)
    target = _target(story)
    visit = _visit(story, target)
    found = _found(story, visit, target)
    document_id = _stop(story, visit, found)
    contractor = target.party(PartyRole.CONTRACTOR)
    assert contractor is not None
    _serve(story, document_id, contractor)
    return Stopped(target, visit, document_id, found)


def play(story: Story) -> None:
    """Play it; each step tells what of the stop-work holds then."""
    story.move_to(FIRST_DAY)
    desk, told = story.desk, stopped(story)
    visit, stop_id, found = told.visit, told.document_id, told.finding_ids
    _look(story, "停工通知书签发并送达：三个部位停工", stop_id)
    story.move(days=1)
    stop_news.check(
        desk, stop_id, Check(desk.today(), True, "三个部位均已停工，人员撤出，警戒已设。", OFFICERS)
    )
    _look(story, "停工核查：已停工", stop_id)
    _first_resumption(story, visit, stop_id, found)
    _violation(story, stop_id)
    _last_resumption(story, visit, stop_id, found[2])


def _look(story: Story, what: str, stop_id: str) -> Stop:
    told = stops.stop(story.desk, stop_id)
    story.step(
        what,
        state=told.state.value,
        stopped=list(told.held.remaining),
        freed=list(told.held.freed),
        days=told.days,
        violations=len(told.violations),
        findings=[one.state for one in told.findings],
        lacking=[one.code for one in told.lacking],
        advice=[one.code for one in stops.advice(told)],
        document=recheck.document_state(story.desk, stop_id).word,
    )
    return told


def _target(story: Story) -> Target:
    parties = (
        registry.NewParty(
            PartyRole.CONTRACTOR,
            "澄江筑成建设有限公司",
            "91519903MA7H3QT41C",
            "方劲松",
            "项目经理",
            "13808990212",
            "澄江区建业路16号",
        ),
        registry.NewParty(
            PartyRole.OWNER, "澄江云栖置业有限公司", "91519903MA7K8PX526", "施若望", "项目负责人"
        ),
        registry.NewParty(
            PartyRole.SUPERVISOR, "澄江正衡监理有限公司", "91519903MA7M2RW63R", "邵闻远", "总监"
        ),
    )
    new = registry.NewTarget("construction_site", "云栖花园一期", "澄江区望湖路88号", parties, "云栖花园")
    return registry.target_of(story.desk.store, registry.add_target(story.desk, new))


def _visit(story: Story, target: Target) -> str:
    desk, now = story.desk, story.clock.now()
    people = [
        registry.add_officer(
            desk, Officer("", name, f"51990302{n:02}", date(2024, 1, 1), date(2029, 12, 31), expert=False)
        )
        for n, name in enumerate(OFFICERS, start=41)
    ]
    visit = inspections.begin(
        desk,
        target.id,
        people,
        started=values.iso(now),
        ended=values.iso(now + timedelta(minutes=80)),
        place=target.address,
        source="秋季危大工程专项检查",
        approval=inspections.approval_fields(_approved(story, "澄住建检批〔2026〕4-61号")),
        notice="澄住建检通〔2026〕4-61号",
        credentials_shown=True,
        recusal=str(Recusal.WAIVED),
        scope="查看脚手架、起重机械和基坑，查阅专项施工方案和监测资料。",
        handling="三项均属重大事故隐患，听取陈述申辩后责令局部停工。",
    )
    inspections.meet(desk, visit, PersonPresent("方劲松", "项目经理", "澄江筑成建设有限公司", "13808990212"))
    return visit


def _approved(story: Story, number: str) -> Approval:
    return Approval("厉行舟", story.clock.now() - timedelta(minutes=30), number)


def _found(story: Story, visit: str, target: Target) -> tuple[str, ...]:
    contractor, today = target.party(PartyRole.CONTRACTOR), story.desk.today()
    assert contractor is not None
    return tuple(
        findings.add(
            story.desk,
            visit,
            NewFinding(
                location=place,
                fact=fact,
                clause_id="reg393-26",
                severity=Severity.MAJOR,
                seen_on=today,
                criterion_id=criterion,
                duties=(Duty(contractor.id, measure, today + timedelta(days=days)),),
            ),
        )
        for place, fact, criterion, measure, days in _FOUND
    )


def _stop(story: Story, visit: str, found: tuple[str, ...]) -> str:
    start = story.clock.now() + timedelta(minutes=90)
    document_id = drafts.begin(
        story.desk,
        visit,
        DocumentKind.STOP_WORK_NOTICE,
        found,
        stop_full=False,
        stop_parts="\n".join(PARTS),
        stop_start=values.iso(start),
        evacuation="立即撤出上述三个部位的全部作业人员，设警戒并派专人看守",
        conditions="逐项整改完毕，由建设单位组织验收并书面申请",
        defence_heard=True,
        defence_words="项目经理对事实无异议，愿意立即停工。",
        approval=inspections.approval_fields(_approved(story, "澄住建停批〔2026〕4-7号")),
    )
    story.clock.moment = start
    story.issue(document_id)
    return document_id


def _serve(story: Story, document_id: str, to: Party) -> None:
    story.move(minutes=10)
    handed = service.Service(to.id, "direct", story.clock.now(), "项目部会议室", to.manager, to.manager_title)
    service.serve(story.desk, document_id, handed)


def _recheck(story: Story, finding_ids: tuple[str, ...]) -> None:
    seen = tuple(
        recheck.Result(one, "rectified", "现场查看并查阅验收资料，已按方案整改") for one in finding_ids
    )
    recheck.recheck(story.desk, story.desk.today(), seen, OFFICERS)


def _asked(story: Story, stop_id: str, parts: tuple[str, ...]) -> None:
    today = story.desk.today()
    signed = frozenset({PartyRole.OWNER, PartyRole.CONTRACTOR, PartyRole.SUPERVISOR})
    stop_news.ask(
        story.desk,
        stop_id,
        Asked(today, False, parts, signed, today - timedelta(days=1), "附验收记录和检测报告。"),
    )


def _resumption(story: Story, visit: str, stop_id: str, parts: tuple[str, ...], verified: str) -> str:
    return drafts.begin(
        story.desk,
        visit,
        DocumentKind.RESUMPTION_NOTICE,
        (),
        resumes=stop_id,
        resume_full=False,
        resume_parts="\n".join(parts),
        resume_start=values.iso(story.desk.today()),
        verification=verified,
    )


def _approve(story: Story, document_id: str, number: str) -> None:
    drafts.change(story.desk, document_id, approval=inspections.approval_fields(_approved(story, number)))


def _first_resumption(story: Story, visit: str, stop_id: str, found: tuple[str, ...]) -> None:
    """Two of three parts; wider than that, unapproved or before the recheck it is refused."""
    story.move_to(FIRST_DAY + timedelta(days=6))
    wide = _resumption(
        story, visit, stop_id, (SCAFFOLD, HOIST, "3号楼吊篮"), "顾南乔、祝云舟到场查验，资料齐全"
    )
    try:
        story.issue(wide)
    except ProblemsError as refused:
        story.step(
            "超出停工范围、未经批准、隐患未闭环的复工被拒绝", codes=[one.code for one in refused.problems]
        )
    drafts.discard(story.desk, wide)
    _recheck(story, found[:2])
    _asked(story, stop_id, (SCAFFOLD, HOIST))
    _look(story, "两项复查合格，收到复工申请", stop_id)
    told = _resumption(
        story, visit, stop_id, (SCAFFOLD, HOIST), "顾南乔、祝云舟到场查验，连墙件和防坠安全器已整改，验收合格"
    )
    _approve(story, told, "澄住建复批〔2026〕4-3号")
    story.issue(told)
    _look(story, "部分复工：两个部位恢复，基坑继续停工", stop_id)


def _violation(story: Story, stop_id: str) -> None:
    story.move_to(FIRST_DAY + timedelta(days=9), time(15, 20))
    seen = Violation(
        story.clock.now() - timedelta(minutes=10),
        "地下室东侧坑底",
        (PIT,),
        "一台挖掘机正在坑底取土，现场五名工人，项目部未能出示复工手续。",
        OFFICERS,
    )
    stop_news.check(story.desk, stop_id, Check(story.desk.today(), False, "基坑部位未停工。", OFFICERS), seen)
    _look(story, "停工核查：基坑抢工", stop_id)


def _last_resumption(story: Story, visit: str, stop_id: str, finding_id: str) -> None:
    story.move_to(FIRST_DAY + timedelta(days=20))
    _recheck(story, (finding_id,))
    _asked(story, stop_id, (PIT,))
    told = _resumption(story, visit, stop_id, (PIT,), "顾南乔、祝云舟到场查验，坑底已反压加固，监测数据稳定")
    _approve(story, told, "澄住建复批〔2026〕4-5号")
    story.issue(told)
    _look(story, "其余部位复工：停工全部解除", stop_id)
    word = duties.finding_state(story.desk, finding_id).word
    story.step("三项隐患全部闭环", last=word)
