"""对象 at the real window: found as one types, all about the chosen one, entered and changed by keys."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.history import carry
from inspector_app.casework.overview import target_book
from inspector_app.casework.overview.target_book import TargetCard, TargetLine
from inspector_app.casework.targets import registry
from inspector_app.casework.targets.registry import NewParty, NewTarget
from inspector_app.casework.visits import inspections
from inspector_app.domain.errors import UnavailableError
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.people import Officer
from inspector_app.ui.controls.parts import Chip
from inspector_app.ui.registry.people_part import PeopleModel
from inspector_app.ui.registry.target_picker import TargetPicker
from inspector_app.ui.registry.targets_model import LINE, PAGE, TargetsModel
from inspector_app.ui.registry.targets_page import TargetsPage
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.tones import tone
from tests.stories.hands import CTRL, SHIFT, Hands
from tests.stories.office import MORNING, PLANT, SITE
from tests.ui.looking import cut_off, nameless, too_small, untold
from tests.ui.wearing import LOOKS, undressed, wear

__all__ = ["undressed"]

ENTER = Qt.Key.Key_Return


@dataclass(frozen=True)
class CardPaper:
    """What the card shows of an issued document."""

    id: str
    number: str
    label: str
    issued_on: date
    fate: str
    late: bool = False


def a_line(n: int, name: str = "") -> TargetLine:
    return TargetLine(f"id{n}", "在建工程", name or f"工地{n}", "滨河路", "宏岳建工", "主体 3/9 层", None)


def to_page(hands: Hands) -> TargetsPage:
    hands.press(Qt.Key.Key_5, CTRL)
    hands.rest()
    hands.until(lambda: bool(hands.rooms.targets.target_id))
    return hands.rooms.targets


def shown(page: TargetsPage) -> list[str]:
    return [page._model.index(n).data(LINE).name for n in range(page._model.rowCount())]


def test_the_list_narrows_as_one_types_and_the_chosen_one_is_told(seated: Hands) -> None:
    page = to_page(seated)
    assert set(shown(page)) == {SITE, PLANT}
    seated.press(Qt.Key.Key_F, CTRL)
    assert seated.focused == "targets_line"
    for told, wanted in (("ljyy", SITE), ("砼源", PLANT), ("qltyxcl", PLANT), ("标段 临江", SITE)):
        seated.press(Qt.Key.Key_A, CTRL)
        seated.write(told)
        seated.rest()
        assert shown(page) == [wanted], told
        seated.until(lambda name=wanted: page._name._told == name)  # type: ignore[misc]
    texts = [one.text() for one in page.card.findChildren(QLabel)]
    assert "责任单位与联系人" in texts


@pytest.mark.parametrize("language", ["light", "english"])
def test_a_paper_has_the_tone_of_its_state_in_every_language(
    seated: Hands, undressed: None, language: str
) -> None:
    wear(seated, LOOKS[language])
    page = to_page(seated)
    target = registry.targets(seated.store)[0]
    papers = [
        CardPaper(one, one, "限期整改通知书", MORNING.date(), one) for one in ("issued", "void", "revoked")
    ]
    told = TargetCard(target, "construction_site", "", (), 0, tuple(papers), 3, 0, 0)  # type: ignore[arg-type]
    page.card.show_card(told)
    chips = [page.card.findChild(QPushButton, f"paper_{one.id}").findChild(Chip) for one in papers]
    assert [one._tone for one in chips] == [tone("已签发"), "gray", "gray"]
    words = ["Issued", "Void", "Revoked"] if language == "english" else ["已签发", "作废", "已撤销"]
    assert [one.accessibleName() for one in chips] == words


def test_a_target_that_was_entered_is_not_entered_again_when_its_inspection_cannot_begin(
    seated: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(desk: Desk, target_id: str) -> str:
        raise UnavailableError("store.disk_full", where=str(desk.store.folder.path))

    seated.press(Qt.Key.Key_N, CTRL)
    seated.dialog("target_picker")
    seated.write("云栖里三期")
    seated.press(ENTER)
    seated.dialog("target_dialog")
    monkeypatch.setattr(carry, "begin", refuse)
    seated.press(ENTER)
    seated.press(ENTER)
    seated.rest()
    assert [one.name for one in registry.targets(seated.store)].count("云栖里三期") == 1
    assert seated._open("target_dialog") is None
    assert "磁盘" in seated.notice


def test_what_is_not_there_is_offered_to_be_entered(seated: Hands) -> None:
    page = to_page(seated)
    seated.press(Qt.Key.Key_F, CTRL)
    seated.write("云栖里三期")
    seated.rest()
    offer = seated.part(QPushButton, "offer_target", page)
    assert offer.accessibleName() == "新增“云栖里三期”"
    assert page.target_id == ""
    offer.click()
    dialog = seated.dialog("target_dialog")
    assert seated.part(QLineEdit, "target_name", dialog).text() == "云栖里三期"
    seated.press(ENTER)
    seated.until(lambda: page._name._told == "云栖里三期")
    assert seated.rooms.frame.page == "targets", "entered without an inspection"
    assert inspections.visit_ids(seated.desk) == ()


def test_keys_begin_change_and_enter(seated: Hands) -> None:
    page = to_page(seated)
    target_id = page.target_id
    seated.press(Qt.Key.Key_E, CTRL)
    dialog = seated.dialog("target_dialog")
    name = seated.part(QLineEdit, "target_name", dialog)
    name.setFocus()
    seated.press(Qt.Key.Key_A, CTRL)
    seated.write("改过的名称")
    stage = seated.part(QComboBox, "target_phase", dialog)
    assert stage.count() > 2
    stage.setCurrentIndex(1)
    seated.press(ENTER)
    seated.until(lambda: page._name._told == "改过的名称")
    assert registry.target_of(seated.store, target_id).phase
    seated.press(Qt.Key.Key_N, CTRL | SHIFT)
    seated.dialog("target_dialog")
    seated.press(Qt.Key.Key_Escape)
    seated.press(ENTER, CTRL)
    seated.until(lambda: seated.rooms.frame.page == "bench")
    seated.rest()
    assert seated.rooms.work.bench is not None
    assert seated.rooms.work.bench.target.id == target_id
    page = to_page(seated)
    seated.until(lambda: bool(page.card.findChildren(QPushButton)))
    visit = next(one for one in page.card.findChildren(QPushButton) if one.objectName().startswith("visit_"))
    visit.click()
    seated.until(lambda: seated.rooms.frame.page == "bench")


def test_people_and_the_days_of_their_certificates(seated: Hands) -> None:
    page = to_page(seated)
    seated.press(Qt.Key.Key_P, CTRL | SHIFT)
    seated.rest()
    table = page.people.table
    assert table.isVisible()
    assert table.hasFocus()
    assert table.model().rowCount() == len(registry.officers(seated.store))
    seated.press(ENTER)
    seated.dialog("officer_dialog")
    seated.press(Qt.Key.Key_Escape)


@pytest.mark.parametrize(
    ("officer", "word"),
    [
        (Officer("1", "沈", "519", date(2024, 1, 1), date(2028, 1, 1)), "有效"),
        (Officer("1", "沈", "519", date(2024, 1, 1), date(2026, 11, 24)), "还有 0 天到期"),
        (Officer("1", "沈", "519", date(2024, 1, 1), date(2026, 11, 23)), "已过期"),
        (Officer("1", "沈", "519", date(2027, 1, 1), date(2028, 1, 1)), "还没生效"),
        (Officer("1", "沈", "", date(2024, 1, 1), date(2028, 1, 1)), "证件没填全"),
        (Officer("1", "沈", "519", None, None), "证件没填全"),
        (Officer("1", "沈", "", None, None, expert=True), "专家，不计执法人员"),
    ],
)
def test_a_certificate_is_worth_what_the_law_says_today(officer: Officer, word: str) -> None:
    model = PeopleModel()
    model.show_people((officer,), date(2026, 11, 24))
    assert model.index(0, 3).data() == word


def test_everything_is_named_large_enough_and_not_cut_off(seated: Hands) -> None:
    page = to_page(seated)
    for _ in range(2):
        assert nameless(page) == []
        assert too_small(page) == []
        assert cut_off(page) == []
        assert untold(page) == []
        seated.press(Qt.Key.Key_P, CTRL | SHIFT)
        seated.rest()


def test_a_list_of_many_targets_asks_only_for_what_is_seen(look: Look, qtbot: QtBot) -> None:
    page = TargetsPage(look)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    asked: list[list[str]] = []
    page.wanted.connect(asked.append)
    ids = [f"id{n}" for n in range(100_000)]
    page.show()
    begun = time.monotonic()
    page.show_found("", ids, [a_line(n) for n in range(PAGE)])
    print(f"100,000 targets listed: {1000 * (time.monotonic() - begun):.1f} ms")
    page.grab()
    assert asked == []
    page._list.scrollToBottom()
    page.grab()
    qtbot.waitUntil(lambda: bool(asked))
    assert len(asked) <= 2
    assert asked[-1][-1] == ids[-1]
    page.take_lines([a_line(99_999, "最后一个")])
    assert page._model.index(99_999).data() == "最后一个 宏岳建工"


def test_pages_seen_long_ago_are_forgotten(qtbot: QtBot) -> None:
    model = TargetsModel()
    model.show("", [f"id{n}" for n in range(PAGE * 100)], [])
    model.wanted.connect(lambda ids: model.take([a_line(int(one[2:])) for one in ids]))
    for page in range(100):
        model.index(page * PAGE).data(LINE)
    assert model.index(99 * PAGE).data(LINE) is not None
    assert len(model._lines) <= PAGE * 64


# The picker.


def picker(look: Look, qtbot: QtBot, lines: list[TargetLine]) -> TargetPicker:
    def find(told: str) -> None:
        dialog.show_found(told, [one for one in lines if all(part in one.name for part in told.split())])

    dialog = TargetPicker(look)
    dialog.asked.connect(find)
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.ask()
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def test_enter_waits_for_the_answer_to_the_words_that_stand_there(look: Look, qtbot: QtBot) -> None:
    dialog = TargetPicker(look)
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.show_found("", [a_line(1, "临江雅苑"), a_line(2, "望川大厦")])
    picked: list[str] = []
    dialog.target_chosen.connect(picked.append)
    search = dialog.findChild(QLineEdit, "target_search")
    search.setText("望")
    QTest.keyClick(search, ENTER)
    assert picked == [], "what is shown answers another question"
    dialog.show_found("", [a_line(1, "临江雅苑")])
    assert picked == [], "an answer that came late"
    dialog.show_found("望", [a_line(2, "望川大厦")])
    assert picked == ["id2"]
    dialog.show_found("望", [a_line(2, "望川大厦")])
    assert picked == ["id2"], "pressed once"
    dialog.reject()


def test_the_picker_and_the_hint_are_looked_up_beside_the_screen(
    seated: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []
    for name in ("find_lines", "alike"):
        real = getattr(target_book, name)

        def watched(*told: object, real: Callable[..., object] = real) -> object:
            threads.append(threading.get_ident())
            return real(*told)

        monkeypatch.setattr(target_book, name, watched)
    to_page(seated)
    seated.press(Qt.Key.Key_N, CTRL)
    seated.dialog("target_picker")
    seated.write("临江雅苑")
    seated.rest()
    seated.press(Qt.Key.Key_Escape)
    seated.press(Qt.Key.Key_N, CTRL | SHIFT)
    dialog = seated.dialog("target_dialog")
    seated.write("临江雅苑二期")
    hint = dialog.findChild(QLabel, "target_alike")
    seated.until(hint.isVisible)
    assert threads
    assert threading.get_ident() not in threads
    seated.press(Qt.Key.Key_Escape)


def test_the_picker_shows_what_is_found_and_enter_takes_the_first(look: Look, qtbot: QtBot) -> None:
    dialog = picker(look, qtbot, [a_line(1, "临江雅苑"), a_line(2, "望川大厦"), a_line(3, "临江二期")])
    picked: list[str] = []
    new: list[str] = []
    dialog.target_chosen.connect(picked.append)
    dialog.new_requested.connect(new.append)
    search = dialog.findChild(QLineEdit, "target_search")
    for told in ("望川", "二期 临江", ""):
        search.setText(told)
        QTest.keyClick(search, ENTER)
    assert picked == ["id2", "id3", "id1"]
    QTest.keyClick(search, Qt.Key.Key_Down)
    QTest.keyClick(search, Qt.Key.Key_Down)
    QTest.keyClick(search, ENTER)
    assert picked[-1] == "id3"
    search.setText("没有这里")
    assert dialog.accept_button.accessibleName() == "新增"
    QTest.keyClick(search, ENTER)
    assert new == ["没有这里"]
    QGuiApplication.clipboard().setText("临\x00江\n" * 25_000)
    QTest.keyClick(search, Qt.Key.Key_V, CTRL)
    assert dialog._long.isVisible()
    dialog.reject()


def test_an_empty_register_teaches(look: Look, qtbot: QtBot) -> None:
    dialog = picker(look, qtbot, [])
    assert not dialog.findChild(QTableView, "targets").isVisible()
    assert "先登记" in dialog.findChild(QLabel, "picker_told").text()
    assert not dialog.accept_button.isEnabled()
    with qtbot.waitSignal(dialog.new_requested):
        dialog.findChild(QPushButton, "new_target").click()
    dialog.reject()


def test_a_target_that_may_be_there_is_hinted_and_a_pasted_page_refused_in_words(seated: Hands) -> None:
    to_page(seated)
    seated.press(Qt.Key.Key_N, CTRL | SHIFT)
    dialog = seated.dialog("target_dialog")
    seated.write("临江雅苑二期")
    hint = dialog.findChild(QLabel, "target_alike")
    seated.until(lambda: hint.isVisible() and SITE in hint.text())
    seated.part(QLineEdit, "target_name", dialog).setText("临\x07江" * 40_000)
    seated.press(ENTER)
    seated.until(lambda: bool(dialog.notice.isVisible()))  # type: ignore[attr-defined]
    assert "最多 200 个" in dialog.notice.accessibleName()  # type: ignore[attr-defined]
    assert seated.store.records("target", where={"name": "临"}) == []
    seated.press(Qt.Key.Key_Escape)


def test_a_company_is_mended_from_the_card(seated: Hands) -> None:
    party = NewParty(PartyRole.CONTRACTOR, "宏岳建工", "没有这个代码")
    registry.add_target(seated.desk, NewTarget("construction_site", "新的工地", "", (party,)))
    page = to_page(seated)
    seated.press(Qt.Key.Key_F, CTRL)
    seated.write("xdgd")
    seated.rest()
    seated.until(lambda: page._name._told == "新的工地")
    mend = next(one for one in page.card.findChildren(QPushButton) if one.objectName().startswith("mend_"))
    mend.click()
    seated.dialog("target_dialog")
    assert seated.focused == "contractor_name"
    seated.press(Qt.Key.Key_Escape)
