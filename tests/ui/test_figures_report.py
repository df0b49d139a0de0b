"""The bureau's paragraph and the reports that were kept: every figure leads to its list, then and today."""

import shutil
from datetime import date
from pathlib import Path

import docx
import pypdfium2  # type: ignore[import-untyped]
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QPushButton
from pytestqt.qtbot import QtBot

from inspector_app.casework.papers import documents
from inspector_app.casework.people import workspace
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.acts import ActKind
from inspector_app.domain.errors import RuleError
from inspector_app.reports import half_year, saved
from inspector_app.reports.counting import counted
from inspector_app.ui.controls.board_values import Block, Fact
from inspector_app.ui.figures import report_reading
from inspector_app.ui.figures.figures_page import FiguresPage, Mode
from inspector_app.ui.figures.figures_periods import Span
from inspector_app.ui.figures.figures_reading import sources_of
from inspector_app.ui.figures.figures_values import Paper, ReportShown, Run
from inspector_app.ui.figures.report_pane import ReportPane
from inspector_app.ui.style.look import Look
from tests.stories.hands import CTRL, Hands
from tests.stories.stage import Opener
from tests.ui import figure_years

KEY = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
FIRST, LAST = date(2026, 7, 1), date(2026, 12, 31)


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("years") / "data"
    figure_years.made(folder)
    return folder


@pytest.fixture
def seated(desktops: Opener, years: Path, tmp_path: Path) -> Hands:
    hands = desktops(Path(shutil.copytree(years, tmp_path / "data")))
    hands.sign_in()
    hands.press(KEY.Key_6, CTRL)
    hands.rest()
    return hands


@pytest.fixture
def page(seated: Hands) -> FiguresPage:
    seated.press(KEY.Key_7, ALT)
    seated.rest()
    return seated.rooms.figures


def _session(seated: Hands) -> Session:
    session = seated.desktop._session
    assert session is not None
    return session


def test_the_paragraph_is_the_report_and_is_copied_as_it_stands(seated: Hands, page: FiguresPage) -> None:
    assert page.mode is Mode.HALF_YEAR
    sources = sources_of(_session(seated))
    wanted = half_year.sentence(counted(sources, FIRST, LAST), sources.rules, "青屿区住房和城乡建设局")
    told = page.report.told
    assert told is not None
    assert told.text == page.report.paragraph.toPlainText()
    assert told.text.partition("，")[2].partition("开展")[2] == wanted.partition("，")[2].partition("开展")[2]
    seated.press(KEY.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == told.text
    assert "已复制" in seated.notice


def test_tab_goes_through_every_figure_and_each_opens_as_many_rows(seated: Hands, page: FiguresPage) -> None:
    figures = [one for one in page.report.told.runs if one.code]  # type: ignore[union-attr]
    assert len(figures) >= 10
    assert seated.focused == "report_paragraph"
    for n, one in enumerate(figures):
        assert page.report.paragraph.current == one
        assert page.report.paragraph.textCursor().selectedText() == one.text
        seated.press(KEY.Key_Return)
        seated.rest()
        rows = page.report.list.entries.rows
        if not one.text.endswith("%"):
            assert len(rows) == int(one.text), one
        assert seated.focused == "report_entries"
        seated.press(KEY.Key_Escape)
        assert seated.focused == "report_paragraph"
        if n + 1 < len(figures):
            seated.press(KEY.Key_Tab)
    seated.press(KEY.Key_Tab)
    assert seated.focused == "report_keep"


def test_the_quarterly_report_of_plants_tells_other_figures(seated: Hands, page: FiguresPage) -> None:
    before = page.report.told
    seated.press(KEY.Key_8, ALT)
    seated.rest()
    told = page.report.told
    assert told is not None
    assert told.paper is Paper.PLANTS
    assert told.title != before.title  # type: ignore[union-attr]
    assert page.report.list.title == ""


def _blocks(seated: Hands, sheet_id: str) -> dict[str, Block]:
    return {one.title: one for one in report_reading.sheet(_session(seated), sheet_id).blocks}


def test_a_kept_report_stays_and_shows_what_came_and_went(seated: Hands, page: FiguresPage) -> None:
    seated.press(KEY.Key_S, CTRL)
    seated.rest()
    assert "已存档" in seated.notice
    seated.press(KEY.Key_S, CTRL)
    seated.rest()
    kept = saved.reports(seated.store)
    assert len(kept) == 1  # pressed twice, nothing had changed
    told = page.report.told
    assert told is not None
    assert kept[0].sentence == told.text
    blocks = _blocks(seated, kept[0].id)
    assert blocks["以后的变化"].note == "没有变化。"
    document, code = _voided(seated)
    seated.press(KEY.Key_9, ALT)
    seated.rest()
    page.saved.board.choose(kept[0].id)
    seated.rest()
    blocks = _blocks(seated, kept[0].id)
    changed = {one.label: one for one in blocks["以后的变化"].facts if one.label}
    before = saved.saved(seated.store, kept[0].id).figure(code)
    assert before is not None
    notices = changed[before.label]
    assert notices.text == f"当时 {before.value}，现在 {before.value - 1}"
    assert Fact("", "后来减少 1 条", link=f"went:{code}") in blocks["以后的变化"].facts
    page.saved.board.followed.emit(f"went:{code}", kept[0].id)
    seated.rest()
    assert [one.id for one in page.saved.list.entries.rows] == [document]
    assert seated.focused == "saved_entries"
    seated.press(KEY.Key_Escape)
    assert page.saved.currentIndex() == 0
    page.saved.board.followed.emit(f"was:{code}", kept[0].id)
    seated.rest()
    assert len(page.saved.list.entries.rows) == before.value


COUNTED = {
    "rectification_notice": "rectification_notices",
    "plant_order": "plant_orders",
    "stop_work_notice": "stop_work_notices",
}


def _voided(seated: Hands) -> tuple[str, str]:
    """Void a document of the half-year that reached nobody; return its id and the figure that counted it."""
    desk = _session(seated).sign(workspace.TRAINING_PIN)
    told = seated.store.acts("document", None, ActKind.ISSUE, valid_only=True)
    for act in told:
        kind, on = str(act.content.get("kind")), str(act.content.get("issued_on"))
        if kind in COUNTED and on >= FIRST.isoformat():
            try:
                documents.void(desk, act.entity_id, "填错")
            except RuleError:
                continue
            return act.entity_id, COUNTED[kind]
    raise AssertionError("everything was served")


def test_who_had_not_handed_in_is_named_above_the_deeds(look: Look, qtbot: QtBot) -> None:
    pane = ReportPane(look)
    qtbot.addWidget(pane)
    pane.show()
    runs = (Run("出动"), Run("12", "officer_visits"), Run("人次。"))
    pane.show_report(
        ReportShown(Paper.HALF_YEAR, Span(FIRST, LAST), "标题", runs, "截至今天", ("三号机 沈知远",))
    )
    lacking = pane.findChild(QFrame, "report_lacking")
    assert lacking.isVisible()
    assert "三号机 沈知远" in pane._who.text()
    pane.show_report(ReportShown(Paper.HALF_YEAR, Span(FIRST, LAST), "标题", runs, "截至今天"))
    assert not lacking.isVisible()
    assert pane.findChild(QPushButton, "report_docx").toolTip() == "存为 Word…  Ctrl+Return"


@pytest.mark.parametrize(("suffix", "key"), [("docx", KEY.Key_Return), ("pdf", KEY.Key_P)])
def test_the_report_is_written_to_a_file_that_tells_the_same(
    seated: Hands, page: FiguresPage, tmp_path: Path, suffix: str, key: Qt.Key
) -> None:
    out = tmp_path / f"半年报告.{suffix}"
    seated.press(key, CTRL)
    seated.name_file("report_place", out)
    seated.until(lambda: "已存为" in seated.notice)
    assert str(out) in seated.notice
    told = page.report.told
    assert told is not None
    assert told.text.partition("，")[2] in _words(out)
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def _words(path: Path) -> str:
    if path.suffix == ".docx":
        return "".join(one.text for one in docx.Document(str(path)).paragraphs)
    document = pypdfium2.PdfDocument(path)
    text = "".join(one.get_textpage().get_text_bounded() for one in document)
    document.close()
    return "".join(text.split())


def test_a_place_that_cannot_be_written_is_said_and_nothing_is_left(
    seated: Hands, page: FiguresPage, tmp_path: Path
) -> None:
    wall = tmp_path / "只是一个文件"
    wall.write_bytes(b"as it was")
    seated.press(KEY.Key_Return, CTRL)
    asked = seated.dialog("report_place")
    asked.fileSelected.emit(str(wall / "半年报告.docx"))
    asked.reject()
    seated.until(lambda: seated.rooms.frame.notice.code == "export.refused")
    assert "半年报告.docx" in seated.notice
    assert wall.read_bytes() == b"as it was"
    assert page.report.told is not None


def test_a_kept_report_is_written_as_it_was(seated: Hands, page: FiguresPage, tmp_path: Path) -> None:
    seated.press(KEY.Key_S, CTRL)
    seated.rest()
    told = page.report.told
    assert told is not None
    _voided(seated)
    seated.press(KEY.Key_9, ALT)
    seated.rest()
    seated.until(lambda: bool(page.saved.board.chosen_id))
    seated.rest()
    out = tmp_path / "存档.docx"
    seated.press(KEY.Key_Return, CTRL)
    seated.name_file("report_place", out)
    seated.until(lambda: "已存为" in seated.notice)
    words = _words(out)
    assert told.text.partition("，")[2] in words
    assert "保存后的变化" in words
