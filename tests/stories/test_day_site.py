"""A site day from the morning's list to the evening's: keys, pictures, a pen on the pad, and paper."""

from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from inspector_app.casework.papers import countersigns, issued, returns, service
from inspector_app.casework.visits import checks
from inspector_app.domain.acts import ActKind
from inspector_app.domain.checking import FAILS
from tests.documents.reading import bare, whole
from tests.fakes_printing import FakePrinters
from tests.stories import day_hands, filling, paper_hands
from tests.stories.day_hands import MANAGER, OLD_FACT, OLD_PLACE, PHOTOS, bench, found, lacking, picture
from tests.stories.hands import CTRL, SHIFT, Hands
from tests.stories.office import SITE
from tests.stories.stage import Opener

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
SUPERVISOR = "监理单位"
FILLS = {
    "inspection.approval": filling.text("韩立群", "08:40", "望住建检批〔2026〕3-88号"),
    "inspection.notice": filling.text("望住建检通〔2026〕3-90号"),
    "findings.1.location": filling.text("项目部资料室"),
    "findings.1.measure": filling.text("五日内建立安全生产责任制并经责任人签字确认。"),
    "findings.1.due": filling.text("5工"),
}


@pytest.fixture
def at_work(desktops: Opener, furnished_site: Path) -> Hands:
    """The window of an office that ordered something at the site six days ago, signed in."""
    day_hands.last_week(furnished_site)
    hands = desktops(furnished_site)
    hands.sign_in()
    return hands


def read_the_morning(hands: Hands) -> None:
    page = day_hands.today(hands)
    hands.until(lambda: bool(page.dues.dues))
    (due,) = page.dues.dues
    assert (due.target, due.fact, str(due.section)) == (SITE, OLD_FACT, "今日到期")
    assert lacking(hands) == ["文书、照片、送达都齐了"]


def arrive(hands: Hands) -> None:
    """Begin at the site by initials, with who is there again, and a photo before anything is written."""
    hands.begin("ljyy")
    assert bench(hands).target.name == SITE
    hands.press(Key.Key_A, CTRL | SHIFT)
    hands.rest()
    assert [one.name for one in bench(hands).inspection.present] == [MANAGER.name]
    hands.paste(picture("scaffold.jpg"))
    assert "照片托盘" in hands.notice


def take_over(hands: Hands) -> None:
    """The old thing is still there: one key, and a photo of today."""
    hands.press(Key.Key_1, ALT)
    hands.rest()
    hands.paste(picture("edge.jpg"))
    (one,) = found(hands)
    assert (one.fact, one.location, len(one.photos)) == (OLD_FACT, OLD_PLACE, 1)
    assert one.repeats


def look_at_the_lists(hands: Hands) -> None:
    """Mark, see the score, see a zero strike, and make a finding of what struck it."""
    hands.press(Key.Key_F7)
    hands.until(lambda: hands.focused == "check_list")
    hands.press(Key.Key_1)
    before = hands.rooms.checks.checks
    assert before is not None
    assert before.score is not None
    assert (before.score.total, before.score.grade) == (100, "优良")
    hands.press(Key.Key_Up)
    hands.press(Key.Key_2)
    hands.write("10")
    after = hands.rooms.checks.checks
    assert after is not None
    assert after.score is not None
    assert (after.score.total, after.score.grade) == (0, "不合格")
    assert any("4.0.3" in after.zero_words(one.id) for one in after.board.sheets)
    hands.press(Key.Key_F2)
    hands.rest()
    hands.until(lambda: hands.focused == "fact" and hands.editor.isVisible())
    assert [one.item for one in found(hands)] == ["", "B.1-1-1"]


def two_more(hands: Hands) -> None:
    """The photo that waits goes to what the list found; a third thing comes of a phrase."""
    day_hands.to_tray(hands)
    hands.press(Key.Key_2)
    hands.rest()
    hands.new_finding()
    hands.phrase("lb 3#楼14层南侧")
    hands.paste(picture("edge.jpg"))
    assert [len(one.photos) for one in found(hands)] == [1, 1, 1]
    assert found(hands)[2].location == "3#楼14层南侧"


def issue(hands: Hands) -> issued.Issued:
    """Make the paper, follow each line of the gate, and issue it."""
    hands.press(Key.Key_E, CTRL | SHIFT)
    hands.press(Key.Key_F9)
    hands.rest()
    assert filling.mend(hands, FILLS) == list(FILLS)
    hands.press(Key.Key_F9)
    hands.give_pin()
    told = bench(hands).issued
    assert told is not None
    assert told.number == "望住建改〔2026〕3-2号"
    assert told.number in hands.notice
    pdf = whole(issued.pdf(hands.store, told.id))
    for one in found(hands):
        for part in (one.fact, one.location, one.obligations[0].measure):
            assert bare(part) in pdf
    return told


def print_it(hands: Hands, told: issued.Issued) -> None:
    system = FakePrinters()
    paper_hands.printers(hands, system)
    paper_hands.open_panel(hands)
    hands.press(Key.Key_Return)
    for _ in paper_hands.ROLES:
        paper_hands.put_in(hands)
    paper_hands.no_dialog(hands)
    assert "已打完" in hands.notice
    pdf = issued.pdf(hands.store, told.id)
    assert all(sent.startswith(pdf) for sent, _ in system.taken)
    copies = {act.content["copy"] for act in paper_hands.acts(hands, told.id, ActKind.PRINT)}
    assert copies == {1, 2, 3, 4}


def sign_on_the_screen(hands: Hands, told: issued.Issued) -> None:
    """The site manager sees his three items and signs for them."""
    hands.press(Key.Key_S, CTRL | SHIFT)
    view = hands.dialog("show_view")
    hands.rest()
    shown = day_hands.words(view)
    assert all(one.fact in shown for one in found(hands))
    hands.press(Key.Key_Return, CTRL)
    hands.dialog("sign_dialog")
    assert hands.part(QLineEdit, "signer_name").text() == MANAGER.name
    day_hands.sign_by_mouse(hands)
    hands.press(Key.Key_Return, CTRL)
    hands.dialog("service_dialog")
    hands.press(Key.Key_Return)
    hands.dialog("served_note")
    hands.press(Key.Key_Escape)
    paper_hands.no_dialog(hands)
    (kept,) = countersigns.countersigns(hands.store, told.id)
    page = pypdf.PdfReader(BytesIO(countersigns.file(hands.store, kept))).pages[0]
    assert bare(told.number) in bare(page.extract_text())
    (noted,) = service.services(hands.store, told.id, kept.recipient_id)
    assert (noted.method, noted.receiver, noted.position) == ("direct", MANAGER.name, MANAGER.position)


def serve_the_supervisor(hands: Hands, told: issued.Issued) -> None:
    paper_hands.to_the_documents(hands)
    whom = next(one for one in told.recipients if one.role == "supervisor")
    day_hands.serve_on_paper(hands, whom.name, "程映秋", "总监理工程师")
    (noted,) = service.services(hands.store, told.id, whom.party_id)
    assert (noted.receiver, noted.position) == ("程映秋", "总监理工程师")
    reached = issued.served(hands.store, told.id)
    assert reached == {one.party_id for one in told.recipients if one.role in ("contractor", "supervisor")}


def hand_in(hands: Hands, told: issued.Issued) -> None:
    """The evening names what is lacking, leads to it, and then nothing is left."""
    end = f"{SITE}：检查未结束"
    assert lacking(hands) == [f"{told.number.removeprefix('望住建')}：签字件未回传", end]
    day_hands.follow(hands, 0)
    hands.until(lambda: hands.rooms.frame.page == "documents")
    assert hands.rooms.documents.document_id == told.id
    day_hands.take_in(hands, PHOTOS / "scaffold.jpg")
    assert "主送单位的签字件已齐" in hands.notice
    (back,) = returns.returns_of(hands.store, told.id)
    assert hands.store.blob(back.sha256) == (PHOTOS / "scaffold.jpg").read_bytes()
    assert lacking(hands) == [end]
    day_hands.follow(hands, 0)
    hands.until(lambda: hands.rooms.frame.page == "bench")
    hands.rest()
    hands.tab_to("conclude")
    hands.press(Key.Key_Space)
    hands.dialog("confirm_dialog")
    hands.press(Key.Key_Return)
    hands.rest()
    assert bench(hands).locked
    assert lacking(hands) == ["文书、照片、送达都齐了"]


def test_a_site_day_from_the_morning_to_the_evening(at_work: Hands) -> None:
    read_the_morning(at_work)
    arrive(at_work)
    take_over(at_work)
    look_at_the_lists(at_work)
    two_more(at_work)
    told = issue(at_work)
    print_it(at_work, told)
    sign_on_the_screen(at_work, told)
    serve_the_supervisor(at_work, told)
    hand_in(at_work, told)
    board = checks.board(at_work.desk, told.inspection_id)
    marks = {line: mark.result for sheet in board.sheets for line, mark in sheet.marks.items()}
    assert marks == {"B.1-1": FAILS}
    assert at_work.store.replay_check().same
