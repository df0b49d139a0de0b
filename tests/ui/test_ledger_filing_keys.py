"""The filing workspace made at the window, its code shown once, and regained when the key opens nothing."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.people import filing_workspace, workspace
from inspector_app.casework.people.workspace import Session
from inspector_app.documents.render import PdfRenderer
from inspector_app.trust.sharing import ShareFile
from tests.stories import filing_hands as told
from tests.stories.filing_hands import COLLEAGUE, TRAINEE
from tests.stories.hands import CTRL, Hands
from tests.stories.office import MORNING, found
from tests.stories.stage import Opener

Key = Qt.Key
PIN = workspace.TRAINING_PIN


@pytest.fixture(scope="module")
def bare_shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office in use that has no filing workspace."""
    folder = tmp_path_factory.mktemp("bare") / "data"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(filing_workspace, "make_beside", lambda *_: None)
        found(folder, furnished=True)
    return folder


@pytest.fixture
def bare(bare_shelf: Path, tmp_path: Path) -> Path:
    return shutil.copytree(bare_shelf, tmp_path / "data")


def session_of(folder: Path) -> Session:
    return workspace.sign_in(folder, TRAINEE.user, TRAINEE.password, PlayedClock(MORNING), PdfRenderer())


def code_shown(hands: Hands) -> str:
    """The recovery code as the window shows it."""
    return next(one for one in told.said(hands, "filing_code").split() if one.count("-") >= 3)


def renewed(session: Session) -> str:
    """Return a new recovery code of the filing workspace."""
    assert session.filing is not None
    return filing_workspace.renew_recovery(session.sign(PIN), session.filing)


def test_an_administrator_makes_it_and_works_on_at_once(desktops: Opener, bare: Path) -> None:
    hands = desktops(bare)
    told.sit_down(hands, TRAINEE)
    section = told.open_section(hands)
    assert "本单位还没有立案工作区" in told.teaching(hands)
    hands.press(Key.Key_O, CTRL)
    told.give(hands, "filing_make", {}, PIN)
    code = code_shown(hands)
    told.give(hands, "filing_code", {"noted": ""})
    told.no_dialog(hands, "filing_code")
    assert section.open
    assert "没有核查中的线索" in told.teaching(hands)
    assert not any(code in str(value) for value in hands.store.buffer().values())
    hands.desktop.lock()
    told.sit_down(hands, TRAINEE)
    told.open_section(hands)
    assert told.section(hands).open


def test_the_code_is_not_closed_before_it_was_written_down(desktops: Opener, bare: Path) -> None:
    hands = desktops(bare)
    told.sit_down(hands, TRAINEE)
    told.open_section(hands)
    hands.press(Key.Key_O, CTRL)
    told.give(hands, "filing_make", {}, PIN)
    dialog = hands.dialog("filing_code")
    accept = hands.part(QPushButton, "filing_code_accept", dialog)
    assert not accept.isEnabled()
    told.give(hands, "filing_code", {"noted": ""})
    told.no_dialog(hands, "filing_code")


def test_who_manages_nothing_is_told_to_ask(desktops: Opener, bare: Path) -> None:
    session = session_of(bare)
    workspace_accounts(session)
    session.close()
    hands = desktops(bare)
    told.sit_down(hands, COLLEAGUE)
    section = told.open_section(hands)
    assert "请管理员在这里建立" in told.teaching(hands)
    assert section.acts() == ()


def workspace_accounts(session: Session) -> None:
    told.accounts.add(session.desk, TRAINEE.password, COLLEAGUE, cost=told.CHEAP)


def test_a_key_that_opens_nothing_says_so_and_the_code_lets_in_again(
    desktops: Opener, furnished_site: Path
) -> None:
    told.overdue_office(furnished_site, MORNING)
    session = session_of(furnished_site)
    code = renewed(session)
    session.close()
    ShareFile.read(furnished_site / "filing" / "keys.json").take(TRAINEE.user)
    hands = desktops(furnished_site)
    told.sit_down(hands, TRAINEE)
    section = told.open_section(hands)
    assert not section.open
    assert "现在的密钥打不开" in told.teaching(hands)
    hands.press(Key.Key_O, CTRL)
    told.give(hands, "filing_regain", {"code": code[:-1] + ("A" if code[-1] != "A" else "B")}, PIN)
    assert hands._open("filing_regain") is not None
    told.give(hands, "filing_regain", {"code": code})
    told.no_dialog(hands, "filing_regain")
    assert section.open
    told.open_case(hands)
    assert [one[0] for one in told.lines(hands)] == [told.MATTER]


def test_the_code_is_replaced_in_the_list_of_keys(desktops: Opener, furnished_site: Path) -> None:
    told.overdue_office(furnished_site, MORNING)
    hands = desktops(furnished_site)
    told.sit_down(hands, TRAINEE)
    told.open_section(hands)
    told.open_case(hands)
    told.to_list(hands, "members")
    hands.press(Key.Key_R, CTRL)
    told.give(hands, "filing_renew", {}, PIN)
    code = code_shown(hands)
    told.give(hands, "filing_code", {"noted": ""})
    told.no_dialog(hands, "filing_code")
    keys = ShareFile.read(furnished_site / "filing" / "keys.json")
    assert keys.recover(code, now=hands.clock.now()).root is not None


def test_nothing_of_the_code_is_kept_and_it_is_noted_anew_each_time(
    desktops: Opener, furnished_site: Path
) -> None:
    told.overdue_office(furnished_site, MORNING)
    session = session_of(furnished_site)
    code = renewed(session)
    session.close()
    keys = ShareFile.read(furnished_site / "filing" / "keys.json")
    keys.take(TRAINEE.user)
    hands = desktops(furnished_site)
    told.sit_down(hands, TRAINEE)
    told.open_section(hands)
    hands.press(Key.Key_O, CTRL)
    told.fill(hands, "filing_regain", {"code": code})
    hands.press(Key.Key_Escape)
    told.no_dialog(hands, "filing_regain")
    assert code not in str(hands.store.buffer())
    hands.press(Key.Key_O, CTRL)
    told.give(hands, "filing_regain", {"code": code}, PIN)
    told.no_dialog(hands, "filing_regain")
    assert code not in str(hands.store.buffer())
    told.open_case(hands)
    told.to_list(hands, "members")
    for _ in range(2):
        hands.press(Key.Key_R, CTRL)
        told.give(hands, "filing_renew", {}, PIN)
        dialog = hands.dialog("filing_code")
        assert not hands.part(QPushButton, "filing_code_accept", dialog).isEnabled()
        told.fill(hands, "filing_code", {"noted": ""})
        hands.press(Key.Key_Escape)
        told.no_dialog(hands, "filing_code")
