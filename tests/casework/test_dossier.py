"""案卷: the timeline of a target, what goes into its file, and the export that is whole or not at all."""

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from io import BytesIO, StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import uuid4

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import archiving, binding, dossier, dossier_file
from inspector_app.casework.overview.dossier_file import BOUND, LIST_CSV, LIST_JSON, Exported
from inspector_app.casework.papers import countersigns, documents, drafts, issued, recheck, returns, service
from inspector_app.casework.papers.returns import Return
from inspector_app.casework.papers.service import Service
from inspector_app.casework.play.stage import Played
from inspector_app.casework.visits import findings, inspections
from inspector_app.casework.visits.findings import Duty, NewFinding
from inspector_app.catalog.case import Case
from inspector_app.catalog.messages import Messages
from inspector_app.documents.binding import PdfBinder
from inspector_app.domain.acts import ActKind
from inspector_app.domain.chinese import CHINA, local_date
from inspector_app.domain.countersigning import Signer, SignerRole
from inspector_app.domain.errors import Cancelled, DamagedError, InspectorError, RuleError, UnavailableError
from inspector_app.domain.templates import DocumentKind
from inspector_app.journal.chain import Head, append
from inspector_app.store.store import Store
from tests.casework.bench import Bench
from tests.casework.conftest import play
from tests.casework.counting import counted

ZH, EN = Messages("zh"), Messages("en")


def target_of(store: Store, played: Played) -> str:
    return inspections.inspection_of(store, played.inspection_id).target_id


def picture(colour: str = "grey", size: tuple[int, int] = (800, 600)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def forged(store: Store, document_id: str, kind: ActKind = ActKind.APPROVE) -> None:
    """Let an unsigned act of a signed kind arrive from another journal: it has no effect."""
    entry = append(
        Head(uuid4().hex),
        workspace=store.meta.workspace,
        wall="2026-11-24T12:00:00+08:00",
        user="stranger",
        tx=uuid4().hex,
        tx_last=True,
        entity="document",
        entity_id=document_id,
        op="act",
        fields={"kind": str(kind), "content": {"decision": "approved", "number": "假批1号"}},
    )
    store.merge([entry])


def kind_of(bench: Bench, played: Played, kind: DocumentKind) -> issued.Issued:
    told = (issued.must_be_issued(bench.desk.store, one) for one in played.document_ids)
    return next(one for one in told if one.kind == kind)


def codes(lines: tuple[dossier.Line, ...]) -> list[str]:
    return [line.code.removeprefix("dossier.") for line in lines]


# ---- the timeline


def test_the_main_job_is_told_in_its_order(bench: Bench, site_case: Case) -> None:
    played = play(bench, site_case)
    lines = dossier.timeline(bench.desk, target_of(bench.desk.store, played), newest_first=False)
    told = codes(lines)
    first = ["visit", "finding_major", "finding_new", "finding_new", "issue_due", "issue", "issue_due"]
    assert sorted(told[:7]) == sorted(first)
    assert told[0] == "visit"
    assert told.count("serve_reached") == 4
    assert told[-4:] == ["recheck_rectified_noted", "issue", "resume_full", "serve_reached"]
    assert told.index("conclude") < told.index("recheck_rectified_noted")
    assert list(reversed(lines)) == list(dossier.timeline(bench.desk, target_of(bench.desk.store, played)))


def test_each_line_says_day_time_words_who_and_where_it_leads(bench: Bench, played: Played) -> None:
    lines = dossier.timeline(bench.desk, target_of(bench.desk.store, played), newest_first=False)
    visit = lines[0]
    assert (visit.on, visit.who, visit.visit_id) == (date(2026, 11, 24), ("沈知远", "贺兰溪"), played.inspection_id)
    assert dict(visit.values)["findings"] == "3"
    stop = next(line for line in lines if line.number.startswith("望住建停"))
    assert stop.document_id in played.document_ids
    assert stop.who == ("培训员",)
    assert dict(stop.values)["party"] == "青澜宏岳建设集团有限公司"
    assert stop.at is not None
    assert local_date(stop.at) == stop.on
    for line in lines:
        for messages in (ZH, EN):
            said = messages.text(line.code, "", dict(line.values))[0]
            assert messages.knows(line.code), line.code
            assert "—" not in said, said


def test_one_action_on_several_findings_is_one_line(bench: Bench, site_case: Case) -> None:
    played = play(bench, site_case, until="recheck")
    lines = dossier.timeline(bench.desk, target_of(bench.desk.store, played))
    (line,) = (one for one in lines if one.code.startswith("dossier.recheck"))
    assert dict(line.values)["findings"] == "1、2、3"
    assert set(line.finding_ids) == set(played.finding_ids)


def again(bench: Bench, target_id: str, clause: str, on: date) -> str:
    moment = datetime.combine(on, datetime.min.time(), CHINA) + timedelta(hours=9)
    bench.clock.moment = moment
    visit = inspections.begin(bench.desk, target_id, (), started=moment.isoformat())
    new = NewFinding("4层", "又见同类问题", clause, seen_on=on)
    return findings.add(bench.desk, visit, new)


def test_a_clause_found_again_within_twelve_months_is_told_as_repeated(bench: Bench, played: Played) -> None:
    store = bench.desk.store
    target_id = target_of(store, played)
    old = store.record("finding", played.finding_ids[1])
    assert old is not None
    clause, seen = str(old.fields["clause"]), date.fromisoformat(str(old.fields["seen_on"]))
    within = again(bench, target_id, clause, seen.replace(year=seen.year + 1))
    beyond = again(bench, target_id, "another-clause", seen.replace(year=seen.year + 1))
    late = again(bench, target_id, clause, seen.replace(year=seen.year + 2) + timedelta(days=1))
    told = {
        line.finding_ids[0]: line
        for line in dossier.timeline(bench.desk, target_id)
        if line.code.startswith("dossier.finding")
    }
    assert told[within].code == "dossier.finding_repeated"
    assert dict(told[within].values)["last"] == seen.isoformat()
    assert told[beyond].code == told[late].code == "dossier.finding_new"


def test_an_act_without_effect_stands_there_marked(bench: Bench, played: Played) -> None:
    forged(bench.desk.store, played.document_ids[0])
    lines = dossier.timeline(bench.desk, target_of(bench.desk.store, played))
    (line,) = (one for one in lines if not one.effect)
    assert (line.code, line.document_id, line.who) == (
        "dossier.refused",
        played.document_ids[0],
        ("stranger",),
    )
    assert line.reason
    assert "approve" not in codes(lines)


def test_an_act_of_a_kind_that_nobody_knows_is_shown_as_such(bench: Bench, played: Played) -> None:
    with bench.desk.store.transaction(bench.desk.user) as tx:
        tx.act("teleport", "document", played.document_ids[0], {"x": 1})
    lines = dossier.timeline(bench.desk, target_of(bench.desk.store, played))
    line = next(one for one in lines if one.code == "dossier.unknown")
    assert dict(line.values) == {"act": "teleport"}
    assert line.effect


def test_every_kind_of_act_is_told_or_left_out_on_purpose() -> None:
    assert set(dossier.kinds_told()) == {str(kind) for kind in ActKind}


def test_a_period_is_both_days_inclusive(bench: Bench, site_case: Case) -> None:
    played = play(bench, site_case)
    target_id = target_of(bench.desk.store, played)
    every = dossier.timeline(bench.desk, target_id)
    days = sorted({line.on for line in every if line.on})
    first = dossier.timeline(bench.desk, target_id, days[0], days[0])
    rest = dossier.timeline(bench.desk, target_id, days[0] + timedelta(days=1))
    assert {line.on for line in first} == {days[0]}
    assert len(first) + len(rest) == len(every)
    with pytest.raises(RuleError) as caught:
        dossier.timeline(bench.desk, target_id, days[-1], days[0] - timedelta(days=1))
    assert caught.value.code == "dossier.period_reversed"


def test_ten_times_the_visits_take_as_many_looks(bench: Bench, played: Played) -> None:
    target_id = target_of(bench.desk.store, played)
    desk, few = counted(bench)
    dossier.timeline(desk, target_id)
    for n in range(10):
        again(bench, target_id, "c", date(2027, 1, 1) + timedelta(days=n))
    desk, many = counted(bench)
    dossier.timeline(desk, target_id)
    assert many == few


# ---- what goes into a file


@dataclass
class Whole:
    """A visit with everything that a file can hold."""

    played: Played
    target_id: str
    void: issued.Issued
    notice: issued.Issued
    scan: str
    photos: list[str]


def foreign_scan(pages: int = 1) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(842, 595)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture
def whole(bench: Bench, site_case: Case) -> Whole:
    played = play(bench, site_case)
    desk, store = bench.desk, bench.desk.store
    void_id = drafts.begin(
        desk, played.inspection_id, DocumentKind.INTERVIEW_RECORD, (), **INTERVIEW
    )
    documents.issue(desk, void_id, date_confirmed=True)
    documents.void(desk, void_id, "日期有误")
    notice = kind_of(bench, played, DocumentKind.RECTIFICATION_NOTICE)
    main = next(one.party_id for one in notice.recipients if one.main)
    scan = returns.take_in(desk, notice.id, foreign_scan(2), Return(main, True, True), name="签字件.pdf")
    returns.take_in(desk, notice.id, picture("white", (700, 1000)), Return(main, True, False))
    signer = Signer("骆远山", "项目经理", SignerRole.RECEIVER, main)
    stroke = [[(0.1, 0.2, 0.0), (0.5, 0.6, 0.1)]]
    countersigns.sign(desk, notice.id, signer, stroke)
    service.attach_photo(desk, notice.id, picture("blue"))
    forged(store, notice.id)
    photos = [str(one.fields["sha256"]) for one in store.records("photo")]
    return Whole(
        played,
        target_of(store, played),
        issued.must_be_issued(store, void_id),
        notice,
        scan,
        photos,
    )
