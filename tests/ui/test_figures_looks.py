"""统计 in larger words, for gloves and in English: nothing cut off, everything named and reached by Tab."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication

from inspector_app.domain.statistics import with_kinds
from inspector_app.ui.figures.report_pane import PAPERS
from tests.stories.hands import CTRL, Hands
from tests.stories.stage import Opener
from tests.ui import figure_years, looking, speech
from tests.ui.test_looks import faults
from tests.ui.wearing import LOOKS, undressed

__all__ = ["undressed"]

pytestmark = pytest.mark.usefixtures("undressed")

KEY = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
SIZE = QSize(1366, 768)


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("years") / "data"
    figure_years.made(folder, visits=120)
    return folder


def _overview(hands: Hands) -> None:
    hands.press(KEY.Key_6, CTRL)
    hands.rest()


def _districts(hands: Hands) -> None:
    _overview(hands)
    hands.press(KEY.Key_3, ALT)
    hands.rest()


def _detail(hands: Hands) -> None:
    _overview(hands)
    for _ in range(3):
        hands.press(KEY.Key_Down)
    hands.rest()


def _share(hands: Hands) -> None:
    _overview(hands)
    hands.press(KEY.Key_End)
    hands.rest()


def _wrong(hands: Hands) -> None:
    _detail(hands)
    hands.rooms.figures.period.last.setFocus()
    hands.press(KEY.Key_A, CTRL)
    hands.write("2020-01-01")
    hands.press(KEY.Key_Return)


def _report(hands: Hands) -> None:
    _overview(hands)
    hands.press(KEY.Key_7, ALT)
    hands.rest()
    hands.press(KEY.Key_Return)
    hands.rest()


def _saved(hands: Hands) -> None:
    _report(hands)
    hands.press(KEY.Key_S, CTRL)
    hands.rest()
    hands.press(KEY.Key_9, ALT)
    hands.rest()


PAGES: dict[str, Callable[[Hands], None]] = {
    "overview": _overview,
    "districts": _districts,
    "detail": _detail,
    "share": _share,
    "wrong": _wrong,
    "report": _report,
    "saved": _saved,
}


@pytest.mark.parametrize("worn", ["field", "large"])
def test_every_entry_is_whole_in_larger_words(
    desktops: Opener, years: Path, tmp_path: Path, worn: str
) -> None:
    hands = desktops(Path(shutil.copytree(years, tmp_path / "data")), LOOKS[worn])
    hands.sign_in()
    hands.desktop.window.resize(SIZE)
    for name, show in PAGES.items():
        show(hands)
        QApplication.processEvents()
        assert faults(hands.desktop.window, hands) == [], name
        hands.press(KEY.Key_6, ALT)
        hands.rooms.figures.list.choose("")


def test_everything_is_reached_by_tab_in_the_order_it_is_read(
    desktops: Opener, years: Path, tmp_path: Path
) -> None:
    hands = desktops(Path(shutil.copytree(years, tmp_path / "data")))
    hands.sign_in()
    hands.desktop.window.resize(SIZE)
    for show in (_overview, _detail):
        show(hands)
        seen = looking.stops(hands, hands.desktop.window)
        assert looking.unreached(hands.desktop.window, seen) == []
        hands.press(KEY.Key_6, ALT)
        hands.rooms.figures.list.choose("")


def test_in_english_only_what_forms_and_people_wrote_is_chinese(
    desktops: Opener, years: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = desktops(Path(shutil.copytree(years, tmp_path / "data")), LOOKS["english"])
    hands.sign_in()
    statistics = hands.desk.rules.statistics
    known = speech.written(hands.store) | speech.printed() | {"培训员", *PAPERS.values()}
    for one in with_kinds(statistics.definitions, hands.desk.rules.targets.values()):
        known |= {one.name, one.name.removeprefix("其中"), one.unit, one.rule, one.label, one.provenance}
    for rate in statistics.rates:
        known |= {rate.name, rate.rule, rate.provenance}
    words = sorted(known, key=len, reverse=True)
    for show in (_overview, _detail, _wrong):
        show(hands)
        QApplication.processEvents()
        said = speech.said_by(hands.rooms.figures, monkeypatch)
        told = [(one, run) for one in said for run in speech.chinese_in(one, words)]
        assert told == [], show.__name__
        hands.press(KEY.Key_Escape)
        hands.rooms.figures.list.choose("")
