"""The bad input of every step after the visit: each with its code, its field and the rule's source in words.

Nothing is left half-written: neither journal keeps an entry, no file comes into either vault.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from inspector_app import assets
from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import (
    conduct,
    escalation,
    extensions,
    filings,
    opinions,
    rechecks,
    replies,
    resumptions,
    stop_news,
)
from inspector_app.casework.followup.extensions import Ask
from inspector_app.casework.followup.replies import Picture, Report
from inspector_app.casework.followup.scans import Scan
from inspector_app.casework.papers import documents, drafts, issued, late, returns
from inspector_app.casework.papers.late import LatePaper, LateVisit
from inspector_app.casework.papers.returns import Return
from inspector_app.casework.play import scene
from inspector_app.casework.visits import findings, inspections
from inspector_app.casework.visits.findings import Duty, NewFinding
from inspector_app.catalog.load import load
from inspector_app.catalog.messages import Messages
from inspector_app.domain.conduct import Answer
from inspector_app.domain.errors import InspectorError, Problem, ProblemsError
from inspector_app.domain.findings import Severity
from inspector_app.domain.replying import Said
from inspector_app.domain.templates import DocumentKind
from tests.casework.bench import Bench
from tests.casework.risen import Risen, rise

K = DocumentKind
REPLYING, STOPPING, JUDGING, FILING = (
    "建质〔2014〕154号",
    "安全生产法 65",
    "行政处罚法 44、45",
    "行政处罚法 40",
)
NUMBERING = "GB/T 9704-2012 7.2.5"
READABLE = "JPEG、PNG"
"""The rule for a file is which kinds can be read, and it is told in words."""
JUNK = Scan(b"MZ\x90\x00 no picture and no PDF", "整改报告.exe")
TORN = Scan(b"%PDF-1.7\n1 0 obj torn off", "报告.pdf")


@dataclass
class Ground:
    """A served notice with one finding closed, a stop-work in parts, a void notice, a conduct notice."""

    risen: Risen
    bench: Bench
    filing: Desk
    visit: str
    major: str
    stop: str
    gone: str
    notice: str

    @property
    def desk(self) -> Desk:
        return self.risen.desk

    @property
    def today(self) -> date:
        return self.desk.today()

    @property
    def order(self) -> str:
        return self.risen.scene.notice_id

    @property
    def open(self) -> str:
        return self.risen.scene.finding_ids[0]

    @property
    def closed(self) -> str:
        return self.risen.scene.finding_ids[1]

    def stood(self) -> tuple[object, ...]:
        """Return all that a refusal must leave as it is, in both workspaces."""
        return tuple(
            (one.vector(), one.digest(), frozenset(_files(one.folder.vault)))
            for one in (self.desk.store, self.filing.store)
        )


def _files(folder: Path) -> list[str]:
    return [str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file()]


@pytest.fixture
def ground(bench: Bench) -> Ground:
    risen = rise(bench)
    visit, major = _stopped_visit(risen)
    stop = _begun(risen, visit, K.STOP_WORK_NOTICE, [major], **STOP, **_start(risen))
    risen.story.issue(stop)
    gone = _begun(risen, risen.scene.visit_id, K.RECTIFICATION_NOTICE, risen.scene.finding_ids)
    drafts.change(risen.desk, gone, reply_due=values.iso(risen.scene.due + timedelta(days=5)))
    risen.story.issue(gone)
    documents.void(risen.desk, gone, "重复出具")
    _close(risen)
    notice = _begun(
        risen,
        risen.scene.visit_id,
        K.CONDUCT_NOTICE,
        risen.scene.finding_ids[:1],
        own_defence_until=conduct.earliest_until(risen.desk).due.isoformat(),
        own_contact="纪闻笛",
    )
    conduct.choose(risen.desk, notice, "D1-4-02")
    risen.story.issue(notice)
    scene.serve(risen.story, notice, risen.scene.contractor)
    filing = bench.session.filing_desk(risen.desk)
    return Ground(risen, bench, filing, visit, major, stop, gone, notice)


STOP: dict[str, Any] = {
    "stop_full": False,
    "stop_parts": "2号楼外脚手架\n2号楼吊篮",
    "evacuation": "立即撤出",
    "conditions": "验收合格",
    "defence_heard": True,
    "defence_words": "无异议。",
}


def _start(risen: Risen) -> dict[str, str]:
    return {"stop_start": values.iso(risen.story.clock.now())}


def _stopped_visit(risen: Risen) -> tuple[str, str]:
    desk = risen.desk
    visit = inspections.begin(
        desk,
        risen.scene.target.id,
        risen.scene.officer_ids,
        started=values.iso(risen.story.clock.now()),
        place="现场",
        approval=inspections.approval_fields(scene.approved(risen.story, "批1号")),
        notice="通1号",
        credentials_shown=True,
        recusal="waived",
    )
    found = NewFinding(
        "2号楼外脚手架",
        "连墙件整层缺失。",
        "reg393-26",
        Severity.MAJOR,
        desk.today(),
        "MH24-07-02",
        duties=(Duty(risen.party, "补设", desk.today() + timedelta(days=9)),),
    )
    return visit, findings.add(desk, visit, found)


def _begun(risen: Risen, visit: str, kind: DocumentKind, finding_ids: Any, **fields: Any) -> str:
    approval = inspections.approval_fields(scene.approved(risen.story, "青住建批〔2026〕9号"))
    return drafts.begin(
        risen.desk, visit, kind, finding_ids, addressee_id=risen.party, approval=approval, **fields
    )


def _close(risen: Risen) -> None:
    recheck_id = rechecks.begin(risen.desk, [risen.scene.notice_id])
    rechecks.note(risen.desk, recheck_id, risen.scene.finding_ids[0], "unverifiable")
    rechecks.note(risen.desk, recheck_id, risen.scene.finding_ids[1], "rectified")
    inspections.change(risen.desk, recheck_id, ended=values.iso(risen.story.clock.now()))
    rechecks.conclude(risen.desk, recheck_id)


# What is tried


def report(ground: Ground, **changes: Any) -> Report:
    said = (Said(ground.open, "已整改"),)
    return replace(Report(ground.order, ground.risen.party, ground.today, ground.today, said), **changes)


def asked(ground: Ground, **changes: Any) -> Ask:
    later = ground.today + timedelta(days=30)
    told = Ask(
        ground.order, ground.risen.party, ground.today, ground.today, later, "材料未到", (ground.open,)
    )
    return replace(told, **changes)


def keyed(ground: Ground, **changes: Any) -> object:
    at = ground.bench.clock.now() - timedelta(days=1)
    visit = LateVisit(
        ground.risen.scene.target.id,
        ground.risen.scene.officer_ids,
        at,
        at + timedelta(minutes=30),
        "纪闻笛",
        "电脑故障",
        place="现场",
    )
    found = [NewFinding("7号楼", "防护缺失。", "reg393-26", duties=(Duty(ground.risen.party, "改", None),))]
    whole = LatePaper(
        K.RECTIFICATION_NOTICE,
        "青住建改〔2026〕手-1号",
        at.date(),
        ground.risen.party,
        (late.Scan(scene.picture("edge.jpg", at.date()), "通知书.jpg"),),
        due_on=ground.today + timedelta(days=5),
        findings=(1,),
    )
    return late.key_in(ground.desk, visit, found, [replace(whole, **changes)])


JUDGED = {
    "own_review": "属实",
    "own_result": "认定为不良行为",
    "own_conduct_code": "D1-4-02",
    "own_conduct": "未设防护",
    "own_rule": "某标准",
}


def a_determination(ground: Ground, about: str) -> str:
    first = ground.today
    return _begun(
        ground.risen,
        ground.risen.scene.visit_id,
        K.CONDUCT_DETERMINATION,
        [ground.open],
        about=about,
        own_defence="逾期未提出",
        own_published_from=first.isoformat(),
        own_published_to=(first + timedelta(days=200)).isoformat(),
        **JUDGED,
    )


def a_resumption(ground: Ground) -> str:
    return _begun(
        ground.risen,
        ground.visit,
        K.RESUMPTION_NOTICE,
        (),
        resumes=ground.stop,
        resume_full=False,
        resume_parts="2号楼外脚手架\n9号楼塔吊",
        resume_start=ground.today.isoformat(),
        verification="到场查验",
        own_readiness="有例外",
        own_exception="第1项",
    )


def an_extension(ground: Ground) -> str:
    return _begun(
        ground.risen,
        ground.risen.scene.visit_id,
        K.EXTENSION_DECISION,
        [ground.closed],
        about=ground.order,
        own_asked_on=ground.today.isoformat(),
        own_reason="材料未到",
        own_decision="同意延期",
        own_new_due=(ground.today + timedelta(days=40)).isoformat(),
        own_safeguard="封闭",
    )


Try = Callable[[Ground], Callable[[], object]]


def at_once(work: Callable[[Ground], object]) -> Try:
    return lambda ground: lambda: work(ground)


def when_issued(draft: Callable[[Ground], str]) -> Try:
    """Begin the draft first: what is refused is its issue."""

    def begun(ground: Ground) -> Callable[[], object]:
        document_id = draft(ground)
        return lambda: documents.issue(ground.desk, document_id, date_confirmed=True)

    return begun


YESTERDAY = timedelta(days=1)
REFUSED: dict[str, tuple[str, str, str, Try]] = {
    "a reply dated before its order": (
        "reply.before_order",
        "reply.on",
        REPLYING,
        at_once(lambda g: replies.take_in(g.desk, report(g, on=scene.FIRST_DAY - YESTERDAY))),
    ),
    "a reply to a void order": (
        "reply.order_not_standing",
        "reply.document",
        REPLYING,
        at_once(lambda g: replies.take_in(g.desk, report(g, document_id=g.gone))),
    ),
    "a recheck of a void order": (
        "recheck.order_not_standing",
        "recheck.orders",
        REPLYING,
        at_once(lambda g: rechecks.begin(g.desk, [g.gone])),
    ),
    "a recheck of a void order beside one that stands": (
        "recheck.order_not_standing",
        "recheck.orders",
        REPLYING,
        at_once(lambda g: rechecks.begin(g.desk, [g.order, g.gone])),
    ),
    "a resumption wider than its stop-work": (
        "stops.resume_too_wide",
        "stop.resume.parts",
        STOPPING,
        at_once(lambda g: resumptions.begin(g.desk, g.stop, full=False, parts=["2号楼吊篮", "9号楼塔吊"])),
    ),
    "a resumption notice wider than its stop-work": (
        "gate.resumption_too_wide",
        "document.resumption.parts",
        STOPPING,
        when_issued(a_resumption),
    ),
    "an extension asked for after closing": (
        "extension.closed",
        "extension.findings.{closed}",
        REPLYING,
        at_once(lambda g: extensions.ask(g.desk, asked(g, finding_ids=(g.open, g.closed)))),
    ),
    "an extension granted after closing": (
        "gate.extension_not_running",
        "findings.0",
        REPLYING,
        when_issued(an_extension),
    ),
    "a determination without its notice": (
        "gate.about_missing",
        "document.about",
        JUDGING,
        when_issued(lambda g: a_determination(g, "")),
    ),
    "a determination begun over what is no notice": (
        "conduct.no_notice",
        "{order}",
        JUDGING,
        at_once(lambda g: conduct.begin_determination(g.desk, g.order)),
    ),
    "a determination before the answer period ends": (
        "gate.defence_still_open",
        "document.own.defence",
        JUDGING,
        when_issued(lambda g: a_determination(g, g.notice)),
    ),
    "a filing without a party": (
        "filing.party_missing",
        "addressee.name",
        FILING,
        at_once(
            lambda g: filings.open_case(g.desk, g.filing, [g.open], "", known_on=g.today, matter="涉嫌违法案")
        ),
    ),
    "a filing with a party of another site": (
        "filing.party_missing",
        "addressee.name",
        FILING,
        at_once(lambda g: escalation.file(g.desk, g.filing, [g.major], "0" * 32, "涉嫌违法案")),
    ),
    "a report that is no picture or PDF": (
        "documents.not_a_photo",
        JUNK.name,
        READABLE,
        at_once(lambda g: replies.take_in(g.desk, report(g, scans=(_picture(g), JUNK)))),
    ),
    "a report that is half a PDF": (
        "documents.scan_unreadable",
        TORN.name,
        READABLE,
        at_once(lambda g: replies.take_in(g.desk, report(g, scans=(_picture(g), TORN)))),
    ),
    "a photo in a report that is none": (
        "documents.not_a_photo",
        JUNK.name,
        READABLE,
        at_once(
            lambda g: replies.take_in(
                g.desk, report(g, scans=(_picture(g),), pictures=(Picture(g.open, JUNK, after=True),))
            )
        ),
    ),
    "a request that is no picture or PDF": (
        "documents.not_a_photo",
        JUNK.name,
        READABLE,
        at_once(lambda g: extensions.ask(g.desk, asked(g, scans=(_picture(g), JUNK)))),
    ),
    "a defence that is no picture or PDF": (
        "documents.not_a_photo",
        JUNK.name,
        READABLE,
        at_once(
            lambda g: conduct.defend(
                g.desk, g.notice, Answer("written", g.today, "骆行远", "", "已补设"), [_picture(g), JUNK]
            )
        ),
    ),
    "evidence of a stop-work that is no picture or PDF": (
        "documents.not_a_photo",
        JUNK.name,
        READABLE,
        at_once(lambda g: stop_news.attach(g.desk, g.stop, JUNK.raw, name=JUNK.name)),
    ),
    "a signed sheet that is no picture or PDF": (
        "documents.not_a_photo",
        JUNK.name,
        READABLE,
        at_once(
            lambda g: returns.take_in(
                g.desk, g.order, JUNK.raw, Return(g.risen.party, signed=True, sealed=True), name=JUNK.name
            )
        ),
    ),
    "a late entry that is no picture or PDF": (
        "documents.not_a_photo",
        "late.papers.1.scans.1",
        READABLE,
        at_once(lambda g: keyed(g, scans=(late.Scan(JUNK.raw, JUNK.name),))),
    ),
    "a late entry whose number already exists": (
        "late.number_exists",
        "late.papers.1.number",
        NUMBERING,
        at_once(lambda g: keyed(g, number=_number(g))),
    ),
    "a late entry whose number exists, written otherwise": (
        "late.number_exists",
        "late.papers.1.number",
        NUMBERING,
        at_once(lambda g: keyed(g, number=_number(g).replace("〔", "[").replace("〕", " ]第"))),
    ),
}


def _picture(ground: Ground) -> Scan:
    """Return a good file, of a day that no other file here bears: it must not be kept without the bad one."""
    return Scan(scene.picture("scale.jpg", ground.today + timedelta(days=400)), "好.jpg")


def _number(ground: Ground) -> str:
    return issued.must_be_issued(ground.desk.store, ground.order).number


@pytest.mark.parametrize("name", REFUSED)
def test_bad_input_is_refused_with_code_field_and_source_and_nothing_is_written(
    ground: Ground, name: str
) -> None:
    code, field, source, wanted = REFUSED[name]
    work = wanted(ground)
    before = ground.stood()
    with pytest.raises(InspectorError) as refused:
        work()
    assert ground.stood() == before
    told = the_problem(refused.value, code)
    assert told.where == field.format(closed=ground.closed, order=ground.order)
    for language in ("zh", "en"):
        message, remedy = Messages(language).text(told.code, told.where, dict(told.values))
        assert message
        assert remedy
        assert "{" not in message + remedy
    message, remedy = Messages("zh").text(told.code, told.where, dict(told.values))
    assert source in message + remedy + gate_source(ground, code)


def the_problem(refused: InspectorError, code: str) -> Problem:
    """Return what was refused, alone among the problems of a gate."""
    if not isinstance(refused, ProblemsError):
        assert refused.code == code
        return Problem.of(refused.code, refused.where, **refused.values)
    assert {one.code for one in refused.problems} == {code}
    return refused.problems[0]


def gate_source(ground: Ground, code: str) -> str:
    """Return the clause that stands beside a miss wherever it is shown."""
    begun = [one.id for one in ground.desk.store.records("document")]
    numbered = issued.documents(ground.desk.store, begun)
    misses = [miss for one in begun if one not in numbered for miss in drafts.gate(ground.desk, one)]
    return "".join({miss.source for miss in misses if miss.code == code})


def test_a_recheck_goes_no_further_once_its_order_is_void(bench: Bench) -> None:
    """The order falls while the recheck is under way: nothing is noted, and no opinion is issued on it."""
    risen = rise(bench)
    again = scene.another_visit(risen.story, risen.scene, served=False)
    recheck_id = rechecks.begin(risen.desk, [again.notice_id])
    first, second = again.finding_ids
    rechecks.note(risen.desk, recheck_id, first, "rectified")
    opinion = opinions.begin(risen.desk, recheck_id)
    documents.void(risen.desk, again.notice_id, "主体写错")
    before = risen.desk.store.vector()
    with pytest.raises(InspectorError) as refused:
        rechecks.note(risen.desk, recheck_id, second, "rectified")
    assert (refused.value.code, refused.value.where) == ("recheck.order_not_standing", "recheck.orders")
    with pytest.raises(ProblemsError) as barred:
        documents.issue(risen.desk, opinion, date_confirmed=True)
    assert ("gate.about_not_standing", "document.about") in {
        (one.code, one.where) for one in barred.value.problems
    }
    assert risen.desk.store.vector() == before


def test_a_kind_of_target_without_a_checklist_is_refused_with_its_file(tmp_path: Path) -> None:
    """The edition as a whole is refused; the last good one stays in use (see tests/catalog/test_store.py)."""
    forms = shutil.copytree(assets.folder("forms"), tmp_path / "forms")
    path = forms / "targets/ferry_pier.toml"
    told = (forms / "targets/gas.toml").read_text("utf-8")
    told = told.replace('"gas"', '"ferry_pier"', 1).replace("order = 4", "order = 9")
    path.write_text(_without_lists(told), "utf-8")
    loaded = load(forms)
    assert loaded.rules is None
    (fault,) = [one for one in loaded.errors if one.code == "forms.target_without_checklist"]
    assert (fault.file, fault.field) == ("targets/ferry_pier.toml", "checklists")
    message, remedy = Messages("zh").text(fault.code, fault.field, dict(fault.values))
    assert "国办发〔2024〕54号" in message
    assert remedy


def _without_lists(told: str) -> str:
    lines = ["checklists = []" if line.startswith("checklists =") else line for line in told.splitlines()]
    assert "checklists = []" in lines
    return "\n".join(lines) + "\n"
