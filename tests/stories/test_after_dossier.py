"""After two failed rechecks: the file of the target tells each step in order, and is exported whole."""

import csv
from datetime import datetime, time
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.overview.dossier_file import BOUND, LIST_CSV
from inspector_app.casework.papers import issued
from inspector_app.casework.people import workspace
from inspector_app.casework.play import scene
from inspector_app.casework.play.stories import failed_rechecks
from inspector_app.casework.play.story import Story
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.chinese import CHINA
from inspector_app.ui.controls.paper_view import PaperView
from tests.casework.dossiers import forged
from tests.stories import dossier_hands as told
from tests.stories.hands import CTRL, Hands
from tests.stories.office import CHEAP
from tests.stories.stage import Opener

Key = Qt.Key
IN_ORDER = [
    "visit",
    "finding_new",
    "finding_new",
    "issue_due",
    "serve_reached",
    "conclude",
    "reply_part",
    "reply",
    "visit_recheck",
    "issue_due",
    "recheck_not_rectified_noted",
    "recheck_rectified_noted",
    "order",
    "serve_reached",
    "conclude",
    "visit_paper",
    "issue",
    "recheck_not_rectified_noted",
    "serve_reached",
    "conclude",
    "escalate_due",
    "escalate_due",
    "refused_approve",
]
"""What the story does, and at its end an approval that somebody without any right noted."""


@pytest.fixture
def hands(desktops: Opener, tmp_path: Path) -> Hands:
    folder = tmp_path / "data"
    clock = PlayedClock(datetime.combine(scene.FIRST_DAY, time(8, 0), CHINA))
    workspace.make_training(folder, clock, cost=CHEAP)
    user, password = workspace.TRAINING_USER, workspace.TRAINING_PASSWORD
    session = workspace.sign_in(folder, user, password, clock, PdfRenderer())
    try:
        desk = session.sign(workspace.TRAINING_PIN)
        story = Story(desk, clock, filing=session.filing_desk(desk))
        failed_rechecks.play(story)
        forged(desk.store, story.document_ids[0])
    finally:
        session.close()
    made = desktops(folder)
    made.clock.moment = datetime.combine(clock.moment.date(), time(15, 0), CHINA)
    made.sign_in()
    made.rest()
    told.open_dossier(made, failed_rechecks.SITE)
    return made


def test_the_timeline_tells_each_step_in_order(hands: Hands) -> None:
    page = told.page(hands)
    assert list(reversed(told.codes(hands))) == IN_ORDER
    days = [one.line.on for one in page.list.entries if one.line.on is not None]
    assert len(days) == len(IN_ORDER)
    assert days == sorted(days, reverse=True)
    words = [one.words for one in page.list.entries]
    assert any("栏杆仅一道横杆，无挡脚板" in one for one in words)
    assert not [one for one in words if "—" in one or "{" in one]
    # What nobody had the right to stands first: it came last, and says why it has no effect.
    hands.press(Key.Key_Home)
    assert "没有签名" in told.sheet_words(hands)
    told.go_to(hands, "escalate_due")
    assert "立案审查" in told.sheet_words(hands)
    assert "阳台临边未设防护栏杆" in told.sheet_words(hands)


def test_the_file_is_written_and_its_pages_are_counted(hands: Hands, tmp_path: Path) -> None:
    out = tmp_path / "案卷"
    told.ask_export(hands, out)
    told.put(hands, "number", "2026-AJ-017")
    told.give(hands)
    shown = told.exported(hands)
    made = shown.made
    document = pypdfium2.PdfDocument(out / BOUND)
    try:
        pages = ["".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()
    assert len(pages) == made.sheets
    assert f"编号 {made.pages} 页，全卷 {made.sheets} 页" in told.said(shown)
    assert "2026-AJ-017" in pages[0]
    assert f"{made.pages}页" in pages[0]
    # Every paper of the story is in it, at the page that the index names.
    numbered = pages[2 : 2 + made.pages]
    rows = list(csv.DictReader(StringIO((out / LIST_CSV).read_bytes().decode("utf-8-sig"), newline="")))
    firsts = {row["文号"]: int(row["页号"].split("–")[0]) for row in rows if row["文件"].endswith(".pdf")}
    papers = issued.all_documents(hands.store)
    assert {one.number for one in papers} == set(firsts)
    assert all(number in numbered[first - 1] for number, first in firsts.items())
    for one in made.files:
        assert sha256(one.path.read_bytes()).hexdigest() == one.sha256
    for row in rows:
        assert sha256((out / row["文件"]).read_bytes()).hexdigest() == row["SHA-256"]
    # What a recheck saw is not called rectified: one of the two was not.
    album = next(text for text in numbered if "整改前后对照照片" in text)
    assert "复查时" in album
    assert "整改后" not in album
    assert any("无效操作记录" in text and "stranger" in text for text in numbered)


def test_the_bound_file_is_looked_at_page_by_page(hands: Hands, tmp_path: Path) -> None:
    told.ask_export(hands, tmp_path / "案卷")
    told.give(hands)
    shown = told.exported(hands)
    hands.rest()
    assert hands.focused == "dossier_look"
    hands.press(Key.Key_Return)
    view = hands.dialog("large_page")
    paper = view.findChild(PaperView, "large_paper")
    assert paper is not None
    assert paper.pages == shown.made.sheets
    last = shown.made.sheets
    blank = paper.sheet(last).image.size()
    hands.rest()
    assert paper.sheet(1).image.width() > blank.width()
    assert paper.sheet(last).image.size() == blank, "it is drawn when it is looked at"
    for _ in range(last):
        paper.turn(1)
    hands.until(lambda: paper.sheet(last).image.width() > blank.width(), "the last page is drawn")
    where = [one.text() for one in view.findChildren(QLabel)]
    assert f"{last} / {last}" in where
    hands.press(Key.Key_Escape)
    hands.until(lambda: hands._open("large_page") is None)
    hands._focus_window()
    hands.dialog("dossier_exported")  # the list stays behind the pages


def test_the_file_of_one_recheck_leads_on_from_a_link(hands: Hands) -> None:
    """From the line of the second opinion to the paper itself, and back to the same line."""
    told.go_to(hands, "issue")
    number = told.page(hands).list.current
    assert number is not None
    hands.press(Key.Key_G, CTRL)
    hands.rest()
    assert hands.rooms.frame.page == "documents"
    told.open_dossier(hands, failed_rechecks.SITE)
    assert told.page(hands).list.current == number
