"""Where the keys go: never into nothing, never off the page, never into a choice nobody saw."""

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox

from inspector_app.ui.controls.spot import Spot
from tests.stories.hands import Hands


def to_a_finding(hands: Hands) -> None:
    hands.begin("临江 3标")
    hands.new_finding()
    hands.phrase("lb")


def test_esc_closes_the_phrase_list_and_stays_on_the_page(seated: Hands) -> None:
    seated.begin("临江 3标")
    seated.new_finding()
    seated.write("lb")
    assert seated.offers
    seated.press(Qt.Key.Key_Escape)
    assert not seated.offers
    assert (seated.rooms.frame.page, seated.focused) == ("bench", "fact")
    seated.press(Qt.Key.Key_Escape)
    assert seated.rooms.frame.page == "visits"


def test_a_card_keeps_the_keys_when_space_ticks_it(seated: Hands) -> None:
    to_a_finding(seated)
    seated.choose_kind("限期整改")
    seated.new_finding()
    seated.phrase("lb")
    seated.tab_to("card_1")
    ticked = []
    for _ in range(2):
        seated.press(Qt.Key.Key_Space)
        seated.rest()
        assert seated.focused == "card_1"
        bench = seated.rooms.work.bench
        assert bench is not None
        ticked.append(bench.ticked(bench.findings[0].id))
    assert ticked == [False, True]


def test_a_finding_that_is_shut_leaves_the_keys_at_its_card(seated: Hands) -> None:
    to_a_finding(seated)
    seated.tab_to("close_finding")
    seated.press(Qt.Key.Key_Space)
    seated.rest()
    assert seated.focused == "card_1"
    seated.press(Qt.Key.Key_Return)
    seated.until(lambda: seated.focused == "fact")


def test_after_a_finding_is_removed_the_page_still_hears_its_keys(seated: Hands) -> None:
    to_a_finding(seated)
    seated.tab_to("remove_finding")
    seated.press(Qt.Key.Key_Space)
    seated.rest()
    assert seated.rooms.work.bench is not None
    assert seated.rooms.work.bench.findings == ()
    seated.new_finding()
    assert len(seated.rooms.work.bench.findings) == 1


def test_a_new_finding_is_seen_whichever_tab_is_shown(seated: Hands) -> None:
    to_a_finding(seated)
    seated.choose_kind("限期整改")
    seated.press(Qt.Key.Key_F6)
    assert not seated.editor.isVisible()
    seated.press(Qt.Key.Key_F2)
    seated.until(lambda: seated.editor.isVisible() and seated.focused == "fact")


def test_a_paper_that_is_undone_leaves_no_empty_form_behind(seated: Hands) -> None:
    to_a_finding(seated)
    seated.choose_kind("限期整改")
    seated.press(Qt.Key.Key_F6)
    assert seated.rooms.bench.middle.tab == "document"
    seated.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    seated.rest()
    assert seated.rooms.work.bench is not None
    assert seated.rooms.work.bench.draft is None
    assert seated.rooms.bench.middle.tab == "findings"


def test_a_line_about_a_finding_never_leads_into_another_one(seated: Hands) -> None:
    """The open one holds words that cannot be written: the keys do not go to its field instead."""
    to_a_finding(seated)
    seated.new_finding()
    seated.choose_kind("限期整改")
    bench, page = seated.rooms.work.bench, seated.rooms.bench
    assert bench is not None
    first, second = (one.id for one in bench.findings)
    page.left.connect(page.take_back)
    page.findings.open_finding(second)
    seated.until(lambda: seated.focused == "fact" and seated.editor.isVisible())
    seated.write("x")
    assert page.focus_spot(Spot("finding", first, "location"))
    assert page.findings.open_id == second
    assert seated.focused == "fact"
    page.forget()


def test_after_sign_in_the_arrows_and_enter_work_in_the_list(seated: Hands) -> None:
    to_a_finding(seated)
    seated.press(Qt.Key.Key_Escape)
    seated.desktop.lock()
    seated.sign_in()
    seated.go_to("visits")
    assert seated.focused == "visits_table"
    seated.press(Qt.Key.Key_Return)
    seated.until(lambda: seated.rooms.frame.page == "bench")


def test_to_issue_nothing_leads_to_the_choice_of_a_paper(seated: Hands) -> None:
    seated.begin("临江")
    seated.press(Qt.Key.Key_F9)
    assert seated.focused == "kind"


def test_an_arrow_over_the_papers_begins_none(seated: Hands) -> None:
    to_a_finding(seated)
    seated.tab_to("kind")
    seated.press(Qt.Key.Key_Down)
    assert seated.part(QComboBox, "kind").view().isVisible()
    seated.press(Qt.Key.Key_Escape)
    seated.rest()
    assert seated.store.records("document") == []
    assert seated.rooms.frame.page == "bench"


def test_after_issuing_the_page_still_hears_its_keys(seated: Hands) -> None:
    seated.ready_to_issue()
    seated.press(Qt.Key.Key_F9)
    seated.give_pin()
    seated.press(Qt.Key.Key_Escape)
    assert seated.rooms.frame.page == "visits"


def test_the_wheel_over_a_list_chooses_nothing(seated: Hands) -> None:
    to_a_finding(seated)
    seated.choose_kind("停工")
    before = (seated.rooms.work.bench, len(seated.store.acts()), list(seated.store.entries()))
    boxes = [one for one in seated.desktop.window.findChildren(QComboBox) if one.isEnabled()]
    assert len(boxes) > 6
    for box in boxes:
        down = QPoint(0, -120)
        event = QWheelEvent(
            QPointF(5, 5),
            QPointF(box.mapToGlobal(QPoint(5, 5))),
            QPoint(),
            down,
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(box, event)
    seated.rest()
    assert (seated.rooms.work.bench, len(seated.store.acts()), list(seated.store.entries())) == before


def test_a_picture_is_pasted_while_the_keys_are_in_another_field(seated: Hands) -> None:
    to_a_finding(seated)
    seated.press(Qt.Key.Key_Tab)
    seated.tab_to("location")
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(QColor("teal"))
    told = QMimeData()
    told.setImageData(picture)
    seated.paste(told)
    bench = seated.rooms.work.bench
    assert bench is not None
    assert len(bench.findings[0].photos) == 1
    words = QMimeData()
    words.setText("3#楼")
    seated.paste(words)
    assert seated.editor.fields["location"].text() == "3#楼"  # type: ignore[union-attr]


def test_a_gate_line_about_the_measure_finds_it_whichever_party_is_open(seated: Hands) -> None:
    to_a_finding(seated)
    seated.choose_kind("限期整改")
    bench = seated.rooms.work.bench
    assert bench is not None
    seated.editor.party_chosen.emit(bench.target.parties[1].id)
    assert seated.editor.party_id == bench.target.parties[1].id
    seated.rooms.bench.paper.followed.emit("findings.0.measure")
    assert seated.focused == f"measure:{bench.addressee_id}"
