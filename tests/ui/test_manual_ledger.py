"""The manual on what follows a paper: F1 opens the right chapter, and each key and word in it exists."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QListWidget, QPushButton, QTextBrowser

from inspector_app.catalog import handbook
from inspector_app.domain.errors import InspectorError, RuleError
from inspector_app.ui.ledger.dossier_page import HINTS as DOSSIER_HINTS
from inspector_app.ui.ledger.sections import SECTIONS
from inspector_app.ui.manual.manual_dialog import CODE, ManualDialog
from inspector_app.ui.shell.help import SECTIONS as SHARED
from inspector_app.ui.shell.help import TOPICS
from inspector_app.ui.shell.wires.recheck import TAB
from inspector_app.ui.style.translation import table
from tests.stories.hands import CTRL, Hands
from tests.ui.test_manual import spoken_keys

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "inspector_app" / "ui"
ALT = Qt.KeyboardModifier.AltModifier

OF = {
    "ledger": "ledger/ledger_page.py controls/board.py",
    "ledgers": "ledger/book_*.py ledger/ledger_page.py controls/windowed_table.py controls/column_choice.py"
    " shell/wires/books.py",
    "duties": "ledger/duties_*.py",
    "recheck": "recheck/*.py workbench/bench_keys.py workbench/workbench_page.py settings/keys.py"
    " ledger/duties_*.py today/due_list.py",
    "escalate": "ledger/duties_*.py",
    "stops": "ledger/stops_*.py",
    "approvals": "ledger/approvals_*.py workbench/bench_keys.py workbench/review_bar.py",
    "conduct": "ledger/conduct_*.py",
    "filings": "ledger/filings_*.py",
    "plans": "ledger/plans_*.py",
    "draws": "ledger/plans_draws.py ledger/draw_forms.py ledger/plans_section.py",
    "late": "ledger/late_*.py workbench/bench_keys.py",
    "calendar": "ledger/calendar_section.py ledger/reports_*.py",
    "dossier": "ledger/dossier_*.py ledger/timeline_*.py controls/painted_list.py registry/targets_page.py",
}
"""Where what each chapter tells of is written: chapter by chapter, nothing of one is proved by another."""

AROUND = {"Ctrl 4", "F1", "F5", "↑", "↓", "Enter", "Esc", *(f"Alt {n}" for n in range(1, 10))}
"""What the frame and the ledger's page hear, whatever is shown."""

QUOTED = re.compile(r"“([^”]+)”")
PAIRED = re.compile(r"“([^”]+)” `([^`]+)`")
PAIRED_EN = re.compile(r"\*\*([^*]+)\*\* `([^`]+)`")
KEYED = re.compile(r"`([^`]+)`")
ELSEWHERE = {"今晚交班", "今日", "科室负责人", "无法核实", "立案", "对象", "逾期补办", "未结束", "未通过"}
"""Quoted words of other pages, and states."""


def _sources(chapter: str) -> str:
    found = [path for one in OF[chapter].split() for path in sorted(SOURCE.glob(one))]
    assert found, chapter
    return "\n".join(path.read_text("utf-8") for path in found)


def _chapter(language: str, code: str) -> handbook.Chapter:
    return next(one for one in handbook.read(language) if one.code == code)


def _hints() -> dict[str, set[tuple[str, str]]]:
    """The keys at the foot of the page with their words, by chapter."""
    told: dict[str, set[tuple[str, str]]] = {"dossier": set(DOSSIER_HINTS)}
    for one in SECTIONS:
        told.setdefault(SHARED.get(one.NAME, one.NAME), set()).update(one.HINTS)
    return told


def test_there_is_a_chapter_for_every_section_and_every_topic_in_both_languages() -> None:
    wanted = {SHARED.get(one.NAME, one.NAME) for one in SECTIONS} | set(TOPICS.values()) | set(OF)
    for language in ("zh", "en"):
        assert wanted <= {one.code for one in handbook.read(language)}


def test_every_small_window_that_has_a_topic_exists() -> None:
    sources = "".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py") if path.name != "help.py")
    assert [one for one in TOPICS if f'"{one}"' not in sources] == []


@pytest.mark.parametrize("chapter", OF)
def test_both_languages_name_the_same_keys_of_a_chapter(chapter: str) -> None:
    chinese, english = (set(KEYED.findall(_chapter(one, chapter).text)) for one in ("zh", "en"))
    assert chinese == english


@pytest.mark.parametrize("chapter", OF)
def test_each_key_of_a_chapter_is_heard_where_the_chapter_is_about(chapter: str) -> None:
    heard = spoken_keys(_sources(chapter)) | AROUND
    named = {one.replace("+", " ") for one in KEYED.findall(_chapter("zh", chapter).text)}
    assert named - heard == set()


@pytest.mark.parametrize("chapter", sorted(_hints()))
def test_every_key_at_the_foot_of_a_section_is_told_in_its_chapter(chapter: str) -> None:
    text = _chapter("zh", chapter).text
    if chapter == "duties":  # the steps after a recheck have chapters of their own
        text += _chapter("zh", "recheck").text + _chapter("zh", "escalate").text
    told = {one.replace("+", " ") for one in KEYED.findall(text)}
    told |= {"↑ ↓", "Ctrl ↑ ↓", "Alt 1…4"}
    assert {key for key, _ in _hints()[chapter]} - told == set()


def _catalogue() -> dict[str, str]:
    return table("en")


def _beside(words: str, key: str, sources: str) -> bool:
    """Tell whether a word stands with a key in one call: in a deed, a hint, a button and its tip."""
    names = {key.replace("+", " "), key, key.replace("Enter", "Return"), key.replace("Delete", "Del")}
    places = [found.start() for found in re.finditer(f"[\"']{re.escape(words)}", sources)]
    return any(f'{name}"' in sources[at - 200 : at + 200] for at in places for name in names)


@pytest.mark.parametrize("chapter", OF)
def test_a_word_with_a_key_is_that_of_the_button_which_has_it(chapter: str) -> None:
    sources = _sources(chapter)
    pairs = PAIRED.findall(_chapter("zh", chapter).text)
    assert [one for one in pairs if not _beside(*one, sources)] == []


@pytest.mark.parametrize("chapter", OF)
def test_the_english_button_with_a_key_is_the_translation_of_the_chinese_one(chapter: str) -> None:
    words = _catalogue()
    chinese = {key: set[str]() for _, key in PAIRED.findall(_chapter("zh", chapter).text)}
    for told, key in PAIRED.findall(_chapter("zh", chapter).text):
        chinese[key] |= {words.get(told, ""), words.get(f"{told}…", "").rstrip("…")}
    pairs = PAIRED_EN.findall(_chapter("en", chapter).text)
    named = [(told, key) for told, key in pairs if key in chinese]
    assert [one for one in named if one[0] not in chinese[one[1]]] == []


@pytest.mark.parametrize("chapter", OF)
def test_every_quoted_word_is_shown_by_the_program(chapter: str) -> None:
    shown = set(_catalogue()) | ELSEWHERE
    known = {one.rstrip("…") for one in shown} | {re.sub(r" ?%s", "", one) for one in shown}
    assert [one for one in QUOTED.findall(_chapter("zh", chapter).text) if one not in known] == []


# F1 in the window.


def _shown() -> list[ManualDialog]:
    told = QApplication.topLevelWidgets()
    return [one for one in told if isinstance(one, ManualDialog) and one.isVisible()]


def _manual(hands: Hands) -> ManualDialog:
    hands.press(Qt.Key.Key_F1)
    hands.until(lambda: bool(_shown()))
    return _shown()[0]


def _words(dialog: ManualDialog) -> str:
    return dialog.findChild(QTextBrowser, "manual_text").toPlainText()


def _chosen(dialog: ManualDialog) -> str:
    return str(dialog.findChild(QListWidget, "manual_chapters").currentItem().data(CODE))


def _shut(hands: Hands) -> None:
    hands.press(Qt.Key.Key_Escape)
    hands.until(lambda: not _shown())


def test_f1_on_each_section_opens_its_chapter(seated: Hands) -> None:
    seated.press(Qt.Key.Key_4, CTRL)
    seated.rest()
    titles = {one.code: one.title for one in handbook.read("zh")}
    for n, section in enumerate(SECTIONS):
        seated.press(Qt.Key(Qt.Key.Key_1 + n), ALT)
        seated.rest()
        assert seated.rooms.ledger.section == section.NAME
        dialog = _manual(seated)
        wanted = SHARED.get(section.NAME, section.NAME)
        assert _chosen(dialog) == wanted
        assert _words(dialog).startswith(titles[wanted])
        _shut(seated)


def test_f1_on_the_draws_among_the_plans_opens_their_own_chapter(seated: Hands) -> None:
    seated.press(Qt.Key.Key_4, CTRL)
    seated.press(Qt.Key.Key_6, ALT)
    seated.rest()
    seated.part(QPushButton, "ledger_plans_draws").click()
    seated.rest()
    dialog = _manual(seated)
    assert _chosen(dialog) == "draws"
    assert "printf '%s' '种子|对象编号' | sha256sum" in _words(dialog)
    _shut(seated)


def test_f1_on_a_refusal_explains_it_above_its_chapter(seated: Hands) -> None:
    seated.press(Qt.Key.Key_4, CTRL)
    seated.press(Qt.Key.Key_4, ALT)
    seated.rest()
    seated.press(Qt.Key.Key_O, CTRL)
    form = seated.dialog("conduct_search")
    seated.write("qqqqzzzz")
    seated.press(Qt.Key.Key_Return)
    seated.until(lambda: form.findChild(QPushButton, "notice_close").isVisible())
    dialog = _manual(seated)
    told = _words(dialog)
    assert _chosen(dialog) == "conduct"
    assert told.index("没有找到对象、检查或者文书") < told.index("先告知，再认定")
    assert "conduct.target_unknown" in told
    _shut(seated)
    assert form.isVisible()


REFUSED: tuple[tuple[InspectorError, str], ...] = (
    (RuleError("reply.before_order", on="1", number="2", against="3", source="4"), "duties"),
    (RuleError("recheck.order_not_standing", number="1", fate="2", source="3"), "recheck"),
    (RuleError("escalation.unlawful"), "escalate"),
    (RuleError("stops.resume_too_wide", parts="1", number="2", stopped="3", source="4"), "stops"),
    (RuleError("approving.own"), "approvals"),
    (RuleError("filing.party_missing", source="1"), "filings"),
    (RuleError("campaign.not_approved", name="1"), "plans"),
    (RuleError("draw.already_drawn", occasion="1", at="2"), "draws"),
    (RuleError("late.number_exists", number="1", known="2"), "late"),
    (RuleError("dossier.empty", where="1", target="2"), "dossier"),
)


@pytest.mark.parametrize(("error", "chapter"), REFUSED, ids=[one.code for one, _ in REFUSED])
def test_f1_under_a_refusal_on_the_page_leads_to_its_chapter(
    seated: Hands, error: InspectorError, chapter: str
) -> None:
    assert seated.desktop.house is not None
    seated.desktop.house.going.show_failure(error)
    dialog = _manual(seated)
    assert _chosen(dialog) == chapter
    assert error.code in _words(dialog)
    assert _chapter("zh", chapter).title in _words(dialog)
    _shut(seated)


def test_f1_on_the_tab_of_a_recheck_opens_its_chapter(seated: Hands) -> None:
    seated.begin("临江")
    seated.rooms.bench.middle.offer_tab(TAB, offered=True)
    seated.rooms.bench.middle.show_tab(TAB)
    dialog = _manual(seated)
    assert _chosen(dialog) == "recheck"
    _shut(seated)
    seated.rooms.bench.middle.show_tab("findings")
    dialog = _manual(seated)
    assert _chosen(dialog) == "bench"
    _shut(seated)


def test_f1_on_a_dossier_opens_its_chapter(seated: Hands) -> None:
    seated.go_to("targets")
    seated.press(Qt.Key.Key_D, CTRL)
    seated.until(lambda: seated.rooms.frame.page == "dossier")
    seated.rest()
    dialog = _manual(seated)
    assert _chosen(dialog) == "dossier"
    _shut(seated)


def test_a_key_that_nobody_hears_is_found() -> None:
    heard = spoken_keys(_sources("stops")) | AROUND
    assert {"Ctrl H", "Ctrl G", "Ctrl B", "Ctrl R", "Ctrl D", "Ctrl Enter"} <= heard
    assert not {"Ctrl J", "Ctrl U", "Ctrl Shift N", "F2", "1", "R"} & heard
    assert _beside("停工核查", "Ctrl+H", _sources("stops"))
    assert not _beside("停工核查", "Ctrl+U", _sources("stops"))
