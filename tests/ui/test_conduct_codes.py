"""The code of bad conduct at the workbench: a choice found by code, letters or words, that fills the rest."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.casework.papers import drafts
from inspector_app.casework.play import scene
from inspector_app.casework.play.scene import Scene
from inspector_app.casework.play.story import Story
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.templates import DocumentKind
from inspector_app.ui.controls.keeper import FieldSignals
from inspector_app.ui.controls.sought import SoughtField, keys_of
from inspector_app.ui.controls.spot import Spot
from inspector_app.ui.style.look import Look
from inspector_app.ui.workbench import bench_values, edits
from inspector_app.ui.workbench.bench_forms import SOUGHT, asks_of, choices_of, document_values
from tests.casework.bench import Bench
from tests.casework.conftest import bench

__all__ = ["bench"]

CODES = (
    ("D1-4-02", "不采取措施消除事故隐患"),
    ("D1-4-18", "施工组织设计中没有编制安全技术措施"),
    ("JL-02", "发现安全事故隐患没有及时要求整改"),
)
NAME = "own_conduct_code"


class Codes:
    """The field in a window, and what it told."""

    def __init__(self, qtbot: QtBot) -> None:
        signals = FieldSignals()
        self.signals = signals
        self.left: list[str] = []
        self.unknown: list[str] = []
        signals.left.connect(lambda _, told: self.left.append(told))
        signals.unknown.connect(self.unknown.append)
        self.field = SoughtField(signals, Spot("document", "d", NAME), "不良行为代码")
        self.field.offer(CODES)
        self.field.show_value("")
        self.window = QWidget()
        QVBoxLayout(self.window).addWidget(self.field)
        qtbot.addWidget(self.window)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.field.setFocus()

    def type(self, told: str) -> None:
        QTest.keyClick(self.field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(self.field, told)

    def offered(self) -> list[str]:
        finder = self.field.completer()
        assert finder is not None
        model = finder.completionModel()
        return [str(model.index(n, 0).data()).split()[0] for n in range(model.rowCount())]


@pytest.fixture
def codes(look: Look, qtbot: QtBot) -> Codes:
    return Codes(qtbot)


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("D1-4-02", ["D1-4-02"]),
        ("d1402", ["D1-4-02"]),
        ("d1-4", ["D1-4-02", "D1-4-18"]),
        ("bcqcs", ["D1-4-02"]),
        ("aqjscs", ["D1-4-18"]),
        ("事故隐患", ["D1-4-02", "JL-02"]),
        ("jl", ["JL-02"]),
    ],
)
def test_a_code_is_found_by_code_letters_and_words(codes: Codes, told: str, found: list[str]) -> None:
    for code, words in CODES:
        assert (told.casefold() in keys_of(code, words)) == (code in found)
    if told.isascii():
        codes.type(told)
        assert codes.offered() == found


def test_what_is_typed_and_left_takes_the_first_that_fits(codes: Codes) -> None:
    codes.type("d1402")
    QTest.keyClick(codes.field, Qt.Key.Key_Return)
    assert codes.left == ["D1-4-02"]
    assert codes.field.currentText() == "D1-4-02  不采取措施消除事故隐患"
    codes.type("jl-02")
    QTest.keyClick(codes.field, Qt.Key.Key_Return)
    assert codes.left == ["D1-4-02", "JL-02"]


def test_a_slip_of_the_keys_takes_nothing_away(codes: Codes) -> None:
    codes.field.show_value("JL-02")
    codes.type("zzzz")
    QTest.keyClick(codes.field, Qt.Key.Key_Return)
    assert (codes.left, codes.unknown) == ([], ["zzzz"])
    assert codes.field.currentText().startswith("JL-02")


# At the workbench.


@pytest.fixture
def told(bench: Bench) -> Scene:
    return scene.rise(Story(bench.desk, bench.clock), "望屿里2号楼")


def begun(bench: Bench, told: Scene, role: PartyRole = PartyRole.CONTRACTOR) -> str:
    party = told.target.party(role)
    assert party is not None
    return drafts.begin(
        bench.desk,
        told.visit_id,
        DocumentKind.CONDUCT_NOTICE,
        told.finding_ids[:1],
        addressee_id=party.id,
    )


def shown(bench: Bench, told: Scene, paper: str) -> bench_values.Bench:
    return bench_values.read(bench.desk, told.visit_id, paper)


def test_the_codes_are_those_of_the_addressee(bench: Bench, told: Scene) -> None:
    for role, offered, not_offered in (
        (PartyRole.CONTRACTOR, "D1-4-02", "JL-02"),
        (PartyRole.SUPERVISOR, "JL-02", "D1-4-02"),
    ):
        values = shown(bench, told, begun(bench, told, role))
        (ask,) = [one for one in asks_of(values) if one.name == NAME]
        assert ask.sort == SOUGHT
        codes = [code for code, _ in choices_of(NAME, values)]
        assert offered in codes
        assert not_offered not in codes


def test_choosing_fills_conduct_rule_and_consequence(bench: Bench, told: Scene) -> None:
    paper = begun(bench, told)
    edits.write(bench.desk, Spot("document", paper, NAME), "D1-4-02")
    code = bench.desk.rules.conduct["D1-4-02"]
    held = document_values(shown(bench, told, paper))
    assert (held[NAME], held["own_conduct"], held["own_rule"]) == (code.code, code.conduct, code.rule)
    assert held["own_consequence"] == "拟公示六个月"
    edits.write(bench.desk, Spot("document", paper, NAME), "")
    held = document_values(shown(bench, told, paper))
    assert (held[NAME], held["own_conduct"]) == ("", code.conduct)


def test_a_code_that_no_list_has_is_shown_to_be_mended(bench: Bench, told: Scene) -> None:
    paper = begun(bench, told)
    drafts.change(bench.desk, paper, own_conduct_code="D1-4-99")
    values = shown(bench, told, paper)
    assert dict(choices_of(NAME, values))["D1-4-99"] == "本版代码里没有"
    assert "gate.conduct_code_unknown" in [one.code for one in drafts.gate(bench.desk, paper)]
