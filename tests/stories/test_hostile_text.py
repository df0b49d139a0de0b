"""Markup, formulas and signs that turn the writing round: shown as they are, printed as they are."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from inspector_app.casework.papers import drafts, issued
from inspector_app.ui.controls.fields import LineField, TextField
from inspector_app.ui.controls.parts import Elided, plain
from inspector_app.ui.workbench.edits import DAYS, MOMENTS
from inspector_app.ui.workbench.finding_card import FindingCard
from inspector_app.ui.workbench.form import Form
from tests.documents.reading import bare, whole
from tests.stories.hands import Hands

TURNED = "甲\u202e乙"
MARKUP = "<img src=x>=1+1&amp;%s{机关}"


def hostile(tag: str) -> str:
    return f"<b>{tag}</b>{MARKUP}"


def texts_of(form: Form) -> list[LineField | TextField]:
    """The fields of a form that take any words."""
    names = {*DAYS, *MOMENTS, "approval.at"}
    wanted = [one for name, one in form.fields.items() if name not in names]
    return [one for one in wanted if isinstance(one, LineField | TextField)]


def fill_form(hands: Hands, form: Form) -> list[str]:
    told = []
    for n, field in enumerate(texts_of(form)):
        field.setFocus()
        told.append(hostile(f"第{n:02}格"))
        hands.fill(told[-1])
    hands.rest()
    return told


def everything(hands: Hands) -> Iterator[QWidget]:
    yield from hands.desktop.window.findChildren(QWidget)


def assert_nothing_is_read_as_markup(hands: Hands) -> int:
    """Look at every label and tooltip of the window; return how many hostile texts they held."""
    seen = 0
    for widget in everything(hands):
        if isinstance(widget, QLabel) and widget.text():
            assert widget.textFormat() is Qt.TextFormat.PlainText, widget.text()
        tip = widget.toolTip()
        if "img" in tip:
            shown = QTextDocument()
            shown.setHtml(tip)
            assert MARKUP in shown.toPlainText(), tip
            seen += 1
    return seen


def test_what_is_typed_into_the_fields_stands_verbatim_on_screen_and_paper(seated: Hands) -> None:
    seated.begin("临江 3标")
    assert seated.rooms.bench.who is not None
    told = fill_form(seated, seated.rooms.bench.who.form)
    seated.new_finding()
    for name in ("fact", "location"):
        seated.tab_to(name)
        told.append(hostile(name))
        seated.fill(told[-1])
    seated.press(Qt.Key.Key_Escape)
    seated.rest()
    seated.press(Qt.Key.Key_Return)
    seated.until(lambda: seated.rooms.frame.page == "bench")
    seated.rest()
    seated.rooms.bench.findings.open_finding("")
    seated.choose_kind("检查记录")
    card = seated.part(FindingCard, "card_1")
    assert hostile("fact") in card.accessibleName()
    assert hostile("fact") in {one._told for one in card.findChildren(Elided)}
    assert assert_nothing_is_read_as_markup(seated) >= 2
    bench = seated.rooms.work.bench
    assert bench is not None
    assert bench.draft is not None
    paper = whole(drafts.preview(seated.desk, bench.draft.id).pdf)
    # What wraps in a narrow cell is read back in pieces; what has a line of its own, whole.
    whole_ones = [one for one in told if bare(one) in paper]
    assert {hostile("fact"), hostile("location")} <= set(whole_ones)
    assert len(whole_ones) >= 6
    for one in told:
        tag = one.partition("</b>")[0].removeprefix("<b>")
        assert tag not in paper or f"<b>{tag}</b>" in paper


def test_names_that_are_entered_stand_verbatim_in_lists_and_labels(seated: Hands) -> None:
    seated.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    seated.dialog("target_picker")
    seated.tab_to("new_target")
    seated.press(Qt.Key.Key_Space)
    dialog = seated.dialog("target_dialog")
    for n, line in enumerate(one for one in dialog.findChildren(QLineEdit) if one.isEnabled()):
        line.setFocus()
        seated.fill(hostile(f"对象{n}"))
    assert_nothing_is_read_as_markup(seated)
    seated.press(Qt.Key.Key_Return)
    seated.until(lambda: seated.rooms.frame.page == "bench")
    for name in ("present", "present_position", "present_company", "present_phone"):
        seated.part(QLineEdit, name).setFocus()
        seated.write(hostile(name))
    seated.press(Qt.Key.Key_Return)
    seated.rest()
    seated.choose_kind("检查记录")
    assert hostile("present") in {one.accessibleName() for one in seated.desktop.window.findChildren(Elided)}
    assert assert_nothing_is_read_as_markup(seated) >= 5
    seated.press(Qt.Key.Key_Escape)
    seated.rest()
    assert_nothing_is_read_as_markup(seated)


def test_a_sign_that_turns_the_writing_round_is_kept_and_printed_by_its_number(seated: Hands) -> None:
    seated.ready_to_issue()
    for name in ("fact", "location"):
        seated.rooms.bench.paper.followed.emit(f"findings.0.{name}")
        seated.fill(TURNED)
        seated.rest()
        assert seated.editor.fields[name].text() == TURNED  # type: ignore[union-attr]
    assert not seated.gate
    seated.press(Qt.Key.Key_F9)
    seated.give_pin()
    (told,) = issued.all_documents(seated.store)
    assert whole(issued.pdf(seated.store, told.id)).count("甲〔U+202E〕乙") == 2
    record = seated.store.record("finding", told.finding_ids[0])
    assert record is not None
    assert (record.fields["fact"], record.fields["location"]) == (TURNED, TURNED)


@pytest.mark.parametrize(
    "told", ["a < b", "<b>粗</b>", "<img src=x>", "第一行\n<i>二</i>", "普通的话", "R&D &amp; <"]
)
def test_a_tooltip_shows_its_text_and_nothing_else(qapp: QApplication, told: str) -> None:
    shown = QTextDocument()
    tip = plain(told)
    shown.setHtml(tip) if "<p>" in tip else shown.setPlainText(tip)
    assert shown.toPlainText() == told
