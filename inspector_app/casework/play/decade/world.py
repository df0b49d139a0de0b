"""Who and what ten years are about: people, sites, concrete plants and campaigns of a made-up district."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from stdnum.cn import uscc

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.plans import campaigns
from inspector_app.casework.plans.campaigns import NewCampaign
from inspector_app.casework.targets import registry
from inspector_app.casework.targets.registry import NewParty, NewTarget
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.documents import Office
from inspector_app.domain.inspections import Approval
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.people import Officer
from inspector_app.store.transaction import Tx

OFFICE = Office("青屿区住房和城乡建设局", "青住建", "青屿区人民政府", "0899-5550 3320")
DISTRICTS = ("青屿街道", "潮音街道", "望湖街道", "港前街道", "月牙镇", "北渚镇", "石埠镇", "海棠镇")
_PLACES = ("灯塔里", "潮音", "望湖", "港前", "月牙湾", "北渚", "石埠", "海棠", "云台", "听涛", "临江", "锦川")
_BUILDINGS = (
    "安置房",
    "雅苑",
    "商务中心",
    "实验小学",
    "人民医院扩建工程",
    "产业园",
    "文体中心",
    "花园",
    "保障房",
    "科创大厦",
)
_PARTS = ("一标段", "二标段", "三标段", "一期", "二期", "地下室工程")
_STRUCTURES = ("剪力墙", "框架", "框架-核心筒", "装配式剪力墙")
_FIRMS = ("宏岳", "恒基", "信衡", "诚远", "鼎盛", "中泰", "华屿", "安瀚", "博厦", "立方", "金垣", "泰和")
_FAMILY = "沈贺纪乔陆骆温柏韩苏顾江叶方崔邵蔺师许梁"
_GIVEN = (
    "知远",
    "兰溪",
    "闻笛",
    "以宁",
    "青禾",
    "景行",
    "知行",
    "立群",
    "一帆",
    "清和",
    "明谦",
    "砚书",
    "望舒",
)
_PHASES = ("foundation", "structure", "finishing")
_RISKS = ("高", "中", "中", "低", "低")
_PLANT_WORDS = ("砼源", "固川", "泰砼", "磐石", "海砼", "新垒", "金砼")
OFFICERS, PLANTS = 14, 12
_YEARLY = (
    ("节后复工专项检查", (2, 20), (3, 20)),
    ("汛期安全专项检查", (6, 1), (7, 15)),
    ("起重机械专项检查", (9, 1), (9, 30)),
    ("冬季消防专项检查", (11, 20), (12, 31)),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A target with its parties in the order of their copies: (id, role, name, manager) each."""

    id: str
    kind: str
    name: str
    address: str
    parties: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A campaign of one year and its days."""

    id: str
    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class World:
    """Everything that visits are made of."""

    officers: tuple[Officer, ...]
    expert: Officer
    sites: tuple[Place, ...]
    plants: tuple[Place, ...]
    campaigns: tuple[Held, ...]

    def campaign_on(self, day: date) -> Held | None:
        """Return the campaign that a day falls into."""
        return next((one for one in self.campaigns if one.first <= day <= one.last), None)


def told(desk: Desk) -> bool:
    """Tell whether the district stands in the registry already: by its first officer's certificate."""
    return any(one.certificate == _certificate(0) for one in registry.officers(desk.store))


def _certificate(n: int) -> str:
    return f"5199{30300 + n:06}"


def make(desk: Desk, random: Random, sites: int, first: date) -> World:
    """Enter the district into the registry: as many sites, twelve plants, fourteen officers and an expert.

    Args:
        first: day on which its ten years begin; campaigns are planned from there until today.
    """
    if not registry.office_of(desk.store).name:
        registry.set_office(desk, OFFICE)
    officers = tuple(_people(desk, random))
    made_sites = tuple(_places(desk, (_site(random, n) for n in range(sites))))
    made_plants = tuple(_places(desk, (_plant(random, n) for n in range(PLANTS))))
    held = tuple(_campaigns(desk, officers[0].id, first, desk.today()))
    return World(officers[:-1], officers[-1], made_sites, made_plants, held)


def _people(desk: Desk, random: Random) -> Iterable[Officer]:
    """Yield the officers and last the expert; two certificates end soon, one has ended."""
    today = desk.today()
    for n in range(OFFICERS + 1):
        ends = {1: today + timedelta(days=20), 2: today + timedelta(days=75), 3: today - timedelta(days=9)}
        name = _FAMILY[n % len(_FAMILY)] + _GIVEN[(n * 5 + 3) % len(_GIVEN)]
        person = Officer(
            "",
            name,
            _certificate(n),
            today - timedelta(days=365 * 11),
            ends.get(n, today + timedelta(days=400 + random.randrange(900))),
            expert=n == OFFICERS,
        )
        yield Officer(
            registry.add_officer(desk, person),
            name,
            person.certificate,
            person.valid_from,
            person.valid_to,
            expert=person.expert,
        )


def _firm(random: Random, trade: str) -> tuple[str, str]:
    """Return a firm's name and a credit code whose check digit is right (GB 32100-2015)."""
    body = f"91519903MA7{random.randrange(36**3):06}"
    return f"青屿{random.choice(_FIRMS)}{trade}有限公司", body + uscc.calc_check_digit(body)


def _party(random: Random, role: PartyRole, trade: str, title: str) -> NewParty:
    name, code = _firm(random, trade)
    manager = random.choice(_FAMILY) + random.choice(_GIVEN)
    phone = f"1380899{random.randrange(10_000):04}"
    address = f"青屿区建业大道{random.randrange(1, 200)}号"
    return NewParty(role, name, code, manager, title, phone, address)


def _site(random: Random, n: int) -> NewTarget:
    place, building = _PLACES[n % len(_PLACES)], _BUILDINGS[n // len(_PLACES) % len(_BUILDINGS)]
    part = _PARTS[n // (len(_PLACES) * len(_BUILDINGS)) % len(_PARTS)]
    permit = f"5199{random.randrange(2016, 2027)}{random.randrange(1, 13):02}{n:04}0101"
    facts = (
        ("permit", permit),
        ("area", f"{random.randrange(3, 160) * 1000}㎡"),
        ("structure", random.choice(_STRUCTURES)),
        ("supervision_number", f"QYAJ-{random.randrange(2016, 2027)}-{n:03}"),
        ("district", DISTRICTS[n % len(DISTRICTS)]),
        ("risk", random.choice(_RISKS)),
    )
    parties = (
        _party(random, PartyRole.CONTRACTOR, "建设集团", "项目经理"),
        _party(random, PartyRole.OWNER, "置业", "项目负责人"),
        _party(random, PartyRole.SUPERVISOR, "工程监理", "总监"),
    )
    address = f"青屿区{place}路{random.randrange(1, 300)}号"
    name = f"{place}{building}{part}"
    return NewTarget("construction_site", name, address, parties, f"{place}{building}", facts)


def _plant(random: Random, n: int) -> NewTarget:
    word = _PLANT_WORDS[n % len(_PLANT_WORDS)]
    name = f"青屿{word}{'' if n < len(_PLANT_WORDS) else '第二'}混凝土有限公司"
    body = f"91519903MA8{random.randrange(36**3):06}"
    code = body + uscc.calc_check_digit(body)
    manager = random.choice(_FAMILY) + random.choice(_GIVEN)
    address = f"青屿区砂石路{n * 7 + 3}号"
    phone = f"1380898{random.randrange(10_000):04}"
    parties = (NewParty(PartyRole.PLANT, name, code, manager, "厂长", phone, address),)
    facts = (
        ("permit", f"D3519{random.randrange(10_000, 99_999)}"),
        ("lines", f"{random.randrange(1, 4)}条180生产线"),
        ("district", DISTRICTS[(n * 3) % len(DISTRICTS)]),
        ("risk", random.choice(_RISKS)),
    )
    return NewTarget("concrete_plant", name, address, parties, "", facts)


def _places(desk: Desk, wanted: Iterable[NewTarget]) -> Iterable[Place]:
    for batch in _batches(list(wanted), 100):
        with desk.store.transaction(desk.user) as tx:
            made = [_entered(tx, one) for one in batch]
        yield from made


def _entered(tx: Tx, one: NewTarget) -> Place:
    target_id, party_ids = registry.enter(tx, one)
    pairs = zip(party_ids, one.parties, strict=True)
    parties = tuple((known, str(party.role), party.name, party.manager) for known, party in pairs)
    return Place(target_id, one.kind, one.name, one.address, parties)


def _batches(all_of: Sequence[NewTarget], many: int) -> Iterable[Sequence[NewTarget]]:
    for first in range(0, len(all_of), many):
        yield all_of[first : first + many]


def _campaigns(desk: Desk, owner: str, first: date, today: date) -> Iterable[Held]:
    for year in range(first.year, today.year + 1):
        for n, (name, begins, ends) in enumerate(_YEARLY, start=1):
            begin, end = date(year, *begins), date(year, *ends)
            if first <= begin <= today:
                at = datetime.combine(begin, time(9), CHINA) - timedelta(days=3)
                approval = Approval("韩立群", at, f"青住建检批〔{year}〕{n}号")
                whole = f"{year}年{name}"
                plan = NewCampaign(whole, whole, begin, end, owner, (), approval)
                yield Held(campaigns.make(desk, plan), whole, begin, end)


def iso(at: datetime) -> str:
    """Return a moment as records keep it."""
    return str(values.iso(at))
