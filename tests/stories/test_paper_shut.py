"""A small window around a paper is shut while its wish is still being done: done is done, and it is said."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from inspector_app.casework.papers import drafts, issued, service
from inspector_app.casework.people import workspace
from inspector_app.domain.errors import UnavailableError
from inspector_app.ui.papers.large_page import LargePage
from tests.stories import paper_hands
from tests.stories.hands import CTRL, Hands
from tests.stories.paper_hands import to_the_documents


@contextmanager
def held_up(hands: Hands) -> Iterator[None]:
    """While inside, nothing that was asked for is done."""
    go_on = threading.Event()
    hands.desktop.jobs.start(lambda _: go_on.wait(30), lambda _: None)
    try:
        yield
    finally:
        go_on.set()


def shut_before_it_is_done(hands: Hands, name: str) -> None:
    """Give the wish with Enter, and shut the window before anything is done."""
    with held_up(hands):
        hands.press(Qt.Key.Key_Return)
        assert not hands.part(QPushButton, f"{name}_accept").isEnabled(), "the wish was given"
        hands.press(Qt.Key.Key_Escape)
        hands.until(lambda: hands._open(f"{name}_dialog") is None, "the window is shut")
    hands.rest()


def to_the_service(hands: Hands) -> issued.Issued:
    told = paper_hands.to_an_issued_notice(hands)
    to_the_documents(hands)
    hands.press(Qt.Key.Key_D, CTRL)
    hands.dialog("service_dialog")
    return told


def test_a_service_is_noted_and_what_comes_next_is_offered(seated: Hands) -> None:
    told = to_the_service(seated)
    seated.write("骆远山")
    shut_before_it_is_done(seated, "service")
    (noted,) = service.services(seated.store, told.id, told.recipients[0].party_id)
    assert noted.receiver == "骆远山"
    seated.dialog("served_note")


def test_a_service_that_is_refused_is_said_on_the_page(seated: Hands) -> None:
    told = to_the_service(seated)
    shut_before_it_is_done(seated, "service")
    assert not service.services(seated.store, told.id, told.recipients[0].party_id)
    assert "签收人" in seated.notice


def test_a_refusal_that_is_noted_says_so(seated: Hands) -> None:
    told = to_the_service(seated)
    seated.tab_to("service_refusal")
    seated.write("骆远山称须先请示，拒绝签收")
    shut_before_it_is_done(seated, "service")
    (noted,) = service.services(seated.store, told.id, told.recipients[0].party_id)
    assert noted.refusal
    seated.dialog("served_note")


def test_the_proof_is_begun_though_nobody_waits_for_it(seated: Hands) -> None:
    told = to_the_service(seated)
    seated.write("骆远山")
    seated.press(Qt.Key.Key_Return)
    seated.dialog("served_note")
    seated.rest()
    with held_up(seated):
        seated.press(Qt.Key.Key_Return)
        seated.press(Qt.Key.Key_Escape)
        no_dialog_open(seated)
    seated.rest()
    assert drafts.kind_of(seated.store, drafts.documents_of(seated.store, told.inspection_id)[-1]) == (
        "proof_of_service"
    )
    assert "送达回证" in seated.notice


def no_dialog_open(hands: Hands) -> None:
    hands.until(lambda: hands._open("served_note") is None, "the window is shut")


@pytest.mark.parametrize(("pin", "fate"), [(workspace.TRAINING_PIN, "void"), ("000000", "issued")])
def test_a_voiding_is_done_or_said_to_be_refused(seated: Hands, pin: str, fate: str) -> None:
    told = paper_hands.to_an_issued_notice(seated)
    to_the_documents(seated)
    seated.tab_to("void_paper")
    seated.press(Qt.Key.Key_Space)
    seated.dialog("void_dialog")
    seated.fill("写错")
    seated.write(pin)
    shut_before_it_is_done(seated, "void")
    assert issued.must_be_issued(seated.store, told.id).fate == fate
    if fate == "void":
        seated.dialog("voided_note")
    else:
        assert "PIN" in seated.notice


def test_pages_are_turned_by_the_buttons_above_them(seated: Hands) -> None:
    paper_hands.to_an_issued_notice(seated)
    seated.press(Qt.Key.Key_F11)
    view = seated.dialog("large_page")
    assert isinstance(view, LargePage)
    seated.rest()
    assert (view.paper.page, view.paper.pages > 1) == (1, True)
    seated.until(lambda: view.paper.verticalScrollBar().maximum() > 0, "the pages are laid out")
    seated.part(QPushButton, "large_after").click()
    assert view.paper.page == 2
    seated.part(QPushButton, "large_before").click()
    assert view.paper.page == 1


def test_a_page_that_cannot_be_drawn_says_so_where_it_is_looked_for(
    seated: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper_hands.to_an_issued_notice(seated)

    def draw(_: bytes, __: int) -> list[object]:
        raise UnavailableError("ui.file_not_written", where="", reason="")

    monkeypatch.setattr(seated.rooms, "draw", draw)
    seated.press(Qt.Key.Key_F11)
    view = seated.dialog("large_page")
    assert isinstance(view, LargePage)
    seated.rest()
    assert view.paper.pages == 0
    assert "正在排版" not in view.paper.words.text()
