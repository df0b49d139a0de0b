"""Visits, orders, their service, and how papers are made void, taken back or corrected."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from inspector_app.casework.base import values
from inspector_app.casework.papers import approvals, documents, drafts, late, service
from inspector_app.casework.papers.late import LatePaper, LateVisit, Scan
from inspector_app.casework.papers.service import Service, Witness
from inspector_app.casework.visits import findings, inspections
from inspector_app.casework.visits.findings import Duty, NewFinding
from inspector_app.domain.acts import ActKind
from inspector_app.domain.findings import Severity
from inspector_app.domain.inspections import Recusal
from inspector_app.domain.people import PersonPresent
from inspector_app.domain.templates import AUTHORITY, DocumentKind
from tests.casework.after_world import Paper, Visited, World
from tests.casework.on_paper import photo

K = DocumentKind
N = st.integers(0, 997)
MOSTLY_NOT = st.sampled_from([False, False, False, True])

PARTS = ("5号楼外脚手架", "5号楼施工升降机", "基坑东侧")
METHODS = ("direct", "refused", "left", "mail", "delivered", "electronic", "announced")
CORRECTABLE = frozenset(
    {
        K.RECTIFICATION_NOTICE,
        K.STOP_WORK_NOTICE,
        K.RESUMPTION_NOTICE,
        K.RECHECK_OPINION,
        K.EXTENSION_DECISION,
        K.CONDUCT_NOTICE,
        K.CONDUCT_DETERMINATION,
    }
)
"""Kinds that a decision may take back or correct (行政处罚法 75)."""


GOING_ON = ("reply", "recheck", "extend", "ask", "order", "escalate", "settle")
"""Acts on a finding that go on from its order."""


class Orders(World):
    """What begins a finding's course and what ends a paper's."""

    def opening(self) -> None:
        """A visit with a major finding and two others, a stop-work in parts, a notice; both were served."""
        both = [self.found(0, grave=True, both=False, undated=False, spot=False)]
        both += [self.found(n, grave=False, both=n == 2, undated=False, spot=False) for n in (1, 2)]
        visit = self.new_visit(both)
        self.visits.append(visit)
        self.catch_up()
        self._stop_work(visit, visit.findings[:1], full=False)
        self.catch_up()
        self._notice(visit.id, visit.findings)
        for paper in self.papers:
            for told in self._services(paper, "direct"):
                service.serve(self.desk, paper.id, told)

    @rule(days=st.sampled_from([0, 0, 1, 2, 4, 8, 16, 35, 95]))
    def time_passes(self, days: int) -> None:
        self.pass_time(days)
        self.does("time passed")

    def new_visit(self, found: list[NewFinding]) -> Visited:
        desk, now = self.desk, self.clock.now()
        visit = inspections.begin(
            desk,
            self.target.id,
            self.officers,
            started=values.iso(now),
            ended=values.iso(now + timedelta(minutes=50)),
            place=self.target.address,
            source="日常监督检查",
            approval=self.consent(),
            notice="青住建检通〔2026〕5-33号",
            credentials_shown=True,
            recusal=str(Recusal.WAIVED),
            scope="查看临边防护和施工用电。",
            handling="当场交换意见。",
        )
        inspections.meet(desk, visit, PersonPresent("骆行远", "项目经理", "青屿恒基建工有限公司", "1"))
        return Visited(visit, tuple(findings.add(desk, visit, one) for one in found))

    def found(self, n: int, *, grave: bool, both: bool, undated: bool, spot: bool) -> NewFinding:
        due = None if undated else self.today + timedelta(days=3 + n % 6)
        duty = Duty(self.contractor, "按方案整改并验收", due, on_the_spot=spot)
        more = (Duty(self.owner, "督促并复核", due),) if both else ()
        return NewFinding(
            location=PARTS[n % 3],
            fact=f"第{n + 1}处防护缺失。",
            clause_id="reg393-26",
            severity=Severity.MAJOR if grave else Severity.GENERAL,
            seen_on=self.today,
            criterion_id="MH24-07-02" if grave else "",
            duties=(duty, *more),
        )

    @rule(
        count=st.integers(1, 3),
        n=N,
        grave=st.booleans(),
        both=MOSTLY_NOT,
        undated=MOSTLY_NOT,
        spot=MOSTLY_NOT,
    )
    def visit(self, count: int, n: int, grave: bool, both: bool, undated: bool, spot: bool) -> None:
        one = self.new_visit(
            [
                self.found(
                    n + k, grave=grave and k == 0, both=both, undated=undated and k == 0, spot=spot and k == 0
                )
                for k in range(count)
            ]
        )
        self.visits.append(one)
        self.does("visit")

    @precondition(lambda self: any(one.findings for one in self.visits))
    @rule(n=N, wild=MOSTLY_NOT)
    def notice(self, n: int, wild: bool) -> None:
        """限期整改: refused where a day lacks or is over, or a major hazard stands uncovered."""
        visit = self._visit(n, wild=wild)
        wanted = self._still(visit.findings, wild=wild)
        self._notice(visit.id, wanted)

    def _visit(self, n: int, *, wild: bool) -> Visited:
        real = [one for one in self.visits if one.findings]
        fresh = [one for one in real if any(w == "新发现" for w in self.words(one.findings).values())]
        return self.pick(n, real, fresh, wild=wild)

    def _still(self, finding_ids: tuple[str, ...], *, wild: bool) -> tuple[str, ...]:
        fit = tuple(one for one in finding_ids if self._dated(one) and not self._grave(one))
        return finding_ids if wild or not fit else fit

    def _fields(self, finding_id: str) -> dict[str, object]:
        return self.journal.records["finding"][finding_id]

    def _grave(self, finding_id: str) -> bool:
        return self._fields(finding_id)["severity"] == "major"

    def _duty(self, finding_id: str) -> dict[str, object]:
        told = self.journal.of("obligation", finding_id=finding_id, party_id=self.contractor)
        return told[0][1]

    def _dated(self, finding_id: str) -> bool:
        return str(self._duty(finding_id)["due"]) >= self.today.isoformat()

    def lacking(self, finding_ids: tuple[str, ...]) -> list[str]:
        """Return what an order to the contractor over these findings is refused for, by their days."""
        dues = [str(self._duty(one)["due"]) for one in finding_ids]
        told = ["gate.deadline_missing"] if "" in dues else []
        return told + ["gate.deadline_past"] * any("" < due < self.today.isoformat() for due in dues)

    def covered(self, visit_id: str) -> set[str]:
        """Return the findings that a stop-work of this visit covers."""
        visit = next(one for one in self.visits if one.id == visit_id)
        stops = self.standing(K.STOP_WORK_NOTICE)
        return {one for stop in stops for one in stop.findings if one in visit.findings}

    def _notice(self, visit_id: str, wanted: tuple[str, ...]) -> None:
        codes = [*self.lacking(wanted), *self.unlawful(wanted[0])]
        covered = self.covered(visit_id)
        bare = [one for one in wanted if self._grave(one) and one not in covered]
        if any(self._duty(one)["on_the_spot"] is not True for one in bare):
            codes.append("gate.major_needs_stop_work")
        paper = drafts.begin(
            self.desk,
            visit_id,
            K.RECTIFICATION_NOTICE,
            wanted,
            reply_due=values.iso(self.today + timedelta(days=30)),
        )
        self.issue(paper, K.RECTIFICATION_NOTICE, wanted, self.contractor, *codes)

    @precondition(lambda self: any(one.findings for one in self.visits))
    @rule(n=N, full=st.booleans(), laid=MOSTLY_NOT, wild=MOSTLY_NOT)
    def stop_work(self, n: int, full: bool, laid: bool, wild: bool) -> None:
        """停工: only on a major finding, by approval; in the program's own way, or with a number on paper."""
        real = [one for one in self.visits if one.findings]
        visit = self.pick(n, real, [one for one in real if any(map(self._grave, one.findings))], wild=wild)
        wanted = tuple(one for one in visit.findings if wild or str(self._duty(one)["due"]) != "")
        if not wanted:
            return
        self._stop_work(visit, wanted, full=full, laid=laid)

    def _stop_work(self, visit: Visited, wanted: tuple[str, ...], *, full: bool, laid: bool = False) -> None:
        codes = [*self.lacking(wanted), *self.unlawful(wanted[0])]
        if not any(map(self._grave, wanted)):
            codes.append("gate.no_ground_for_stop")
        paper = drafts.begin(
            self.inspector if laid else self.desk,
            visit.id,
            K.STOP_WORK_NOTICE,
            wanted,
            stop_full=full,
            stop_parts="" if full else "\n".join(PARTS),
            stop_start=values.iso(self.clock.now()),
            evacuation="立即撤出全部作业人员",
            conditions="逐项整改，验收合格",
            defence_heard=True,
            defence_words="无异议。",
            **({} if laid else {"approval": self.consent()}),
        )
        if laid:
            self._approved(paper)
        self.issue(paper, K.STOP_WORK_NOTICE, wanted, self.contractor, *codes)

    def _approved(self, document_id: str) -> None:
        """Lay a draft before a supervisor: who began it cannot approve it, an inspector approves nothing."""
        approvals.submit(self.inspector, document_id)
        self.attempt(lambda: approvals.approve(self.inspector, document_id, "批1号"), "store.no_right")
        self.attempt(lambda: approvals.submit(self.inspector, document_id), "approving.waiting_already")
        approvals.approve(self.chief, document_id, "青住建停批〔2026〕1号")
        self.attempt(
            lambda: approvals.approve(self.chief, document_id, "批2号"), "approving.approved_already"
        )
        self.does("approved in the program")

    @precondition(lambda self: self.papers)
    @rule(n=N, way=st.sampled_from(METHODS), wild=MOSTLY_NOT)
    def serve(self, n: int, way: str, wild: bool) -> None:
        waiting = [one for one in self.standing() if not self._reached(one)]
        paper = self.pick(n, self.papers, waiting, wild=wild)
        codes = [] if paper.fate == "issued" else ["document.not_standing"]
        for told in self._services(paper, way):
            self.attempt(lambda told=told: service.serve(self.desk, paper.id, told), *codes)  # type: ignore[misc]
        self.does(f"served {way}")

    def _reached(self, paper: Paper) -> bool:
        return any(
            one.content.get("reached") is True or one.content.get("reached_on")
            for one in self.journal.on("document", paper.id, "serve")
        )

    def _services(self, paper: Paper, way: str) -> list[Service]:
        at, to = self.clock.now(), AUTHORITY if paper.kind == K.TRANSFER_LETTER else paper.party
        refused = Service(to, "direct", at, "项目部", refusal="项目经理拒收")
        seen = (Witness("高远", "灯塔社区居民委员会"),)
        return {
            "direct": [Service(to, "direct", at, "项目部", "骆行远", "项目经理")],
            "refused": [refused],
            "left": [refused, Service(to, "left", at, "青屿区海岸路9号", witnesses=seen)],
            "mail": [Service(to, "mail", at, mail_number="EMS1")],
            "delivered": [
                Service(to, "mail", at, mail_number="EMS2", receipt_on=self.today, receiver="收发室")
            ],
            "electronic": [Service(to, "electronic", at, consent="确认1号", system="政务平台")],
            "announced": [Service(to, "announced", at, medium="局网站", note="下落不明，其他方式无法送达")],
        }[way]

    @precondition(lambda self: self.papers)
    @rule(n=N, by=st.sampled_from(["chief", "inspector"]), wild=MOSTLY_NOT)
    def void(self, n: int, by: str, wild: bool) -> None:
        """作废 only before any service, by whoever may issue; never twice."""
        fit = [one for one in self.standing() if not self._reached(one)]
        paper = self.pick(n, self.papers, fit, wild=wild)
        desk = self.chief if by == "chief" else self.inspector
        codes = []
        if paper.fate != "issued":
            codes.append("document.not_standing")
        if self._reached(paper):
            codes.append("document.served")
        codes += self.rested_on(paper)
        self.attempt(lambda: documents.void(desk, paper.id, "写错"), *codes)
        if not codes:
            paper.fate = "void"
            self.does(f"void {paper.kind}")

    def rested_on(self, paper: Paper) -> list[str]:
        """Return what a late entry cannot be made void for: something goes on from it."""
        acts = [one for finding in paper.findings for one in self.journal.on("finding", finding, *GOING_ON)]
        begun = self.journal.issue(paper.id).place  # type: ignore[union-attr]
        rests = any(one.place > begun and one.content.get("by") != paper.id for one in acts)
        named = any(one.about == paper.id for one in self.standing())
        return ["late.rested_on"] * (paper.late and (rests or named))

    @precondition(lambda self: self.papers)
    @rule(
        n=N,
        decision=st.sampled_from(["撤销", "更正"]),
        by=st.sampled_from(["chief", "chief", "inspector"]),
        wild=MOSTLY_NOT,
    )
    def take_back(self, n: int, decision: str, by: str, wild: bool) -> None:
        """撤销 and 更正 by a numbered paper of its own, by a supervisor's signature."""
        fit = self.standing(*CORRECTABLE)
        paper = self.pick(n, self.papers, fit, wild=wild)
        codes = [] if paper.fate == "issued" else ["gate.about_not_standing"]
        if paper.kind not in CORRECTABLE:
            codes.append("gate.about_unfit")
        if by == "inspector" and not codes:
            codes.append("store.no_right")
        desk = self.chief if by == "chief" else self.inspector
        visit = next(iter(self.visits))
        begun = drafts.begin(
            desk,
            visit.id,
            K.REVOCATION,
            (),
            addressee_id=self.contractor,
            about=paper.id,
            own_decision=decision,
            own_reason="事实认定有误",
            own_correction="第1项部位更正" if decision == "更正" else "",
            approval=self.consent(),
        )
        told = self.issue(begun, K.REVOCATION, (), self.contractor, *codes, about=paper.id, desk=desk)
        if told is not None and decision == "撤销":
            paper.fate = "revoked"

    @rule(n=N, wrong=st.sampled_from(["", "", "number", "scan"]))
    def keyed_in(self, n: int, wrong: str) -> None:
        """补录: a day on paper with its own number; a taken number and a scan that is none are refused."""
        day = self.clock.now() - timedelta(days=1)
        self.serial += 1
        number = self.papers[n % len(self.papers)].number if wrong == "number" and self.papers else ""
        # A late entry made void was a slip of the keyboard: its number is free, unless keyed in anew since.
        bearers = [one for one in self.papers if one.number == number]
        taken = bool(number) and any(not one.late or one.fate != "void" for one in bearers)
        number = number or f"青住建改〔2026〕手-{self.serial}号"
        visit = LateVisit(
            self.target.id,
            self.officers,
            day,
            day + timedelta(minutes=40),
            "纪闻笛",
            "电脑故障",
            place="现场",
        )
        duty = Duty(self.contractor, "恢复防护", None)
        found = [NewFinding("7号楼", "防护缺失。", "reg393-26", duties=(duty,))]
        paper = LatePaper(
            K.RECTIFICATION_NOTICE,
            number,
            day.date(),
            self.contractor,
            (Scan(b"no picture" if wrong == "scan" else _SCAN, "通知书.jpg"),),
            due_on=self.today + timedelta(days=4),
            findings=(1,),
        )
        codes = ["documents.not_a_photo"] if wrong == "scan" else []
        codes += ["late.number_exists"] if taken else []
        told = self.attempt(lambda: late.key_in(self.desk, visit, found, [paper]), *codes)
        if told is not None:
            (document_id,) = told.document_ids
            self.visits.append(Visited(told.inspection_id, told.finding_ids, concluded=True, late=True))
            self.papers.append(
                Paper(
                    document_id,
                    str(K.RECTIFICATION_NOTICE),
                    told.finding_ids,
                    self.contractor,
                    day.date(),
                    number,
                    late=True,
                )
            )
            self.does("keyed in")

    @precondition(lambda self: self.now)
    @rule(n=N, wild=MOSTLY_NOT)
    def withdraw(self, n: int, wild: bool) -> None:
        """误录撤销: told by whoever recorded it; of a finding that ended it changes nothing."""
        finding_id = self.pick(n, self.known())
        if not wild:
            return
        with self.desk.store.transaction(self.desk.user) as tx:
            told: dict[str, object] = {"reason": "误录", "on": self.today.isoformat()}
            tx.act(ActKind.WITHDRAW, "finding", finding_id, told)
        self.does("withdrawn")


_SCAN = photo()
