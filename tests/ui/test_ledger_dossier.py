"""The page 案卷: a target's timeline, where its lines lead, and the export of its file, by keys alone."""

import errno
import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from inspector_app.casework.overview import archiving
from inspector_app.casework.overview.dossier import Line
from inspector_app.catalog.messages import Messages
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.dossier import PERMANENT, Bound, Volume
from inspector_app.domain.errors import Progress
from inspector_app.ui.ledger import timeline_values
from inspector_app.ui.ledger.dossier_dialogs import ExportDialog
from inspector_app.ui.ledger.dossier_page import DossierPage
from inspector_app.ui.ledger.timeline_paint import How, TimelinePainter
from inspector_app.ui.ledger.timeline_values import Entry, Timeline
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.screen_settings import ScreenSettings
from tests.casework.dossiers import forged
from tests.house.test_translation import table
from tests.stories import dossier_hands as told
from tests.stories import duty_hands
from tests.stories.duty_hands import SITE, Ordered
from tests.stories.hands import CTRL, Hands
from tests.stories.stage import Opener

Key = Qt.Key


@pytest.fixture
def ordered(desktops: Opener, tmp_path: Path) -> Ordered:
    return duty_hands.opened(desktops, tmp_path / "data", 2)


@pytest.fixture
def hands(ordered: Ordered) -> Hands:
    told.open_dossier(ordered.hands, SITE)
    return ordered.hands


NEWEST_FIRST = ["conclude", "serve_reached", "issue_due", "finding_new", "finding_new", "visit"]


# ---- the timeline


def test_the_timeline_is_reached_by_keys_and_tells_every_step(hands: Hands) -> None:
    page = told.page(hands)
    assert told.codes(hands) == NEWEST_FIRST
    assert hands.focused == "timeline"
    assert page._name.accessibleName() == SITE
    assert page._count.text() == "共 6 条"
    told.go_to(hands, "serve_reached")
    name = page.list.accessibleName()
    for words in ("2026-09-14", "星期一", "已送达", "直接送达限期整改通知书", "骆行远"):
        assert words in name
    words = told.sheet_words(hands)
    assert "直接送达限期整改通知书" in words
    assert "2026-09-14 10:30" in words
    told.go_to(hands, "finding_new")
    assert "阳台" in told.sheet_words(hands) or "配电箱" in told.sheet_words(hands)


def test_lines_lead_to_document_finding_and_visit(ordered: Ordered, hands: Hands) -> None:
    told.go_to(hands, "issue_due")
    hands.press(Key.Key_Return)
    hands.rest()
    assert hands.rooms.frame.page == "documents"
    assert hands.rooms.documents._picked == ordered.scene.notice_id or hands.rooms.documents._document
    told.open_dossier(hands, SITE)
    current = told.page(hands).list.current
    assert current is not None
    assert current.line.code == "dossier.issue_due", "the place in the timeline was kept"
    told.go_to(hands, "finding_new")
    found = told.page(hands).list.current
    assert found is not None
    hands.press(Key.Key_Return)
    hands.rest()
    assert hands.rooms.frame.page == "bench"
    hands.until(lambda: hands.rooms.bench.findings.open_id == found.line.finding_ids[0])
    told.open_dossier(hands, SITE)
    hands.press(Key.Key_J, CTRL)
    hands.rest()
    assert hands.rooms.frame.page == "bench"
    assert hands.rooms.work.inspection_id == ordered.scene.visit_id


def test_a_forged_act_stands_there_with_its_reason(ordered: Ordered, hands: Hands) -> None:
    forged(hands.store, ordered.scene.notice_id)
    hands.press(Key.Key_F5)
    hands.rest()
    told.go_to(hands, "refused_approve")
    page = told.page(hands)
    assert page.list.accessibleName().count("无效操作") >= 1
    assert page._vain.accessibleName() == "无效操作 1"
    words = told.sheet_words(hands)
    assert "为什么无效" in words
    assert "没有签名" in words


def test_days_are_stepped_over_with_ctrl(hands: Hands) -> None:
    days = [date(2026, 9, 14) - timedelta(days=n) for n in range(3)]
    page = told.page(hands)
    page.show_timeline(replace(page.told, entries=tuple(made(n, days[n // 4]) for n in range(12))))
    hands.press(Key.Key_Home)
    seen = []
    for _ in range(3):
        hands.press(Key.Key_Down, CTRL)
        current = page.list.current
        assert current is not None
        seen.append((current.line.on, current.id))
    assert seen == [(days[1], "4"), (days[2], "8"), (days[2], "8")]
    hands.press(Key.Key_Up, CTRL)
    assert page.list.current is not None
    assert page.list.current.id == "4"


def test_a_period_narrows_and_an_empty_one_teaches(hands: Hands) -> None:
    page = told.page(hands)
    told.choose_period(hands, "year")
    assert told.codes(hands) == NEWEST_FIRST
    assert page._between.text() == "2026-01-01 – 2026-12-31"
    told.choose_period(hands, "between")
    assert hands.focused == "period_first"
    told.put(hands, "period_first", "2026-09-15")
    hands.press(Key.Key_Return)  # an open end is asked for first
    hands.rest()
    told.put(hands, "period_last", "2026-09-30")
    hands.press(Key.Key_Return)
    hands.rest()
    assert told.codes(hands) == []
    assert "Alt+3" in page._teach.text()
    told.choose_period(hands, "all")
    assert told.codes(hands) == NEWEST_FIRST


@pytest.mark.parametrize(
    ("first", "last", "words", "field"),
    [
        ("2026-09-15", "2026-09-01", "早于", "period_last"),
        ("someday", "2026-09-01", "someday", "period_first"),
    ],
)
def test_days_that_are_none_are_refused_with_the_keys_there(
    hands: Hands, first: str, last: str, words: str, field: str
) -> None:
    page = told.page(hands)
    told.choose_period(hands, "between")
    told.put(hands, "period_first", first)
    told.put(hands, "period_last", last)
    hands.press(Key.Key_Return)
    hands.rest()
    assert words in page.notice.accessibleName()
    assert hands.focused == field
    assert told.codes(hands) == NEWEST_FIRST, "what was shown stays"


# ---- what leads there, and back


def test_every_section_leads_to_the_file_and_back(ordered: Ordered) -> None:
    hands = ordered.hands
    duty_hands.open_list(hands)
    hands.tab_to(f"way_target:{ordered.scene.target.id}")
    hands.press(Key.Key_Space)
    hands.until(lambda: hands.rooms.frame.page == "dossier")
    hands.rest()
    assert told.codes(hands) == NEWEST_FIRST
    hands.press(Key.Key_Escape)
    hands.rest()
    assert hands.rooms.frame.page == "ledger"
    assert hands.desktop.house is not None
    for section in hands.desktop.house.sections:
        hands.rooms.frame.show_page("ledger")
        section.target_requested.emit(ordered.scene.target.id)
        assert hands.rooms.frame.page == "dossier", section.NAME
        hands.rest()


def test_the_search_box_opens_the_file_of_the_target_that_is_shown(ordered: Ordered) -> None:
    hands = ordered.hands
    hands.go_to("targets")
    hands.until(lambda: bool(hands.rooms.targets.target_id))
    hands.press(Key.Key_K, CTRL)
    hands.dialog("finder")
    hands.write("案卷")
    hands.rest()
    hands.press(Key.Key_Return)
    hands.until(lambda: hands.rooms.frame.page == "dossier")
    hands.rest()
    hands.press(Key.Key_Escape)
    hands.rest()
    assert hands.rooms.frame.page == "targets"
    assert hands.rooms.targets.target_id == ordered.scene.target.id


def test_another_look_keeps_the_file_open(ordered: Ordered, hands: Hands) -> None:
    before = told.page(hands)
    hands.desktop.redress(ScreenSettings(look="dark"))
    hands.until(lambda: hands.rooms.dossier is not before)
    hands.rest()
    assert hands.rooms.frame.page == "dossier"
    assert told.codes(hands) == NEWEST_FIRST


def test_who_leaves_leaves_nothing_behind(hands: Hands) -> None:
    page = told.page(hands)
    hands.desktop.lock()
    assert page.told == Timeline("")
    assert page.list.entries == ()


# ---- the export


def test_a_taken_folder_is_refused_with_the_keys_there_and_everything_kept(
    hands: Hands, tmp_path: Path
) -> None:
    out = tmp_path / "taken"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    dialog = told.ask_export(hands, out)
    told.give(hands)
    hands.until(lambda: "不是空文件夹" in told.said(dialog))
    hands.rest()
    assert hands.focused == "out_path"
    assert [one.name for one in tmp_path.glob("taken*")] == ["taken"]
    assert (out / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize("place", ["relative/folder", "案卷"])
def test_a_place_that_is_not_whole_is_refused(hands: Hands, place: str) -> None:
    dialog = told.ask_export(hands, Path(place))
    told.give(hands)
    hands.until(lambda: "完整的文件夹位置" in told.said(dialog))
    hands.rest()
    assert hands.focused == "out_path"


def test_reversed_days_are_refused_at_the_last_day(hands: Hands, tmp_path: Path) -> None:
    told.choose_period(hands, "year")
    dialog = told.ask_export(hands, tmp_path / "out")
    told.put(hands, "first", "2026-09-20")
    told.put(hands, "last", "2026-09-01")
    told.give(hands)
    hands.until(lambda: "早于" in told.said(dialog))
    hands.rest()
    assert hands.focused == "last"
    assert not (tmp_path / "out").exists()


def test_what_was_typed_is_there_again(hands: Hands, tmp_path: Path) -> None:
    told.ask_export(hands, tmp_path / "out")
    told.put(hands, "number", "A-17")
    hands.press(Key.Key_Escape)
    hands.until(lambda: hands._open("dossier_form") is None)
    hands.rest()
    hands.press(Key.Key_E, CTRL)
    dialog = hands.dialog("dossier_form")
    assert isinstance(dialog, ExportDialog)
    assert dialog.values["number"] == "A-17"
    assert dialog.values["out"] == str(tmp_path / "out")


def test_one_visit_is_exported_with_its_number(hands: Hands, tmp_path: Path) -> None:
    told.ask_export(hands, tmp_path / "out")
    dialog = hands.dialog("dossier_form")
    assert isinstance(dialog, ExportDialog)
    dialog._rows["scope"][0].show_value("visit")
    visits = told.page(hands).told.visits
    assert [words for _, words in visits] == ["2026年9月14日日常监督检查"]
    dialog._rows["visit"][0].show_value(visits[0][0])
    told.put(hands, "number", "A-17")
    told.give(hands)
    shown = told.exported(hands)
    assert shown.made.items == 2
    assert shown.made.lacking == ()
    assert "2 件" in told.said(shown)
    assert (tmp_path / "out" / "案卷.pdf").is_file()
    hands.rest()
    hands.press(Key.Key_C, CTRL)
    copied = QGuiApplication.clipboard().text().splitlines()
    assert [one.split("  ")[0] for one in copied] == [one.sha256 for one in shown.made.files]


class Waiting:
    """A binder that goes on until it is stopped."""

    def __init__(self) -> None:
        self.begun = threading.Event()

    def bind(self, volume: Volume, out: Path, work: Path, progress: Progress) -> Bound:
        self.begun.set()
        pause, n = threading.Event(), 0
        while True:
            progress.step(n % 100, 100, volume.items[0].name)
            n += 1
            pause.wait(0.001)


def test_an_export_is_stopped_with_esc_and_leaves_nothing(hands: Hands, tmp_path: Path) -> None:
    assert hands.desktop.house is not None
    work, binder = hands.desktop.house.dossier, Waiting()
    real, work._binder = work._binder, lambda: binder
    place = tmp_path / "place"
    place.mkdir()
    dialog = told.ask_export(hands, place / "out")
    assert isinstance(dialog, ExportDialog)
    told.give(hands)
    hands.until(lambda: binder.begun.is_set() and dialog._progress.value() > 0, "it says how far it is")
    assert not dialog.accept_button.isEnabled()
    hands.press(Key.Key_Escape)
    hands.until(lambda: "已停止导出" in told.said(dialog))
    hands.rest()
    assert list(place.iterdir()) == []
    assert dialog.isVisible()
    assert dialog.values["out"] == str(place / "out")
    work._binder = real
    told.give(hands)
    assert told.exported(hands).made.folder == place / "out"


class Full:
    """A binder whose disk is full."""

    def bind(self, volume: Volume, out: Path, work: Path, progress: Progress) -> Bound:
        raise OSError(errno.ENOSPC, "No space left on device", str(out))


def test_a_full_disk_is_told_and_everything_typed_stays(hands: Hands, tmp_path: Path) -> None:
    assert hands.desktop.house is not None
    hands.desktop.house.dossier._binder = Full
    place = tmp_path / "place"
    place.mkdir()
    dialog = told.ask_export(hands, place / "out")
    assert isinstance(dialog, ExportDialog)
    told.put(hands, "number", "A-17")
    told.give(hands)
    hands.until(lambda: "磁盘空间不够" in told.said(dialog))
    hands.rest()
    assert hands.focused == "out_path"
    assert dialog.values["number"] == "A-17"
    assert list(place.iterdir()) == []


def test_a_file_that_was_moved_away_is_told_in_the_large_view(hands: Hands, tmp_path: Path) -> None:
    told.ask_export(hands, tmp_path / "out")
    told.give(hands)
    shown = told.exported(hands)
    (tmp_path / "out").rename(tmp_path / "elsewhere")
    hands.rest()
    hands.press(Key.Key_Return)
    view = hands.dialog("large_page")
    hands.until(lambda: "可以随时重新导出" in told.said(view))
    assert str(shown.bound.path) in told.said(view)


def test_locking_stops_an_export(hands: Hands, tmp_path: Path) -> None:
    assert hands.desktop.house is not None
    work, binder = hands.desktop.house.dossier, Waiting()
    work._binder = lambda: binder
    place = tmp_path / "place"
    place.mkdir()
    told.ask_export(hands, place / "out")
    told.give(hands)
    hands.until(binder.begun.is_set)
    hands.desktop.lock()
    assert hands._open("dossier_form") is None
    assert list(place.iterdir()) == []


# ---- how long files are kept


def test_how_long_files_are_kept_is_said_once_for_all(hands: Hands) -> None:
    for typed, words in (("0", "不是保管期限"), ("lange", "不是保管期限"), ("101", "不在允许范围")):
        hands.press(Key.Key_B, CTRL)
        dialog = hands.dialog("retention_form")
        told.put(hands, "retention", typed)
        hands.tab_to("retention_form_accept")
        hands.press(Key.Key_Return)
        hands.until(lambda words=words, dialog=dialog: words in told.said(dialog))
        hands.rest()
        assert hands.focused == "retention"
        assert archiving.retention(hands.store) is None
        hands.press(Key.Key_Escape)
        hands.rest()
    for typed, years, words in (("30 年", 30, "保管期限 30 年"), ("永久", PERMANENT, "保管期限 永久")):
        hands.press(Key.Key_B, CTRL)
        hands.dialog("retention_form")
        told.put(hands, "retention", typed)
        hands.tab_to("retention_form_accept")
        hands.press(Key.Key_Return)
        hands.until(lambda: hands._open("retention_form") is None)
        hands.rest()
        assert archiving.retention(hands.store) == years
        assert hands.part(QPushButton, "dossier_keep").accessibleName() == words


def test_who_may_not_say_it_is_told_who_may(hands: Hands) -> None:
    page = told.page(hands)
    page.show_timeline(replace(page.told, may_keep=False))
    keep = hands.part(QPushButton, "dossier_keep")
    assert not keep.isEnabled()
    assert "管理员" in keep.accessibleDescription()
    hands.press(Key.Key_B, CTRL)
    assert hands._open("retention_form") is None


# ---- long ones


def made(n: int, on: date) -> Entry:
    """An entry of a long timeline."""
    codes = list(timeline_values.SIGNS)
    at = datetime(on.year, on.month, on.day, 9, n % 60, tzinfo=CHINA)
    line = Line(on, at, f"dossier.{codes[n % len(codes)]}", who=("沈知远",), visit_id="v", act_id=str(n))
    words = f"第 {n} 项：阳台临边未设防护栏杆，作业人员可直接靠近边缘，限期整改通知书已经送达。"
    icon, tone, chip = timeline_values.sign_of(line)
    return Entry(str(n), line, f"{at:%H:%M}", words, "沈知远", icon, tone, chip)


def test_of_two_thousand_lines_only_those_that_are_seen_are_painted(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = told.page(hands)
    entries = tuple(made(n, date(2026, 9, 1) - timedelta(days=n // 7)) for n in range(2000))
    painted: list[str] = []
    row = TimelinePainter.row

    def counted(self: TimelinePainter, painter: QPainter, room: QRectF, entry: Entry, how: How) -> None:
        painted.append(entry.id)
        row(self, painter, room, entry, how)

    page.show_timeline(Timeline(page.target_id, SITE, entries=entries))
    monkeypatch.setattr(TimelinePainter, "row", counted)
    view = page.list.viewport()
    fit = view.height() // page.list.row_rect(0).height() + 2
    view.repaint()
    assert painted[0] == "0"
    assert 0 < len(painted) <= fit
    painted.clear()
    page.list.setFocus()
    hands.press(Key.Key_End)
    view.repaint()
    assert "1999" in painted
    assert len(set(painted)) <= 2 * fit
    assert len(page.list.entries) == 2000


class Slow(Messages):
    """Words that are told only after they may be."""

    def __init__(self) -> None:
        super().__init__("zh")
        self.asked, self.may = threading.Event(), threading.Event()

    def text(self, code: str, where: str, values: Mapping[str, object]) -> tuple[str, str]:
        if code.startswith("dossier.") and threading.current_thread() is not threading.main_thread():
            self.asked.set()
            self.may.wait(60)
        return super().text(code, where, values)


def test_a_long_reading_shows_how_far_it_is_and_is_stopped(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert hands.desktop.house is not None
    work, page, slow = hands.desktop.house.dossier, told.page(hands), Slow()
    monkeypatch.setattr(work, "_texts", slow)
    monkeypatch.setattr("inspector_app.ui.ledger.dossier_work.AT_ONCE", 1)
    told_before = page.told
    told.page(hands)._tabs.button(1).click()
    hands.until(lambda: slow.asked.is_set() and page._busy.isVisible(), "it says that it reads")
    hands.tab_to("timeline_stop")
    hands.press(Key.Key_Space)
    assert not page._busy.isVisible()
    slow.may.set()
    hands.rest()
    assert page.told is told_before, "what was shown stays"


def test_a_first_reading_that_was_stopped_says_how_it_is_begun_again(look: Look, qtbot: QtBot) -> None:
    page = DossierPage(look, Messages("zh"))
    qtbot.addWidget(page)
    page.read_wanted.connect(page.show_rested)  # whatever was being read is stopped first
    page.begin("7")
    page.read()
    assert page._teach.text() == "正在读取…"
    page.show_rested()
    assert "F5" in page._teach.text()
    page.read()
    assert page._teach.text() == "正在读取…"


def test_a_refusal_after_the_form_was_left_is_said_on_the_page(hands: Hands) -> None:
    may = threading.Event()
    hands.desktop.jobs.start(lambda _: may.wait(60), lambda _: None)
    hands.press(Key.Key_B, CTRL)
    hands.dialog("retention_form")
    told.put(hands, "retention", "0")
    hands.press(Key.Key_Return)
    hands.press(Key.Key_Escape)
    hands.until(lambda: hands._open("retention_form") is None)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    may.set()
    hands.rest()
    assert "不是保管期限" in hands.notice


def test_findings_of_a_line_stand_by_their_numbers() -> None:
    one = made(0, date(2026, 9, 14))
    line = replace(one.line, code="dossier.reply", finding_ids=("a", "b"))
    known = {"a": ("10", "配电箱"), "b": ("2", "阳台")}
    told = timeline_values.sheet(replace(one, line=line), known, Messages("zh"))
    assert [each.label for each in told.blocks[-1].facts] == ["问题 2", "问题 10"]


def test_every_kind_of_line_has_a_sign_of_its_own_and_its_word_is_said() -> None:
    known = {code for code in Messages("zh")._catalogue.words if code.startswith("dossier.")}
    lines = {code.removeprefix("dossier.").removesuffix("_noted") for code in known}
    refusals = {code for code in known if Messages("zh").text(code, "", {})[1]}
    plain = {code.removeprefix("dossier.") for code in refusals}
    kinds = {one for one in lines - plain if not one.startswith("refused")} - {"unknown"}
    assert kinds <= set(timeline_values.SIGNS) | {"retention_set"}
    assert set(timeline_values.SIGNS) <= lines
    english = table("en")
    assert [word for _, _, word in timeline_values.SIGNS.values() if word and word not in english] == []
