"""The window of a day on paper: what is weighed, kept and offered while somebody types; one paper more."""

import threading
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import issued, late, late_list
from inspector_app.casework.people import workspace
from inspector_app.casework.play.stories import paper_day
from inspector_app.casework.play.story import Story
from inspector_app.casework.targets import registry
from inspector_app.domain.templates import DocumentKind
from inspector_app.ui.ledger import late_forms
from inspector_app.ui.ledger.late_day import LateDay
from inspector_app.ui.ledger.late_day_work import KEY
from tests.stories import late_hands as told
from tests.stories.hands import Hands

Key = Qt.Key


def signed(hands: Hands) -> Desk:
    session = hands.desktop._session
    assert session is not None
    return session.sign(workspace.TRAINING_PIN)


@pytest.fixture
def window(seated: Hands) -> LateDay:
    told.open_section(seated)
    return told.open_day(seated)


def windows(hands: Hands) -> int:
    return sum(one.isVisible() for one in hands.desktop.window.findChildren(LateDay))


def put(window: LateDay, card: str, name: str, words: str) -> None:
    """Let something stand in a line as if it had been typed."""
    widget = window._cards[card].fields[name].widget
    assert isinstance(widget, QLineEdit)
    widget.setText(words)


def test_who_got_the_paper_gets_no_copy_of_it(seated: Hands, window: LateDay) -> None:
    told.find(seated, window, "visit_target", "临江 3标")
    paper = window._cards["paper2"].fields
    first, second = (one.id for one in window._choices.parties[:2])
    paper["addressee"].show_value(first)
    told.weighed(seated, window)
    paper["copied"].show_value([second])
    told.weighed(seated, window)
    paper["addressee"].show_value(second)
    assert "late.papers.1.copied" not in told.weighed(seated, window)
    assert second not in window.day.papers[0]["copied"]


def test_what_is_suggested_late_is_kept_and_weighed_too(seated: Hands, window: LateDay) -> None:
    told.find(seated, window, "visit_target", "临江 3标")
    told.weighed(seated, window)
    window._cards["finding1"].show_values({"party": ""})
    kept: list[Any] = []
    window.typed.connect(kept.append)
    window.show_choices(window._choices)
    told.weighed(seated, window)
    assert [one["findings"][0]["party"] for one in kept] == [window._choices.main_id]


def test_what_is_typed_while_it_is_keyed_in_is_kept_when_that_fails(seated: Hands, window: LateDay) -> None:
    told.weighed(seated, window)
    window.verdict.busy = True
    window.given.emit(window.told(), "000000")
    put(window, "visit", "author", "沈知远")
    window._rest.stop()
    window._on_rest()
    seated.until(lambda: not window.verdict.busy, "it is said that it failed")
    seated.rest()
    assert "沈知远" in str(seated.store.buffer().get(KEY))
    assert "late.author" not in told.weighed(seated, window), "and it was weighed"


def test_what_was_typed_last_is_kept_when_the_laptop_is_locked(seated: Hands, window: LateDay) -> None:
    told.weighed(seated, window)
    put(window, "visit", "author", "沈知远")
    gate = threading.Event()
    seated.desktop.jobs.start(lambda _: gate.wait(2), lambda _: None)  # a page that is being drawn
    seated.desktop.lock()
    gate.set()
    seated.sign_in()
    assert "沈知远" in str(seated.store.buffer().get(KEY))


def test_only_the_newest_verdict_is_shown(
    seated: Hands, window: LateDay, monkeypatch: pytest.MonkeyPatch
) -> None:
    told.weighed(seated, window)
    shown: list[list[str]] = []
    monkeypatch.setattr(window, "show_verdict", lambda lines, _: shown.append([one.where for one in lines]))
    work = told.section(seated).day
    work._weigh(window, window.told())
    put(window, "visit", "author", "沈知远")
    window._rest.stop()
    work._weigh(window, window.told())
    seated.rest()
    assert len(shown) == 1
    assert "late.author" not in shown[0]


def test_who_types_keeps_the_keys_when_the_kept_day_is_weighed(seated: Hands, window: LateDay) -> None:
    told.find(seated, window, "visit_target", "临江 3标")
    told.weighed(seated, window)
    window.begin()
    window._cards["visit"].fields["author"].take_keys()
    put(window, "visit", "author", "沈知远")
    assert told.weighed(seated, window)
    assert seated.focused == "visit_author"


def test_the_enter_of_the_number_pad_takes_what_was_found(seated: Hands, window: LateDay) -> None:
    told.fill(seated, "visit_target", "临江 3标")
    seated.until(lambda: bool(window.offers.offers))
    seated.press(Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    seated.rest()
    assert window.told()["visit"]["target"]["code"]  # type: ignore[index]


def test_asked_twice_it_opens_once(seated: Hands) -> None:
    work = told.open_section(seated).day
    work.open()
    work.open()
    seated.rest()
    assert windows(seated) == 1
    seated.press(Key.Key_Escape)
    seated.until(lambda: windows(seated) == 0)
    told.open_day(seated)


@pytest.fixture
def entered(seated: Hands) -> late.Entered:
    """The day of the story, of the month before, keyed in."""
    story = Story(signed(seated), seated.clock)
    return late.key_in(story.desk, *paper_day.written(story))


def test_a_conduct_notice_is_added_with_its_code(seated: Hands, entered: late.Entered) -> None:
    desk = signed(seated)
    notice = issued.must_be_issued(desk.store, entered.document_ids[0])
    code = next(iter(desk.rules.conduct))
    given: dict[str, object] = {
        "kind": str(DocumentKind.CONDUCT_NOTICE),
        "number": "青住建告〔2026〕手-1号",
        "issued_on": "10-15",
        "addressee": registry.target_of(desk.store, notice.target_id).parties[0].id,
        "findings": [entered.finding_ids[0]],
        "defence_until": "10-22",
        "conduct_code": f" {code} ",
        "scans": [str(told.PAPERS / "rectification.jpg")],
        "author": "乔以宁",
        "reason": "第二联后来才找到",
    }
    number = late_forms.add_paper(desk, entered.inspection_id, given)
    added = next(one for one in late_list.entries(desk.store) if one.paper.number == number)
    act = issued.issue_act(desk.store, added.paper.id)
    assert act is not None
    assert act.content["own"]["conduct_code"] == code  # type: ignore[index, call-overload]


def test_what_was_keyed_in_is_shown_though_its_paper_is_of_another_month(
    seated: Hands, entered: late.Entered
) -> None:
    section = told.open_section(seated)
    assert section.filter == late_list.MONTH
    section.day.entered.emit(entered)
    seated.rest()
    assert section.filter == late_list.YEAR
    assert section.view.chosen_id == entered.document_ids[0]
    assert "已补录 2 份文书" in seated.notice
