"""A kind that came as forms alone goes the whole way: visit, finding, notice, recheck, closed."""

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from inspector_app import assets
from inspector_app.casework.base import values
from inspector_app.casework.followup import opinions, recheck_rows, rechecks
from inspector_app.casework.papers import board, drafts, duties, issued, service
from inspector_app.casework.play.story import Story
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import checks, findings, inspections
from inspector_app.casework.visits.findings import Duty, NewFinding
from inspector_app.catalog.load import load
from inspector_app.domain.documents import Office
from inspector_app.domain.errors import ProblemsError
from inspector_app.domain.inspections import Approval, Recusal
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.people import Officer, PersonPresent
from inspector_app.domain.rules import Rules
from inspector_app.domain.states import FindingState
from inspector_app.domain.statistics import Figure
from inspector_app.domain.targets import Target, TargetKind
from inspector_app.domain.templates import DocumentKind
from inspector_app.reports import figures
from tests.casework.bench import Bench

FORMS = assets.folder("forms")
OLD = {"construction_site", "concrete_plant"}
DAY = date(2026, 9, 14)
CODE = "91519903MA7H3QT41C"


def shipped() -> Rules:
    rules = load(FORMS).rules
    assert rules is not None
    return rules


NEW = sorted(set(shipped().targets) - OLD)


def invented(tmp_path: Path) -> Path:
    """Return forms with one kind more that nobody ever heard of, made of two files."""
    folder = shutil.copytree(FORMS, tmp_path / "forms")
    target = (folder / "targets/gas.toml").read_text("utf-8")
    target = (
        target.replace('"gas"', '"ferry_pier"')
        .replace("燃气经营企业", "渡口码头")
        .replace("order = 4", "order = 9")
    )
    (folder / "targets/ferry_pier.toml").write_text(target, "utf-8")
    listed = (folder / "checklists/gas.toml").read_text("utf-8")
    listed = listed.replace('id = "gas"', 'id = "ferry_pier"').replace('"RQ-', '"DK-')
    (folder / "checklists/ferry_pier.toml").write_text(listed, "utf-8")
    phrases = (folder / "phrases/gas.toml").read_text("utf-8")
    phrases = phrases.replace('target = "gas"', 'target = "ferry_pier"').replace('id = "rq-', 'id = "dk-')
    (folder / "phrases/ferry_pier.toml").write_text(phrases, "utf-8")
    return folder


def a_target(story: Story, kind: TargetKind) -> Target:
    """Enter a target of the kind; its main party is a person where the kind allows one."""
    person = kind.main_role in kind.people
    name = "沙汀屿" if person else "望屿实业有限公司"
    party = registry.NewParty(
        kind.main_role, name, "" if person else CODE, "沙汀屿", "负责人", "13808990332", "望屿街6号"
    )
    new = registry.NewTarget(kind.code, f"望屿街6号{kind.label}", "青屿区望屿街6号", (party,))
    return registry.target_of(story.desk.store, registry.add_target(story.desk, new))


def a_visit(story: Story, target: Target) -> str:
    desk, now = story.desk, story.clock.now()
    officers = [
        registry.add_officer(desk, Officer("", name, f"5199030{n}", date(2024, 1, 1), date(2029, 12, 31)))
        for n, name in enumerate(("纪闻笛", "乔以宁"), start=61)
    ]
    visit = inspections.begin(
        desk,
        target.id,
        officers,
        started=values.iso(now),
        ended=values.iso(now + timedelta(minutes=60)),
        place=target.address,
        source="日常监督检查",
        approval=inspections.approval_fields(
            Approval("柏知行", now - timedelta(hours=1), "青住建检批〔2026〕7号")
        ),
        notice="青住建检通〔2026〕7号",
        credentials_shown=True,
        recusal=str(Recusal.WAIVED),
        scope="查看现场和资料。",
        handling="责令限期整改。",
    )
    inspections.meet(desk, visit, PersonPresent("沙汀屿", "负责人", "", "13808990332"))
    return visit


def a_finding(story: Story, visit: str, target: Target) -> str:
    """Record a finding in the words of the kind's own first phrase."""
    phrase = next(one for one in story.desk.rules.phrases if one.target == target.kind)
    due = story.desk.today() + timedelta(days=7)
    duty = Duty(target.parties[0].id, phrase.measure, due)
    new = NewFinding("一层", phrase.fact, phrase.clause_id, seen_on=DAY, duties=(duty,))
    return findings.add(story.desk, visit, new)


def serve(story: Story, document_id: str, party_id: str) -> None:
    story.move(minutes=10)
    handed = service.Service(party_id, "direct", story.clock.now(), "望屿街6号", "沙汀屿", "负责人")
    service.serve(story.desk, document_id, handed)


def go_the_whole_way(story: Story, kind: TargetKind) -> tuple[issued.Issued, ...]:
    """Visit, find, order, serve, recheck and close; return the papers in their order."""
    story.move_to(DAY)
    desk = story.desk
    registry.set_office(desk, Office("青屿区住房和城乡建设局", "青住建", "青屿区人民政府", "0899-5550 3320"))
    target = a_target(story, kind)
    visit = a_visit(story, target)
    finding = a_finding(story, visit, target)
    party = target.parties[0].id
    story.move(hours=2)
    due = DAY + timedelta(days=7)
    told = []
    for paper in (DocumentKind.SITE_RECORD, DocumentKind.RECTIFICATION_NOTICE):
        fields = (
            {"reply_due": values.iso(due + timedelta(days=3))}
            if paper is not DocumentKind.SITE_RECORD
            else {}
        )
        document = drafts.begin(desk, visit, paper, [finding], **fields)
        told.append(story.issue(document))
        serve(story, document, party)
    inspections.conclude(desk, visit)
    assert duties.finding_state(desk, finding).word == FindingState.TO_RECTIFY
    story.move_to(due + timedelta(days=1))
    assert duties.finding_state(desk, finding).overdue
    recheck = rechecks.begin(desk, [told[1].id])
    rechecks.note(desk, recheck, finding, "rectified", note="已整改")
    assert [duty.result for row in recheck_rows.rows(desk, recheck) for duty in row.duties] == ["rectified"]
    opinion = opinions.begin(desk, recheck)
    story.move(minutes=40)
    inspections.change(desk, recheck, ended=values.iso(story.clock.now()))
    told.append(story.issue(opinion))
    serve(story, opinion, party)
    rechecks.conclude(desk, recheck)
    assert duties.finding_state(desk, finding).word == FindingState.CLOSED
    return tuple(told)


def counted(bench: Bench) -> tuple[Figure, ...]:
    kinds = bench.desk.rules.targets.values()
    return figures.count(board.reckoned(bench.desk), DAY, DAY + timedelta(days=30), kinds=kinds)


@pytest.mark.parametrize("code", NEW)
def test_a_kind_that_came_as_forms_goes_from_visit_to_closing(bench: Bench, code: str) -> None:
    story = Story(bench.desk, bench.clock)
    kind = bench.desk.rules.targets[code]
    record, notice, opinion = go_the_whole_way(story, kind)
    assert (record.kind, notice.kind, opinion.kind) == (
        "site_record",
        "rectification_notice",
        "recheck_opinion",
    )
    # The kind's own wording: nothing of a building site stands on the paper of something else.
    worded = bench.desk.rules.worded[code, DocumentKind.RECTIFICATION_NOTICE]
    for clause in worded.basis[:2]:
        assert bench.desk.rules.cite(clause) in notice.content
    for word in ("承建", "监理", "施工单位", "建设工程安全生产管理条例"):
        assert word not in notice.content
        assert word not in opinion.content
    assert [one.main for one in notice.recipients] == [True]
    assert kind.figure is not None
    told = {one.code: one for one in counted(bench)}
    # The visit, and the recheck on site; both at one target.
    assert told[f"{kind.figure[0]}_visits"].value == 2
    assert told[f"{kind.figure[0]}_visits"].label == kind.figure[1]
    assert told[f"{kind.figure[0]}_distinct"].value == 1
    assert told["site_visits"].value == told["plant_visits"].value == 0


@pytest.mark.parametrize("code", NEW)
def test_its_checklist_is_there_at_the_visit(bench: Bench, code: str) -> None:
    story = Story(bench.desk, bench.clock)
    story.move_to(DAY)
    target = a_target(story, bench.desk.rules.targets[code])
    visit = a_visit(story, target)
    (listed,) = checks.board(bench.desk, visit).listings
    assert listed.id == code
    items = [line.id for part in listed.parts for line in part.lines]
    assert items == [one.id for one in bench.desk.rules.checklists[code].items]


def test_a_person_needs_no_credit_code_where_the_kind_says_so_and_a_company_does(bench: Bench) -> None:
    story = Story(bench.desk, bench.clock)
    story.move_to(DAY)
    desk = bench.desk
    registry.set_office(desk, Office("青屿区住房和城乡建设局", "青住建", "青屿区人民政府", "0899-5550 3320"))
    codes = {}
    for code in NEW:
        kind = desk.rules.targets[code]
        party = registry.NewParty(kind.main_role, "沙汀屿", "", "沙汀屿", "负责人")
        new = registry.NewTarget(code, kind.label, "望屿街6号", (party,))
        target = registry.target_of(desk.store, registry.add_target(desk, new))
        visit = a_visit(story, target)
        paper = drafts.begin(desk, visit, DocumentKind.SITE_RECORD, [a_finding(story, visit, target)])
        codes[PartyRole(kind.main_role)] = [one.code for one in drafts.gate(desk, paper)]
    assert codes == {PartyRole.HOLDER: [], PartyRole.OPERATOR: ["gate.credit_code_missing"]}


def test_what_the_kind_does_not_offer_is_not_issued(bench: Bench) -> None:
    story = Story(bench.desk, bench.clock)
    story.move_to(DAY)
    registry.set_office(
        bench.desk, Office("青屿区住房和城乡建设局", "青住建", "青屿区人民政府", "0899-5550 3320")
    )
    target = a_target(story, bench.desk.rules.targets[NEW[0]])
    visit = a_visit(story, target)
    paper = drafts.begin(
        bench.desk, visit, DocumentKind.PLANT_ORDER, [a_finding(story, visit, target)], trace="无"
    )
    with pytest.raises(ProblemsError) as refused:
        story.issue(paper)
    assert "gate.kind_unfit" in [one.code for one in refused.value.problems]


def test_a_kind_that_nobody_ever_heard_of_needs_three_files_and_no_program(
    bench: Bench, tmp_path: Path
) -> None:
    loaded = load(invented(tmp_path))
    assert loaded.errors == ()
    assert loaded.rules is not None
    desk = replace(bench.desk, rules=loaded.rules)
    story = Story(desk, bench.clock)
    papers = go_the_whole_way(story, loaded.rules.targets["ferry_pier"])
    assert "渡口码头" in papers[1].content
