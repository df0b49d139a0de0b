"""Two officers, one laptop: half a sentence waits for the other one, and each act is its own person's."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.papers import issued
from inspector_app.casework.people import accounts, workspace
from inspector_app.casework.people.accounts import NewAccount
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.acts import Role
from tests.documents.reading import bare, whole
from tests.fakes_printing import FakePrinters
from tests.stories import day_hands, paper_hands
from tests.stories.day_hands import bench, found
from tests.stories.hands import CTRL, Hands
from tests.stories.office import CHEAP, MORNING, make_lawful
from tests.stories.stage import Opener

Key = Qt.Key
SECOND = NewAccount("helanxi", "贺兰溪", "hello 贺兰溪", Role.INSPECTOR)
PIN, FREED = "135791", "246802"
HALF, WHOLE = "3#楼14层南侧卸料平台未", "3#楼14层南侧卸料平台未设置限载标牌。"


@pytest.fixture
def shared(desktops: Opener, furnished_site: Path) -> Hands:
    """The window of a laptop on which two may sign in; the first one has."""
    session = workspace.sign_in(
        furnished_site,
        workspace.TRAINING_USER,
        workspace.TRAINING_PASSWORD,
        PlayedClock(MORNING),
        PdfRenderer(),
    )
    accounts.add(session.desk, workspace.TRAINING_PASSWORD, SECOND, cost=CHEAP)
    session.close()
    hands = desktops(furnished_site)
    sit_down(hands, workspace.TRAINING_NAME, workspace.TRAINING_PASSWORD)
    return hands


def sit_down(hands: Hands, name: str, password: str) -> None:
    """Choose the name and sign in."""
    hands._focus_window()
    people = hands.desktop.sign_in._people
    hands.until(lambda: people.findText(name) >= 0)
    people.setCurrentIndex(people.findText(name))
    hands.sign_in(password)
    hands.rest()


def hand_over(hands: Hands, name: str, password: str) -> None:
    """Press 换人 by keys, and let the other one sit down."""
    hands.tab_to("lock")
    hands.press(Key.Key_Space)
    hands.until(lambda: not hands.desktop.signed_in)
    sit_down(hands, name, password)


def half_a_sentence(hands: Hands) -> None:
    hands.begin("临江 3标")
    make_lawful(hands.desk, bench(hands).inspection.id)
    hands.rooms.work.refresh()
    hands.new_finding()
    hands.write(HALF)


def finish_it(hands: Hands) -> None:
    """Go on in the middle of the sentence that somebody else began."""
    assert hands.rooms.frame.page == "bench"
    hands.until(lambda: hands.editor.fact.text() == HALF)
    hands.tab_to("fact")
    hands.press(Key.Key_End, CTRL)
    hands.write(WHOLE.removeprefix(HALF))
    hands.tab_to("location")
    hands.fill("14层卸料平台")
    hands.tab_to("clause")
    hands.write("JGJ80")
    hands.press(Key.Key_Tab)
    party = bench(hands).addressee_id
    for name, told in ((f"measure:{party}", "补设限载标牌。"), (f"due:{party}", "3工")):
        hands.tab_to(name)
        hands.fill(told)
    hands.rest()
    (one,) = found(hands)
    assert one.clause_id.startswith("jgj80"), "a clause is found however its code is spaced"
    assert one.fact == WHOLE


def issue_with_own_pin(hands: Hands) -> issued.Issued:
    """The second officer has no PIN yet, sets one, mistypes it five times, and is freed by the password."""
    hands.press(Key.Key_F9)
    hands.rest()
    assert not hands.gate, hands.gate
    hands.press(Key.Key_F9)
    hands.give_pin(PIN)
    set_pin(hands, SECOND.password, PIN)
    for left in range(workspace.MOST_PIN_TRIES - 1, -1, -1):
        hands.give_pin("111111")
        assert f"还可以试 {left} 次" in day_hands.words(hands.dialog("pin_dialog"))
    hands.give_pin(PIN)
    assert "已连续错 5 次" in day_hands.words(hands.dialog("new_pin_dialog"))
    assert issued.all_documents(hands.store) == ()
    set_pin(hands, SECOND.password, FREED)
    hands.give_pin(FREED)
    (told,) = issued.all_documents(hands.store)
    assert bare(WHOLE) in whole(issued.pdf(hands.store, told.id))
    return told


def set_pin(hands: Hands, password: str, pin: str) -> None:
    """Answer the window that sets a PIN."""
    dialog = hands.dialog("new_pin_dialog")
    for told, name in ((password, "new_pin_password"), (pin, "new_pin"), (pin, "new_pin_again")):
        hands.part(QLineEdit, name, dialog).setFocus()
        hands.press(Key.Key_A, CTRL)
        hands.write(told)
    hands.press(Key.Key_Return)
    hands.rest()


def print_and_serve(hands: Hands, told: issued.Issued) -> None:
    """The first officer is back, finds it issued where it was written, prints and serves it."""
    assert hands.rooms.frame.page == "bench"
    shown = bench(hands).issued
    assert shown is not None
    assert shown.id == told.id
    paper_hands.printers(hands, FakePrinters())
    paper_hands.open_panel(hands)
    paper_hands.on_plain_paper(hands)
    hands.press(Key.Key_Return)
    paper_hands.no_dialog(hands)
    paper_hands.to_the_documents(hands)
    day_hands.serve_on_paper(hands, told.addressee, "骆远山", "项目经理")


def writers(hands: Hands, record_id: str) -> list[str]:
    """Who wrote the entries of a record, in order, each once in a row."""
    users = [one.header.user for one in hands.store.entries_of(record_id)]
    return [user for n, user in enumerate(users) if n == 0 or users[n - 1] != user]


def test_two_officers_share_a_day_a_sentence_and_a_paper(shared: Hands) -> None:
    half_a_sentence(shared)
    hand_over(shared, SECOND.name, SECOND.password)
    finish_it(shared)
    told = issue_with_own_pin(shared)
    hand_over(shared, workspace.TRAINING_NAME, workspace.TRAINING_PASSWORD)
    print_and_serve(shared, told)
    by = {(str(one.kind), one.user) for one in shared.store.acts("document", told.id, valid_only=True)}
    first = workspace.TRAINING_USER
    assert by == {("issue", SECOND.user), ("print", first), ("serve", first)}
    assert writers(shared, told.finding_ids[0]) == [first, SECOND.user]
    assert shared.store.replay_check().same


def test_the_pin_of_one_officer_does_not_sign_for_the_other(shared: Hands) -> None:
    hand_over(shared, SECOND.name, SECOND.password)
    shared.ready_to_issue()
    shared.press(Key.Key_F9)
    shared.give_pin(workspace.TRAINING_PIN)
    set_pin(shared, SECOND.password, PIN)
    shared.give_pin(workspace.TRAINING_PIN)
    assert "还可以试 4 次" in day_hands.words(shared.dialog("pin_dialog"))
    assert issued.all_documents(shared.store) == ()
    shared.press(Key.Key_Escape)
    paper_hands.no_dialog(shared)
