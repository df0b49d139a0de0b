"""The scene on which stories of rectification begin: a site visited, two findings, one notice served."""

from dataclasses import dataclass
from datetime import date, timedelta

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import drafts, service
from inspector_app.casework.play import samples
from inspector_app.casework.play.story import Story
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import findings, inspections
from inspector_app.casework.visits.findings import Duty, NewFinding
from inspector_app.domain.documents import Office
from inspector_app.domain.inspections import Approval, Recusal
from inspector_app.domain.parties import Party, PartyRole
from inspector_app.domain.people import Officer, PersonPresent
from inspector_app.domain.targets import Target
from inspector_app.domain.templates import DocumentKind

OFFICERS = ("纪闻笛", "乔以宁")
FIRST_DAY = date(2026, 9, 14)
DAYS = 7

_OFFICE = Office("青屿区住房和城乡建设局", "青住建", "青屿区人民政府", "0899-5550 3320")

FOUND = (
    (
        "5号楼12层东侧阳台",
        "阳台临边未设防护栏杆，作业人员可直接靠近边缘。",
        "补设两道横杆的防护栏杆和挡脚板。",
        "edge.jpg",
    ),
    (
        "钢筋加工棚",
        "分配电箱门缺失，箱内一闸多机，电缆拖地。",
        "更换配电箱，一机一闸，电缆架空。",
        "switchbox.jpg",
    ),
)
"""(place, fact, measure, photo) of each finding."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What stands when the curtain rises.

    Attributes:
        notice_id: the rectification notice, issued and served; `due` its last day.
    """

    target: Target
    contractor: Party
    officer_ids: tuple[str, ...]
    visit_id: str
    finding_ids: tuple[str, ...]
    notice_id: str
    due: date


def rise(story: Story, name: str) -> Scene:
    """Play the visit, the notice and its service on the first day.

    Args:
        name: of the site; each story has its own.
    """
    story.move_to(FIRST_DAY)
    desk = story.desk
    if not registry.office_of(desk.store).name:
        registry.set_office(desk, _OFFICE)
    target = _target(desk, name)
    contractor = target.party(PartyRole.CONTRACTOR)
    assert contractor is not None
    return _visited(story, target, contractor, _officers(desk), served=True)


def another_visit(story: Story, before: Scene, *, days: int = 30, served: bool = True) -> Scene:
    """Play a later visit of the same site that finds the same again.

    Args:
        days: after the first.
    """
    story.move_to(FIRST_DAY + timedelta(days=days))
    return _visited(story, before.target, before.contractor, before.officer_ids, served=served)


def _visited(
    story: Story, target: Target, contractor: Party, officers: tuple[str, ...], *, served: bool
) -> Scene:
    desk = story.desk
    visit = _visit(story, target, officers)
    due = desk.today() + timedelta(days=DAYS)
    found = _found(desk, visit, contractor, due)
    notice = drafts.begin(
        desk, visit, DocumentKind.RECTIFICATION_NOTICE, found, reply_due=values.iso(due + timedelta(days=3))
    )
    story.move(minutes=80)
    story.issue(notice)
    if served:
        serve(story, notice, contractor)
    inspections.conclude(desk, visit)
    return Scene(target, contractor, officers, visit, found, notice, due)


def _target(desk: Desk, name: str) -> Target:
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
        registry.NewParty(
            PartyRole.OWNER, "青屿澜庭置业有限公司", "91519903MA7K8PX526", "蔺清和", "项目负责人"
        ),
        registry.NewParty(
            PartyRole.SUPERVISOR, "青屿信衡监理有限公司", "91519903MA7M2RW63R", "师明谦", "总监"
        ),
    )
    new = registry.NewTarget("construction_site", name, "青屿区海岸路与灯塔街交叉口", parties)
    return registry.target_of(desk.store, registry.add_target(desk, new))


def _officers(desk: Desk) -> tuple[str, ...]:
    known = {one.name: one.id for one in registry.officers(desk.store)}
    return tuple(
        known.get(name)
        or registry.add_officer(
            desk, Officer("", name, f"51990303{n:02}", date(2024, 1, 1), date(2029, 12, 31), expert=False)
        )
        for n, name in enumerate(OFFICERS, start=51)
    )


def approved(story: Story, number: str) -> Approval:
    """Return a written approval of half an hour ago."""
    return Approval("柏知行", story.clock.now() - timedelta(minutes=30), number)


def _visit(story: Story, target: Target, officer_ids: tuple[str, ...]) -> str:
    desk, now = story.desk, story.clock.now()
    visit = inspections.begin(
        desk,
        target.id,
        officer_ids,
        started=values.iso(now),
        ended=values.iso(now + timedelta(minutes=70)),
        place=target.address,
        source="日常监督检查",
        approval=inspections.approval_fields(approved(story, "青住建检批〔2026〕5-33号")),
        notice="青住建检通〔2026〕5-33号",
        credentials_shown=True,
        recusal=str(Recusal.WAIVED),
        scope="查看临边防护和施工用电，查阅安全管理资料。",
        handling="当场交换意见，责令限期整改。",
    )
    inspections.meet(desk, visit, PersonPresent("骆行远", "项目经理", "青屿恒基建工有限公司", "13808990331"))
    return visit


def _found(desk: Desk, visit: str, contractor: Party, due: date) -> tuple[str, ...]:
    ids = []
    for place, fact, measure, photo in FOUND:
        new = NewFinding(
            location=place,
            fact=fact,
            clause_id="reg393-26",
            seen_on=desk.today(),
            duties=(Duty(contractor.id, measure, due),),
        )
        ids.append(findings.add(desk, visit, new))
        findings.attach_photo(desk, ids[-1], picture(photo, desk.today()), caption=place)
    return tuple(ids)


def picture(name: str, day: date) -> bytes:
    """Return a shipped picture that states a day."""
    return samples.stamped((samples.folder() / "photos" / name).read_bytes(), day)


def serve(story: Story, document_id: str, to: Party) -> None:
    """Hand a paper to a party, whose person in charge signs for it."""
    story.move(minutes=10)
    handed = service.Service(to.id, "direct", story.clock.now(), "项目部", to.manager, to.manager_title)
    service.serve(story.desk, document_id, handed)
