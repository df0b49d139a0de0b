"""An issued paper on its way: printed, served, back signed; by keys alone at the real window."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton

from inspector_app.answers import demos
from inspector_app.casework import issued, recheck, returns, service, sheets
from inspector_app.domain.acts import Act, ActKind
from inspector_app.printing.choosing import Chosen
from tests.fakes_printing import NAME, FakePrinters, Trouble
from tests.stories.hands import CTRL, Hands

SCAN = demos.shipped_cases()[0].parent / "photos" / "edge.jpg"
ROLES = ["施工单位", "建设单位", "监理单位", "本局存卷"]


def to_an_issued_notice(hands: Hands) -> issued.Issued:
    hands.ready_to_issue()
    hands.press(Qt.Key.Key_F9)
    hands.give_pin()
    return issued.all_documents(hands.store)[0]


def printers(hands: Hands, system: FakePrinters) -> FakePrinters:
    """Let this system stand behind the window's print panel."""
    assert hands.desktop.paper is not None
    hands.desktop.paper.choose = lambda: Chosen(system)
    return system


def acts(hands: Hands, document_id: str, kind: ActKind) -> list[Act]:
    return list(hands.store.acts("document", document_id, kind))


def to_the_documents(hands: Hands) -> None:
    hands.press(Qt.Key.Key_2, CTRL)
    hands.rest()
    hands.until(lambda: hands.part(QPushButton, "serve_paper").isEnabled())


def put_sheets_in(hands: Hands, count: int) -> None:
    """Answer each question for a stamped sheet by Enter."""
    for _ in range(count):
        hands.until(lambda: hands.focused == "sheet_serial")
        hands.press(Qt.Key.Key_Return)
        hands.until(lambda: hands.focused != "sheet_serial" or not hands.desktop.jobs.busy)


def test_the_issued_paper_is_printed_from_the_workbench_by_ctrl_p_and_enter(seated: Hands) -> None:
    told = to_an_issued_notice(seated)
    system = printers(seated, FakePrinters())
    seated.press(Qt.Key.Key_P, CTRL)
    seated.dialog("print_panel")
    seated.press(Qt.Key.Key_Return)
    seated.until(lambda: QApplication.activeModalWidget() is None or seated.focused == "sheet_serial")
