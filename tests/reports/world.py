"""A half year of an office: some fifty real visits with their papers, and every case that is counted wrongly.

Boundary days to the minute, voids before and after the period's end, a revocation, copies, late entries both
ways, full and partial stop-work, rechecks failed and repeated, filings, conduct, plants, districts, officers,
a campaign.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from pathlib import Path

from inspector_app.answers import demos
from inspector_app.casework.base import values
from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.followup import rechecks
from inspector_app.casework.followup.rechecks import Way
from inspector_app.casework.papers import documents, drafts, duties, issued
from inspector_app.casework.people import workspace
from inspector_app.casework.plans import campaigns
from inspector_app.casework.play import main_job, samples
from inspector_app.casework.play.stage import Played
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import findings, inspections
from inspector_app.casework.visits.findings import Duty, NewFinding
from inspector_app.catalog.case import Case, read_case, read_papers
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.acts import ActKind
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.inspections import Approval, Recusal
from inspector_app.domain.people import Officer, PersonPresent
from inspector_app.domain.templates import DocumentKind
from inspector_app.trust.slots import Cost
from tests.casework.bench import Bench
from tests.casework.on_paper import Office
from tests.reports.ends import Cases, reply

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)
TODAY = date(2026, 7, 7)
"""The day on which it is counted."""

DAYS = (
    date(2025, 12, 31),
    FIRST,
    date(2026, 1, 20),
    date(2026, 2, 10),
    date(2026, 3, 3),
    date(2026, 3, 31),
    date(2026, 4, 1),
    date(2026, 5, 12),
    LAST,
    date(2026, 7, 1),
)
"""Days of visits that end with notices; each second one sees a plant too."""

YEARS = (date(2024, 1, 1), date(2028, 12, 31))
"""Within which everybody's certificate is valid."""

DISTRICTS = ("临江街道", "望湖镇", "")
NAMES = ("临江雅苑二期2标段", "望湖学校扩建", "云栖里安置房")
ROUNDS = (
    (date(2025, 12, 31), time(23, 59)),
    (FIRST, time(0, 0)),
    (date(2026, 1, 31), time(23, 59)),
    (date(2026, 2, 1), time(0, 0)),
    *((date(2026, month, day), time(9, 30)) for month in (1, 2, 3, 4, 5, 6) for day in (8, 15, 25)),
    (LAST, time(23, 59)),
    (date(2026, 7, 1), time(0, 0)),
)
"""Visits that end with their record alone, those at the ends to the minute."""

LATE = {
    "望住建改〔2026〕手-1号": (FIRST, date(2026, 7, 6)),
    "望住建停〔2026〕手-2号": (LAST, date(2026, 7, 6)),
    "望住建改〔2025〕手-9号": (date(2025, 12, 31), date(2026, 2, 12)),
    "望住建停〔2026〕手-7号": (date(2026, 5, 20), date(2026, 6, 10)),
    # Due, ten days after the day they bear, on the first and the last day, and today.
    "望住建改〔2025〕手-5号": (FIRST - timedelta(days=10), date(2026, 2, 12)),
    "望住建改〔2026〕手-6号": (LAST - timedelta(days=10), date(2026, 7, 6)),
    "望住建改〔2026〕手-8号": (date(2026, 6, 27), date(2026, 7, 6)),
}
"""Papers written by hand: the day that they bear, and the day on which they were keyed in."""


@dataclass
class HalfYear:
    """What was played: where one sits, and the papers that fell."""

    bench: Bench
    voided: list[str] = field(default_factory=list)
    revoked: list[str] = field(default_factory=list)


def played(folder: Path) -> HalfYear:
    """Play the half year in a new workspace, one day after the other."""
    clock = PlayedClock(datetime(2025, 12, 29, 9, 0, tzinfo=CHINA))
    workspace.make_training(folder, clock, cost=Cost(memory=64, time=1, lanes=1))
    session = workspace.sign_in(
        folder, workspace.TRAINING_USER, workspace.TRAINING_PASSWORD, clock, PdfRenderer()
    )
    bench = Bench(folder, clock, session, session.sign(workspace.TRAINING_PIN))
    made = _Play(bench)
    plan = [
        *((datetime.combine(day, at, CHINA), made.round) for day, at in ROUNDS),
        *((datetime.combine(day, time(10), CHINA), made.ordered) for day in DAYS),
        (datetime(2026, 1, 21, 9, tzinfo=CHINA), made.void_two),
        (datetime(2026, 2, 11, 9, tzinfo=CHINA), made.revoke),
        (datetime(2026, 2, 12, 9, tzinfo=CHINA), made.key_in),
        (datetime(2026, 6, 10, 9, tzinfo=CHINA), made.key_in),
        (datetime(2026, 7, 6, 9, tzinfo=CHINA), made.key_in),
        (datetime(2026, 3, 12, 9, tzinfo=CHINA), made.fail),
        (datetime(2026, 3, 19, 9, tzinfo=CHINA), made.fail_on_paper),
        (datetime(2026, 4, 2, 9, tzinfo=CHINA), made.pass_at_last),
        (datetime(2026, 5, 13, 9, tzinfo=CHINA), made.every_kind),
        (datetime(2026, 5, 26, 9, tzinfo=CHINA), made.cleared),
        (datetime(2026, 7, 7, 9, tzinfo=CHINA), made.void_after_the_end),
        (datetime(2026, 3, 13, 9, tzinfo=CHINA), lambda: made.done("plant_order", date(2026, 3, 3))),
        (datetime(2026, 4, 2, 15, tzinfo=CHINA), lambda: made.answer(date(2026, 4, 1))),
        (datetime(2026, 4, 9, 9, tzinfo=CHINA), lambda: made.done("rectification_notice", date(2026, 4, 1))),
        *made.filed_at_the_ends(),
    ]
    for at, step in sorted(plan, key=lambda one: one[0]):
        clock.moment = max(clock.moment, at)
        step()
    return made.made


class _Play:
    """The steps of the half year."""

    def __init__(self, bench: Bench) -> None:
        self.bench, self.desk, self.made = bench, bench.desk, HalfYear(bench)
        self._site, self._plant = (_bare(read_case(path)) for path in demos.shipped_cases())
        self._ordered, self._round = count(), count()
        self._visits: dict[date, Played] = {}
        self._cases = Cases(bench)
        self._office = Office(bench)
        self._failing: issued.Issued | None = None
        registry.set_office(bench.desk, demos.training_office())
        self._third = registry.add_officer(bench.desk, Officer("", "顾清和", "5199030512", *YEARS))
        self._expert = registry.add_officer(bench.desk, Officer("", "许怀谷", "", None, None, expert=True))
        self._campaign = campaigns.make(
            bench.desk,
            campaigns.NewCampaign("高处作业专项", "高处作业专项检查", FIRST, LAST, self._third),
        )

    def _today(self) -> date:
        return self.desk.today()

    def _played(self, case: Case, until: str) -> Played:
        return main_job.play(
            self.desk,
            self.bench.clock,
            case,
            photos={},
            training=demos.training_office(),
            until=until,
            filing=self.bench.session.filing_desk(self.desk),
        )

    def ordered(self) -> None:
        """A visit that ends with notices: a third stops all work, a third has something put right at once."""
        n = next(self._ordered)
        told = self._played(_site(self._site, n), "issue")
        inspections.conclude(self.desk, told.inspection_id)
        self._visits[self._today()] = told
        if n == 4:
            self._failing = self._newest("rectification_notice")
        if n % 2 == 0 or n == len(DAYS) - 1:
            inspections.conclude(self.desk, self._played(self._plant, "issue").inspection_id)

    def every_kind(self) -> None:
        """One visit with every kind of paper, up to the resumption."""
        papers = read_papers(samples.folder() / "papers.toml").documents
        case = _site(self._site, 8).model_copy(update={"documents": [*self._site.documents, *papers]})
        self._played(case, "resume")

    def cleared(self) -> None:
        """A company is told of bad conduct, and none is found: the decision counts as no determination."""
        papers = {one.kind: one for one in read_papers(samples.folder() / "papers.toml").documents}
        judged = papers[DocumentKind.CONDUCT_DETERMINATION]
        told = {key: judged.own[key] for key in ("defence", "review")} | {"result": "不予认定"}
        wanted = [papers[DocumentKind.CONDUCT_NOTICE], judged.model_copy(update={"own": told})]
        case = _site(self._site, 8).model_copy(update={"documents": [*self._site.documents, *wanted]})
        self._played(case, "resume")

    def round(self) -> None:
        """A visit that ends with its record alone."""
        n, desk, clock = next(self._round), self.desk, self.bench.clock
        known = [one for one in registry.targets(desk.store) if one.name in NAMES]
        if not known:
            known = [registry.target_of(desk.store, registry.add_target(desk, _target(0, self._site)))]
        target, pair = known[n % len(known)], self._pair(n)
        start = clock.moment
        inside = n % 3 == 0 and FIRST <= start.date() <= LAST
        visit = inspections.begin(
            desk,
            target.id,
            [*pair, *([self._expert] if n % 5 == 0 else [])],
            started=values.iso(start),
            ended=values.iso(start + timedelta(minutes=20)),
            place=target.address,
            source="高处作业专项检查" if inside else "日常监督检查",
            approval=inspections.approval_fields(Approval("韩立群", start, f"望住建检批〔2026〕{n}号")),
            notice=f"望住建检通〔2026〕{n}号",
            credentials_shown=True,
            recusal=str(Recusal.WAIVED),
            scope="查阅资料、现场查看。",
            handling="现场检查结束。",
            **({"campaign_id": self._campaign} if inside else {}),
        )
        inspections.meet(desk, visit, PersonPresent("骆远山", "项目经理"))
        found: list[str] = []
        if n % 4 == 1:
            duty = Duty(target.parties[0].id, "立即恢复", None, True)
            new = NewFinding("加工区", "开关箱门未关。", "reg393-34", seen_on=start.date(), duties=(duty,))
            found = [findings.add(desk, visit, new)]
        record = drafts.begin(desk, visit, DocumentKind.SITE_RECORD, found)
        clock.moment += timedelta(minutes=20)
        documents.issue(desk, record, date_confirmed=True)
        inspections.conclude(desk, visit)

    def _pair(self, n: int) -> list[str]:
        others = list(self._office.officers)
        return [others[n % 2], self._third] if n % 3 else others

    # What falls.

    def _newest(self, kind: str) -> issued.Issued:
        return next(
            one
            for one in reversed(list(issued.all_documents(self.desk.store)))
            if one.kind == kind and one.fate == "issued" and not one.late
        )

    def void_two(self) -> None:
        """The newest notice and stop-work are void."""
        for kind in ("rectification_notice", "stop_work_notice"):
            self._void(self._newest(kind))

    def filed_at_the_ends(self) -> Iterator[tuple[datetime, Callable[[], None]]]:
        """Yield the steps of cases, each written down later than the day on which it was taken."""

        def at(month: int, day: int, step: Callable[[], None]) -> tuple[datetime, Callable[[], None]]:
            return datetime(2026, month, day, 20, tzinfo=CHINA), step

        cases, seen, after = self._cases, self._visits, LAST + timedelta(days=1)
        yield datetime(2025, 12, 31, 20, tzinfo=CHINA), lambda: cases.open(seen[date(2025, 12, 31)])
        yield at(1, 3, lambda: cases.file(0, FIRST))
        yield at(4, 20, lambda: cases.open(seen[FIRST]))
        yield at(4, 21, lambda: cases.file(1, date(2026, 4, 21)))
        yield at(4, 22, lambda: self.made.voided.append(cases.void(1)))
        yield at(6, 24, lambda: cases.open(seen[date(2026, 5, 12)]))
        yield at(6, 30, lambda: cases.open(seen[date(2026, 3, 31)]))
        yield at(7, 6, lambda: cases.file(2, LAST))
        yield at(7, 6, lambda: cases.file(3, after))
        yield at(7, 6, lambda: cases.decide(2, after))
        yield at(4, 1, lambda: cases.decide(0, date(2026, 3, 31)))

    def void_after_the_end(self) -> None:
        """An order of the half year is void when it is over."""
        told = list(issued.all_documents(self.desk.store))
        self._void(next(one for one in told if one.kind == "plant_order" and one.issued_on == LAST))

    def _void(self, told: issued.Issued) -> None:
        documents.void(self.desk, told.id, "受送达单位写错")
        self.made.voided.append(told.id)

    def revoke(self) -> None:
        """The newest notice is revoked, by an act alone."""
        told = self._newest("rectification_notice")
        with self.desk.store.transaction(self.desk.user) as tx:
            tx.act(
                ActKind.REVOKE,
                "document",
                told.id,
                {"of": told.number, "reason": "依据有误"},
                self.desk.signer,
            )
        self.made.revoked.append(told.id)

    # What comes later.

    def key_in(self) -> None:
        """The papers of today's pile are keyed in."""
        pile = [(number, day) for number, (day, keyed_on) in LATE.items() if keyed_on == self._today()]
        assert pile, "a step before this one took longer than there was time"
        for number, day in pile:
            start = datetime(day.year, day.month, day.day, 14, tzinfo=CHINA)
            changes = {"number": number, "issued_on": day, "due_on": day + timedelta(days=10)}
            full = {"stop_full": True, "stop_parts": ""} if "手-7" in number else {}
            office = self._office
            paper = office.stop(**changes, **full) if "停" in number else office.notice(**changes)
            office.keyed(paper, started=start, ended=start + timedelta(hours=1))

    def fail(self) -> None:
        """Rechecked on site: half of it is not done."""
        self._recheck(Way.SITE, "not_rectified")

    def fail_on_paper(self) -> None:
        """Rechecked by the papers: still not."""
        self._recheck(Way.PAPER, "partial")

    def pass_at_last(self) -> None:
        """Rechecked once more: all is done, and late."""
        self._recheck(Way.SITE, "rectified")

    def answer(self, day: date) -> None:
        """The company says of a notice that all is done."""
        reply(self.bench, self._of(day, "rectification_notice"))

    def done(self, kind: str, day: date) -> None:
        """Rechecked on site: all that a paper ordered is done."""
        self._recheck(Way.SITE, "rectified", self._of(day, kind))

    def _of(self, day: date, kind: str) -> issued.Issued:
        known = issued.all_documents(self.desk.store)
        return next(one for one in known if one.kind == kind and one.issued_on == day and not one.late)

    def _recheck(self, way: Way, result: str, told: issued.Issued | None = None) -> None:
        told = told or self._failing
        assert told is not None
        desk, now = self.desk, self.bench.clock.moment
        again = rechecks.begin(desk, [told.id], way=way)
        record = rechecks.recheck_record(desk, again)
        for n, one in enumerate(rechecks.findings_of(desk, record)):
            for_it = result if n == 0 else "rectified"
            known = duties.courses(desk, [one.id])[one.id]
            if any(rechecks.can_tell(course) for course in known.values()):
                rechecks.note(desk, again, one.id, for_it, note="现场查看")
        self.bench.clock.moment = now + timedelta(minutes=40)
        inspections.change(desk, again, ended=values.iso(self.bench.clock.moment))
        rechecks.conclude(desk, again)


def _bare(case: Case) -> Case:
    found = [one.model_copy(update={"photos": []}) for one in case.findings]
    # The same two people as in the papers by hand.
    years = {"valid_from": YEARS[0], "valid_to": YEARS[1]}
    officers = [one.model_copy(update=years) for one in case.officers]
    return case.model_copy(update={"findings": found, "officers": officers})


def _target(n: int, case: Case) -> registry.NewTarget:
    told = _site(case, n).target
    parties = tuple(
        registry.NewParty(
            one.role, one.name, one.credit_code, one.manager, one.manager_title, one.phone, one.address
        )
        for one in told.parties
    )
    return registry.NewTarget(
        told.kind, told.name, told.address, parties, told.project, tuple(sorted(told.fields.items()))
    )


def _site(case: Case, n: int) -> Case:
    """Return the site's visit at one of three sites, with what it finds this time."""
    told = case.target
    place = {"name": NAMES[n % 3], "fields": {**told.fields, "district": DISTRICTS[n % 3]}}
    case = case.model_copy(update={"target": told.model_copy(update=place)})
    if n % 3 == 1:
        found = list(case.findings)
        found[-1] = found[-1].model_copy(update={"on_the_spot": True})
        return case.model_copy(update={"findings": found})
    if n % 3:
        return case
    papers = [
        one.model_copy(update={"stop_work": one.stop_work.model_copy(update={"full": True, "parts": ""})})
        if getattr(one, "stop_work", None)
        else one
        for one in case.documents
    ]
    return case.model_copy(update={"documents": papers})
