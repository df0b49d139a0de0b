"""What was entered wrongly is mended in its place; issued papers keep what they say."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from inspector_app.casework.papers import documents, drafts, issued
from inspector_app.casework.play.stage import Played
from inspector_app.casework.targets import registry
from inspector_app.casework.targets.registry import NewParty, NewTarget
from inspector_app.casework.visits import findings, inspections
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.people import PersonPresent
from inspector_app.domain.targets import Target
from inspector_app.domain.templates import DocumentKind
from tests.casework.bench import Bench
from tests.casework.test_refusals import assert_refused_with

CODE, WRONG = "91519903MA7H3QT41C", "91519903MA7H3QT41D"
NOTHING = "0" * 32


def as_new(target: Target, *, without: frozenset[PartyRole] = frozenset(), **changes: object) -> NewTarget:
    """Return a target as a person would hand it in who changed only these things."""
    parties = tuple(
        NewParty(one.role, one.name, one.credit_code, one.manager, one.manager_title, one.phone, one.address)
        for one in target.parties
        if one.role not in without
    )
    told = NewTarget(target.kind, target.name, target.address, parties, target.project, target.fields)
    return replace(told, **changes)


def coded(target: Target, code: str) -> NewTarget:
    """Return a target whose contractor has another credit code."""
    told = as_new(target)
    parties = (
        replace(one, credit_code=code) if one.role is PartyRole.CONTRACTOR else one for one in told.parties
    )
    return replace(told, parties=tuple(parties))


def target_of(bench: Bench, played: Played) -> Target:
    visit = inspections.inspection_of(bench.desk.store, played.inspection_id)
    return registry.target_of(bench.desk.store, visit.target_id)


def entries(bench: Bench) -> int:
    return len(list(bench.desk.store.entries()))


@pytest.fixture
def bare(bench: Bench) -> Target:
    """A target that nothing refers to."""
    parties = (
        NewParty(PartyRole.OWNER, "临江置业"),
        NewParty(PartyRole.SUBCONTRACTOR, "和顺劳务", WRONG),
        NewParty(PartyRole.SUBCONTRACTOR, "诚达架业"),
        NewParty(PartyRole.CONTRACTOR, "宏岳建设", WRONG, "骆远山", "项目经理", "1", "滨河路"),
    )
    told = NewTarget("construction_site", "临江雅苑", "", parties, "", (("permit", "5199"),))
    return registry.target_of(bench.desk.store, registry.add_target(bench.desk, told))


def test_a_target_is_changed_and_its_companies_keep_their_records(bench: Bench, bare: Target) -> None:
    told = coded(bare, CODE)
    told = replace(told, name="临江雅苑二期", address="滨河路66号", project="临江", fields=(("permit", "6"),))
    registry.change_target(bench.desk, bare.id, told)
    after = registry.target_of(bench.desk.store, bare.id)
    assert (after.name, after.address, after.project, after.fields) == (
        "临江雅苑二期",
        "滨河路66号",
        "临江",
        (("permit", "6"),),
    )
    wrong = bare.parties[3]
    assert after.parties == (*bare.parties[:3], replace(wrong, credit_code=CODE, credit_code_valid=True))


def test_what_is_the_same_writes_nothing(bench: Bench, bare: Target) -> None:
    before = entries(bench)
    registry.change_target(bench.desk, bare.id, as_new(bare))
    assert entries(bench) == before


def test_a_company_is_left_out_and_another_comes_after_those_that_stay(bench: Bench, bare: Target) -> None:
    told = as_new(bare, without=frozenset({PartyRole.OWNER}))
    told = replace(told, parties=(NewParty(PartyRole.SUPERVISOR, "恒正监理"), *told.parties))
    registry.change_target(bench.desk, bare.id, told)
    after = registry.target_of(bench.desk.store, bare.id).parties
    assert [one.name for one in after] == ["和顺劳务", "诚达架业", "宏岳建设", "恒正监理"]
    assert [one.id for one in after[:3]] == [one.id for one in bare.parties[1:]]


def test_of_two_companies_in_one_role_the_named_one_stays(bench: Bench, bare: Target) -> None:
    first, second = bare.parties[1:3]
    told = as_new(bare, without=frozenset({PartyRole.SUBCONTRACTOR}))
    stays = NewParty(second.role, "诚达架业工程", id=second.id)
    registry.change_target(bench.desk, bare.id, replace(told, parties=(stays, *told.parties)))
    after = {one.id: one.name for one in registry.target_of(bench.desk.store, bare.id).parties}
    assert first.id not in after
    assert after[second.id] == "诚达架业工程"


def test_two_alike_are_two(bench: Bench, bare: Target) -> None:
    alike = (NewParty(PartyRole.OTHER, "某公司"), NewParty(PartyRole.OTHER, "某公司"))
    told = as_new(bare)
    for _ in range(2):
        registry.change_target(bench.desk, bare.id, replace(told, parties=(*told.parties, *alike)))
        assert len(registry.target_of(bench.desk.store, bare.id).parties) == 6


def test_a_target_is_changed_in_one_transaction(
    bench: Bench, bare: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the last company cannot be written, the name is not either."""
    told = coded(replace(bare, name="另一个名称"), CODE)

    def fail(*_: object) -> None:
        raise InspectorError("store.disk_full")

    monkeypatch.setattr(registry, "_add_parties", fail)
    assert_refused_with(bench, "store.disk_full", lambda: registry.change_target(bench.desk, bare.id, told))
    assert registry.target_of(bench.desk.store, bare.id) == bare


def test_refusals_of_a_target(bench: Bench, bare: Target) -> None:
    def change(told: NewTarget, target_id: str = bare.id) -> Callable[[], object]:
        return lambda: registry.change_target(bench.desk, target_id, told)

    assert_refused_with(bench, "registry.no_target", change(as_new(bare), NOTHING))
    assert_refused_with(bench, "registry.name_missing", change(as_new(bare, name=" ")))
    assert_refused_with(bench, "registry.unknown_kind", change(as_new(bare, kind="spaceport")))


def test_a_kind_that_the_edition_lost_may_stay(bench: Bench, bare: Target) -> None:
    with bench.desk.store.transaction(bench.desk.user) as tx:
        tx.set("target", bare.id, {"kind": "spaceport"})
    registry.change_target(bench.desk, bare.id, as_new(bare, kind="spaceport", name="改名"))
    assert registry.target_of(bench.desk.store, bare.id).name == "改名"


def test_a_company_that_something_refers_to_is_not_left_out(bench: Bench, played: Played) -> None:
    target = target_of(bench, played)
    without = as_new(target, without=frozenset({PartyRole.CONTRACTOR}))
    assert_refused_with(
        bench, "registry.party_in_use", lambda: registry.change_target(bench.desk, target.id, without)
    )


def test_a_measure_holds_its_company_until_it_is_cleared(bench: Bench, bare: Target) -> None:
    visit = inspections.begin(bench.desk, bare.id, ())
    finding = findings.add(bench.desk, visit, findings.NewFinding(fact="x"))
    labour = bare.parties[1]
    findings.oblige(bench.desk, finding, findings.Duty(labour.id, "补设", None))
    without = as_new(bare, without=frozenset({PartyRole.SUBCONTRACTOR}))
    assert_refused_with(
        bench, "registry.party_in_use", lambda: registry.change_target(bench.desk, bare.id, without)
    )
    findings.oblige(bench.desk, finding, findings.Duty(labour.id, "", None))
    registry.change_target(bench.desk, bare.id, without)
    assert labour.id not in {one.id for one in registry.target_of(bench.desk.store, bare.id).parties}


def test_a_draft_holds_its_addressee_and_a_removed_finding_holds_nobody(bench: Bench, bare: Target) -> None:
    visit = inspections.begin(bench.desk, bare.id, ())
    owner = bare.parties[0]
    finding = findings.add(bench.desk, visit, findings.NewFinding(fact="x"))
    findings.oblige(bench.desk, finding, findings.Duty(owner.id, "补设", None))
    findings.remove(bench.desk, finding)
    paper = drafts.begin(bench.desk, visit, DocumentKind.SITE_RECORD, (), addressee_id=owner.id)
    without = as_new(bare, without=frozenset({PartyRole.OWNER}))
    assert_refused_with(
        bench, "registry.party_in_use", lambda: registry.change_target(bench.desk, bare.id, without)
    )
    drafts.discard(bench.desk, paper)
    registry.change_target(bench.desk, bare.id, without)
    assert owner.id not in {one.id for one in registry.target_of(bench.desk.store, bare.id).parties}


def frozen(bench: Bench, played: Played) -> list[tuple[issued.Issued, bytes]]:
    store = bench.desk.store
    return [(issued.must_be_issued(store, one), issued.pdf(store, one)) for one in played.document_ids]


def test_issued_papers_do_not_change_with_the_registry(bench: Bench, played: Played) -> None:
    """Neither their bytes nor what they say; a paper begun afterwards says the new words."""
    before = frozen(bench, played)
    assert len(before) > 2
    target = target_of(bench, played)
    told = coded(target, CODE)
    renamed = tuple(replace(one, name=f"{one.name}（更名）") for one in told.parties)
    registry.change_target(bench.desk, target.id, replace(told, name="改过的名称", parties=renamed))
    for one in registry.officers(bench.desk.store):
        registry.change_officer(bench.desk, one.id, replace(one, name=f"{one.name}二"))
    assert frozen(bench, played) == before
    paper = drafts.begin(bench.desk, played.inspection_id, DocumentKind.SITE_RECORD, played.finding_ids)
    draft = drafts.draft_of(bench.desk, paper)
    assert draft.target.name == "改过的名称"
    assert draft.addressee is not None
    assert draft.addressee.name.endswith("（更名）")
    assert all(one.name.endswith("二") for one in draft.inspection.officers)


def test_an_officer_is_changed_in_place(bench: Bench, played: Played) -> None:
    one = registry.officers(bench.desk.store)[0]
    mended = replace(one, certificate="5199030999", valid_from=date(2026, 1, 1), valid_to=None, expert=True)
    registry.change_officer(bench.desk, one.id, replace(mended, id=""))
    assert registry.officers(bench.desk.store)[0] == mended
    assert_refused_with(
        bench, "registry.no_officer", lambda: registry.change_officer(bench.desk, NOTHING, mended)
    )
    nobody = replace(mended, name=" ")
    assert_refused_with(
        bench,
        "registry.officer_name_missing",
        lambda: registry.change_officer(bench.desk, one.id, nobody),
    )


def test_a_person_present_is_taken_off_while_the_inspection_is_open(bench: Bench, played: Played) -> None:
    store = bench.desk.store
    mistyped = inspections.meet(bench.desk, played.inspection_id, PersonPresent("骆元山", "经理"))
    before = inspections.inspection_of(store, played.inspection_id).present
    assert before[-1].id == mistyped
    inspections.unmeet(bench.desk, mistyped)
    assert inspections.inspection_of(store, played.inspection_id).present == before[:-1]
    for present_id in (mistyped, NOTHING):
        assert_refused_with(
            bench, "inspection.not_met", lambda one=present_id: inspections.unmeet(bench.desk, one)
        )
    inspections.conclude(bench.desk, played.inspection_id)
    assert_refused_with(bench, "inspection.locked", lambda: inspections.unmeet(bench.desk, before[0].id))


def test_a_concluded_inspections_target_and_officers_are_still_mended(bench: Bench, played: Played) -> None:
    inspections.conclude(bench.desk, played.inspection_id)
    target = target_of(bench, played)
    registry.change_target(bench.desk, target.id, coded(target, CODE))
    officer = registry.officers(bench.desk.store)[0]
    registry.change_officer(bench.desk, officer.id, replace(officer, certificate="5199030999"))
    assert registry.officers(bench.desk.store)[0].certificate == "5199030999"


def test_whoever_is_noted_anew_in_the_same_words_is_the_same_to_a_paper(bench: Bench, played: Played) -> None:
    """A paper being issued asks whether anything changed; the record behind the same words does not count."""
    paper = drafts.begin(bench.desk, played.inspection_id, DocumentKind.SITE_RECORD, played.finding_ids)
    before = drafts.draft_of(bench.desk, paper)
    for one in before.inspection.present:
        inspections.unmeet(bench.desk, one.id)
        inspections.meet(bench.desk, played.inspection_id, one)
    after = drafts.draft_of(bench.desk, paper)
    assert after == before
    ids = [{one.id for one in told.inspection.present} for told in (before, after)]
    assert ids[0].isdisjoint(ids[1])
    assert documents.issue(bench.desk, paper, date_confirmed=True).number
