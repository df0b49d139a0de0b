"""A dossier is commented, passed, returned and answered; what is new is told by arrival, and it travels."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import dossier, review_list, review_marks, review_sheet, reviews
from inspector_app.casework.overview.review_list import Asked, Asks, Which
from inspector_app.casework.overview.review_marks import News
from inspector_app.casework.play.stage import Played
from inspector_app.catalog.case import Case
from inspector_app.domain.acts import ActKind
from inspector_app.domain.errors import RuleError, SignInError
from inspector_app.domain.reviewing import MOST_WORDS, About, Reviewed, Step
from inspector_app.store.folder import DataFolder
from inspector_app.store.store import Store
from tests.casework.bench import Bench
from tests.casework.bureau import Bureau, bureau_of
from tests.casework.conftest import play
from tests.store.worlds import PlainKeys


@pytest.fixture
def bureau(bench: Bench) -> Bureau:
    return bureau_of(bench)


@pytest.fixture
def visit(bench: Bench, bureau: Bureau, site_case: Case) -> Played:
    """A visit that the inspector made, issued and not served."""
    return play(replace(bench, desk=bureau.inspector), site_case, until="issue")


def state(desk: Desk, visit_id: str) -> Reviewed:
    (row,) = [one for one in review_list.shelf(desk, Asked()).rows if one.id == visit_id]
    return row.state


def target_of(desk: Desk, visit_id: str) -> str:
    return review_sheet.opened(desk, visit_id).listed.target_id


def began(desk: Desk, visit_id: str) -> date:
    """Return the day on which a visit began."""
    return review_sheet.opened(desk, visit_id).listed.on


def look(desk: Desk, visit_id: str) -> review_sheet.Opened:
    """Read a dossier and keep that it was seen."""
    told = review_sheet.opened(desk, visit_id)
    review_marks.looked(desk, visit_id, told.place)
    return told


def test_a_return_is_answered_and_passed(bureau: Bureau, visit: Played) -> None:
    inspector, supervisor, other = bureau.inspector, bureau.supervisor, bureau.other
    known = visit.inspection_id
    assert state(supervisor, known) is Reviewed.UNSEEN
    assert review_list.asks(supervisor, 30) == review_list.asks(other, 30) == Asks(waiting=1)
    assert review_list.asks(inspector, 30) == Asks()
    look(supervisor, known)
    assert state(supervisor, known) is Reviewed.SEEN
    assert state(other, known) is Reviewed.UNSEEN, "what one has seen is not seen by the other"
    asked = reviews.return_(supervisor, known, "附连墙件照片")
    assert state(supervisor, known) is state(other, known) is Reviewed.RETURNED
    assert review_list.asks(inspector) == Asks(1, 0, since=began(inspector, known))
    assert review_list.asks(supervisor) == Asks(0, 0)
    reviews.answer(inspector, known, asked, "照片已补入托盘")
    assert review_list.asks(inspector) == Asks(0, 0)
    assert state(supervisor, known) is Reviewed.CHANGED
    look(supervisor, known)
    assert state(supervisor, known) is Reviewed.ANSWERED
    reviews.pass_(supervisor, known)
    assert state(supervisor, known) is state(other, known) is Reviewed.PASSED
    told = [
        one.code for one in dossier.timeline(supervisor, target_of(supervisor, known)) if "review" in one.code
    ]
    assert told == ["dossier.review_pass", "dossier.review_answer_noted", "dossier.review_return"]


def test_what_came_back_stays_listed_as_returned_until_it_is_answered(bureau: Bureau, visit: Played) -> None:
    supervisor, known = bureau.supervisor, visit.inspection_id
    look(supervisor, known)
    reviews.return_(supervisor, known, "附连墙件照片")
    reviews.comment(bureau.other, known, "期限偏长")
    assert state(supervisor, known) is Reviewed.CHANGED, "something came since"
    for which in (Which.RETURNED, Which.CHANGED):
        assert [one.id for one in review_list.shelf(supervisor, Asked(which=which)).rows] == [known]
    counts = dict(review_list.shelf(supervisor, Asked()).counts)
    assert (counts[Which.RETURNED], counts[Which.CHANGED]) == (1, 1)


def test_comments_hang_on_what_they_are_about(bureau: Bureau, visit: Played) -> None:
    supervisor, known = bureau.supervisor, visit.inspection_id
    opened = review_sheet.opened(supervisor, known)
    finding, paper = opened.findings[0], opened.papers[0]
    reviews.comment(supervisor, known, "位置写到轴线", About.FINDING, finding.id)
    reviews.comment(supervisor, known, "期限偏长", About.DOCUMENT, paper.id)
    general = reviews.comment(supervisor, known, "总体清楚")
    since = began(bureau.inspector, known)
    assert review_list.asks(bureau.inspector) == Asks(0, 3, since=since)
    words = review_sheet.opened(bureau.inspector, known).words
    assert [(one.about, one.about_id, one.name) for one in words] == [
        (About.FINDING, finding.id, "李望川"),
        (About.DOCUMENT, paper.id, "李望川"),
        (About.DOSSIER, "", "李望川"),
    ]
    reviews.answer(bureau.inspector, known, general)
    assert review_list.asks(bureau.inspector) == Asks(0, 2, since=since), (
        "to take note without words is an answer"
    )
    with pytest.raises(RuleError) as refused:
        reviews.answer(bureau.inspector, known, general)
    assert refused.value.code == "reviewing.answered_already"
    lines = dossier.timeline(supervisor, target_of(supervisor, known))
    about = [dict(one.values)["about"] for one in lines if one.code == "dossier.review_comment_about"]
    assert about == [f"{paper.label} {paper.number}", f"问题 {finding.number}"]


def test_what_is_refused_writes_nothing(bureau: Bureau, visit: Played) -> None:
    known, store = visit.inspection_id, bureau.chief.store
    before = store.arrived()
    inspector, supervisor = bureau.inspector, bureau.supervisor
    asked: list[tuple[str, Callable[[], object]]] = [
        ("reviewing.no_right", lambda: reviews.pass_(inspector, known)),
        ("reviewing.no_right", lambda: reviews.return_(inspector, known, "理由")),
        ("reviewing.reason_missing", lambda: reviews.return_(supervisor, known, "  ")),
        ("reviewing.words_missing", lambda: reviews.comment(supervisor, known, " ")),
        ("reviewing.words_long", lambda: reviews.comment(supervisor, known, "长" * (MOST_WORDS + 1))),
        ("reviewing.none", lambda: reviews.comment(supervisor, "0" * 32, "在吗")),
        ("reviewing.about_other", lambda: reviews.comment(supervisor, known, "错", About.FINDING, "0" * 32)),
        ("reviewing.no_question", lambda: reviews.answer(inspector, known, "0" * 32, "答")),
    ]
    for code, wish in asked:
        with pytest.raises((RuleError, SignInError)) as refused:
            wish()
        assert refused.value.code == code
    assert store.arrived() == before


def test_nobody_passes_their_own_work(bench: Bench, bureau: Bureau, site_case: Case) -> None:
    made = play(replace(bench, desk=bureau.supervisor), site_case, until="issue")
    with pytest.raises(RuleError) as refused:
        reviews.pass_(bureau.supervisor, made.inspection_id)
    assert refused.value.code == "reviewing.own"
    assert review_sheet.opened(bureau.supervisor, made.inspection_id).barred
    allowed = replace(
        bureau.supervisor,
        rules=replace(bureau.supervisor.rules, options=replace(bench.desk.rules.options, own_approval=True)),
    )
    reviews.pass_(allowed, made.inspection_id)
    reviews.pass_(bureau.other, made.inspection_id, "同意")


def test_what_is_not_ready_can_be_commented_alone(bench: Bench, bureau: Bureau, site_case: Case) -> None:
    made = play(replace(bench, desk=bureau.inspector), site_case, until="findings")
    assert review_list.shelf(bureau.supervisor, Asked()).rows == ()
    with pytest.raises(RuleError) as refused:
        reviews.pass_(bureau.supervisor, made.inspection_id)
    assert refused.value.code == "reviewing.not_ready"
    reviews.comment(bureau.supervisor, made.inspection_id, "请今天签发")


def test_a_decision_without_the_right_decides_nothing(bureau: Bureau, visit: Played) -> None:
    """A tampered window writes what casework would refuse; every laptop that reads it sees through it."""
    known, store = visit.inspection_id, bureau.chief.store
    with store.transaction(bureau.inspector.user) as tx:
        content = {"id": "f" * 32, "step": "pass", "words": ""}
        tx.act(ActKind.REVIEW, "inspection", known, content)
    (word,) = reviews.words_of(store, known)
    assert (word.step, word.effect) == (Step.PASS, False)
    assert reviews.standing(store, known).decision is None
    assert state(bureau.other, known) is Reviewed.UNSEEN


def test_news_are_told_by_kind_and_marked(
    bench: Bench, bureau: Bureau, site_case: Case, visit: Played
) -> None:
    supervisor, known = bureau.supervisor, visit.inspection_id
    assert not look(supervisor, known).since.changed
    reviews.comment(bureau.inspector, known, "请看附图")
    with bench.desk.store.transaction(bureau.inspector.user) as tx:
        tx.act(ActKind.SERVE, "document", visit.document_ids[-1], {"method": "direct", "on": "2026-11-24"})
    told = review_sheet.opened(supervisor, known)
    assert told.since.counts == ((News.SERVICES, 1), (News.WORDS, 1))
    assert {one.code for one in told.fresh_lines} == {"dossier.review_comment", "dossier.serve_sent"}
    assert [one.fresh for one in told.papers].count(True) == 1
    assert review_sheet.opened(bureau.inspector, known).since.counts == (), "one's own is no news to oneself"
    review_marks.looked(supervisor, known, told.place)
    assert not review_sheet.opened(supervisor, known).since.changed


def test_the_list_is_asked_by_state_person_and_words(bureau: Bureau, visit: Played) -> None:
    supervisor = bureau.supervisor
    told = review_list.shelf(supervisor, Asked())
    counts = dict(told.counts)
    assert (counts[Which.PENDING], counts[Which.UNSEEN], counts[Which.ALL]) == (1, 1, 1)
    (row,) = told.rows
    assert row.number.endswith("号")
    assert row.findings == len(review_sheet.opened(supervisor, row.id).findings)
    assert told.officers == tuple(sorted(row.officers))
    assert review_list.shelf(supervisor, Asked(mine=True)).rows == ()
    assert review_list.shelf(bureau.inspector, Asked(mine=True)).rows != ()
    for words, found in ((row.target[:3], 1), (row.officers[0], 1), ("没有这个词", 0)):
        assert len(review_list.shelf(supervisor, Asked(words=words)).rows) == found
    day = row.on
    assert len(review_list.shelf(supervisor, Asked(first=day, last=day)).rows) == 1
    assert review_list.shelf(supervisor, Asked(first=day.replace(year=day.year + 1))).rows == ()
    with pytest.raises(RuleError) as refused:
        review_list.shelf(supervisor, Asked(first=day, last=day.replace(day=1)))
    assert refused.value.code == "reviewing.period_reversed"


@pytest.fixture
def there(bureau: Bureau, visit: Played, tmp_path: Path) -> Iterator[Desk]:
    """The other supervisor at another laptop of the office, which has heard of everything so far."""
    mine = bureau.chief.store
    other = Store.create(
        DataFolder(tmp_path / "there"),
        PlainKeys(),
        workspace=mine.meta.workspace,
        machine_code=9,
        root=mine.keyring.root,
        clock=bureau.chief.clock,
        training=True,
    )
    other.merge(mine.entries())
    yield replace(bureau.other, store=other)
    other.close()


def exchange(here: Store, there: Store) -> None:
    here.merge(there.entries())
    there.merge(here.entries())
    assert here.digest() == there.digest()


def test_words_of_two_laptops_both_stay(bureau: Bureau, visit: Played, there: Desk) -> None:
    here, known = bureau.supervisor, visit.inspection_id
    look(here, known)
    look(there, known)
    reviews.comment(here, known, "附照片")
    asked = reviews.return_(there, known, "补签字页")
    exchange(here.store, there.store)
    for desk in (here, there):
        words = review_sheet.opened(desk, known).words
        assert {one.words for one in words} == {"附照片", "补签字页"}
        assert reviews.standing(desk.store, known).returned
    assert state(here, known) is Reviewed.RETURNED
    assert state(there, known) is Reviewed.CHANGED, "a comment came after its own decision, by arrival"
    reviews.answer(bureau.inspector, known, asked, "已补")
    reviews.pass_(there, known)
    exchange(here.store, there.store)
    for desk in (here, there):
        standing = reviews.standing(desk.store, known)
        assert standing.decision is not None
        assert standing.decision.step is Step.PASS
        assert [one.words for one in standing.open] == ["附照片"]
    assert review_list.asks(bureau.inspector) == Asks(0, 1, since=began(bureau.inspector, known))
