"""台账 in the window: rows as kept, asked by keys, sorted, narrowed, chosen columns remembered, opened."""

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLabel, QListWidget, QPushButton

from inspector_app.casework.ledgers import layouts, reading, views
from inspector_app.domain.ledgers import Ledger, Match, Narrowing, Question
from inspector_app.ui.shell.rooms import BENCH, DOCUMENTS, DOSSIER
from tests.stories.book_hands import Book
from tests.stories.hands import CTRL, SHIFT, Hands
from tests.ui.stop_sites import sited

KEY = Qt.Key


@pytest.fixture
def hands(seated: Hands) -> Hands:
    return sited(seated).hands


@pytest.fixture
def papers(hands: Hands) -> Book:
    book = Book(hands, Ledger.DOCUMENTS)
    book.go()
    return book


@pytest.fixture
def found(hands: Hands) -> Book:
    book = Book(hands, Ledger.FINDINGS)
    book.go()
    return book


def kept(book: Book, question: Question, code: str) -> list[str]:
    """What the ledger itself answers, column by column, without any window."""
    told = reading.opened(book.hands.desk, question)
    at = [one.code for one in layouts.LAYOUTS[book.ledger].columns].index(code)
    return [one.cells[at] for one in told.rows(0, told.count)]


def test_every_ledger_has_a_key_and_says_what_stands_in_it_or_will(hands: Hands) -> None:
    for ledger in Ledger:
        book = Book(hands, ledger)
        book.go()
        if book.view.model.rowCount():
            filing = hands.desk if ledger is not Ledger.FILINGS else None
            assert filing is not None
            assert book.view.model.rowCount() == reading.opened(hands.desk, Question(ledger)).count
            assert book.count == f"{book.view.model.rowCount()} 条"
            assert hands.focused == f"{book.name}_rows"
        else:
            assert hands.part(QLabel, f"{book.name}_teach").text()


def test_the_nine_sections_keep_their_keys_and_both_groups_have_a_heading(hands: Hands) -> None:
    hands.press(KEY.Key_4, CTRL)
    hands.press(KEY.Key_9, Qt.KeyboardModifier.AltModifier)
    hands.rest()
    assert hands.rooms.ledger.section == "reports"
    heads = [one.text() for one in hands.rooms.ledger.findChildren(QLabel) if one.isVisible()]
    assert {"办理", "台账"} <= set(heads)


def test_rows_columns_and_order_are_those_of_the_ledger(found: Book) -> None:
    usual = [one.label for one in found.work.layout_.columns if one.shown]
    assert found.heads == usual
    for code in ("fact", "location", "party", "due"):
        assert found.column(code) == kept(found, Question(Ledger.FINDINGS), code)


def test_what_is_typed_narrows_as_one_types_and_escape_clears_it(found: Book) -> None:
    all_rows = len(found.column("fact"))
    told = kept(found, Question(Ledger.FINDINGS, "脚手架"), "fact")
    word = found.column("fact")[0][:2]
    wanted = kept(found, Question(Ledger.FINDINGS, word), "fact")
    found.search(word)
    assert found.column("fact") == wanted
    assert found.count == f"{all_rows} 条中的 {len(wanted)} 条"
    assert len(told) <= all_rows
    found.hands.press(KEY.Key_Return)
    assert found.hands.focused == f"{found.name}_rows"
    found.hands.press(KEY.Key_Escape)
    found.rest()
    assert len(found.column("fact")) == all_rows
    assert found.hands.focused == f"{found.name}_rows"


def test_a_question_without_rows_offers_to_clear_it(found: Book) -> None:
    all_rows = found.view.model.rowCount()
    found.search("qqzzqqzz")
    assert "没有符合的行" in found.hands.part(QLabel, f"{found.name}_teach").text()
    clear = found.hands.part(QPushButton, f"{found.name}_clear_all")
    clear.setFocus()
    found.hands.press(KEY.Key_Space)
    found.rest()
    assert found.view.model.rowCount() == all_rows
    assert found.view.bar.line.text() == ""


def test_s_sorts_by_the_column_of_the_bar_and_again_the_other_way_round(found: Book) -> None:
    while found.view.table.currentIndex().column() != found.view.model.place("location"):
        found.hands.press(KEY.Key_Right)
    chosen = found.view.chosen_id
    found.hands.press(KEY.Key_S)
    found.rest()
    up = found.column("location")
    assert up == kept(found, Question(Ledger.FINDINGS, sort="location", descending=False), "location")
    assert found.view.chosen_id == chosen
    found.hands.press(KEY.Key_S)
    found.rest()
    assert found.column("location") == kept(
        found, Question(Ledger.FINDINGS, sort="location", descending=True), "location"
    )
    assert found.view.chosen_id == chosen


def test_a_state_is_filtered_from_a_list_and_its_chip_changes_and_goes(found: Book) -> None:
    word = found.column("severity")[0]
    found.filter("severity")
    found.pick(word)
    found.accept()
    narrowing = Narrowing("severity", Match.IS, word)
    assert found.work.question.narrowings == (narrowing,)
    assert found.column("fact") == kept(found, Question(Ledger.FINDINGS, narrowings=(narrowing,)), "fact")
    assert found.chips == [f"等级 是 {word}"]
    other = "一般" if word == "重大" else "重大"
    found.hands.part(QPushButton, f"{found.name}_chip_0").setFocus()
    found.hands.press(KEY.Key_Space)
    found.hands.dialog("filter_dialog")
    found.pick(other)
    found.accept()
    assert found.work.question.narrowings == (Narrowing("severity", Match.IS, other),)
    found.hands.part(QPushButton, f"{found.name}_chip_0_drop").setFocus()
    found.hands.press(KEY.Key_Space)
    found.rest()
    assert found.work.question.narrowings == ()
    assert found.chips == []


def test_days_take_both_ends_a_month_or_a_year_and_say_what_cannot_be_read(found: Book) -> None:
    found.filter("date")
    found.put("filter_from", "2026年13月")
    found.hands.press(KEY.Key_Return)
    dialog = found.hands.dialog("filter_dialog")
    assert dialog.isVisible()
    assert found.work.question.narrowings == ()
    found.put("filter_from", "2026-12")
    found.put("filter_to", "2026-11")
    found.hands.press(KEY.Key_Return)
    assert dialog.notice.code == "books.reversed"  # type: ignore[attr-defined]
    found.put("filter_from", "2026")
    found.accept()
    assert found.work.question.narrowings == (
        Narrowing("date", Match.FROM, "2026-01-01"),
        Narrowing("date", Match.TO, "2026-11-30"),
    )
    assert len(found.chips) == 2
    assert found.view.model.rowCount() == len(kept(found, found.work.question, "fact"))


def test_a_text_is_offered_what_stands_in_its_column(found: Book) -> None:
    found.filter("party")
    offered = found.hands.part(QListWidget, "filter_words")
    told = [offered.item(n).text() for n in range(offered.count())]
    assert sorted(told) == sorted(set(found.column("party")))
    found.put("filter_value", told[0][:3])
    found.accept()
    assert found.work.question.narrowings == (Narrowing("party", Match.HAS, told[0][:3]),)


def test_enter_opens_what_a_row_is_about(hands: Hands) -> None:
    for ledger, page in (
        (Ledger.DOCUMENTS, {DOCUMENTS}),
        (Ledger.INSPECTIONS, {BENCH}),
        (Ledger.FINDINGS, {BENCH, DOCUMENTS, DOSSIER}),
    ):
        book = Book(hands, ledger)
        book.go()
        opens = book.view.model.value(book.view.table.row)
        assert opens is not None
        hands.press(KEY.Key_Return)
        hands.rest()
        assert hands.rooms.frame.page in page, opens.opens


def test_space_shows_a_row_as_a_whole_and_it_stays_so_for_this_person(papers: Book) -> None:
    papers.hands.press(KEY.Key_Space)
    strip = papers.view.strip
    assert strip.isVisible()
    row = papers.view.model.value(papers.view.table.row)
    assert row is not None
    for one, cell in zip(papers.work.layout_.columns, row.cells, strict=True):
        if cell:
            assert f"{one.label}\t" in strip.text()
    strip.copy.setFocus()
    papers.hands.press(KEY.Key_Space)
    assert QGuiApplication.clipboard().text() == strip.text()
    again(papers)
    assert papers.view.strip.isVisible()


def test_chosen_rows_are_copied_as_cells_between_tabs(found: Book) -> None:
    found.hands.press(KEY.Key_Home)
    found.hands.press(KEY.Key_Down, SHIFT)
    found.hands.press(KEY.Key_C, CTRL)
    found.rest()
    lines = [one.split("\t") for one in QGuiApplication.clipboard().text().split("\n")]
    assert lines[0] == found.heads
    assert [one[found.view.model.place("fact")] for one in lines[1:]] == found.column("fact")[:2]
    assert "已复制 2 行" in found.hands.notice


def again(book: Book) -> None:
    """Sign out, sign in, and come back to the ledger."""
    book.hands.rest()
    assert book.hands.desktop.house is not None
    book.hands.desktop.lock()
    book.hands.sign_in()
    book.hands.rest()
    book.go()


def test_columns_are_chosen_ordered_and_remembered_over_a_sign_out(papers: Book) -> None:
    papers.hands.press(KEY.Key_L, CTRL)
    papers.hands.dialog("column_dialog")
    listed = papers.hands.part(QListWidget, "column_list")
    listed.setFocus()
    papers.hands.press(KEY.Key_Down)  # the second one goes to the first place, the last that shows goes away
    papers.hands.press(KEY.Key_Up, CTRL)
    shown = [one for one in papers.work.layout_.columns if one.shown]
    for _ in range(len(shown) - 1):
        papers.hands.press(KEY.Key_Down)
    papers.hands.press(KEY.Key_Space)
    papers.hands.press(KEY.Key_Return)
    papers.rest()
    wanted = [shown[1].label, shown[0].label, *(one.label for one in shown[2:-1])]
    assert papers.heads == wanted
    papers.widen("addressee", 60)
    wide = papers.view.table.columnWidth(papers.view.model.place("addressee"))
    papers.drag("issued_on", 2)
    moved = papers.heads
    assert moved == [wanted[1], wanted[2], wanted[0], *wanted[3:]]
    again(papers)
    assert papers.heads == moved
    assert papers.view.table.columnWidth(papers.view.model.place("addressee")) == wide


def test_a_view_is_kept_chosen_and_deleted(found: Book) -> None:
    hands = found.hands
    found.filter("severity")
    found.pick("重大")
    found.accept()
    rows = found.column("fact")
    hands.press(KEY.Key_S, CTRL)
    hands.dialog("view_form")
    hands.write("major only")
    hands.press(KEY.Key_Return)
    hands.until(lambda: "major only" in hands.notice)
    found.rest()
    box = hands.part(QComboBox, f"{found.name}_views")
    assert box.currentText().startswith("major only")
    choose(found, 0)
    assert found.chips == []
    assert len(found.column("fact")) >= len(rows)
    choose(found, 1)
    assert found.column("fact") == rows
    assert found.chips == ["等级 是 重大"]
    hands.press(KEY.Key_Delete, CTRL)
    hands.until(lambda: "已删除视图" in hands.notice)
    found.rest()
    assert box.count() == 1
    assert found.chips == ["等级 是 重大"]


def test_a_view_whose_column_is_gone_is_used_without_it_and_says_so(hands: Hands) -> None:
    """A view of a newer or older version: it shows what it can, and stays as it was."""
    asked = Question(
        Ledger.FINDINGS, "", (Narrowing("colour", Match.HAS, "红"), Narrowing("severity", Match.IS, "重大"))
    )
    views.save(hands.desk, views.View("旧视图", asked, ("date", "colour", "fact")))
    found = Book(hands, Ledger.FINDINGS)
    found.go()
    choose(found, 1)
    hands.until(lambda: "旧视图" in hands.notice and "colour" in hands.notice)
    assert found.chips == ["等级 是 重大"]
    assert found.heads == ["发现日期", "问题"]
    told = Question(Ledger.FINDINGS, "", asked.narrowings[1:])
    assert found.column("fact") == kept(found, told, "fact")
    (still,) = views.views(hands.desk, Ledger.FINDINGS)
    assert (still.question, still.columns) == (asked, ("date", "colour", "fact"))


def choose(book: Book, place: int) -> None:
    """Choose a view by keys."""
    hands = book.hands
    box = hands.part(QComboBox, f"{book.name}_views")
    hands.press(KEY.Key_V, CTRL | SHIFT)
    hands.until(box.view().isVisible)
    box.view().setCurrentIndex(box.model().index(place, 0))
    hands.press(KEY.Key_Return)
    hands.until(lambda: not box.view().isVisible())
    book.rest()


def test_f5_shows_what_came_meanwhile_and_the_bar_stays_on_its_row(found: Book) -> None:
    chosen = found.view.chosen_id
    finding = next(one for one in found.hands.store.ids("finding") if one != chosen)
    with found.hands.store.transaction(found.hands.desk.user) as tx:
        tx.set("finding", finding, {"location": "地下二层东北角"})
    found.hands.press(KEY.Key_F5)
    found.rest()
    assert "地下二层东北角" in found.column("location")
    assert found.view.chosen_id == chosen


def test_what_is_shown_is_exported_as_it_is_shown(found: Book, tmp_path: Path) -> None:
    found.filter("severity")
    found.pick("重大")
    found.accept()
    out = tmp_path / "out.xlsx"
    found.hands.press(KEY.Key_E, CTRL)
    found.hands.name_file("ledger_place", out)
    assert str(out) in found.hands.notice
    sheet = openpyxl.load_workbook(out).worksheets[0]
    cells = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    head = next(n for n, row in enumerate(cells) if set(found.heads) <= set(row))
    at = cells[head].index("问题")
    facts = [row[at] for row in cells[head + 1 :] if any(row)]
    assert facts[: len(found.column("fact"))] == found.column("fact")
    assert not found.view.doing.isVisible()


def test_an_export_into_a_folder_that_is_none_is_said_and_nothing_is_there(
    found: Book, tmp_path: Path
) -> None:
    room = tmp_path / "room"
    room.mkdir()
    (room / "file").write_text("x")
    out = room / "file" / "out.xlsx"
    assert found.work.session is not None
    asked = found.work.question, found.work.columns
    found.work.exporting._write(found.work.session, None, *asked, out, "")
    found.rest()
    assert found.hands.notice
    assert list(room.iterdir()) == [room / "file"]
    assert (room / "file").read_text() == "x"
    assert not found.view.doing.isVisible()


def test_f1_opens_the_chapter_of_the_ledgers(found: Book) -> None:
    house = found.hands.desktop.house
    assert house is not None
    assert house.help.topic == "ledgers"


def test_personal_numbers_are_asked_about_and_leave_whole_with_a_reason_alone(
    hands: Hands, tmp_path: Path
) -> None:
    book = Book(hands, Ledger.INSPECTIONS)
    book.go()
    book.work._take_columns(("date", "certificates"))
    told = [one for one in book.column("certificates") if one]
    assert told
    for name, reason in (("masked", ""), ("whole", "audit by the bureau")):
        out = tmp_path / f"{name}.xlsx"
        hands.press(KEY.Key_E, CTRL)
        dialog = hands.dialog("export_form")
        box = hands.part(QComboBox, "numbers", dialog)
        if reason:
            box.setFocus()
            hands.press(KEY.Key_Down)
            hands.tab_to("reason")
            hands.write(reason)
        hands.part(QPushButton, "export_form_accept", dialog).click()
        hands.name_file("ledger_place", out)
        sheet = openpyxl.load_workbook(out).worksheets[0]
        cells = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value}
        assert (told[0] in cells) is bool(reason)
    assert len(hands.store.ids("ledger_export")) == 1
