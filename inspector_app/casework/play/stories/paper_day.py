"""A day on paper: the laptop is dead, two notices are written by hand, and all is keyed in next morning."""

from datetime import date, datetime, time

from inspector_app.casework.base import values
from inspector_app.casework.followup import opinions, rechecks
from inspector_app.casework.overview import handin
from inspector_app.casework.papers import duties, issued, late, recheck, service
from inspector_app.casework.papers.late import Entered, LatePaper, LateVisit, Scan
from inspector_app.casework.play import samples
from inspector_app.casework.play.story import Story
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import inspections
from inspector_app.casework.visits.findings import Duty, NewFinding
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.documents import Office
from inspector_app.domain.errors import ProblemsError
from inspector_app.domain.findings import Severity
from inspector_app.domain.inspections import Recusal
from inspector_app.domain.parties import Party, PartyRole
from inspector_app.domain.people import Officer
from inspector_app.domain.targets import Target
from inspector_app.domain.templates import DocumentKind

DAY, MORNING, LOOK = date(2026, 10, 15), date(2026, 10, 16), date(2026, 10, 22)
"""The day on paper, the morning after, and the recheck."""

SITE = "望潮里安置房2号楼"
OFFICERS = ("纪闻笛", "乔以宁")
REASON = "笔记本电脑当天无法启动，现场用旧式三联单手写"
NOTICE, STOP = "青住建改〔2026〕手-17号", "青住建停〔2026〕手-4号"
FOUND = (
    (
        "2号楼9层北侧",
        "2号楼9层北侧电梯井口未设防护门。",
        "reg393-28",
        Severity.GENERAL,
        "安装电梯井口防护门。",
    ),
    (
        "木工加工棚",
        "木工加工棚配电箱无门，箱内一闸多机。",
        "reg393-34",
        Severity.GENERAL,
        "更换配电箱，一机一闸。",
    ),
    (
        "2号楼南立面",
        "2号楼南立面脚手架连墙件缺失两层，架体晃动。",
        "reg393-26",
        Severity.MAJOR,
        "停止该立面作业，补齐连墙件并验收合格。",
    ),
)
"""(place, fact, clause, severity, measure) of each finding, as the shipped papers say them."""

_OFFICE = Office("青屿区住房和城乡建设局", "青住建", "青屿区人民政府", "0899-5550 3320")


def play(story: Story) -> None:
    """Play it; each step tells what of it is counted and how it stands."""
    story.move_to(DAY, time(9, 20))
    visit, found, papers = written(story)
    story.step("电脑坏了：当天检查、写单、送达都在纸上，程序里什么也没有", papers=_counted(story))
    story.move_to(MORNING, time(8, 40))
    _refused(story, visit, found, papers)
    entered = late.key_in(story.desk, visit, found, papers)
    story.document_ids += entered.document_ids
    _look(
        story,
        entered,
        "次日补录：检查、三条问题、两份手写文书连同扫描件，一次入账",
        warned=[one.code for one in entered.warned],
        numbers=[one.number for one in story.desk.store.numbers().late],
        owed=[str(one.lack) for one in handin.hand_in(story.desk).debts],
    )
    for document_id, minute in zip(entered.document_ids, (20, 25), strict=True):
        at = datetime.combine(DAY, time(11, minute), CHINA)
        handed = service.Service(papers[0].addressee_id, "direct", at, "项目部", "骆行远", "项目经理")
        service.serve(story.desk, document_id, handed)
    _look(story, entered, "补记当天在纸上的送达")
    _again(story, visit, found, papers)
    _recheck(story, entered)


def _scene(story: Story) -> tuple[Target, tuple[str, ...]]:
    desk = story.desk
    if not registry.office_of(desk.store).name:
        registry.set_office(desk, _OFFICE)
    parties = (
        registry.NewParty(
            PartyRole.CONTRACTOR,
            "青屿恒基建工有限公司",
            "91519903MA7H3QT41C",
            "骆行远",
            "项目经理",
            "13808990331",
            "青屿区海岸路9号",
        ),
        registry.NewParty(PartyRole.OWNER, "青屿澜庭置业有限公司", "91519903MA7K8PX526", "蔺清和"),
    )
    new = registry.NewTarget("construction_site", SITE, "青屿区望潮街12号", parties)
    target = registry.target_of(desk.store, registry.add_target(desk, new))
    known = {one.name: one.id for one in registry.officers(desk.store)}
    years = (date(2024, 1, 1), date(2029, 12, 31))
    officers = tuple(
        known.get(name) or registry.add_officer(desk, Officer("", name, f"51990303{n}", *years))
        for n, name in enumerate(OFFICERS, start=51)
    )
    return target, officers


def written(story: Story) -> tuple[LateVisit, list[NewFinding], tuple[LatePaper, LatePaper]]:
    """Enter the site and its people, and return the day as it stands on paper."""
    target, officers = _scene(story)
    main = target.party(PartyRole.CONTRACTOR)
    assert main is not None
    return _visit(target, officers), _found(main), _papers(main, target)


def _visit(target: Target, officers: tuple[str, ...]) -> LateVisit:
    return LateVisit(
        target.id,
        officers,
        datetime.combine(DAY, time(9, 40), CHINA),
        datetime.combine(DAY, time(11, 10), CHINA),
        OFFICERS[0],
        REASON,
        place="青屿区望潮街12号施工现场",
        source="日常监督检查",
        notice="青住建检通〔2026〕手-9号",
        scope="查看临边洞口、施工用电和脚手架。",
        handling="第3条局部停工整改，其余限期整改。",
        credentials_shown=True,
    )


def _found(main: Party) -> list[NewFinding]:
    return [
        NewFinding(place, fact, clause, severity, duties=(Duty(main.id, measure, None),))
        for place, fact, clause, severity, measure in FOUND
    ]


def _papers(main: Party, target: Target) -> tuple[LatePaper, LatePaper]:
    owner = target.party(PartyRole.OWNER)
    copied = (owner.id,) if owner is not None else ()
    notice = LatePaper(
        DocumentKind.RECTIFICATION_NOTICE,
        NOTICE,
        DAY,
        main.id,
        (_scan("rectification.jpg"),),
        due_on=date(2026, 10, 22),
        findings=(1, 2),
        copied_ids=copied,
        signed=True,
        sealed=True,
    )
    stop = LatePaper(
        DocumentKind.STOP_WORK_NOTICE,
        STOP,
        DAY,
        main.id,
        (_scan("stop_work.jpg"),),
        due_on=date(2026, 10, 26),
        findings=(3,),
        copied_ids=copied,
        signed=True,
        sealed=True,
        stop_parts="2号楼南立面",
        stop_start=datetime.combine(DAY, time(11, 25), CHINA),
        conditions="补齐连墙件并验收合格、经我局同意后方可复工",
        approver="柏知行",
        approval="青住建停批〔2026〕手-4号",
    )
    return notice, stop


def _scan(name: str) -> Scan:
    return Scan((samples.folder() / "papers" / name).read_bytes(), name)


def _refused(
    story: Story, visit: LateVisit, found: list[NewFinding], papers: tuple[LatePaper, LatePaper]
) -> None:
    """The scan was forgotten at first: refused, and nothing of the day is kept."""
    notice, stop = papers
    bare = LatePaper(notice.kind, notice.number, DAY, notice.addressee_id, (), notice.due_on, notice.findings)
    story.step("第一次忘了附扫描件：拒绝，什么都没有存", refused=_codes(story, visit, found, (bare, stop)))


def _codes(
    story: Story, visit: LateVisit, found: list[NewFinding], papers: tuple[LatePaper, ...]
) -> list[list[str]]:
    before = story.desk.store.vector()
    try:
        late.key_in(story.desk, visit, found, papers)
    except ProblemsError as refused:
        assert story.desk.store.vector() == before
        return [[one.code, one.where] for one in refused.problems]
    return []


def _again(
    story: Story, visit: LateVisit, found: list[NewFinding], papers: tuple[LatePaper, LatePaper]
) -> None:
    refused = _codes(story, visit, found, papers)
    story.step("同事又录了一遍同一天：文号已有，拒绝", refused=refused, papers=_counted(story))


def _recheck(story: Story, entered: Entered) -> None:
    """The lift shaft passes, the switch box only in part; the stop-work is not looked at yet."""
    story.move_to(LOOK, time(14, 30))
    desk, (door, box, _) = story.desk, entered.finding_ids
    recheck_id = rechecks.begin(
        desk,
        [entered.document_ids[0]],
        place="青屿区望潮街12号施工现场",
        credentials_shown=True,
        recusal=str(Recusal.WAIVED),
    )
    rechecks.note(desk, recheck_id, door, "rectified", note="防护门已安装")
    rechecks.note(desk, recheck_id, box, "partial", note="已装箱门，仍一闸多机")
    opinion_id = opinions.begin(desk, recheck_id, again=date(2026, 10, 27))
    story.move(minutes=30)
    inspections.change(desk, recheck_id, ended=values.iso(story.clock.now()))
    told = story.issue(opinion_id)
    rechecks.conclude(desk, recheck_id)
    _look(story, entered, "复查手写通知书：一条闭环，一条再次责令整改", opinion=told.number)


def _look(story: Story, entered: Entered, what: str, **seen: object) -> None:
    desk = story.desk
    known = duties.courses(desk, entered.finding_ids)
    courses = [course for one in entered.finding_ids for course in known[one].values()]
    papers = issued.documents(desk.store, entered.document_ids)
    story.step(
        what,
        states=[str(one.state.word) for one in courses],
        dues=[values.iso(one.due) for one in courses],
        documents=[str(recheck.document_state(desk, one).word) for one in entered.document_ids],
        late=[papers[one].late for one in entered.document_ids],
        papers=_counted(story),
        **seen,
    )


def _counted(story: Story) -> list[int]:
    """Return how many numbers stand in the book, and how many late entries beside it."""
    book = story.desk.store.numbers()
    return [len(book.numbers), len(book.late)]
