"""Ten years that are told fast are whole: what they leave behind is what their own plan says."""

from collections import Counter
from datetime import timedelta

import pytest

from inspector_app.casework.ledgers import reading
from inspector_app.casework.papers import board
from inspector_app.casework.play import scene
from inspector_app.casework.play.decade import visits as decade
from inspector_app.casework.play.decade.visits import Extent
from inspector_app.casework.play.story import Story
from inspector_app.casework.targets import registry
from inspector_app.domain.acts import ActKind
from inspector_app.domain.ledgers import Ledger, Question
from inspector_app.domain.states import FindingState
from inspector_app.reports.figures import count
from tests.casework.bench import Bench


def told(bench: Bench, extent: Extent) -> dict[str, int]:
    """Fill the bench's workspace and return its figures over all ten years."""
    story = Story(bench.desk, bench.clock)
    site = scene.rise(story, "灯塔里安置房5号楼")
    signer = bench.desk.signer
    assert signer is not None
    decade.fill(bench.desk, signer, site, extent)
    board.catch_up(bench.desk)
    today = bench.desk.today()
    made = count(bench.desk.store, today - timedelta(days=3660), today)
    return {one.code: one.value for one in made}


def test_ten_years_hold_what_was_asked_for(bench: Bench) -> None:
    figures = told(bench, Extent(visits=240, each=4, sites=30))
    store = bench.desk.store
    rechecks = [one for one in store.records("inspection") if one.fields.get("recheck_of")]
    assert figures["site_visits"] + figures["plant_visits"] == 241 + len(rechecks)  # and the model's visit
    assert 60 < len(rechecks) < 240
    assert 0.75 < figures["findings"] / (240 * 4) < 1.25
    for code in ("stop_work_full", "stop_work_partial", "plant_orders", "conduct_notices", "major_hazards"):
        assert figures[code], code
    assert figures["conduct_determinations"] <= figures["conduct_notices"]
    assert figures["findings_closed_on_time"] < figures["findings_closed"] < figures["findings"]
    book = store.numbers()
    serials: dict[tuple[str, int], list[int]] = {}
    for one in book.numbers:
        serials.setdefault((one.kind, one.year), []).append(one.serial)
    assert all(sorted(each) == list(range(1, len(each) + 1)) for each in serials.values())
    assert {one.fate for one in book.numbers} == {"issued", "void"}
    assert len(book.late) == len({one.number for one in book.late}) > 1
    days = [one.fields["started"] for one in store.records("inspection")]
    assert all(str(one) < bench.desk.today().isoformat() for one in days if one != days[0])
    sheet = reading.opened(bench.desk, Question(Ledger.RECHECKS))
    assert sheet.count == len(rechecks)


def test_some_of_it_is_open_and_none_when_asked_so(bench: Bench) -> None:
    told(bench, Extent(visits=60, each=3, sites=20, open_days=0, even=True))
    words = Counter(one.word for one in bench.desk.store.duties())
    assert FindingState.CLOSED in words
    ordered = {
        finding
        for act in bench.desk.store.acts("document", None, ActKind.ISSUE)
        for finding in act.content.get("finding_ids") or ()
    }
    still = {one.finding_id for one in bench.desk.store.duties() if one.open}
    assert not still & ordered - set(_model(bench))


def _model(bench: Bench) -> list[str]:
    first = bench.desk.store.records("inspection")[0]
    return [one.id for one in bench.desk.store.records("finding", where={"inspection_id": first.id})]


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_seed_tells_the_same_district(bench: Bench, seed: int) -> None:
    from_seed = []
    story = Story(bench.desk, bench.clock)
    site = scene.rise(story, "灯塔里安置房5号楼")
    signer = bench.desk.signer
    assert signer is not None
    for _ in range(2):
        before = {one.id for one in registry.targets(bench.desk.store)}
        decade.fill(bench.desk, signer, site, Extent(visits=3, each=2, sites=5), seed=seed)
        made = [one for one in registry.targets(bench.desk.store) if one.id not in before]
        from_seed.append([(one.name, one.address, [each.name for each in one.parties]) for one in made])
    assert from_seed[0] == from_seed[1]
