"""The world of the machine over all acts after the visit: a real store, cheap pages, what is known of it."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, TypeVar

from hypothesis.stateful import RuleBasedStateMachine, initialize

from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import documents, drafts
from inspector_app.casework.people import workspace
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import inspections
from inspector_app.documents.late import Scanned
from inspector_app.documents.render import PdfRenderer, Rendered
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.content import canonical
from inspector_app.domain.documents import Office
from inspector_app.domain.errors import ProblemsError, RuleError, SignInError
from inspector_app.domain.inspections import Approval
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.people import Officer
from inspector_app.domain.templates import DocumentKind
from tests.casework.after_table import CORRECTED, ENDS, ESCALATED, FAILED, NEW, WITHDRAWN, Counted, Journal
from tests.casework.bench import Bench
from tests.casework.bureau import CHEAP, INSPECTOR, SUPERVISOR, bureau_of, key_of

T = TypeVar("T")

START = datetime(2026, 3, 2, 9, 0, tzinfo=CHINA)
LAST = date(2028, 6, 30)
"""Time stands still from here on: certificates and the played calendar end."""


class PlainRenderer(PdfRenderer):
    """Writes what a page says without drawing it; codes, hashes and what is refused are the real one's.

    Real pages of the same kinds are drawn in tests/documents and by the stories.
    """

    def render(self, content: Any, *, photos: Any, qr: str | None, draft: bool = False) -> Rendered:
        told = canonical(content)
        return Rendered(b"%PDF-1.7\n" + told + (qr or "").encode(), 1, self.content_hash(content), 1)

    def late_paper(self, content: Any, scans: Sequence[bytes]) -> Scanned:
        return Scanned(b"%PDF-1.7\n" + canonical(content), len(scans), self.content_hash(content))


@dataclass
class Paper:
    """An issued paper as the machine remembers it; `fate` is what it did itself."""

    id: str
    kind: str
    findings: tuple[str, ...]
    party: str
    issued_on: date
    number: str
    fate: str = "issued"
    about: str = ""
    late: bool = False


@dataclass
class Visited:
    """A visit or a recheck; `orders` are those that it rechecks."""

    id: str
    findings: tuple[str, ...]
    concluded: bool = False
    orders: tuple[str, ...] = ()
    late: bool = False


def prepared(base: Path) -> Path:
    """Return the folder of a workspace with an office, a site, officers and four accounts, made once."""
    folder = base / "after" / "data"
    if not folder.exists():
        clock = PlayedClock(START)
        workspace.make_training(folder, clock, cost=CHEAP)
        bench = signed_in(folder, clock)
        try:
            registry.set_office(
                bench.desk, Office("青屿区住房和城乡建设局", "青住建", "青屿区人民政府", "0899-1")
            )
            registry.add_target(bench.desk, _site())
            for n, name in enumerate(("纪闻笛", "乔以宁"), start=51):
                years = (date(2024, 1, 1), date(2029, 12, 31))
                registry.add_officer(bench.desk, Officer("", name, f"51990303{n:02}", *years))
            bureau_of(bench)
        finally:
            bench.session.close()
    return folder


def _site() -> registry.NewTarget:
    companies = (
        (PartyRole.CONTRACTOR, "青屿恒基建工有限公司", "91519903MA7H3QT41C", "骆行远"),
        (PartyRole.OWNER, "青屿澜庭置业有限公司", "91519903MA7K8PX526", "蔺清和"),
        (PartyRole.SUPERVISOR, "青屿信衡监理有限公司", "91519903MA7M2RW63R", "师明谦"),
    )
    parties = tuple(
        registry.NewParty(role, name, code, person, "负责人", address="青屿区海岸路9号")
        for role, name, code, person in companies
    )
    return registry.NewTarget("construction_site", "灯塔里安置房", "青屿区海岸路与灯塔街交叉口", parties)


def signed_in(folder: Path, clock: PlayedClock) -> Bench:
    """Sign the trainee in, who holds every office, with cheap pages."""
    session = workspace.sign_in(
        folder, workspace.TRAINING_USER, workspace.TRAINING_PASSWORD, clock, PlainRenderer()
    )
    return Bench(folder, clock, session, session.sign(workspace.TRAINING_PIN))


class World(RuleBasedStateMachine):
    """One laptop with its filing workspace, the papers it issued, and the recount of its journal."""

    base: Path
    counts: "Counter[str]"

    @initialize()
    def begin(self) -> None:
        self.folder = Path(mkdtemp(prefix="after-"))
        clock = PlayedClock(START)
        self.bench = signed_in(shutil.copytree(prepared(self.base), self.folder / "data"), clock)
        self.desk, self.clock = self.bench.desk, clock
        self.filing = self.bench.session.filing_desk(self.desk)
        self.inspector, self.chief = (
            replace(self.desk, user=one.user, signer=key_of(self.bench, one))
            for one in (INSPECTOR, SUPERVISOR)
        )
        (target,) = self.desk.store.records("target")
        self.target = registry.target_of(self.desk.store, target.id)
        self.officers = tuple(one.id for one in registry.officers(self.desk.store))
        self.parties = {one.role: one for one in self.target.parties}
        self.contractor, self.owner = (
            self.parties[role].id for role in (PartyRole.CONTRACTOR, PartyRole.OWNER)
        )
        self.papers: list[Paper] = []
        self.filed: list[Paper] = []
        self.visits: list[Visited] = []
        self.serial = 0
        self.journal, self.now = Journal(), dict[tuple[str, str], Counted]()
        self.catch_up()
        self.opening()
        self.catch_up()

    def opening(self) -> None:
        """What stands when the machine begins."""

    def teardown(self) -> None:
        if hasattr(self, "bench"):
            self.bench.session.close()
            shutil.rmtree(self.folder)

    # What is known

    @property
    def today(self) -> date:
        return self.desk.today()

    def catch_up(self) -> None:
        """Take the new entries of the journal into the recount."""
        store = self.desk.store
        self.journal.take(store.entries(store.meta.journal_id, self.journal.place))
        self.now = self.journal.duties(self.today)
        self.seen = self.digests()

    def digests(self) -> tuple[object, ...]:
        """Return what an action that is refused leaves as it was, in both workspaces."""
        stores = (self.desk.store, self.filing.store)
        return tuple((one.digest(), one.place) for one in stores)

    def known(self, party_id: str = "") -> list[str]:
        """Return the findings, as they were recorded; those that oblige a party, or all."""
        return list(dict.fromkeys(one for one, to in self.now if party_id in ("", to)))

    def words(self, finding_ids: Iterable[str], party_id: str = "") -> dict[tuple[str, str], str]:
        """Return the states of these findings' duties by the recount; of one party, or of all."""
        wanted = set(finding_ids)
        return {
            key: one.word
            for key, one in self.now.items()
            if key[0] in wanted and (not party_id or key[1] == party_id)
        }

    def overdue(self, key: tuple[str, str]) -> bool:
        one = self.now[key]
        return one.word not in ENDS and one.due != "" and one.due < self.today.isoformat() and one.word != NEW

    def obliged(self, finding_id: str, party_id: str) -> bool:
        return (finding_id, party_id) in self.now

    def unlawful(self, finding_id: str) -> list[str]:
        """Return what a paper is refused for that rests on a visit from paper: it tells no approval."""
        visit = next(one for one in self.visits if finding_id in one.findings)
        return ["gate.approval_missing"] * visit.late

    def standing(self, *kinds: DocumentKind) -> list[Paper]:
        return [one for one in self.papers if one.fate == "issued" and (not kinds or one.kind in kinds)]

    @staticmethod
    def pick(n: int, among: Sequence[T], fitting: Iterable[T] = (), *, wild: bool = False) -> T:
        """Return one of what fits, or in the wild of all; unfit ones are taken where nothing fits."""
        wanted = [] if wild else list(fitting)
        told = wanted or list(among)
        return told[n % len(told)]

    # What is done

    def attempt(self, work: Callable[[], T], *refused: str, maybe: Sequence[str] = ()) -> T | None:
        """Do it: refused with one of these codes, changing nothing, or, where there are none, done.

        Args:
            maybe: what it may be refused for besides.
        """
        before = self.digests()
        try:
            done = work()
        except ProblemsError as told:
            codes = {one.code for one in told.problems}
            where = [(one.code, one.where, dict(one.values)) for one in told.problems]
        except (RuleError, SignInError) as told:
            codes, where = {told.code}, [(told.code, told.where, told.values)]
        else:
            assert not refused, f"allowed, though there is {sorted(refused)}"
            return done
        assert codes & {*refused, *maybe}, f"refused with {where}, expected {sorted(refused)}"
        assert self.digests() == before, f"{sorted(codes)} left something behind"
        self.counts["refused"] += 1
        self.counts.update(f"refused: {one}" for one in codes & {*refused, *maybe})
        return None

    def does(self, what: str) -> None:
        self.counts[what] += 1

    def consent(self) -> dict[str, object]:
        """Return a written approval of half an hour ago."""
        self.serial += 1
        at = self.clock.now() - timedelta(minutes=30)
        return inspections.approval_fields(Approval("柏知行", at, f"青住建批〔2026〕{self.serial}号")) or {}

    def issue(
        self,
        document_id: str,
        kind: DocumentKind,
        finding_ids: Iterable[str],
        party: str,
        *refused: str,
        about: str = "",
        desk: Desk | None = None,
    ) -> Paper | None:
        """Issue a draft, or have it refused and throw it away."""
        at = desk or self.desk
        told = self.attempt(lambda: documents.issue(at, document_id, date_confirmed=True), *refused)
        if told is None:
            drafts.discard(at, document_id)
            return None
        paper = Paper(document_id, str(kind), tuple(finding_ids), party, self.today, told.number, about=about)
        (self.filed if desk is not None and desk.store is self.filing.store else self.papers).append(paper)
        self.does(f"issued {kind}")
        return paper

    def pass_time(self, days: int) -> None:
        moment = datetime.combine(min(self.today + timedelta(days=days), LAST), time(9, 0), CHINA)
        self.clock.moment = max(
            self.clock.moment + timedelta(minutes=2), moment if days else self.clock.moment
        )


TELLABLE = frozenset({"已下达", "待整改", "已回复", "待复查", FAILED, ESCALATED, CORRECTED})
"""States of which a recheck can tell something (建质〔2014〕154号)."""
RUNNING = frozenset({"已下达", "待整改", "已回复", "待复查"})
"""States in which a last day runs and can be moved."""
NO_REPLY = frozenset({"合格闭环", WITHDRAWN})
