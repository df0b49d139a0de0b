"""Undo and redo read from the journal: as before, as after, and never what is final."""

import random
from collections.abc import Callable
from datetime import date

import pytest

from inspector_app.answers import demos
from inspector_app.casework.history import undo
from inspector_app.casework.history.undo import Step, Steps
from inspector_app.casework.papers import drafts
from inspector_app.casework.play.stage import Played
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import findings, inspections
from inspector_app.domain.errors import RuleError
from inspector_app.domain.findings import Severity
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.people import PersonPresent
from inspector_app.domain.templates import DocumentKind
from tests.casework.bench import Bench

PHOTO = demos.shipped_cases()[0].parent / "photos" / "edge.jpg"
KINDS = ("inspection", "attendance", "present", "finding", "obligation", "photo", "document", "ticked")
PARTY = registry.NewParty(PartyRole.CONTRACTOR, "鼎恒建设集团有限公司", "91350100M000100Y43")


class Visit:
    """An inspection with its steps, and what stands of it."""

    def __init__(self, bench: Bench) -> None:
        self.bench, self.desk, self.steps = bench, bench.desk, Steps()
        new = registry.NewTarget("construction_site", "云栖里三期", "望江路1号", (PARTY,))
        self.target = registry.add_target(self.desk, new)
        self.id = inspections.begin(self.desk, self.target, ())
        self.party = registry.target_of(self.desk.store, self.target).parties[0].id
        self.paper = drafts.begin(self.desk, self.id, DocumentKind.RECTIFICATION_NOTICE, ())

    def act(self, what: str, wish: Callable[[], object]) -> Step:
        place = self.desk.store.place
        wish()
        step = undo.since(self.desk.store, place, what)
        self.steps.note(step)
        return step

    def stands(self) -> dict[tuple[str, str], dict[str, object]]:
        """Everything that is not deleted, a value that is None left out: it reads like one never told."""
        return {
            (kind, one.id): {name: value for name, value in one.fields.items() if value is not None}
            for kind in KINDS
            for one in self.desk.store.records(kind)
        }


@pytest.fixture
def visit(bench: Bench) -> Visit:
    return Visit(bench)


def test_a_field_goes_back_and_forth(visit: Visit) -> None:
    visit.act("地点", lambda: inspections.change(visit.desk, visit.id, place="北门"))
    visit.act("地点", lambda: inspections.change(visit.desk, visit.id, place="南门"))
    assert undo.undo(visit.desk, visit.steps) is not None
    assert inspections.inspection_of(visit.desk.store, visit.id).place == "北门"
    undo.undo(visit.desk, visit.steps)
    assert inspections.inspection_of(visit.desk.store, visit.id).place == ""
    undo.redo(visit.desk, visit.steps)
    undo.redo(visit.desk, visit.steps)
    assert inspections.inspection_of(visit.desk.store, visit.id).place == "南门"
    assert undo.redo(visit.desk, visit.steps) is None


def test_a_removed_finding_comes_back_with_its_id_its_duty_and_its_photo(visit: Visit) -> None:
    duty = findings.Duty(visit.party, "补设栏杆。", date(2026, 11, 27))
    new = findings.NewFinding("3#楼", "临边无防护。", "jgj80-4.1.1", Severity.GENERAL, duties=(duty,))
    finding_id = findings.add(visit.desk, visit.id, new)
    findings.attach_photo(visit.desk, finding_id, PHOTO.read_bytes())
    drafts.tick(visit.desk, visit.paper, [finding_id])
    before = findings.findings_of(visit.desk.store, visit.id)
    visit.act("删除问题 1", lambda: findings.remove(visit.desk, finding_id))
    assert findings.findings_of(visit.desk.store, visit.id) == ()
    undo.undo(visit.desk, visit.steps)
    assert findings.findings_of(visit.desk.store, visit.id) == before
    assert [one.id for one in drafts.draft_of(visit.desk, visit.paper).findings] == [finding_id]


def test_doing_something_new_forgets_what_was_undone(visit: Visit) -> None:
    visit.act("地点", lambda: inspections.change(visit.desk, visit.id, place="北门"))
    undo.undo(visit.desk, visit.steps)
    visit.act("来源", lambda: inspections.change(visit.desk, visit.id, source="投诉"))
    assert undo.redo(visit.desk, visit.steps) is None


def test_what_changed_nothing_is_no_step(visit: Visit) -> None:
    visit.act("地点", lambda: inspections.change(visit.desk, visit.id, place=""))
    visit.act("地点", lambda: inspections.change(visit.desk, visit.id, place=""))
    assert len(visit.steps.done) == 1


def test_a_photo_that_came_in_meanwhile_is_no_part_of_another_step(visit: Visit) -> None:
    finding_id = findings.add(visit.desk, visit.id, findings.NewFinding(fact="临边。"))
    made: list[str] = []

    def both() -> None:
        made.append(findings.attach_photo(visit.desk, finding_id, PHOTO.read_bytes()))
        findings.change(visit.desk, finding_id, location="3#楼")

    place = visit.desk.store.place
    visit.act("部位", both)
    undo.undo(visit.desk, visit.steps)
    (finding,) = findings.findings_of(visit.desk.store, visit.id)
    assert (finding.location, len(finding.photos)) == ("", 1)
    visit.steps.note(undo.since(visit.desk.store, place, "照片", photos=made))
    undo.undo(visit.desk, visit.steps)
    (finding,) = findings.findings_of(visit.desk.store, visit.id)
    assert finding.photos == ()


def test_what_somebody_else_changed_since_is_left_alone(visit: Visit) -> None:
    visit.act("地点", lambda: inspections.change(visit.desk, visit.id, place="北门"))
    inspections.change(visit.desk, visit.id, place="西门")
    with pytest.raises(RuleError) as refused:
        undo.undo(visit.desk, visit.steps)
    assert refused.value.code == "undo.changed_since"
    assert inspections.inspection_of(visit.desk.store, visit.id).place == "西门"
    assert undo.undo(visit.desk, visit.steps) is None, "what may not be undone is forgotten"


def test_nothing_that_is_issued_or_concluded_is_undone(played: Played, bench: Bench) -> None:
    desk, steps = bench.desk, Steps()
    store = desk.store
    finding = next(one for one in store.records("finding") if findings.ordered_by(store, one.id))
    document = next(
        one for one in store.records("document") if one.id == findings.ordered_by(store, finding.id)[0]
    )
    own = store.meta.journal_id
    first = min(one.header.seq for one in store.entries_of(finding.id) if one.header.journal_id == own)
    whole = undo.since(store, first - 1, "全部")
    before = store.digest()
    for record, code in ((finding, "undo.issued"), (document, "undo.issued")):
        steps.done = [Step("改写", tuple(one for one in whole.changes if one.id == record.id))]
        with pytest.raises(RuleError) as refused:
            undo.undo(desk, steps)
        assert refused.value.code == code
    assert store.digest() == before
    visit_id = str(finding.fields["inspection_id"])
    place = store.place
    inspections.change(desk, visit_id, opinion="属实。", ended="2026-11-24T11:00:00+08:00")
    steps.note(undo.since(store, place, "对方意见"))
    inspections.conclude(desk, visit_id)
    with pytest.raises(RuleError) as refused:
        undo.undo(desk, steps)
    assert refused.value.code == "undo.concluded"
    assert inspections.inspection_of(store, visit_id).opinion == "属实。"


def test_an_act_and_what_was_written_with_it_is_no_step(played: Played, bench: Bench) -> None:
    store = bench.desk.store
    issue = store.acts("document", None, "issue")[0]
    entry = next(one for one in store.entries_of(issue.entity_id) if one.hash.hex() == issue.id)
    told = undo.since(store, entry.header.seq - 1, "签发")
    assert issue.entity_id not in told.records


def wishes(visit: Visit, dice: random.Random) -> Callable[[], object]:
    """Return something that a person could do next."""
    store, desk = visit.desk.store, visit.desk
    there = [one.id for one in store.records("finding")]
    people = [one.id for one in store.records("present")]
    papers = [one.id for one in store.records("document")]
    word = f"词{dice.randrange(1000)}"
    free: list[Callable[[], object]] = [
        lambda: findings.add(desk, visit.id, findings.NewFinding(fact=word, seen_on=desk.today())),
        lambda: inspections.change(desk, visit.id, place=word),
        lambda: inspections.change(desk, visit.id, approval={"approver": word, "at": ""}),
        lambda: inspections.meet(desk, visit.id, PersonPresent(word, "项目经理", "甲")),
        lambda: drafts.begin(desk, visit.id, DocumentKind.SITE_RECORD, there),
    ]
    if people:
        free.append(lambda: inspections.unmeet(desk, dice.choice(people)))
    if papers:
        free.append(lambda: drafts.discard(desk, dice.choice(papers)))
        free.append(lambda: drafts.change(desk, dice.choice(papers), trace=word))
        free.append(lambda: drafts.tick(desk, dice.choice(papers), dice.sample(there, len(there) // 2)))
    if there:
        one = dice.choice(there)
        free += [
            lambda: findings.change(desk, one, fact=word, severity=dice.choice(("major", "general"))),
            lambda: findings.oblige(desk, one, findings.Duty(visit.party, word, date(2026, 12, 1))),
            lambda: findings.remove(desk, one),
        ]
    return dice.choice(free)


@pytest.mark.parametrize("seed", range(6))
def test_all_undone_is_as_before_and_all_redone_is_as_after(visit: Visit, seed: int) -> None:
    dice = random.Random(seed)
    seen = [visit.stands()]
    for _ in range(25):
        if visit.act("一步", wishes(visit, dice)).changes:
            seen.append(visit.stands())
    for before in reversed(seen[:-1]):
        assert undo.undo(visit.desk, visit.steps) is not None
        assert visit.stands() == before
    for after in seen[1:]:
        assert undo.redo(visit.desk, visit.steps) is not None
        assert visit.stands() == after
    assert visit.bench.desk.store.replay_check().same
