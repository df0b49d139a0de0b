"""The visits of ten years, one working day after the other, with what was found and what became of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.play.decade import papers, world
from inspector_app.casework.play.decade.papers import Paper, Press
from inspector_app.casework.play.decade.world import Place, World
from inspector_app.casework.play.scene import Scene
from inspector_app.domain.acts import ActKind
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.people import Officer
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.bulk import uncollected
from inspector_app.store.transaction import Tx
from inspector_app.trust.keys import SigningKey

YEARS = 10
MOST_AT_ONCE = 1600
"""Entries of one transaction, which holds at most 2,000."""

_WHERE = ("号楼{}层东侧阳台", "号楼{}层外脚手架", "号楼{}层楼梯口", "号楼{}层电梯井口", "号楼{}层配电箱")
_YARD = ("钢筋加工棚", "2号塔吊基础", "施工升降机出料口", "基坑东侧", "材料堆场", "生活区配电室")
_PLANT_YARD = ("骨料堆场", "搅拌楼计量层", "标准养护室", "粉料筒仓", "实验室", "出厂检验台")
_SOURCES = ("日常监督检查", "日常监督检查", "日常监督检查", "双随机一公开检查", "投诉举报核查")


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is told.

    Attributes:
        visits: concluded inspections, spread evenly over the ten years.
        each: findings of a visit; with `even`, of each visit alike, else on average.
        sites: in the registry.
        open_days: what was ordered within so many days before today is not done yet; 0 leaves nothing open.
        even: every visit is like every other, for benches; else some end with this, some with that.
    """

    visits: int
    each: int = 20
    sites: int = 600
    open_days: int = 40
    even: bool = False


def fill(
    desk: Desk,
    signer: SigningKey,
    scene: Scene,
    extent: Extent,
    *,
    seed: int = 7,
    step: Callable[[int], object] = lambda _: None,
) -> None:
    """Tell ten years before today.

    Args:
        scene: a visit that was made here with its notice: the model of all papers.
        step: told how many visits there are, a hundred times or so.
    """
    random = Random(seed)  # noqa: S311 - a play, not a secret
    first = desk.today() - timedelta(days=YEARS * 365)
    with uncollected():
        there = world.make(desk, random, extent.sites, first)
        press = Press(desk, signer, world.OFFICE.prefix, scene.notice_id)
        telling = _Telling(desk, press, there, random, extent)
        size = 24 + extent.each * 5
        days = list(_days(desk.today(), extent.visits))
        many, step_at = max(1, MOST_AT_ONCE // size), max(1, extent.visits // 100)
        for start in range(0, extent.visits, many):
            with desk.store.transaction(desk.user) as tx:
                for n, day in enumerate(days[start : start + many], start=start):
                    telling.visit(tx, n, day)
            if start // step_at != (start - many) // step_at:
                step(start)


def _days(today: date, visits: int) -> Iterator[date]:
    """Yield the day of each visit, in order; none falls on a weekend."""
    span = YEARS * 365 - 2
    for n in range(visits):
        day = today - timedelta(days=span - n * span // max(visits, 1))
        yield day - timedelta(days=max(0, day.weekday() - 4))


class _Telling:
    """Tells one visit after the other."""

    def __init__(self, desk: Desk, press: Press, there: World, random: Random, extent: Extent) -> None:
        self._desk, self._press, self._world = desk, press, there
        self._random, self._extent = random, extent
        self._open_from = desk.today() - timedelta(days=extent.open_days) if extent.open_days else date.max
        phrases = desk.rules.phrases
        self._phrases = {
            kind: [one for one in phrases if one.target == kind]
            for kind in ("construction_site", "concrete_plant")
        }

    def visit(self, tx: Tx, n: int, day: date) -> None:
        """Tell a visit with its findings and papers, and what was done about them."""
        plant = not self._extent.even and n % 17 == 5
        held = self._world.plants if plant else self._world.sites
        place = held[(n // 17 if plant else n * 7) % len(held)]
        late = not self._extent.even and n % 61 == 9
        visit = self._entered(tx, place, n, day, late=late)
        kind = self._kind(n, place)
        at_once = kind is None and not self._extent.even
        found = [
            self._finding(tx, visit, place, number, day, at_once=at_once)
            for number in range(1, self._how_many() + 1)
        ]
        if kind is not None:
            self._ordered(tx, n, self._paper(n, kind, visit, place, found, day, late=late))
        ended = world.iso(datetime.combine(day, time(11), CHINA))
        tx.act(ActKind.CONCLUDE, "inspection", visit, {"ended": ended, **({"late": True} if late else {})})

    def _how_many(self) -> int:
        each = self._extent.each
        return each if self._extent.even else max(1, each + self._random.randrange(-each // 2, each // 2 + 1))

    def _entered(self, tx: Tx, place: Place, n: int, day: date, *, late: bool) -> str:
        began = datetime.combine(day, time(9, n % 60), CHINA)
        plant = place.kind == "concrete_plant"
        held = None if plant or self._extent.even else self._world.campaign_on(day)
        quarter = f"{day.year}年第{'一二三四'[(day.month - 1) // 3]}季度预拌混凝土企业专项检查"
        source = quarter if plant else held.name if held else _SOURCES[n % len(_SOURCES)]
        visit = tx.create(
            "inspection",
            {
                "target_id": place.id,
                "started": world.iso(began),
                "ended": world.iso(began + timedelta(minutes=70 + n % 50)),
                "place": place.address,
                "source": source,
                "credentials_shown": True,
                "recusal": "waived",
                **({"campaign_id": held.id} if held else {}),
                **({"late": True, "late_reason": "手写记录补录"} if late else {}),
            },
        )
        for sort, who in enumerate(self._officers(n)):
            tx.create("attendance", {"inspection_id": visit, "person_id": who.id, "sort": sort})
        return visit

    def _officers(self, n: int) -> list[Officer]:
        told = self._world.officers
        pair = [told[n % len(told)], told[(n * 3 + 1 + n // len(told)) % len(told)]]
        if pair[0] is pair[1]:
            pair[1] = told[(n + 1) % len(told)]
        return [*pair, self._world.expert] if n % 23 == 3 and not self._extent.even else pair

    def _finding(self, tx: Tx, visit: str, place: Place, number: int, day: date, *, at_once: bool) -> str:
        """Tell a finding; one that no paper orders was put right at once."""
        phrase = self._random.choice(self._phrases[place.kind])
        found = tx.create(
            "finding",
            {
                "inspection_id": visit,
                "number": number,
                "location": self._where(place),
                "fact": phrase.fact,
                "clause": phrase.clause_id,
                "criterion": phrase.criterion_id,
                "severity": "major" if phrase.major and self._random.random() < 0.1 else "general",
                "seen_on": day.isoformat(),
            },
        )
        due = (day + timedelta(days=7)).isoformat()
        told = {"finding_id": found, "party_id": place.parties[0][0], "measure": phrase.measure}
        tx.create("obligation", {**told, "due": "" if at_once else due, "on_the_spot": at_once})
        return found

    def _where(self, place: Place) -> str:
        random = self._random
        if place.kind == "concrete_plant":
            return random.choice(_PLANT_YARD)
        if random.random() < 0.4:
            return random.choice(_YARD)
        return f"{random.randrange(1, 19)}{random.choice(_WHERE).format(random.randrange(1, 33))}"

    def _kind(self, n: int, place: Place) -> DocumentKind | None:
        """Return the kind of paper that a visit ends with; None for none."""
        if place.kind == "concrete_plant":
            return DocumentKind.PLANT_ORDER
        if n % 20 == 1:
            return DocumentKind.STOP_WORK_NOTICE
        if n % 3 == 0 or (not self._extent.even and n % 3 == 1):
            return DocumentKind.RECTIFICATION_NOTICE
        return None

    def _paper(
        self, n: int, kind: DocumentKind, visit: str, place: Place, found: list[str], day: date, *, late: bool
    ) -> Paper:
        copies = 1 if self._extent.even else len(place.parties)
        full = kind is DocumentKind.STOP_WORK_NOTICE and (self._extent.even or n % 40 == 1)
        return Paper(kind, visit, place, found, day, day + timedelta(days=7), copies, full=full, late=late)

    def _ordered(self, tx: Tx, n: int, paper: Paper) -> None:
        """Issue a paper; it is served and done, or made void at once, or still open."""
        made = self._press.issue(tx, paper)
        if not self._extent.even and not paper.late and n % 211 == 0:
            tx.act(
                ActKind.VOID,
                "document",
                made,
                {"number": "", "reason": "受送达人名称有误"},
                self._press.signer,
            )
            return
        refused = not self._extent.even and n % 37 == 0
        papers.serve(tx, made, paper.place, paper.on, copies=paper.copies, refused=refused)
        if paper.on >= self._open_from:
            return
        late_by = 9 if not self._extent.even and n % 13 == 0 else 0
        on = paper.on + timedelta(days=6 + late_by)
        self._rechecked(tx, n, paper, made, on)
        if paper.kind is DocumentKind.STOP_WORK_NOTICE:
            lifting = Paper(
                DocumentKind.RESUMPTION_NOTICE,
                paper.visit_id,
                paper.place,
                (),
                on + timedelta(days=1),
                lifts=made,
            )
            papers.resume(tx, self._press, lifting)
        if not self._extent.even and n % 90 == 3:
            self._conduct(tx, n, paper, made)

    def _rechecked(self, tx: Tx, n: int, paper: Paper, made: str, on: date) -> None:
        """Tell that everything was found done; but for benches, on a visit of its own."""
        told: dict[str, object] = {
            "result": "rectified",
            "note": "现场复查，已按要求整改。",
            "on": on.isoformat(),
            "officers": [],
        }
        if not self._extent.even:
            party = paper.place.parties[0][0]
            recheck = self._recheck_visit(tx, n, paper, made, on)
            told |= {"recheck_id": recheck, "party_id": party, "way": "site"}
        for one in paper.found:
            tx.act(ActKind.RECHECK, "finding", one, told)

    def _recheck_visit(self, tx: Tx, n: int, paper: Paper, made: str, on: date) -> str:
        began = datetime.combine(on, time(14, n % 60), CHINA)
        ended = world.iso(began + timedelta(minutes=40))
        visit = tx.create(
            "inspection",
            {
                "target_id": paper.place.id,
                "started": world.iso(began),
                "ended": ended,
                "place": paper.place.address,
                "source": "复查",
                "way": "site",
                "recheck_of": [made],
                "recusal": "waived",
            },
        )
        for sort, who in enumerate(self._officers(n)[:2]):
            tx.create("attendance", {"inspection_id": visit, "person_id": who.id, "sort": sort})
        tx.act(ActKind.CONCLUDE, "inspection", visit, {"ended": ended})
        return visit

    def _conduct(self, tx: Tx, n: int, paper: Paper, about: str) -> None:
        """Tell a conduct notice on what a paper ordered, and what was determined three weeks later."""
        told = {
            "conduct": "不采取措施消除事故隐患",
            "conduct_code": "D1-4-02",
            "consequence": "拟公示六个月",
            "defence_until": (paper.on + timedelta(days=16)).isoformat(),
        }
        on = paper.on + timedelta(days=8)
        rest = (paper.visit_id, paper.place, paper.found[:1])
        notice = self._press.issue(tx, Paper(DocumentKind.CONDUCT_NOTICE, *rest, on, own=told, about=about))
        papers.serve(tx, notice, paper.place, on, copies=1)
        result = "不予认定" if n % 4 == 0 else "认定为不良行为"
        own = {**told, "result": result, "defence": "逾期未提出", "review": "事实清楚"}
        ruled = self._press.issue(
            tx,
            Paper(DocumentKind.CONDUCT_DETERMINATION, *rest, on + timedelta(days=20), own=own, about=notice),
        )
        papers.serve(tx, ruled, paper.place, on + timedelta(days=20), copies=1)
