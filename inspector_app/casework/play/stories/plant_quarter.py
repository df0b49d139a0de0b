"""A quarter of fourteen plants: drawn by lot, nine visited, one out of business, four still due."""

from datetime import date, time, timedelta

from inspector_app.casework.base import values
from inspector_app.casework.papers import drafts
from inspector_app.casework.plans import (
    campaign_targets,
    campaign_visits,
    campaigns,
    draws,
    lives,
    pools,
    rounds,
)
from inspector_app.casework.plans.campaign_targets import Line
from inspector_app.casework.plans.campaigns import NewCampaign
from inspector_app.casework.plans.pools import Wish
from inspector_app.casework.play.story import Story
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import findings, inspections
from inspector_app.casework.visits.findings import Duty, NewFinding
from inspector_app.domain.documents import Office
from inspector_app.domain.drawing import Barred
from inspector_app.domain.inspections import Approval, Recusal
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.people import Officer, PersonPresent
from inspector_app.domain.planning import Progress
from inspector_app.domain.templates import DocumentKind

BEGINS, ENDS = date(2026, 10, 12), date(2026, 12, 25)
LAST_LOOK = date(2026, 12, 8)
VISITS = 9
CLOSED_AT = 5
"""Place in the drawn order, from 0, of the plant that turns out to have closed."""

ORDERED_AT = (1, 6)
"""Places in the drawn order of the plants that get an order."""

_OFFICE = Office("澄江区住房和城乡建设局", "澄住建", "澄江区人民政府", "0899-5550 2210")
OFFICERS = ("顾南乔", "祝云舟", "温子衿", "江临岸", "陆知微")
_CODES = (
    "91519903MA7X4EH9F8",
    "91519903MA7WYFC7EL",
    "91519903MA7AJPCWX7",
    "91519903MA7W6P61FF",
    "91519903MA7RHEK2HW",
    "91519903MA7AG9XD8J",
    "91519903MA7H43L8Y8",
    "91519903MA78EJW1C9",
    "91519903MA7M0B807R",
    "91519903MA7P05WXPL",
    "91519903MA7W4C7Y0M",
    "91519903MA7N6ECJ5K",
    "91519903MA7E77LK03",
    "91519903MA7LFH7TA5",
)
_NAMES = (
    *("恒固", "砼源", "汇砼", "江砼", "磐基", "筑砼", "永砼"),
    *("澄砼", "砺石", "固垒", "金砼", "盛砼", "远砼", "众砼"),
)

_FOUND = (
    (
        "3号骨料仓",
        "骨料贮存",
        "5～10mm与10～20mm碎石混仓，标识与实物不符。",
        "gbt14902-7.2",
        "清仓分贮，更换标识，混仓批次复验合格后使用。",
        "当日进场碎石",
    ),
    (
        "2号生产线",
        "计量设备",
        "外加剂秤未见本季度自校记录，抽查5盘中1盘计量偏差超过允许值。",
        "gbt14902-7.3",
        "停用该秤，校准合格后恢复，核查受影响批次。",
        "当日C35",
    ),
)
"""(place, item, fact, clause, measure, batch) of what is found where an order follows."""


def play(story: Story) -> None:
    """Play it; each step tells what can be seen of the quarter then."""
    story.move_to(BEGINS)
    desk = story.desk
    if not registry.office_of(desk.store).name:
        registry.set_office(desk, _OFFICE)
    kind = rounds.kinds(desk)[0].code
    people = officers(story)
    where = plants(story, kind)
    _look(story, "季度开始：按表单每季度查一遍的企业有14家", kind)
    draw_id = _draw(story, kind, people, where)
    campaign_id = _campaign(story, draw_id, people[0])
    for place, line in enumerate(campaign_targets.progress(desk, campaign_id).lines):
        if place == CLOSED_AT:
            _closed(story, line)
        elif place <= VISITS:
            _visit(story, campaign_id, line, place)
    story.move_to(LAST_LOOK)
    told = campaign_targets.progress(desk, campaign_id)
    story.step(
        "专项进度：按责任人",
        shares={one.name: [one.of, one.done, one.due, one.overdue] for one in told.shares},
    )
    _look(story, "季末前：还有4家待查", kind)
    numbers = rounds.numbers(desk, rounds.standing(desk, kind))
    story.step(
        "季度报告数字",
        period=numbers.period,
        targets=numbers.targets,
        done=numbers.done,
        owed=numbers.owed,
        closed=numbers.closed,
        visits=numbers.visits,
        findings=numbers.findings,
        orders=dict(numbers.orders),
        ordered=numbers.ordered,
    )


def _look(story: Story, what: str, kind: str) -> None:
    told = rounds.standing(story.desk, kind)
    story.step(
        what,
        period=told.period.label,
        counts={one.value: len(told.having(one)) for one in Progress if told.having(one)},
        due=[one.name for one in told.owed],
        days_left=min((one.standing.days_left or 0 for one in told.owed), default=0),
    )


def officers(story: Story) -> list[str]:
    """Enter the five officers and return their ids."""
    return [
        registry.add_officer(
            story.desk, Officer("", name, f"51990302{n:02}", date(2024, 1, 1), date(2029, 12, 31))
        )
        for n, name in enumerate(OFFICERS, start=61)
    ]


def plants(story: Story, kind: str) -> list[str]:
    """Enter the fourteen plants and return their ids."""
    told = []
    for n, (name, code) in enumerate(zip(_NAMES, _CODES, strict=True), start=1):
        whole = f"澄江{name}混凝土有限公司"
        address = f"澄江区港前路{n * 6}号"
        party = registry.NewParty(PartyRole.PLANT, whole, code, "邵一帆", "总经理", "13908990271", address)
        facts = (("lines", "2条180生产线"), ("district", "港前街道" if n % 2 else "望湖街道"))
        told.append(
            registry.add_target(story.desk, registry.NewTarget(kind, whole, address, (party,), fields=facts))
        )
    return told


def _draw(story: Story, kind: str, people: list[str], plants: list[str]) -> str:
    desk = story.desk
    wish = Wish(
        "2026年第四季度预拌混凝土双随机",
        kind,
        BEGINS,
        ENDS,
        len(plants),
        barred=(Barred(people[2], plants[0], "近亲属在该企业任职"),),
    )
    frozen = draws.freeze(desk, pools.gather(desk, wish))
    story.step("冻结名单，先公布校验值", hash=frozen.hash, pool=len(frozen.pool.targets))
    story.move(minutes=10)
    told = draws.seed(desk, frozen.id, "20261012-352416", witness="纪检派驻组 王委员")
    story.step(
        "见证人报出种子，抽出检查顺序和两人一组",
        seed=told.seed,
        witness=told.witness,
        order=list(draws.names(told.pool, (one.target_id for one in told.result))),
        pairs=[list(draws.names(told.pool, one.officer_ids)) for one in told.result],
        differs=len(draws.check(desk.store, told.id)),
    )
    return told.id


def _campaign(story: Story, draw_id: str, owner: str) -> str:
    desk, now = story.desk, story.clock.now()
    plan = NewCampaign(
        "2026年第四季度预拌混凝土专项检查",
        "预拌混凝土企业季度专项检查",
        BEGINS,
        ENDS,
        owner,
        checklists=("concrete_plant",),
        approval=Approval("厉行舟", now - timedelta(minutes=5), "澄住建专批〔2026〕4号"),
    )
    campaign_id = campaigns.make(desk, plan)
    entries = campaign_targets.from_draw(desk, campaign_id, draw_id, ENDS)
    lines = campaign_targets.progress(desk, campaign_id).lines
    for n, (entry, line) in enumerate(zip(entries, lines, strict=True)):
        day = min(BEGINS + timedelta(days=1 + 5 * n), ENDS)
        campaign_targets.reassign(desk, entry, line.officer_ids, day)
    story.step("专项检查已批准，按抽取顺序排定责任人和日期", campaign=plan.name, targets=len(entries))
    return campaign_id


def _closed(story: Story, line: Line) -> None:
    story.move_to(line.day, time(9, 30))
    desk = story.desk
    lives.close_business(desk, line.target_id, desk.today(), "到场核实已拆除生产线，营业执照已注销")
    campaign_targets.remove(desk, line.id, "企业已停业，到场核实")
    story.step("到场发现已停业：移出专项，理由留痕", plant=line.target)


def _visit(story: Story, campaign_id: str, line: Line, place: int) -> None:
    story.move_to(line.day, time(9, 0))
    desk, began = story.desk, story.clock.now()
    ordering = place in ORDERED_AT
    serial = f"{began.month}-{began.day}"
    begun = campaign_visits.begin(
        desk,
        campaign_id,
        line.target_id,
        notice=f"澄住建检通〔2026〕{serial}",
        credentials_shown=True,
        recusal=str(Recusal.WAIVED),
        scope="查阅试验、计量和发货资料，查看原材料贮存、计量设备和试件养护。",
        handling="对发现的问题责令整改，涉及批次追溯核查。" if ordering else "未发现问题，检查结束。",
        ended=values.iso(began + timedelta(minutes=85)),
    )
    visit = begun.inspection_id
    inspections.meet(desk, visit, PersonPresent("邵一帆", "总经理", line.target, "13908990271"))
    if ordering:
        _order(story, visit, line)
    story.move_to(line.day, time(10, 30))
    inspections.conclude(desk, visit)
    story.step(
        f"第{place + 1}家检查结束" + ("，签发责令整改通知书" if ordering else ""),
        plant=line.target,
        officers=list(line.officers),
        warning=begun.warning.code if begun.warning else "",
    )


def _order(story: Story, visit: str, line: Line) -> None:
    desk = story.desk
    target = registry.target_of(desk.store, line.target_id)
    due = line.day + timedelta(days=13)
    found = [
        findings.add(
            desk,
            visit,
            NewFinding(
                location=place,
                fact=fact,
                clause_id=clause,
                seen_on=line.day,
                item=item,
                batch=batch,
                duties=(Duty(target.parties[0].id, measure, due),),
            ),
        )
        for place, item, fact, clause, measure, batch in _FOUND
    ]
    paper = drafts.begin(desk, visit, DocumentKind.PLANT_ORDER, found, trace="云栖花园一期3号楼")
    story.move(minutes=80)
    told = story.issue(paper)
    story.step("签发责令整改通知书", number=told.number, to=told.addressee)
