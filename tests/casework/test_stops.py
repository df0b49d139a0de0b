"""Stop-works on a real store: what holds, resumptions, 抢工, and the story of it all."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from inspector_app.casework.base import values
from inspector_app.casework.followup import resumptions, stop_lists, stop_news, stops
from inspector_app.casework.followup.scans import Scan
from inspector_app.casework.followup.stop_lists import APPLIED, HOLDING, LIFTED, VIOLATED
from inspector_app.casework.followup.stops import Asked, Check, Stop, Violation
from inspector_app.casework.papers import documents, drafts, halts, issued, recheck, service
from inspector_app.casework.play.stories import partial_stop
from inspector_app.casework.play.stories.partial_stop import FIRST_DAY, HOIST, OFFICERS, PARTS, PIT, SCAFFOLD
from inspector_app.casework.play.story import Story
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import findings, inspections, photos
from inspector_app.domain.acts import ActKind
from inspector_app.domain.errors import RuleError
from inspector_app.domain.inspections import Approval
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.states import DocumentState
from inspector_app.domain.stops import WHOLE, StopState
from inspector_app.domain.templates import DocumentKind
from tests.casework.bench import Bench
from tests.casework.counting import counted
from tests.casework.test_photos import a_jpeg


class Site:
    """A site with three major hazards and a stop-work over them, issued and served."""

    def __init__(self, bench: Bench, *, full: bool = False, served: bool = True, parts: str = "") -> None:
        self.bench, self.desk = bench, bench.desk
        self.story = Story(bench.desk, bench.clock)
        self.story.move_to(FIRST_DAY)
        registry.set_office(self.desk, partial_stop._OFFICE)
        self.target = partial_stop._target(self.story)
        self.visit = partial_stop._visit(self.story, self.target)
        self.found = partial_stop._found(self.story, self.visit, self.target)
        contractor = self.target.party(PartyRole.CONTRACTOR)
        assert contractor is not None
        self.contractor = contractor
        self.stop = self.order(full=full, parts=parts or "\n".join(PARTS))
        if served:
            partial_stop._serve(self.story, self.stop, contractor)

    def order(self, *, full: bool = False, parts: str = "") -> str:
        start = self.story.clock.now()
        document_id = drafts.begin(
            self.desk,
            self.visit,
            DocumentKind.STOP_WORK_NOTICE,
            self.found,
            stop_full=full,
            stop_parts=parts,
            stop_start=values.iso(start),
            evacuation="撤出全部人员",
            conditions="整改完毕并验收",
            defence_heard=False,
            approval=self.approval("停批1号"),
        )
        self.story.issue(document_id)
        return document_id

    def approval(self, number: str) -> dict[str, object] | None:
        at = self.story.clock.now() - timedelta(minutes=5)
        return inspections.approval_fields(Approval("厉行舟", at, number))

    def rectify(self, *rows: int) -> None:
        partial_stop._recheck(self.story, tuple(self.found[row - 1] for row in rows))

    def resumption(self, parts: str = "", *, full: bool = False, **fields: object) -> str:
        told: dict[str, object] = {
            "resumes": self.stop,
            "resume_full": full,
            "resume_parts": parts,
            "resume_start": values.iso(self.desk.today()),
            "verification": "到场查验，已整改",
            "approval": self.approval("复批1号"),
            **fields,
        }
        return drafts.begin(self.desk, self.visit, DocumentKind.RESUMPTION_NOTICE, (), **told)

    def resume(self, parts: str = "", *, full: bool = False, **fields: object) -> str:
        document_id = self.resumption(parts, full=full, **fields)
        self.story.issue(document_id)
        return document_id

    def missing(self, document_id: str) -> list[tuple[str, str, str]]:
        told = drafts.gate(self.desk, document_id)
        return [(one.code, one.field, one.source) for one in told]

    def seen(self, *parts: str, **changes: object) -> Violation:
        told = Violation(self.story.clock.now(), "地下室东侧坑底", parts, "挖掘机正在取土。", OFFICERS)
        return replace(told, **changes)  # type: ignore[arg-type]

    def now(self) -> Stop:
        return stops.stop(self.desk, self.stop)


@pytest.fixture
def site(bench: Bench) -> Site:
    made = Site(bench)
    made.story.move(days=2)
    return made


def refused(code: str, attempt: Callable[[], object]) -> RuleError:
    with pytest.raises(RuleError) as told:
        attempt()
    assert told.value.code == code
    return told.value


def test_what_is_stopped_is_frozen_in_the_act(site: Site) -> None:
    act = issued.issue_act(site.desk.store, site.stop)
    assert act is not None
    assert act.content["stop_parts"] == list(PARTS)
    assert act.content["scope"] == f"局部停工：{'；'.join(PARTS)}"
    content = str(act.content["content"])
    assert f"（1）{SCAFFOLD}；（2）{HOIST}；（3）{PIT}" in content
    # A record changed behind the program's back changes nothing of what was ordered.
    with site.desk.store.transaction(site.desk.user) as tx:
        tx.set("document", site.stop, {"stop_parts": "别处", "stop_full": True})
    assert site.now().held.remaining == PARTS


def test_partial_resumptions_add_up_until_nothing_is_left(site: Site) -> None:
    site.rectify(1, 2, 3)
    site.resume(SCAFFOLD)
    told = site.now()
    assert (told.state, told.held.remaining) == (StopState.PARTLY, (HOIST, PIT))
    assert recheck.document_state(site.desk, site.stop).word == DocumentState.SERVED
    assert not issued.lifted(site.desk.store, site.stop)
    site.story.move(days=1)
    last = site.resume(f"{PIT}；{HOIST}")
    told = site.now()
    assert (told.state, told.held.remaining, told.lifted_on) == (StopState.LIFTED, (), site.desk.today())
    assert told.days == 3
    assert recheck.document_state(site.desk, site.stop).word == DocumentState.LIFTED
    assert "停工范围至此全部恢复施工" in issued.must_be_issued(site.desk.store, last).content
    assert stops.standing_stops(site.desk) == ()


def test_a_void_resumption_gives_nothing_back(site: Site) -> None:
    site.rectify(1, 2, 3)
    parts, whole = site.resume(SCAFFOLD), site.resume(full=True)
    assert site.now().state is StopState.LIFTED
    assert stops.standing_stops(site.desk) == ()
    documents.void(site.desk, whole, "写错")
    assert site.now().held.remaining == (HOIST, PIT)
    documents.void(site.desk, parts, "写错")
    assert site.now().state is StopState.HOLDS
    (standing,) = stops.standing_stops(site.desk)
    assert standing == site.now()
    site.resume(full=True)
    assert site.desk.store.replay_check().same
    site.desk.store.replay()
    assert site.desk.store.unlifted() == []


def test_the_same_part_from_two_laptops_is_freed_once_and_a_forged_resumption_frees_nothing(
    site: Site,
) -> None:
    site.rectify(1)
    by = site.resume(SCAFFOLD)
    with site.desk.store.transaction(site.desk.user) as tx:
        # The other laptop's act for the same part, and acts that no notice bears out.
        tx.act(ActKind.RESUME, "document", site.stop, {"by": by, "full": False, "parts": SCAFFOLD})
        tx.act(ActKind.RESUME, "document", site.stop, {"by": by, "full": True, "parts": ""})
        tx.act(ActKind.RESUME, "document", site.stop, {"by": site.stop, "full": True, "parts": ""})
        tx.act(ActKind.RESUME, "document", site.stop, {"by": "0" * 32, "full": True, "parts": ""})
    assert site.now().held.remaining == (HOIST, PIT)
    assert not issued.lifted(site.desk.store, site.stop)
    # Nor do they take it off the list of what stands still, before and after the books are written anew.
    assert stops.standing_stops(site.desk) == (site.now(),)
    assert site.desk.store.replay_check().same
    site.desk.store.replay()
    assert site.desk.store.unlifted() == [site.stop]


def test_what_older_versions_wrote_is_read_as_it_was_typed(site: Site) -> None:
    assert issued.stopped_by({"full": False}, {"stop_parts": f"{SCAFFOLD}、{PIT}"}) == (
        False,
        (SCAFFOLD, PIT),
    )
    assert issued.stopped_by({}, {"stop_full": True}) == (True, ())
    acts = site.desk.store.acts("document", site.stop, ActKind.ISSUE)
    old = replace(acts[0], content={"by": "r", "full": False, "parts": f"{PIT}、{SCAFFOLD}"})
    fates, signed = {"r": "issued"}, {"r": {"kind": "resumption_notice"}}
    (told,) = issued.freed_by([old], fates, signed, PARTS)
    assert (told.parts, told.start, told.full) == ((PIT, SCAFFOLD), None, False)
    assert issued.freed_by([old], {"r": "void"}, signed, PARTS) == ()


WIDER = ("gate.resumption_too_wide", "document.resumption.parts", "安全生产法 65；建质〔2014〕154号")
OPEN = ("gate.resumption_unrectified", "document.own.readiness", "安全生产法 65；建质〔2014〕154号")
UNNAMED = (OPEN[0], "document.own.exception", OPEN[2])
GROUND = ("document.resumption.stop_work", "安全生产法 65")


def test_a_resumption_wider_than_its_stop_work_is_refused(site: Site) -> None:
    site.rectify(1, 2, 3)
    assert site.missing(site.resumption(f"{SCAFFOLD}\n3号楼吊篮")) == [WIDER]
    site.resume(SCAFFOLD)
    again = ("gate.resumption_again", *WIDER[1:])
    assert site.missing(site.resumption(f"{SCAFFOLD}\n3号楼吊篮")) == [WIDER, again]
    assert site.missing(site.resumption(HOIST)) == []


def test_findings_behind_what_is_resumed_are_put_right_or_the_approved_exception_names_them(
    site: Site,
) -> None:
    assert site.missing(site.resumption(full=True)) == [OPEN]
    site.rectify(1, 2)
    assert site.missing(site.resumption(f"{SCAFFOLD}\n{HOIST}")) == []
    assert site.missing(site.resumption(full=True)) == [OPEN]
    told = {"own_readiness": "有例外", "own_exception": "吊篮另行处理"}
    assert site.missing(site.resumption(full=True, **told)) == [UNNAMED]
    told["own_exception"] = "停工通知书第3项正在第三方监测，坑边5米内封闭"
    assert site.missing(site.resumption(full=True, **told)) == []
    assert site.missing(site.resumption(full=True, **{**told, "own_readiness": "无例外"})) == [OPEN]
    unapproved = site.resumption(full=True, **{**told, "approval": None})
    assert [code for code, _, _ in site.missing(unapproved)] == ["gate.document_approval_missing"]
    paper = issued.must_be_issued(site.desk.store, site.resume(full=True, **told))
    assert "经批准，停工通知书第3项正在第三方监测" in paper.content


def test_a_resumption_goes_against_a_standing_stop_work_of_this_target(site: Site) -> None:
    site.rectify(1, 2, 3)
    early = values.iso(FIRST_DAY - timedelta(days=1))
    assert [code for code, _, _ in site.missing(site.resumption(full=True, resume_start=early))] == [
        "gate.resumption_before_stop"
    ]
    other = registry.add_target(
        site.desk,
        registry.NewTarget("construction_site", "另一工地", "澄江区东路1号", ()),
    )
    elsewhere = site.resumption(full=True)
    with site.desk.store.transaction(site.desk.user) as tx:
        tx.set("inspection", site.visit, {"target_id": other})
    assert ("gate.resumption_of_other_target", *GROUND) in site.missing(elsewhere)
    with site.desk.store.transaction(site.desk.user) as tx:
        tx.set("inspection", site.visit, {"target_id": site.target.id})
    site.resume(full=True)
    assert site.missing(site.resumption(full=True)) == [("gate.resumption_of_lifted", *GROUND)]


def test_a_void_stop_work_cannot_be_resumed_nor_violated(bench: Bench) -> None:
    site = Site(bench, served=False)
    documents.void(site.desk, site.stop, "写错单位")
    assert ("gate.resumption_of_void", *GROUND) in site.missing(site.resumption(full=True))
    told = refused("stops.not_standing", lambda: stop_news.violate(site.desk, site.stop, site.seen(PIT)))
    assert told.values["source"] == "安全生产法 65"
    assert site.now().state is StopState.VOID
    assert site.now().lacking == ()


def test_a_clock_put_back_resumes_nothing_before_it_was_stopped(site: Site) -> None:
    site.rectify(1, 2, 3)
    document_id = site.resumption(full=True)
    site.story.move_to(FIRST_DAY - timedelta(days=1))
    assert ("gate.resumption_of_later", *GROUND) in site.missing(document_id)


def test_a_full_stop_minus_parts_and_then_the_rest(bench: Bench) -> None:
    site = Site(bench, full=True, parts="")
    assert site.now().held.remaining == (WHOLE,)
    site.rectify(1, 2, 3)
    site.resume("5号楼装修")
    told = site.now()
    assert (told.state, told.held.words) == (StopState.PARTLY, f"{WHOLE}（5号楼装修除外）")
    free = stop_news.violate
    refused("stops.part_not_stopped", lambda: free(site.desk, site.stop, site.seen("5号楼装修")))
    assert free(site.desk, site.stop, site.seen("6号楼装修"))
    assert free(site.desk, site.stop, site.seen())
    site.resume(full=True)
    assert site.now().state is StopState.LIFTED


def test_a_violation_is_noted_shown_counted_and_taken_back(site: Site) -> None:
    sha256 = stop_news.attach(site.desk, site.stop, a_jpeg(1), name="digger.jpg")
    (kept,) = stop_news.evidence(site.desk.store, site.stop)
    assert (kept.file.sha256, kept.file.kind, kept.file.name) == (sha256, "photo", "digger.jpg")
    shot = photos.attach_photo(
        site.desk, findings.add(site.desk, site.visit, findings.NewFinding(fact="新")), a_jpeg(2)
    )
    first = stop_news.violate(site.desk, site.stop, site.seen(PIT, photos=(sha256, shot)))
    second = stop_news.violate(site.desk, site.stop, site.seen("１号楼外脚手架", HOIST))
    told = stops.violations(site.desk, site.stop)
    assert [one.id for one in told] == [first, second]
    assert told[0] == replace(site.seen(PIT, photos=(sha256, shot)), id=first)
    act = site.desk.store.acts("document", site.stop, ActKind.VIOLATE)[0]
    assert act.content["seen_on"] == site.desk.today().isoformat()
    assert [one.code for one in stops.advice(site.now())] == [
        "stops.may_escalate",
        "stops.may_transfer",
        "stops.may_cut_power",
    ]
    refused("stops.reason_missing", lambda: stop_news.take_back(site.desk, site.stop, first, " "))
    refused("stops.no_violation", lambda: stop_news.take_back(site.desk, site.stop, "f" * 64, "错"))
    stop_news.take_back(site.desk, site.stop, first, "认错了工地")
    assert [one.id for one in stops.violations(site.desk, site.stop)] == [second]
    refused("stops.no_violation", lambda: stop_news.take_back(site.desk, site.stop, first, "再撤"))
    stop_news.take_back(site.desk, site.stop, second, "同上")
    assert site.now().violations == ()
    assert stops.advice(site.now()) == ()


REFUSALS: tuple[tuple[str, str, Callable[[Site], Violation]], ...] = (
    ("stops.part_not_stopped", "stop.violation.parts", lambda site: site.seen("3号楼吊篮")),
    ("stops.parts_missing", "stop.violation.parts", lambda site: site.seen()),
    ("stops.place_missing", "stop.violation.place", lambda site: site.seen(PIT, place=" ")),
    ("stops.words_missing", "stop.words", lambda site: site.seen(PIT, words="")),
    ("stops.words_long", "stop.words", lambda site: site.seen(PIT, words="字" * 2001)),
    ("stops.officers_two", "stop.officers", lambda site: site.seen(PIT, officers=("顾南乔", " 顾南乔 "))),
    ("stops.unknown_evidence", "stop.photos", lambda site: site.seen(PIT, photos=("a" * 64,))),
    (
        "stops.in_future",
        "stop.violation.at",
        lambda site: site.seen(PIT, at=site.story.clock.now() + timedelta(minutes=1)),
    ),
    (
        "stops.not_begun",
        "stop.violation.at",
        lambda site: site.seen(PIT, at=site.story.clock.now() - timedelta(days=3)),
    ),
    (
        "stops.not_served",
        "stop.violation.at",
        # Issued at nine, handed over ten minutes later.
        lambda site: site.seen(PIT, at=site.story.clock.now() - timedelta(days=2, minutes=5)),
    ),
)


@pytest.mark.parametrize(("code", "field", "seen"), REFUSALS, ids=[one[0] for one in REFUSALS])
def test_a_violation_that_cannot_be_is_refused_and_nothing_is_written(
    site: Site, code: str, field: str, seen: Callable[[Site], Violation]
) -> None:
    place = site.desk.store.place
    assert refused(code, lambda: stop_news.violate(site.desk, site.stop, seen(site))).where == field
    unlike = Check(site.desk.today(), obeyed=False, words="未停工", officers=OFFICERS)
    refused(code, lambda: stop_news.check(site.desk, site.stop, unlike, seen(site)))
    assert site.desk.store.place == place
    assert site.now().checks == ()


def test_a_stop_work_that_reached_nobody_is_not_violated(bench: Bench) -> None:
    site = Site(bench, served=False)
    refused("stops.not_served", lambda: stop_news.violate(site.desk, site.stop, site.seen(PIT)))
    refusal = service.Service(site.contractor.id, "direct", site.story.clock.now(), "现场", refusal="拒收")
    service.serve(site.desk, site.stop, refusal)
    refused("stops.not_served", lambda: stop_news.violate(site.desk, site.stop, site.seen(PIT)))
    partial_stop._serve(site.story, site.stop, site.contractor)
    assert stop_news.violate(site.desk, site.stop, site.seen(PIT))


def test_what_was_mailed_binds_from_its_receipt_and_not_from_its_posting(bench: Bench) -> None:
    site = Site(bench, served=False)
    arrived = FIRST_DAY + timedelta(days=3)
    mailed = service.Service(
        site.contractor.id, "mail", site.story.clock.now(), mail_number="EMS-1", receipt_on=arrived
    )
    site.story.move(days=4)
    service.serve(site.desk, site.stop, mailed)
    before, after = (site.story.clock.now() - timedelta(days=n) for n in (2, 1))
    refused("stops.not_served", lambda: stop_news.violate(site.desk, site.stop, site.seen(PIT, at=before)))
    assert stop_news.violate(site.desk, site.stop, site.seen(PIT, at=after))


def test_a_part_is_violated_up_to_the_day_before_its_resumption_begins(site: Site) -> None:
    site.rectify(1)
    start = site.desk.today() + timedelta(days=2)
    site.resume(SCAFFOLD, resume_start=values.iso(start))
    assert site.now().held.remaining == (HOIST, PIT)
    assert stop_news.violate(site.desk, site.stop, site.seen(SCAFFOLD))
    site.story.move(days=2)
    told = refused(
        "stops.part_not_stopped", lambda: stop_news.violate(site.desk, site.stop, site.seen(SCAFFOLD))
    )
    assert (told.values["parts"], told.values["stopped"]) == (SCAFFOLD, f"（1）{HOIST}；（2）{PIT}")
    yesterday = site.story.clock.now() - timedelta(days=1)
    assert stop_news.violate(site.desk, site.stop, site.seen(SCAFFOLD, at=yesterday))
    site.rectify(2, 3)
    site.resume(full=True)
    refused("stops.lifted_then", lambda: stop_news.violate(site.desk, site.stop, site.seen(PIT)))


def test_only_a_stop_work_is_violated(site: Site, bench: Bench) -> None:
    site.rectify(1)
    other = site.resume(SCAFFOLD)
    refused("stops.not_a_stop_work", lambda: stop_news.violate(site.desk, other, site.seen(PIT)))
    draft = site.resumption(HOIST)
    refused("document.not_issued", lambda: stop_news.violate(site.desk, draft, site.seen(PIT)))


def test_a_violated_stop_work_makes_its_findings_worth_escalating(site: Site) -> None:
    assert halts.violated(site.desk.store, site.found) == frozenset()
    noted = stop_news.violate(site.desk, site.stop, site.seen(PIT))
    assert halts.violated(site.desk.store, site.found) == frozenset(site.found)
    told = drafts.draft_of(
        site.desk,
        drafts.begin(site.desk, site.visit, DocumentKind.TRANSFER_LETTER, site.found, own_authority="公安局"),
    )
    from_here = {one.finding_id for one in _foreseen(site, told)}
    assert from_here == set(site.found)
    stop_news.take_back(site.desk, site.stop, noted, "看错")
    assert _foreseen(site, told) == ()


def _foreseen(site: Site, told: drafts.Draft) -> tuple[documents.consequences.Further, ...]:
    return documents.consequences.foreseen(site.desk, told)


def test_checks_are_noted_and_do_not_contradict_themselves(site: Site) -> None:
    today = site.desk.today()
    good = Check(today, obeyed=True, words="已停工，警戒已设。", officers=OFFICERS)
    assert stop_news.check(site.desk, site.stop, good) == ""
    bad = Check(today, obeyed=False, words="基坑仍在施工。", officers=OFFICERS)
    noted = stop_news.check(site.desk, site.stop, bad, site.seen(PIT))
    assert site.now().checks == (good, bad)
    assert [one.id for one in site.now().violations] == [noted]
    for code, seen, violation in (
        ("stops.violation_untold", bad, None),
        ("stops.obeyed_and_violated", good, site.seen(PIT)),
        ("stops.in_future", replace(good, on=today + timedelta(days=1)), None),
        ("stops.before_issue", replace(good, on=FIRST_DAY - timedelta(days=1)), None),
        ("stops.words_missing", replace(good, words=""), None),
        ("stops.officers_two", replace(good, officers=OFFICERS[:1]), None),
        ("stops.unknown_evidence", replace(good, photos=("b" * 64,)), None),
    ):
        refused(
            code,
            lambda seen=seen, violation=violation: stop_news.check(site.desk, site.stop, seen, violation),
        )
    assert len(site.now().checks) == 2


def codes(told: Stop) -> list[str]:
    return [one.code for one in told.lacking]


def test_what_a_resumption_still_wants_is_named_until_nothing_is_missing(site: Site) -> None:
    everything = [
        "stops.lacks_application",
        "stops.lacks_reply",
        "stops.lacks_recheck",
        "stops.lacks_approval",
    ]
    assert codes(site.now()) == everything
    today = site.desk.today()
    asked = Asked(today, full=False, parts=(SCAFFOLD, HOIST), signed=frozenset({PartyRole.CONTRACTOR}))
    stop_news.ask(site.desk, site.stop, asked)
    assert site.now().asked == (asked,)
    lacks = dict(zip(codes(site.now()), site.now().lacking, strict=True))
    assert list(lacks) == [everything[0], "stops.lacks_signatures", "stops.lacks_acceptance", *everything[1:]]
    assert dict(lacks["stops.lacks_application"].values)["parts"] == PIT
    assert dict(lacks["stops.lacks_signatures"].values)["roles"] == "建设单位、监理单位"
    three = frozenset({PartyRole.OWNER, PartyRole.CONTRACTOR, PartyRole.SUPERVISOR})
    stop_news.ask(site.desk, site.stop, Asked(today, full=True, signed=three, accepted_on=today))
    site.rectify(1, 2, 3)
    assert codes(site.now()) == ["stops.lacks_approval"]
    site.resumption(full=True)
    assert codes(site.now()) == []


def test_applications_that_cannot_be_are_refused(site: Site) -> None:
    today = site.desk.today()
    for code, asked in (
        ("stops.ask_scope_missing", Asked(today, full=False, parts=(" ",))),
        ("stops.acceptance_after_asking", Asked(today, full=True, accepted_on=today + timedelta(days=1))),
        ("stops.role_signs_not", Asked(today, full=True, signed=frozenset({PartyRole.DESIGNER}))),
        ("stops.in_future", Asked(today + timedelta(days=1), full=True)),
        ("stops.before_issue", Asked(FIRST_DAY - timedelta(days=1), full=True)),
        ("stops.unknown_evidence", Asked(today, full=True, scans=("c" * 64,))),
    ):
        refused(code, lambda asked=asked: stop_news.ask(site.desk, site.stop, asked))
    assert site.now().asked == ()
    site.rectify(1, 2, 3)
    site.resume(full=True)
    refused("stops.lifted_then", lambda: stop_news.ask(site.desk, site.stop, Asked(today, full=True)))


def test_what_is_no_picture_is_not_attached(site: Site) -> None:
    refused("documents.not_a_photo", lambda: stop_news.attach(site.desk, site.stop, b"\xff\xd8 none"))


def test_many_stops_are_read_in_as_many_looks_as_one(site: Site) -> None:
    desk, reads = counted(site.bench)
    assert len(stops.standing_stops(desk)) == 1
    one = reads.total()
    for _ in range(5):
        site.order(parts="塔吊")
    reads.clear()
    assert len(stops.standing_stops(desk)) == 6
    assert reads.total() == one
    reads.clear()
    assert len(stops.stops(desk, site.target.id)) == 6
    assert reads.total() <= one + 3
    assert stops.stops(site.desk, "0" * 32) == ()


def test_the_violated_and_the_oldest_come_first(site: Site) -> None:
    younger = site.order(parts="塔吊")
    assert [one.document_id for one in stops.standing_stops(site.desk)] == [site.stop, younger]
    partial_stop._serve(site.story, younger, site.contractor)
    stop_news.violate(site.desk, younger, site.seen("塔吊"))
    assert [one.document_id for one in stops.standing_stops(site.desk)] == [younger, site.stop]


def test_files_are_kept_with_what_they_prove_or_not_at_all(site: Site) -> None:
    place = site.desk.store.place
    digger, torn = Scan(a_jpeg(3), "digger.jpg"), Scan(b"%PDF-1.4 torn", "torn.pdf")
    for files in ((digger, torn), (torn,)):
        with pytest.raises(RuleError) as told:
            stop_news.violate(site.desk, site.stop, site.seen(PIT), files)
        assert told.value.where == "torn.pdf"
    # What the rules refuse leaves no attachment either, however often it is tried.
    refused(
        "stops.place_missing",
        lambda: stop_news.violate(site.desk, site.stop, site.seen(PIT, place=""), [digger]),
    )
    bad = Check(site.desk.today(), obeyed=False, words="未停工", officers=OFFICERS)
    refused("stops.parts_missing", lambda: stop_news.check(site.desk, site.stop, bad, site.seen(), [digger]))
    tomorrow = Asked(site.desk.today() + timedelta(days=1), full=True)
    refused("stops.in_future", lambda: stop_news.ask(site.desk, site.stop, tomorrow, [digger]))
    assert site.desk.store.place == place
    assert stop_news.evidence(site.desk.store, site.stop) == ()
    stop_news.check(site.desk, site.stop, bad, site.seen(PIT), [digger])
    told = site.now()
    sha256 = stop_news.evidence(site.desk.store, site.stop)[0].file.sha256
    assert (told.checks[0].photos, told.violations[0].photos) == ((sha256,), (sha256,))
    stop_news.ask(site.desk, site.stop, Asked(site.desk.today(), full=True), [Scan(a_jpeg(4), "申请.jpg")])
    paper = stop_news.evidence(site.desk.store, site.stop)[1].file
    assert (site.now().asked[0].scans, paper.name) == ((paper.sha256,), "申请.jpg")


def test_lists_tell_what_stands_what_is_asked_for_what_was_defied_and_what_is_over(site: Site) -> None:
    def there(choice: str) -> list[str]:
        return [one.document_id for one in stop_lists.listed(site.desk, choice)]

    crane = site.order(parts="塔吊")
    assert there(HOLDING) == [site.stop, crane]
    assert there(APPLIED) == there(VIOLATED) == there(LIFTED) == []
    stop_news.ask(site.desk, site.stop, Asked(site.desk.today(), full=False, parts=(SCAFFOLD,)))
    stop_news.violate(site.desk, site.stop, site.seen(PIT))
    assert (there(APPLIED), there(VIOLATED)) == ([site.stop], [site.stop])
    site.rectify(1, 2, 3)
    site.resume(SCAFFOLD)
    # What was asked for is given: nothing is waited for any more.
    assert (there(APPLIED), there(VIOLATED)) == ([], [site.stop])
    site.resume(full=True)
    assert (there(HOLDING), there(VIOLATED), there(LIFTED)) == ([crane], [], [site.stop])
    (over,) = stop_lists.listed(site.desk, LIFTED)
    assert [(one.full, one.parts) for one in over.given] == [(False, (SCAFFOLD,)), (True, ())]
    assert stop_lists.lifted_in(site.desk, site.desk.today().year - 1) == ()
    assert stop_lists.officers(site.desk, over) == OFFICERS


def test_a_resumption_is_begun_for_what_is_stopped_and_for_nothing_else(site: Site) -> None:
    told = resumptions.begin(site.desk, site.stop, full=False, parts=(SCAFFOLD, HOIST))
    consent = drafts.draft_of(site.desk, told.document_id).resumption
    assert consent is not None
    assert (told.inspection_id, consent.named, consent.start) == (
        site.visit,
        (SCAFFOLD, HOIST),
        site.desk.today(),
    )
    assert site.now().begun == (told,)
    place = site.desk.store.place
    begin = resumptions.begin
    early = FIRST_DAY - timedelta(days=1)
    for code, attempt in (
        ("stops.resume_scope_missing", lambda: begin(site.desk, site.stop, full=False, parts=(" ",))),
        ("stops.resume_too_wide", lambda: begin(site.desk, site.stop, full=False, parts=("3号楼吊篮",))),
        ("stops.resume_too_early", lambda: begin(site.desk, site.stop, full=True, start=early)),
        ("document.not_issued", lambda: begin(site.desk, told.document_id, full=True)),
    ):
        refused(code, attempt)
    assert site.desk.store.place == place
    site.rectify(1, 2, 3)
    notice = site.resume(full=True)
    refused("stops.resumed_already", lambda: begin(site.desk, site.stop, full=True))
    refused("stops.not_a_stop_work", lambda: begin(site.desk, notice, full=True))


def test_a_resumption_belongs_to_the_visit_that_is_under_way(site: Site) -> None:
    inspections.conclude(site.desk, site.visit)
    assert resumptions.begin(site.desk, site.stop, full=True).inspection_id == site.visit
    started = values.iso(site.story.clock.now())
    later = inspections.begin(site.desk, site.target.id, (), started=started)
    assert resumptions.begin(site.desk, site.stop, full=True).inspection_id == later
