"""Replies, longer deadlines, rechecks with their opinions, and what is ordered again."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from inspector_app.casework.base import values
from inspector_app.casework.followup import escalation, extensions, opinions, rechecks, replies
from inspector_app.casework.followup.extensions import Ask
from inspector_app.casework.followup.rechecks import Way
from inspector_app.casework.followup.replies import Report, Supplement
from inspector_app.casework.followup.scans import Scan
from inspector_app.casework.papers import drafts
from inspector_app.casework.visits import findings, inspections
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.replying import PreCheck, Said, Signature
from inspector_app.domain.templates import DocumentKind
from tests.casework.after_orders import MOSTLY_NOT, Orders
from tests.casework.after_table import CORRECTED, ENDS, ESCALATED, FAILED, WITHDRAWN
from tests.casework.after_world import NO_REPLY, RUNNING, TELLABLE, Paper, Visited
from tests.casework.on_paper import photo

K = DocumentKind
N = st.integers(0, 997)
OBLIGING = (K.RECTIFICATION_NOTICE, K.STOP_WORK_NOTICE, K.PLANT_ORDER, K.RECHECK_OPINION)
RESULTS = ("rectified", "partial", "not_rectified", "unverifiable")
SIGNED = tuple(
    Signature(role, "某某", stamped=True)
    for role in (PartyRole.CONTRACTOR, PartyRole.OWNER, PartyRole.SUPERVISOR)
)
SCANS = (Scan(photo("reply"), "整改报告.jpg"),)


class Answers(Orders):
    """What companies hand in, and what officers see when they look again."""

    def __init__(self) -> None:
        super().__init__()
        self.known_reports: dict[str, tuple[str, str, tuple[str, ...]]] = {}
        self.known_asks: list[tuple[str, Paper, str, tuple[str, ...]]] = []

    def _orders(self, *words: str) -> list[Paper]:
        """Return standing orders under which some duty of their party is in one of these states."""
        return [
            one
            for one in self.standing(*OBLIGING)
            if set(self.words(one.findings, one.party).values()) & set(words)
        ]

    def _answering(self, paper: Paper, party: str) -> list[str]:
        codes = [] if paper.kind in OBLIGING else ["not_an_order"]
        codes += [] if paper.fate == "issued" else ["order_not_standing"]
        if not any(self.obliged(one, party) for one in paper.findings):
            codes.append("unknown_party")
        return codes

    @precondition(lambda self: self.papers)
    @rule(
        n=N,
        whole=st.booleans(),
        shift=st.sampled_from([0, 0, 0, -1]),
        other=MOSTLY_NOT,
        wild=MOSTLY_NOT,
    )
    def reply(self, n: int, whole: bool, shift: int, other: bool, wild: bool) -> None:
        """整改报告: whole or lacking; never before its order, to a void one, or on what is closed."""
        paper = self.pick(n, self.papers, self._orders(*RUNNING), wild=wild)
        party = self.owner if other else paper.party
        codes = self._answering(paper, party)
        said = tuple(Said(one, "已整改") for one in paper.findings if self.obliged(one, party))
        if set(self.words(paper.findings, party).values()) & NO_REPLY:
            codes.append("closed")
        on = paper.issued_on - timedelta(days=1) if shift else self.today
        codes += ["before_order"] if shift else []
        codes += [] if said else ["nothing_told"]
        report = Report(
            paper.id,
            party,
            on,
            self.today,
            said,
            signatures=SIGNED if whole else SIGNED[:1],
            precheck=PreCheck.PASSED,
            scans=SCANS,
        )
        told = self.attempt(lambda: replies.take_in(self.desk, report), *(f"reply.{one}" for one in codes))
        if told is not None:
            assert told.complete is whole
            self.known_reports[told.report_id] = (paper.id, party, tuple(one.finding_id for one in said))
            self.does("replied")

    @precondition(lambda self: self.known_reports)
    @rule(n=N)
    def supplement(self, n: int) -> None:
        report_id = list(self.known_reports)[n % len(self.known_reports)]
        paper_id, party, said = self.known_reports[report_id]
        paper = next(one for one in self.papers if one.id == paper_id)
        codes = [] if paper.fate == "issued" else ["reply.order_not_standing"]
        if all(self.now[one, party].word in NO_REPLY for one in said):
            codes.append("reply.nothing_told")
        more = Supplement(self.today, self.today, signatures=SIGNED, precheck=PreCheck.PASSED)
        if self.attempt(lambda: replies.supplement(self.desk, report_id, more), *codes) is not None:
            self.does("supplemented")

    # Longer deadlines

    @precondition(lambda self: self.papers)
    @rule(n=N, more=st.sampled_from([5, 12, 30, -60]), wild=MOSTLY_NOT)
    def ask(self, n: int, more: int, wild: bool) -> None:
        """申请延期: only while a day runs, for a later one; after the deadline it is taken in as late."""
        paper = self.pick(n, self.papers, self._orders(*RUNNING), wild=wild)
        party = paper.party
        own = [one for one in paper.findings if self.obliged(one, party)]
        wanted = tuple(own[:1] if wild else [one for one in own if self.now[one, party].word in RUNNING][:1])
        new_due = self.today + timedelta(days=more)
        codes = self._answering(paper, party)
        for one in wanted:
            told = self.now[one, party]
            if told.word in ENDS:
                codes.append("closed")
            elif told.word not in RUNNING:
                codes.append("not_running")
            elif told.due and new_due.isoformat() <= told.due:
                codes.append("not_later")
        codes += [] if wanted else ["nothing_told"]
        issue = self.journal.issue(paper.id)
        codes += ["not_an_order"] * (issue is not None and not issue.content["due_on"])
        asked = Ask(paper.id, party, self.today, self.today, new_due, "材料未到", wanted, SCANS)
        request = self.attempt(
            lambda: extensions.ask(self.desk, asked), *(f"extension.{one}" for one in codes)
        )
        if request is not None:
            self.known_asks.append((request, paper, party, wanted))
            self.does("asked for longer")

    @precondition(lambda self: self.known_asks)
    @rule(n=N, grant=st.booleans())
    def decide(self, n: int, grant: bool) -> None:
        """延期批复: granted only while the duty runs and for a later day."""
        request, paper, party, wanted = self.known_asks[n % len(self.known_asks)]
        asked = extensions.asked_of(self.desk, request)
        codes = ["extension.decided"] if asked.decision_id else []
        begun = self.attempt(lambda: extensions.begin(self.desk, request, grant=grant), *codes)
        if begun is None:
            return
        drafts.change(
            self.desk,
            begun,
            own_safeguard="封闭该部位",
            own_why_not="" if grant else "隐患不能延期",
            approval=self.consent(),
        )
        codes = [] if paper.fate == "issued" else ["gate.about_not_standing"]
        if grant:
            told = [self.now[one, party] for one in wanted]
            new_due = values.iso(asked.new_due)
            codes += ["gate.extension_not_running"] * any(one.word not in RUNNING for one in told)
            codes += ["gate.extension_not_later"] * any(one.due and new_due <= one.due for one in told)
            codes += ["gate.own_day_past"] * (new_due < self.today.isoformat())
        self.issue(begun, K.EXTENSION_DECISION, wanted, party, *codes, about=paper.id)

    # Rechecks

    @precondition(lambda self: self.papers)
    @rule(n=N, way=st.sampled_from(Way), wild=MOSTLY_NOT)
    def recheck(self, n: int, way: Way, wild: bool) -> None:
        fit = [
            one
            for one in self.standing(*OBLIGING)
            if set(self.words(one.findings).values()) & TELLABLE and not self._under_way(one)
        ]
        paper = self.pick(n, self.papers, fit, wild=wild)
        codes = [] if paper.kind in OBLIGING else ["recheck.not_an_order"]
        codes += [] if paper.fate == "issued" else ["recheck.order_not_standing"]
        if not set(self.words(paper.findings).values()) & TELLABLE:
            codes.append("recheck.nothing_open")
        begun = self.attempt(
            lambda: rechecks.begin(
                self.desk,
                [paper.id],
                way=way,
                approval=self.consent(),
                notice="青住建检通〔2026〕6-1号",
                credentials_shown=True,
                recusal="waived",
            ),
            *codes,
        )
        if begun is not None:
            self.visits.append(Visited(begun, (), orders=(paper.id,)))
            self.does(f"recheck {way}")

    def _under_way(self, paper: Paper) -> bool:
        return any(paper.id in one.orders and not one.concluded for one in self.visits)

    def _rechecks(self) -> list[Visited]:
        return [one for one in self.visits if one.orders]

    @precondition(lambda self: self._rechecks())
    @rule(n=N, result=st.sampled_from(RESULTS), one_party=MOSTLY_NOT, wild=MOSTLY_NOT)
    def note(self, n: int, result: str, one_party: bool, wild: bool) -> None:
        """已改, 部分, 未改, 无法核实; noted again the newer word holds, until an opinion tells it."""
        known = self._rechecks()
        recheck = self.pick(n, known, [one for one in known if not one.concluded], wild=wild)
        order = self._paper(recheck.orders[0])
        wanted = order.findings[n % len(order.findings)] if order.findings else ""
        self._note(recheck, wanted, result, order.party if one_party else "")

    def _note(self, recheck: Visited, wanted: str, result: str, party: str) -> None:
        order = self._paper(recheck.orders[0])
        codes = ["inspection.locked"] if recheck.concluded else []
        codes += [] if order.fate == "issued" else ["recheck.order_not_standing"]
        words = self.words((wanted,), party)
        able = [key for key, word in words.items() if word in TELLABLE]
        codes += [] if able else ["recheck.closed"]
        if any(self._told_for(recheck, wanted, to) for _, to in able):
            codes.append("recheck.told")
        self.attempt(
            lambda: rechecks.note(self.desk, recheck.id, wanted, result, party_id=party, note="现场查看"),
            *codes,
        )
        if not codes:
            self.does(f"noted {result}")

    def _paper(self, document_id: str) -> Paper:
        return next(one for one in self.papers if one.id == document_id)

    def _told_for(self, recheck: Visited, finding_id: str, party: str) -> bool:
        return any(
            self.journal.records["document"][one.id]["inspection_id"] == recheck.id
            and finding_id in one.findings
            and one.party == party
            for one in self.standing(K.RECHECK_OPINION)
        )

    @precondition(lambda self: self._rechecks())
    @rule(n=N, handed_on=MOSTLY_NOT, wrong=MOSTLY_NOT, days=st.sampled_from([5, 9]), wild=MOSTLY_NOT)
    def opinion(self, n: int, handed_on: bool, wrong: bool, days: int, wild: bool) -> None:
        """复查意见书: passed only when all passed; what failed is ordered again or handed on."""
        recheck = self.pick(
            n, self._rechecks(), [one for one in self._rechecks() if self._noted(one)], wild=wild
        )
        self._opinion(recheck, handed_on=handed_on, wrong=wrong, days=days)

    def _opinion(self, recheck: Visited, *, handed_on: bool, wrong: bool, days: int) -> None:
        order = self._paper(recheck.orders[0])
        noted = {
            told["finding_id"]: told["result"]
            for _, told in self.journal.of("result", recheck_id=recheck.id)
            if told["party_id"] in ("", order.party) and told["finding_id"] in order.findings
        }
        waits = [
            one
            for one in order.findings
            if one in noted
            or self.words((one,), order.party).get((one, order.party)) in TELLABLE - {CORRECTED}
        ]
        passed = all(noted.get(one) == "rectified" for one in waits)
        own = ("合格" if not passed else "不合格，移交立案审查") if wrong else ""
        codes = [] if noted else ["recheck.nothing_seen"]
        begun = self.attempt(
            lambda: opinions.begin(
                self.desk,
                recheck.id,
                again=self.today + timedelta(days=days),
                conclusion=own or ("不合格，移交立案审查" if handed_on and not passed else ""),
            ),
            *codes,
        )
        if begun is None:
            return
        codes = [] if order.fate == "issued" else ["gate.about_not_standing"]
        shown = {one.finding_id: one.label for one in drafts.draft_of(self.desk, begun).rechecked}
        codes += ["gate.recheck_missing"] * any(one not in shown for one in waits)
        contradicts = own.startswith("合格") if not passed else own.startswith("不合格")
        codes += ["gate.recheck_contradiction"] * bool(own and contradicts)
        if not order.findings:
            codes.append("gate.findings_missing")
        told = self.issue(begun, K.RECHECK_OPINION, waits, order.party, *codes, about=order.id)
        if told is not None:
            self.does("opinion passed" if passed else "opinion failed")

    def _noted(self, recheck: Visited) -> bool:
        return not recheck.concluded and bool(self.journal.of("result", recheck_id=recheck.id))

    @precondition(lambda self: self.visits)
    @rule(n=N, wild=MOSTLY_NOT)
    def conclude(self, n: int, wild: bool) -> None:
        """A recheck is closed when each open duty has its result; what no opinion told is final then."""
        fit = [one for one in self._rechecks() if self._noted(one)] or self.visits
        self._conclude(self.pick(n, self.visits, fit, wild=wild))

    def _conclude(self, visit: Visited) -> None:
        codes = ["inspection.locked"] if visit.concluded else []
        if visit.orders:
            if not codes:
                inspections.change(self.desk, visit.id, ended=values.iso(self.clock.now()))
            noted = {
                (t["finding_id"], t["party_id"]) for _, t in self.journal.of("result", recheck_id=visit.id)
            }
            asked = self.words(self._paper(visit.orders[0]).findings)
            open_ones = [key for key, word in asked.items() if word in TELLABLE - {CORRECTED}]
            codes += ["recheck.unseen"] * any(key not in noted for key in open_ones)
            self.attempt(lambda: rechecks.conclude(self.desk, visit.id), *codes)
        else:
            self.attempt(lambda: inspections.conclude(self.desk, visit.id), *codes)
        if not codes:
            visit.concluded = True
            self.does("concluded")

    # Ordered again, settled

    @precondition(lambda self: self.now)
    @rule(n=N, days=st.sampled_from([4, 9]), wild=MOSTLY_NOT)
    def order_again(self, n: int, days: int, wild: bool) -> None:
        """再次责令 by a full notice: only what failed or was escalated (安全生产法 65)."""
        known = self.known(self.contractor)
        fit = [one for one in known if self.now[one, self.contractor].word in (FAILED, ESCALATED)]
        finding_id = self.pick(n, known, fit, wild=wild)
        word = self.now[finding_id, self.contractor].word
        codes = []
        if word == WITHDRAWN:
            codes.append("escalation.withdrawn")
        elif word in ENDS:
            codes.append("escalation.ended")
        elif word not in (FAILED, ESCALATED):
            codes.append("escalation.not_failed")
        begun = self.attempt(
            lambda: escalation.begin(
                self.desk,
                K.RECTIFICATION_NOTICE,
                [finding_id],
                self.contractor,
                due=self.today + timedelta(days=days),
                reply_due=values.iso(self.today + timedelta(days=30)),
            ),
            *codes,
        )
        if begun is None:
            return
        draft = drafts.draft_of(self.desk, begun)
        bare = self._grave(finding_id) and finding_id not in draft.covered
        codes = [*self.unlawful(finding_id), *["gate.major_needs_stop_work"] * bare]
        if self.issue(begun, K.RECTIFICATION_NOTICE, (finding_id,), self.contractor, *codes) is not None:
            self.does("ordered again")

    @precondition(lambda self: self.now)
    @rule(n=N, by=st.sampled_from(["chief", "chief", "inspector"]), wild=MOSTLY_NOT)
    def settle(self, n: int, by: str, wild: bool) -> None:
        """What it was escalated to ended: told by a supervisor, of an escalated finding alone."""
        known = self.known()
        fit = [one for one in known if ESCALATED in self.words((one,)).values()]
        finding_id = self.pick(n, known, fit, wild=wild)
        codes = [] if by == "chief" else ["settle.no_right"]
        codes += [] if ESCALATED in self.words((finding_id,)).values() else ["settle.not_escalated"]
        desk = self.chief if by == "chief" else self.inspector
        self.attempt(lambda: escalation.settle(desk, [finding_id], "", "已由上级处理完毕"), *codes)
        if not codes:
            self.does("settled")

    @precondition(lambda self: self.now)
    @rule(n=N)
    def touch(self, n: int) -> None:
        """What a standing paper names is neither changed nor removed."""
        finding_id = self.pick(n, self.known())
        visit = self._fields(finding_id)["inspection_id"]
        named = [
            one
            for one in self.standing()
            if self.journal.of("ticked", finding_id=finding_id, document_id=one.id)
        ]
        codes = ["finding.ordered"] if named else []
        if next((one.concluded for one in self.visits if one.id == visit), False):
            codes.append("inspection.locked")
        if codes:
            self.attempt(lambda: findings.remove(self.desk, finding_id), *codes)
            self.attempt(lambda: findings.change(self.desk, finding_id, fact="无"), *codes)
