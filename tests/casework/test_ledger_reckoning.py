"""Ledgers kept up as things happen are the ledgers that are reckoned anew from records and acts."""

import random
from datetime import timedelta

import pytest

from inspector_app.casework.ledgers import gathering, layouts, reckoning
from inspector_app.casework.papers import documents, issued, recheck
from inspector_app.casework.papers.recheck import Result
from inspector_app.casework.papers.service import Service, serve
from inspector_app.casework.play.stage import Played
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import findings, inspections
from inspector_app.casework.visits.findings import NewFinding
from inspector_app.catalog.case import Case
from inspector_app.domain.acts import ActKind
from inspector_app.domain.errors import InspectorError
from inspector_app.store.ledger_grams import told
from tests.casework.bench import Bench
from tests.casework.conftest import play

Kept = dict[str, list[tuple[object, ...]]]


@pytest.fixture(autouse=True)
def in_several_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write one visit at a time, as a year's visits are written some at a time."""
    monkeypatch.setattr(reckoning, "TOGETHER", 1)


def kept(bench: Bench) -> Kept:
    """Return what stands in every ledger once what changed was reckoned."""
    reckoning.catch_up(bench.desk)
    return {one.name: bench.desk.store.ledger_contents(one) for one in layouts.PLAN.sheets}


def anew(bench: Bench) -> Kept:
    """Return what should stand there, from all records and acts, whatever was reckoned before."""
    store = bench.desk.store
    alone = [one.id for one in store.records("document") if not one.fields.get("inspection_id")]
    loose = [gathering.loose_unit(one) for one in issued.documents(store, alone).values()]
    made = reckoning.reckon(bench.desk, [*store.ids("inspection"), *loose])
    return {
        name: sorted((one.id, one.unit, one.opens, *one.cells, told(one.cells, one.initials)) for one in rows)
        for name, rows in made.rows.items()
    }


def act(bench: Bench, played: Played, dice: random.Random, step: int) -> None:
    """Do something that may happen at an office; what a rule refuses changes nothing."""
    desk, store = bench.desk, bench.desk.store
    finding = dice.choice(played.finding_ids)
    document = dice.choice(played.document_ids)
    target = dice.choice(store.records("target"))
    person = dice.choice(store.records("person"))
    party = dice.choice(store.records("party"))
    result = dice.choice(("rectified", "partial", "not_rectified", "unverifiable"))
    what = dice.randrange(11)
    if what == 0:
        recheck.recheck(desk, desk.today(), (Result(finding, result),), ("沈知远",))
    elif what == 1:
        documents.void(desk, document, "写错")
    elif what == 2:
        main = next(
            one.party_id for one in issued.must_be_issued(desk.store, document).recipients if one.main
        )
        way = Service(main, "announced", bench.clock.moment, medium="网站公告栏", note="下落不明")
        serve(desk, document, way)
    elif what == 3:
        bench.clock.moment += timedelta(days=dice.choice((1, 5, 31)))
    elif what == 4:
        with store.transaction(desk.user) as tx:
            tx.act(ActKind.WITHDRAW, "finding", finding, {"reason": "误录"})
    elif what == 5:
        extra = findings.add(desk, played.inspection_id, NewFinding(fact=f"通道堆物{step}"))
        if dice.random() < 0.5:
            findings.remove(desk, extra)
    elif what == 6:
        with store.transaction(desk.user) as tx:
            tx.set("target", target.id, {"name": f"新名{step}"})
    elif what == 7:
        with store.transaction(desk.user) as tx:
            tx.set("person", person.id, {"name": f"某某{step}"})
    elif what == 8:
        with store.transaction(desk.user) as tx:
            tx.set("party", party.id, {"name": f"单位{step}"})
    elif what == 9:
        visit = inspections.begin(desk, target.id, [person.id], started=bench.clock.moment.isoformat())
        findings.add(desk, visit, NewFinding(fact="未戴安全帽", seen_on=desk.today()))
    else:
        inspections.leave(desk, played.inspection_id, person.id)


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_happens_they_are_as_reckoned_anew(bench: Bench, played: Played, seed: int) -> None:
    dice = random.Random(seed)
    done = 0
    for step in range(24):
        try:
            act(bench, played, dice, step)
            done += 1
        except InspectorError:
            continue
        if dice.random() < 0.6:
            assert kept(bench) == anew(bench)
    assert done >= 10
    last = kept(bench)
    assert last == anew(bench)
    bench.desk.store.replay()
    assert kept(bench) == last


def test_an_announcement_shows_without_anybody_doing_anything(bench: Bench, played: Played) -> None:
    """Thirty days after it began it has reached its addressee (民事诉讼法 95)."""
    papers = [issued.must_be_issued(bench.desk.store, one) for one in played.document_ids]
    notice = next(one for one in papers if one.kind == "rectification_notice")
    main = next(one.party_id for one in notice.recipients if one.main)
    way = Service(main, "announced", bench.clock.moment, medium="局网站公告栏", note="下落不明")
    serve(bench.desk, notice.id, way)
    place = layouts.DOCUMENTS.columns.index(layouts.DOCUMENTS.column("state"))  # type: ignore[arg-type]

    def word() -> object:
        return next(row[3 + place] for row in kept(bench)["documents"] if row[0] == notice.id)

    assert word() == "已签发"
    bench.clock.moment += timedelta(days=30)
    assert word() == "已送达"
    assert kept(bench) == anew(bench)


def test_a_late_register_without_a_visit_has_rows(bench: Bench, site_case: Case) -> None:
    """What an old register says of a paper shows where nothing else is known."""
    play(bench, site_case, until="findings")
    (target,) = registry.targets(bench.desk.store)
    with bench.desk.store.transaction(bench.desk.user) as tx:
        paper = tx.create("document", {"inspection_id": "", "kind": "rectification_notice", "late": True})
        said = {"matter": "临边防护缺失", "signer": "李工", "way": "当面", "replied_on": "2024.3.9"}
        content: dict[str, object] = {
            "late": True,
            "number": "旧改〔2024〕12号",
            "kind": "rectification_notice",
            "label": "限期整改通知书",
            "issued_on": "2024-03-05",
            "due_on": "2024-03-08",
            "inspection_id": "",
            "target_id": target.id,
            "addressee": {"name": "宏岳建设"},
            "recipients": [],
            "finding_ids": [],
            "register": said,
        }
        tx.act(ActKind.ISSUE, "document", paper, content, bench.desk.signer)
    (row,) = kept(bench)["documents"]
    codes = [one.code for one in layouts.DOCUMENTS.columns]
    cells = dict(zip(codes, row[3:], strict=False))
    assert {code: cells[code] for code in ("number", "addressee", "matter", "receiver", "method")} == {
        "number": "旧改〔2024〕12号",
        "addressee": "宏岳建设",
        "matter": "临边防护缺失",
        "receiver": "李工",
        "method": "当面",
    }
    assert (cells["replied_on"], cells["late"], cells["target"]) == ("2024-03-09", "是", target.name)
    with bench.desk.store.transaction(bench.desk.user) as tx:
        tx.set("target", target.id, {"name": "改了名的项目"})
    assert kept(bench) == anew(bench)
    assert "改了名的项目" in kept(bench)["documents"][0]
