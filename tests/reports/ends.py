"""What happens at the ends of the half year: cases filed on its first and last day, answers in time."""

from datetime import date

from inspector_app.casework.followup import filing_papers, filings, replies
from inspector_app.casework.followup.replies import Report
from inspector_app.casework.followup.scans import Scan
from inspector_app.casework.papers import documents, issued
from inspector_app.casework.play import scene
from inspector_app.casework.play.stage import Played
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import inspections
from inspector_app.domain.filing import Step, StepKind
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.replying import Said, Signature
from tests.casework.bench import Bench

SIGNED = tuple(
    Signature(role, name, stamped=True)
    for role, name in (
        (PartyRole.CONTRACTOR, "骆远山"),
        (PartyRole.OWNER, "蔺清和"),
        (PartyRole.SUPERVISOR, "温景行"),
    )
)
PENALTY = "《建设工程安全生产管理条例》第六十四条"


class Cases:
    """Cases over findings of visits, by the order in which they are opened."""

    def __init__(self, bench: Bench) -> None:
        self._desk, self._filing = bench.desk, bench.session.filing_desk(bench.desk)
        self._known: list[tuple[str, str]] = []

    def open(self, visit: Played) -> None:
        """Open a case and issue its form; the leader writes upon it later, so no approval is printed."""
        of = inspections.inspection_of(self._desk.store, visit.inspection_id)
        target = registry.target_of(self._desk.store, of.target_id)
        party = next(one.id for one in target.parties if str(one.role) == "contractor")
        case_id = filings.open_case(
            self._desk,
            self._filing,
            visit.finding_ids[:1],
            party,
            known_on=self._desk.today(),
            matter="涉嫌未按专项施工方案施工案",
        )
        form = filing_papers.begin_form(self._filing, case_id, penalty=PENALTY)
        documents.issue(self._filing, form, date_confirmed=True)
        self._known.append((case_id, form))

    def file(self, n: int, on: date) -> None:
        """Write down on which day it was filed."""
        case_id, form = self._known[n]
        filings.take(self._desk, self._filing, case_id, Step(StepKind.FILED, on, document_id=form))

    def decide(self, n: int, on: date) -> None:
        """Write down on which day it was decided."""
        filings.take(self._desk, self._filing, self._known[n][0], Step(StepKind.DECIDED, on))

    def void(self, n: int) -> str:
        """Make the form of a filed case void, and return its id."""
        form = self._known[n][1]
        documents.void(self._filing, form, "当事人名称有误")
        return form


def reply(bench: Bench, told: issued.Issued) -> None:
    """Take in today a whole report, stamped and signed, on all that a notice orders."""
    today = bench.desk.today()
    party = next(one.party_id for one in told.recipients if one.main)
    said = tuple(Said(one, "已按要求整改。") for one in told.finding_ids)
    scan = Scan(scene.picture("scaffold.jpg", today), "报告.jpg")
    taken = replies.take_in(
        bench.desk, Report(told.id, party, today, today, said, signatures=SIGNED, scans=(scan,))
    )
    assert taken.complete
