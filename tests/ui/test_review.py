"""The review at the real window, by keys: J and K, comment, return, answer, pass, news, export that fails."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from inspector_app.answers import demos
from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import review_list, review_marks, review_matters, review_sheet, reviews
from inspector_app.casework.play import main_job, samples
from inspector_app.catalog.case import read_case
from inspector_app.domain.acts import ActKind
from inspector_app.domain.reviewing import About, Reviewed, Step
from inspector_app.ui.controls.form_dialog import FormDialog
from inspector_app.ui.ledger.review_page import ReviewPage
from inspector_app.ui.ledger.review_pane import PAPERS, WORDS
from inspector_app.ui.style.typed import show_moment
from tests.stories import approval_hands as office
from tests.stories.approval_hands import INSPECTOR, NOON, PINS, SUPERVISOR, NewAccount
from tests.stories.hands import CTRL, SHIFT, Hands
from tests.stories.office import MORNING, found
from tests.stories.stage import Opener

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


@contextmanager
def desk_of(folder: Path, who: NewAccount, moment: object = NOON) -> Iterator[Desk]:
    with office.session_of(folder, who, moment) as session:  # type: ignore[arg-type]
        yield session.sign(PINS[who.user])


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """An office where an inspector issued at two sites; made once, copied for each test."""
    folder = tmp_path_factory.mktemp("review") / "data"
    found(folder, furnished=True)
    office.let_in(folder)
    made = []
    with desk_of(folder, INSPECTOR, MORNING) as desk:
        clock = desk.clock
        assert isinstance(clock, PlayedClock)
        for path in demos.shipped_cases()[:2]:
            case = read_case(path)
            visit = case.inspection.model_copy(update={"day": MORNING.date()})
            case = case.model_copy(update={"inspection": visit})
            names = {name for one in case.findings for name in one.photos}
            photos = {n: samples.stamped((path.parent / n).read_bytes(), MORNING.date()) for n in names}
            clock.moment = MORNING
            told = main_job.play(
                desk, clock, case, photos=photos, training=demos.training_office(), until="issue"
            )
            made.append(told.inspection_id)
    return folder, made


@pytest.fixture
def folder(issued: tuple[Path, list[str]], tmp_path: Path) -> Path:
    return shutil.copytree(issued[0], tmp_path / "data")


@pytest.fixture
def known(issued: tuple[Path, list[str]]) -> list[str]:
    return issued[1]


def seat(desktops: Opener, folder: Path, who: NewAccount) -> Hands:
    hands = desktops(folder)
    hands.clock.moment = NOON + timedelta(hours=8)
    office.sit_down(hands, who)
    return hands


def page(hands: Hands) -> ReviewPage:
    return hands.rooms.review


def go(hands: Hands) -> ReviewPage:
    """Go to the review by keys."""
    hands.press(Key.Key_4, CTRL)
    hands.rest()
    hands.press(Key.Key_0, ALT)
    hands.until(lambda: hands.rooms.frame.page == "review")
    hands.rest()
    return page(hands)


def current(hands: Hands) -> str:
    row = page(hands).index.current
    assert row is not None
    hands.until(lambda: page(hands).pane.known == row.id, "the dossier is read")
    return row.id


def state(hands: Hands, visit_id: str) -> Reviewed:
    return next(one.state for one in page(hands).index.rows if one.id == visit_id)


def test_j_and_k_go_through_and_who_rests_has_seen_it(
    desktops: Opener, folder: Path, known: list[str]
) -> None:
    hands = seat(desktops, folder, SUPERVISOR)
    told = go(hands)
    assert hands.focused == "review_index"
    assert {one.id for one in told.index.rows} == set(known)
    first = current(hands)
    assert told.index.place == (1, 2)
    assert state(hands, first) is Reviewed.UNSEEN
    assert told.pane.timeline.entries
    assert "未看" in told.index.accessibleName()
    hands.press(Key.Key_J)
    second = current(hands)
    hands.rest()
    assert second != first
    hands.until(lambda: state(hands, second) is Reviewed.SEEN, "who rests there has seen it")
    assert state(hands, first) is Reviewed.UNSEEN, "who only passed by has not"
    hands.press(Key.Key_J)
    assert current(hands) == second, "it is the last one"
    hands.press(Key.Key_K)
    assert current(hands) == first
    hands.press(Key.Key_2, ALT)
    hands.rest()
    pane = told.pane
    assert pane.tab == PAPERS
    hands.until(lambda: pane.papers.paper.pages > 0, "the pages are drawn")
    assert pane.papers.paper.sheet(1).height() > pane.papers.paper.sheet(1).width(), "a page stands upright"
    hands.press(Key.Key_Escape)
    hands.press(Key.Key_Escape)
    assert hands.rooms.frame.page == "ledger"


def test_held_down_j_reads_the_last_one_and_few_on_the_way(
    desktops: Opener, folder: Path, known: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = seat(desktops, folder, SUPERVISOR)
    told = go(hands)
    current(hands)
    hands.rest()
    asked: list[str] = []
    real, let_go = review_sheet.opened, Event()

    def noting(desk: Desk, visit_id: str, progress: object = None) -> review_sheet.Opened:
        asked.append(visit_id)
        let_go.wait()  # the slowest of disks
        return real(desk, visit_id)

    monkeypatch.setattr(review_sheet, "opened", noting)
    for _ in range(15):
        hands.press(Key.Key_J)
        hands.press(Key.Key_K)
    hands.press(Key.Key_J)
    let_go.set()
    last = current(hands)
    hands.rest()
    assert told.pane.known == last == asked[-1]
    assert len(asked) <= 2, "of what was passed by at most one was under way"


def test_a_return_needs_a_reason_and_comes_to_the_inspector_s_day(
    desktops: Opener, folder: Path, known: list[str]
) -> None:
    hands = seat(desktops, folder, SUPERVISOR)
    told = go(hands)
    visit_id = current(hands)
    before = hands.store.arrived()
    hands.press(Key.Key_R, CTRL)
    hands.until(told.notice.isVisible)
    assert "没有写退回原因" in told.notice.accessibleName()
    assert hands.store.arrived() == before
    assert hands.focused == "review_opinion_words"
    hands.write("缺签字页")
    hands.press(Key.Key_R, CTRL)
    hands.rest()
    assert state(hands, visit_id) is Reviewed.RETURNED
    assert told.pane.opinion.told == ""
    assert "已退回" in hands.notice
    office.hand_over(hands, INSPECTOR)
    hands.go_to("today")
    hands.rest()
    chip = hands.part(QPushButton, "reviews_returned")
    assert chip.accessibleName() == "案卷退回 1"
    chip.click()
    hands.rest()
    since = review_list.day_of(review_matters.matter(hands.store, visit_id).root)
    assert told.filters.typed == (str(since), ""), "however old it is, it is listed"
    assert current(hands) == visit_id
    assert [one.word.step for one in told.pane.words.told] == [Step.RETURN]
    hands.press(Key.Key_A)
    hands.until(lambda: hands.focused == "review_opinion_words")
    hands.write("签字页已补")
    hands.press(Key.Key_M, CTRL)
    hands.rest()
    assert not reviews.standing(hands.store, visit_id).returned
    assert told.pane.tab == WORDS
    assert [one.word.words for one in told.pane.words.told] == ["缺签字页", "签字页已补"]
    office.hand_over(hands, SUPERVISOR)
    go(hands)
    assert state(hands, visit_id) is Reviewed.CHANGED
    assert told.index.choose(visit_id)
    current(hands)
    hands.rest()
    assert [one.line.code for one in told.pane.timeline.fresh] == ["dossier.review_answer_noted"]
    assert told.pane.timeline.current == told.pane.timeline.fresh[0], "what is new has the keys"
    hands.press(Key.Key_Return, CTRL)
    hands.rest()
    assert state(hands, visit_id) is Reviewed.PASSED


def test_the_workbench_tells_of_a_return_and_leads_to_its_answer_and_back(
    desktops: Opener, folder: Path, known: list[str]
) -> None:
    visit_id, other = known
    with desk_of(folder, SUPERVISOR) as desk:
        reviews.return_(desk, visit_id, "缺签字页，\n请补传")
        assert reviews.came_back(desk.store, other) is None
    hands = seat(desktops, folder, INSPECTOR)
    # Long after: what is older than the usual period is found likewise.
    hands.clock.moment = NOON + timedelta(days=200)
    bar = hands.rooms.bench.returned
    hands.rooms.work.open(other)
    hands.rooms.frame.show_page("bench")
    hands.rest()
    assert not bar.isVisible()
    hands.press(Key.Key_R, CTRL | SHIFT)
    assert hands.rooms.frame.page == "bench", "there is nothing to answer"
    hands.rooms.work.open(visit_id)
    hands.until(bar.isVisible, "the return is told")
    name = next(one.name for one in hands.store.keyring.people() if one.user == SUPERVISOR.user)
    assert bar.accessibleName() == f"案卷已退回 {name} {show_moment(NOON)} 退回：缺签字页， 请补传"
    answer = hands.part(QPushButton, "returned_answer")
    answer.setFocus()
    assert hands.focused == "returned_answer", "Tab comes to it"
    hands.press(Key.Key_R, CTRL | SHIFT)
    hands.until(lambda: hands.focused == "review_opinion_words", "the answer is begun")
    assert page(hands).pane.known == visit_id
    hands.write("签字页已补")
    hands.press(Key.Key_M, CTRL)
    hands.rest()
    assert reviews.came_back(hands.store, visit_id) is None
    hands.press(Key.Key_Escape)
    hands.press(Key.Key_Escape)
    hands.rest()
    assert hands.rooms.frame.page == "bench"
    assert hands.rooms.work.inspection_id == visit_id
    assert not bar.isVisible(), "it was answered"


def test_an_inspector_comments_and_may_not_decide(desktops: Opener, folder: Path, known: list[str]) -> None:
    hands = seat(desktops, folder, INSPECTOR)
    told = go(hands)
    visit_id = current(hands)
    opinion = told.pane.opinion
    assert not opinion._pass.isEnabled()
    assert "科长" in opinion._pass.accessibleDescription()
    hands.press(Key.Key_Return, CTRL)
    hands.until(told.notice.isVisible)
    assert "没有这项权限" in told.notice.accessibleName()
    hands.press(Key.Key_Escape)
    hands.press(Key.Key_1)
    hands.press(Key.Key_M, CTRL)
    hands.write("请看问题一")
    opinion._about.setCurrentIndex(1)
    hands.press(Key.Key_M, CTRL)
    hands.rest()
    (word,) = reviews.words_of(hands.store, visit_id)
    assert (word.step, word.about, word.words) == (Step.COMMENT, About.FINDING, "请看问题一")


def test_what_is_typed_stays_with_its_dossier(desktops: Opener, folder: Path, known: list[str]) -> None:
    hands = seat(desktops, folder, SUPERVISOR)
    told = go(hands)
    first = current(hands)
    hands.press(Key.Key_M, CTRL)
    hands.write("half a thought")
    hands.press(Key.Key_Escape)
    hands.press(Key.Key_J)
    current(hands)
    assert told.pane.opinion.told == ""
    hands.press(Key.Key_K)
    assert current(hands) == first
    assert told.pane.opinion.told == "half a thought"
    office.hand_over(hands, SUPERVISOR)
    go(hands)
    assert current(hands) == first
    assert told.pane.opinion.told == "half a thought"
    assert reviews.words_of(hands.store, first) == ()


def test_an_export_that_fails_leaves_nothing_and_one_that_works_says_where(
    desktops: Opener, folder: Path, known: list[str], tmp_path: Path
) -> None:
    hands = seat(desktops, folder, SUPERVISOR)
    told = go(hands)
    current(hands)
    hands.press(Key.Key_A, CTRL)
    assert told.index.marks == tuple(one.id for one in told.index.rows)
    assert "2" in told._export.accessibleName()
    hands.press(Key.Key_E, CTRL)
    dialog = hands.dialog("review_export_form")
    assert isinstance(dialog, FormDialog)
    blocked = tmp_path / "file"
    blocked.write_bytes(b"mine")
    line = hands.part(QLineEdit, "out_path")
    line.setText(str(blocked / "案卷"))
    hands.part(QPushButton, "review_export_form_accept").click()
    hands.rest()
    assert dialog.isVisible()
    assert blocked.read_bytes() == b"mine"
    out = tmp_path / "out"
    line.setText(str(out))
    hands.part(QPushButton, "review_export_form_accept").click()
    hands.until(lambda: out.exists() and not hands.desktop.jobs.busy, "it is written")
    hands.rest()
    assert len(list(out.glob("*.pdf"))) == 2
    assert "已导出 2 宗" in hands.notice
    hands.press(Key.Key_Escape)
    hands.press(Key.Key_Down, SHIFT)
    assert len(told.index.marks) == 2


def test_filters_narrow_and_a_period_reversed_is_said(
    desktops: Opener, folder: Path, known: list[str]
) -> None:
    hands = seat(desktops, folder, SUPERVISOR)
    told = go(hands)
    row = told.index.rows[0]
    hands.press(Key.Key_F, CTRL)
    hands.write(row.number)
    hands.press(Key.Key_Return)
    hands.rest()
    assert [one.id for one in told.index.rows] == [row.id]
    hands.press(Key.Key_A, CTRL)
    hands.write("没有这样的词")
    hands.press(Key.Key_Return)
    hands.rest()
    assert told.index.rows == ()
    assert "没有合条件" in told._teach.text()
    told._act.click()
    hands.rest()
    assert len(told.index.rows) == 2
    filters = told.filters
    filters._period.setCurrentIndex(filters._period.findData("between"))
    filters._period.activated.emit(filters._period.currentIndex())
    filters.show_days(NOON.date(), MORNING.date() - timedelta(days=9))
    told.shown.emit()
    hands.rest()
    assert told.notice.isVisible()
    assert "起止日期颠倒" in told.notice.accessibleName()
    assert len(told.index.rows) == 2, "nothing changed"


def test_news_are_named_in_the_list_and_marked_in_the_timeline(
    desktops: Opener, folder: Path, known: list[str]
) -> None:
    with desk_of(folder, SUPERVISOR) as desk:
        seen = review_sheet.opened(desk, known[0])
        review_marks.looked(desk, known[0], seen.place)
        inspector = replace(desk, user=INSPECTOR.user)
        reviews.comment(inspector, known[0], "补了一张照片")
        with desk.store.transaction(INSPECTOR.user) as tx:
            tx.act(ActKind.SERVE, "document", seen.papers[0].id, {"method": "direct", "on": "2026-11-24"})
    hands = seat(desktops, folder, SUPERVISOR)
    told = go(hands)
    assert told.index.choose(known[0])
    current(hands)
    hands.rest()
    assert "1 次送达，1 条审阅意见" in told.index.accessibleName()
    assert len(told.pane.timeline.fresh) == 2
    assert "上次查看之后" in told.pane.timeline.accessibleName()
