"""Stronger means: bad conduct, filing, transfer; and stop-works from 抢工 to resumption."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from inspector_app.casework.followup import (
    conduct,
    conduct_courses,
    escalation,
    filing_papers,
    filings,
    resumptions,
    stop_news,
    stops,
)
from inspector_app.casework.followup.stops import Violation
from inspector_app.casework.papers import drafts
from inspector_app.domain.conduct import Answer
from inspector_app.domain.filing import Step, StepKind
from inspector_app.domain.templates import DocumentKind
from tests.casework.after_answers import Answers
from tests.casework.after_orders import MOSTLY_NOT, PARTS
from tests.casework.after_table import ENDS, ESCALATED, FAILED, NEW, WITHDRAWN
from tests.casework.after_world import Paper

K = DocumentKind
N = st.integers(0, 997)
OFFICERS = ("纪闻笛", "乔以宁")
CODES = ("D1-4-02", "D1-4-18")

CASE_MOVES: dict[tuple[str, str], tuple[str, str]] = {
    ("核查中", "verify_extended"): ("核查中", "住房和城乡建设部令第55号"),
    ("核查中", "filed"): ("已立案", "行政处罚法 54"),
    ("核查中", "not_filed"): ("不予立案", "行政处罚法 54"),
    ("核查中", "handed_over"): ("已移送", "行政处罚法 22、27"),
    ("已立案", "handed_over"): ("已移送", "行政处罚法 22、27"),
    ("不计期限", "handed_over"): ("已移送", "行政处罚法 22、27"),
    ("已立案", "extended"): ("已立案", "行政处罚法 60"),
    ("不计期限", "extended"): ("不计期限", "行政处罚法 60"),
    ("已立案", "paused"): ("不计期限", "住房和城乡建设部令第55号"),
    ("不计期限", "resumed"): ("已立案", "住房和城乡建设部令第55号"),
    ("已立案", "decided"): ("已决定", "行政处罚法 57、60"),
    ("已立案", "dropped"): ("撤案", "行政处罚法 57"),
    ("不计期限", "dropped"): ("撤案", "行政处罚法 57"),
    ("不予立案", "closed"): ("已结案", "行政处罚法 54"),
    ("已决定", "closed"): ("已结案", "行政处罚法 57"),
    ("撤案", "closed"): ("已结案", "行政处罚法 57"),
    ("已移送", "closed"): ("已结案", "行政处罚法 22"),
}
"""(state of a case, step): (what follows, clause)."""


NEEDED: dict[StepKind, list[str]] = {
    StepKind.VERIFY_EXTENDED: ["filing.reason_missing"],
    StepKind.FILED: ["filing.paper_missing", "filing.verification_over"],
    StepKind.NOT_FILED: ["filing.reason_missing"],
    StepKind.EXTENDED: ["filing.reason_missing"],
    StepKind.PAUSED: ["filing.pause_unknown"],
    StepKind.DROPPED: ["filing.reason_missing"],
    StepKind.HANDED_OVER: ["filing.paper_missing", "filing.transfer_reason"],
}
"""What a step is refused for when it comes without its reason or its paper."""
LATE = (
    "filing.extended_enough",
    "filing.extension_late",
    "filing.extension_days",
    "filing.decision_over",
)
"""What a step may be refused for besides, by how long the clocks ran: tests of filings hold them to days."""


class Graver(Answers):
    """What follows when a finding is not put right, and what stops the work meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.cases: dict[str, tuple[str, str]] = {}
        self.known_violations: list[tuple[str, str]] = []

    # Bad conduct

    @precondition(lambda self: self.now)
    @rule(n=N, wild=MOSTLY_NOT)
    def conduct_notice(self, n: int, wild: bool) -> None:
        known = self.known(self.contractor)
        fit = [
            one
            for one in known
            if self.now[one, self.contractor].word == FAILED or self.overdue((one, self.contractor))
        ]
        finding_id = self.pick(n, known, fit, wild=wild)
        gone = self.now[finding_id, self.contractor].word == WITHDRAWN
        until = conduct.earliest_until(self.desk).due
        begun = self.attempt(
            lambda: escalation.begin(
                self.desk,
                K.CONDUCT_NOTICE,
                [finding_id],
                self.contractor,
                own_defence_until=until.isoformat(),
                own_contact="纪闻笛",
                approval=self.consent(),
            ),
            *(["escalation.withdrawn"] if gone else []),
        )
        if begun is not None:
            conduct.choose(self.desk, begun, CODES[n % 2])
            codes = self.unlawful(finding_id)
            self.issue(begun, K.CONDUCT_NOTICE, (finding_id,), self.contractor, *codes)

    def _notices(self) -> list[Paper]:
        return [one for one in self.papers if one.kind == K.CONDUCT_NOTICE]

    def _determined(self, notice: Paper) -> bool:
        return any(one.about == notice.id for one in self.standing(K.CONDUCT_DETERMINATION))

    @precondition(lambda self: self._notices())
    @rule(n=N, way=st.sampled_from(["written", "waived"]), early=MOSTLY_NOT)
    def defend(self, n: int, way: str, early: bool) -> None:
        """陈述申辩: on a notice that stands and reached the party, not before it."""
        notice = self._notices()[n % len(self._notices())]
        on = notice.issued_on - timedelta(days=1) if early else self.today
        codes = [] if notice.fate == "issued" else ["document.not_standing"]
        codes += [] if self.journal.reached(notice.id, self.today) else ["conduct.unserved"]
        codes += ["conduct.defence_before_notice"] * early
        if (
            self._determined(notice)
            and conduct_courses.course(self.desk, notice.id).determination is not None
        ):
            decided = conduct_courses.course(self.desk, notice.id).determination
            if decided is not None and decided.issued_on is not None and on > decided.issued_on:
                codes.append("conduct.defence_after_determination")
        answer = Answer(way, on, "骆行远", "项目经理", "已补设")
        if self.attempt(lambda: conduct.defend(self.desk, notice.id, answer), *codes) is not None:
            self.does(f"defended {way}")

    @precondition(lambda self: self._notices())
    @rule(n=N, upheld=st.booleans(), wild=MOSTLY_NOT)
    def determine(self, n: int, upheld: bool, wild: bool) -> None:
        """认定 or 不予认定: once, after the notice reached the party and the time for an answer is over."""
        fit = [one for one in self._notices() if one.fate == "issued" and not self._determined(one)]
        notice = self.pick(n, self._notices(), fit, wild=wild)
        codes = [] if notice.fate == "issued" else ["document.not_standing"]
        ways = {one.content["way"] for one in self.journal.on("document", notice.id, "defend")}
        said = "已提出，经复核不予采纳" if "written" in ways else "书面放弃" if ways else "逾期未提出"
        begun = self.attempt(
            lambda: conduct.begin_determination(
                self.desk,
                notice.id,
                own_defence=said,
                own_review="事实清楚",
                own_result="认定为不良行为" if upheld else "不予认定",
                approval=self.consent(),
            ),
            *codes,
        )
        if begun is None:
            return
        codes = [] if self.journal.reached(notice.id, self.today) else ["gate.about_not_served"]
        codes += ["gate.determined_already"] * self._determined(notice)
        answer = conduct_courses.course(self.desk, notice.id).answer
        if not ways and (answer is None or self.today <= answer.due):
            codes.append("gate.defence_still_open")
        kind = K.CONDUCT_DETERMINATION
        told = self.issue(begun, kind, notice.findings, notice.party, *codes, about=notice.id)
        if told is not None:
            self.does("determined" if upheld else "not upheld")

    @precondition(lambda self: any(one.kind == K.CONDUCT_DETERMINATION for one in self.papers))
    @rule(n=N, down=st.booleans())
    def make_public(self, n: int, down: bool) -> None:
        """公示 of what was found, once; taken down only after its last day or once it fell."""
        known = [one for one in self.papers if one.kind == K.CONDUCT_DETERMINATION]
        paper = known[n % len(known)]
        own = self.journal.issue(paper.id).content["own"]  # type: ignore[union-attr]
        told = [one.content for one in self.journal.on("document", paper.id, "publish")]
        public = any(one["what"] == "published" for one in told)
        gone = any(one["what"] == "taken_down" for one in told)
        notice = self._paper(paper.about)
        fallen = paper.fate != "issued" or notice.fate != "issued"
        if not down:
            codes = ["document.not_standing"] * fallen
            codes += ["conduct.not_upheld"] * (own["result"] == "不予认定")
            codes += ["conduct.published_already"] * public
            codes += ["conduct.period_unlike"] * (self.today.isoformat() > own.get("published_to", "9"))
            self.attempt(lambda: conduct.publish(self.desk, paper.id, "局网站"), *codes)
            self.does("published") if not codes else None
            return
        codes = [] if public else ["conduct.not_published"]
        codes += ["conduct.taken_down_already"] * gone
        early = self.today.isoformat() <= own.get("published_to", "") and not fallen
        codes += ["conduct.taken_down_early"] * early
        self.attempt(lambda: conduct.take_down(self.desk, paper.id, self.today), *codes)
        self.attempt(lambda: conduct.take_down(self.inspector, paper.id, self.today), "conduct.no_right")

    # Filing and transfer

    @precondition(lambda self: self.now)
    @rule(n=N, wild=MOSTLY_NOT)
    def file(self, n: int, wild: bool) -> None:
        """立案线索: of what failed, is overdue, major or never ordered; never of what ended."""
        known = self.known(self.contractor)
        finding_id = self.pick(n, known, filter(self._beyond, known), wild=wild)
        codes = self._against(finding_id)
        open_cases = [one for one, (_, about) in self.cases.items() if about == finding_id]
        codes += ["filing.already_open"] * any(self.cases[one][0] != "已结案" for one in open_cases)
        case_id = self.attempt(
            lambda: escalation.file(self.desk, self.filing, [finding_id], self.contractor, "涉嫌违法案"),
            *codes,
        )
        if case_id is not None:
            self.cases[case_id] = ("核查中", finding_id)
            self.does("case opened")

    def _beyond(self, finding_id: str) -> bool:
        return not self._against(finding_id)

    def _against(self, finding_id: str) -> list[str]:
        """Return why a finding does not go on by filing or transfer now."""
        key = finding_id, self.contractor
        word = self.now[key].word
        if word == WITHDRAWN:
            return ["escalation.withdrawn", "filing.finding_withdrawn"]
        if word in ENDS:
            return ["escalation.ended"]
        beyond = word in (NEW, FAILED, ESCALATED) or self.overdue(key) or self._grave(finding_id)
        return [] if beyond else ["escalation.still_running"]

    @precondition(lambda self: self.cases)
    @rule(n=N, kind=st.sampled_from(StepKind), bare=MOSTLY_NOT, wild=MOSTLY_NOT)
    def step(self, n: int, kind: StepKind, bare: bool, wild: bool) -> None:
        """A step in a case: only as the table goes on from its state, with its reason and its paper."""
        known = list(self.cases)
        fit = [one for one in known if (self.cases[one][0], str(kind)) in CASE_MOVES]
        case_id = self.pick(n, known, fit, wild=wild)
        state, finding_id = self.cases[case_id]
        follows = CASE_MOVES.get((state, str(kind)))
        paper = "" if bare or follows is None else self._case_paper(case_id, kind)
        reason = "hearing" if kind is StepKind.PAUSED else "案情复杂"
        told = Step(
            kind,
            self.today,
            days=5 if kind in (StepKind.VERIFY_EXTENDED, StepKind.EXTENDED) else 0,
            joint=True,
            reason="" if bare else reason,
            document_id=paper,
            served_on=self.today if kind is StepKind.DECIDED else None,
        )
        rests = kind in (StepKind.FILED, StepKind.HANDED_OVER)
        codes = self._step_refused(state, kind, lacks=not paper if rests else bare)
        case = self.attempt(lambda: filings.take(self.desk, self.filing, case_id, told), *codes, maybe=LATE)
        if case is None:
            return
        assert follows is not None, f"{state}: {kind} went through"
        assert str(case.course.state) == follows[0]
        self.cases[case_id] = (follows[0], finding_id)
        self.does(f"case {kind}")

    @staticmethod
    def _step_refused(state: str, kind: StepKind, *, lacks: bool) -> list[str]:
        """Return what a step is refused for: it does not follow here, or it lacks its paper or its reason."""
        if (state, str(kind)) not in CASE_MOVES:
            return ["filing.out_of_order", "filing.not_filed_yet", "filing.ended"]
        if not lacks:
            return []
        return NEEDED.get(kind, [])

    def _case_paper(self, case_id: str, kind: StepKind) -> str:
        case = filings.case_of(self.filing, case_id)
        if kind is StepKind.FILED:
            begun = filing_papers.begin_form(
                self.filing, case_id, penalty="《条例》第六十二条", evidence="现场检查记录1份"
            )
            codes = self.unlawful(case.finding_ids[0])
            issued = self.issue(
                begun, K.FILING_FORM, case.finding_ids, case.party_id, *codes, desk=self.filing
            )
        elif kind is StepKind.HANDED_OVER:
            begun = filing_papers.begin_letter(
                self.filing, case_id, "青屿区城市管理局", ground="处罚权划转", material="检查记录1份"
            )
            drafts.change(self.filing, begun, approval=self.consent())
            codes = self.unlawful(case.finding_ids[0])
            issued = self.issue(
                begun, K.TRANSFER_LETTER, case.finding_ids, case.party_id, *codes, desk=self.filing
            )
        else:
            return ""
        return issued.id if issued is not None else ""

    @precondition(lambda self: self.now)
    @rule(n=N, wild=MOSTLY_NOT)
    def transfer(self, n: int, wild: bool) -> None:
        """移送 in the main workspace: the finding is settled when the letter reached the authority."""
        known = self.known(self.contractor)
        finding_id = self.pick(n, known, filter(self._beyond, known), wild=wild)
        begun = self.attempt(
            lambda: escalation.begin(
                self.desk,
                K.TRANSFER_LETTER,
                [finding_id],
                self.contractor,
                own_authority="青屿区应急管理局",
                own_party="青屿恒基建工有限公司",
                own_material="检查记录1份",
                own_answer_by=(self.today + timedelta(days=15)).isoformat(),
                approval=self.consent(),
            ),
            *self._against(finding_id),
        )
        if begun is not None:
            codes = self.unlawful(finding_id)
            self.issue(begun, K.TRANSFER_LETTER, (finding_id,), self.contractor, *codes)

    # Stop-works

    def _stops(self) -> list[Paper]:
        return [one for one in self.papers if one.kind == K.STOP_WORK_NOTICE]

    def _left(self, paper: Paper) -> set[str]:
        """Return the parts still stopped by a stop-work of parts; of a full one all that was not freed."""
        whole, freed = self.journal.freed(paper.id)
        if whole:
            return set()
        return set(PARTS) - freed

    def _lifted(self, paper: Paper) -> bool:
        whole, freed = self.journal.freed(paper.id)
        full = self.journal.issue(paper.id).content["full"] is True  # type: ignore[union-attr]
        return whole or (not full and freed >= set(PARTS))

    @precondition(lambda self: self._stops())
    @rule(n=N, part=st.sampled_from((*PARTS, "别处")), named=st.booleans(), full=MOSTLY_NOT)
    def resume(self, n: int, part: str, named: bool, full: bool) -> None:
        """复工, wholly or in parts: no wider than what is stopped, nothing unseen without an exception."""
        stop = self.pick(n, self._stops(), [one for one in self._stops() if one.fate == "issued"])
        all_stopped = self.journal.issue(stop.id).content["full"] is True  # type: ignore[union-attr]
        codes = [] if stop.fate == "issued" else ["stops.not_standing"]
        codes += ["stops.resumed_already"] * self._lifted(stop)
        held = self._left(stop) if part in PARTS or not all_stopped else {part}
        freed = self.journal.freed(stop.id)[1]
        if not full and (part not in held or part in freed):
            codes.append("stops.resume_too_wide")
        begun = self.attempt(
            lambda: resumptions.begin(self.desk, stop.id, full=full, parts=() if full else (part,)), *codes
        )
        if begun is None:
            return
        behind = [one for one in stops.stop(self.desk, stop.id).findings if one.open]
        told = {"own_readiness": "有例外", "own_exception": "；".join(one.line for one in behind)}
        drafts.change(
            self.desk,
            begun.document_id,
            verification="纪闻笛、乔以宁到场查验",
            approval=self.consent(),
            **(told if behind and named else {}),
        )
        open_words = [key for key, word in self.words(stop.findings).items() if word not in ENDS]
        concerned = [one for one, _ in open_words if full or all_stopped or self._concerns(one, part)]
        codes = ["gate.resumption_unrectified"] * (bool(concerned) and not named)
        kind = K.RESUMPTION_NOTICE
        if self.issue(begun.document_id, kind, (), stop.party, *codes, about=stop.id) is not None:
            self.does("resumed wholly" if full else "resumed in part")

    def _concerns(self, finding_id: str, part: str) -> bool:
        """A finding counts for the part that its place names; one that names none for every part."""
        place = str(self._fields(finding_id)["location"])
        return place == part or place not in PARTS

    @precondition(lambda self: self._stops())
    @rule(n=N, part=st.sampled_from((*PARTS, "别处")))
    def violate(self, n: int, part: str) -> None:
        """抢工: only against what stood, had reached the company, and was stopped there and then."""
        stop = self._stops()[n % len(self._stops())]
        whole_stop = self.journal.issue(stop.id).content["full"] is True  # type: ignore[union-attr]
        codes = [] if stop.fate == "issued" else ["stops.not_standing"]
        codes += [] if self.journal.reached(stop.id, self.today) else ["stops.not_served"]
        if self._lifted(stop):
            codes.append("stops.lifted_then")
        elif part in self.journal.freed(stop.id)[1] or (part not in PARTS and not whole_stop):
            codes.append("stops.part_not_stopped")
        seen = Violation(self.clock.now(), "现场", (part,), "仍在施工", OFFICERS)
        told = self.attempt(lambda: stop_news.violate(self.desk, stop.id, seen), *codes)
        if told is not None:
            self.known_violations.append((stop.id, told))
            self.does("violated")

    @precondition(lambda self: self.known_violations)
    @rule(n=N)
    def take_back_violation(self, n: int) -> None:
        stop_id, violation = self.known_violations.pop(n % len(self.known_violations))
        stop_news.take_back(self.desk, stop_id, violation, "看错楼号")
        self.attempt(lambda: stop_news.take_back(self.desk, stop_id, violation, "再撤"), "stops.no_violation")
        self.does("violation taken back")
