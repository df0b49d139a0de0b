"""What overviews ask of the store does not grow with the work that they show."""

from collections import Counter
from collections.abc import Callable

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.history import carry, repeats
from inspector_app.casework.overview import handin, target_book, today, week
from inspector_app.casework.overview.handin import Lack
from inspector_app.casework.papers import board, drafts, duties
from inspector_app.casework.visits import findings, photos
from inspector_app.casework.visits.findings import NewFinding
from inspector_app.domain.states import FindingState
from inspector_app.domain.templates import DocumentKind
from tests.casework.bench import Bench
from tests.casework.counting import counted, work_of


def reads_of(bench: Bench, asked: Callable[[Desk], object]) -> Counter[str]:
    desk, reads = counted(bench)
    asked(desk)
    return reads


FEW, MANY = 10, 1000
DIGITS = 4
"""Steps that `week.recent` may take more for a hundred times as many papers; each is two looks."""


ASKED: dict[str, tuple[Callable[[Desk], object], int]] = {
    "hand_in": (handin.hand_in, 2 * DIGITS),
    "dues": (today.dues, 0),
    "week": (week.week, 0),
    "week_figures": (week.week_figures, 2 * DIGITS),
}
"""What is asked, and how many looks more a hundred times the work may take."""


def test_a_hundred_times_the_work_takes_as_many_looks(bench: Bench) -> None:
    work_of(bench, FEW)
    board.catch_up(bench.desk)
    few = {name: reads_of(bench, asked) for name, (asked, _) in ASKED.items()}
    work_of(bench, MANY - FEW)
    board.catch_up(bench.desk)  # what changed is reckoned once, whoever asks first
    many = {name: reads_of(bench, asked) for name, (asked, _) in ASKED.items()}
    assert len(bench.desk.store.ids("inspection")) == MANY
    for name, (_, more) in ASKED.items():
        assert few[name].total() <= 30, (name, few[name])
        assert many[name].total() <= few[name].total() + more, (name, many[name])


def test_all_that_work_is_told(bench: Bench) -> None:
    work_of(bench, FEW)
    debts = handin.hand_in(bench.desk).debts
    lacks = Counter(one.lack for one in debts)
    expected = {Lack.SERVICE, Lack.CONCLUDE, Lack.PHOTO, Lack.DRAFT}
    assert lacks == dict.fromkeys(expected, FEW)
    rows = today.dues(bench.desk)
    assert [one.section for one in rows] == [today.Section.OVERDUE] * FEW
    assert {one.state for one in rows} == {FindingState.FAILED}
    assert len({one.target for one in rows}) == FEW


def test_a_target_of_many_visits_is_read_in_few_looks(bench: Bench) -> None:
    (target,) = work_of(bench, 60, per_target=60)
    visit = carry.begin(bench.desk, target)
    store = bench.desk.store

    card = reads_of(bench, lambda desk: target_book.card(desk, target))
    assert card.total() <= 60, card
    told = target_book.card(bench.desk, target)
    assert (told.visit_count, told.paper_count, told.open_findings, told.overdue) == (61, 60, 60, 60)

    hints = reads_of(bench, lambda desk: repeats.earlier(desk.store, target, visit, desk.today()))
    assert hints.total() <= 6, hints
    earlier = repeats.earlier(store, target, visit, bench.desk.today())
    assert len(earlier["jgj59-2011"]) == 60

    ids = [one.id for one in store.records("finding")]
    states = reads_of(bench, lambda desk: duties.finding_states(desk, ids))
    assert states.total() == reads_of(bench, lambda desk: duties.finding_state(desk, ids[0])).total()
    tray = reads_of(bench, lambda desk: photos.tray(desk.store, visit))
    assert tray.total() == 2


def test_a_page_of_fourteen_findings_is_read_in_as_many_looks_as_one_of_one(bench: Bench) -> None:
    work_of(bench, 1)
    (visit,) = bench.desk.store.ids("inspection")
    found = [findings.add(bench.desk, visit, NewFinding(fact=f"第{n}处")) for n in range(14)]
    papers = [
        drafts.begin(bench.desk, visit, DocumentKind.RECTIFICATION_NOTICE, ids) for ids in (found[:1], found)
    ]
    one, many = (reads_of(bench, lambda desk, of=of: drafts.draft_of(desk, of)).total() for of in papers)
    assert one == many
    told = drafts.draft_of(bench.desk, papers[1]).findings
    assert [each.fact for each in told] == [f"第{n}处" for n in range(14)]


def test_acts_of_several_records_are_those_of_each(bench: Bench) -> None:
    work_of(bench, 3)
    store = bench.desk.store
    ids = store.ids("document")
    for kind in (None, "issue"):
        told = store.acts_of("document", ids, kind)
        single = {one: store.acts("document", one, kind, valid_only=True) for one in ids}
        assert told == {one: acts for one, acts in single.items() if acts}
    orders = store.orders("document", ids, "issue")
    assert orders == {one: [act.order for act in acts] for one, acts in told.items()}
    assert store.acts_of("document", []) == store.orders("document", ["none"], "issue") == {}
