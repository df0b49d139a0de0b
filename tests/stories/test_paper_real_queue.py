"""From the print panel through a real CUPS queue: the marked copy arrives, and a jam is told in words."""

from io import BytesIO

import pypdfium2
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel

from inspector_app.domain.acts import ActKind
from tests.printing import conftest as printing
from tests.printing.conftest import Print
from tests.stories import paper_hands
from tests.stories.hands import Hands
from tests.stories.paper_hands import no_dialog, on_plain_paper, open_panel

cups = printing.cups


def texts(raw: bytes) -> str:
    document = pypdfium2.PdfDocument(BytesIO(raw))
    told = "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
    document.close()
    return told


def only_the_first_copy(hands: Hands) -> None:
    for n in (2, 3, 4):
        hands.tab_to(f"copy_{n}")
        hands.press(Qt.Key.Key_Space)
    on_plain_paper(hands)


def test_from_the_panel_to_the_paper_and_out_of_a_jam(seated: Hands, cups: Print) -> None:
    told = paper_hands.to_an_issued_notice(seated)
    queue = "window-paper"
    cups.server.queue(queue, cups.laser.device)
    try:
        paper_hands.printers(seated, cups.way("cups"))
        before = len(cups.laser.files())
        open_panel(seated)
        printer = seated.part(QComboBox, "printer")
        printer.setCurrentIndex(printer.findData(queue))
        only_the_first_copy(seated)
        seated.press(Qt.Key.Key_Return)
        no_dialog(seated)
        seated.until(lambda: len(cups.laser.files()) > before)
        (arrived,) = cups.laser.files()[before:]
        assert told.number in texts(arrived.read_bytes())
        assert "第1联" in texts(arrived.read_bytes())
        cups.laser.trouble.write_text("media-jam-error\n")
        open_panel(seated)
        assert printer_chosen(seated) == queue, "the one used last"
        only_the_first_copy(seated)
        seated.press(Qt.Key.Key_Return)
        dialog = seated.dialog("print_panel")
        seated.until(lambda: seated.focused == "print_accept" and dialog.isVisible())
        assert "卡纸" in seated.part(QLabel, "notice_message", dialog).text()
        seated.press(Qt.Key.Key_Escape)
        no_dialog(seated)
        seated.until(lambda: not seated.desktop.jobs.busy)
        noted = [act.content for act in paper_hands.acts(seated, told.id, ActKind.PRINT)]
        assert [(one["printer"], one["n"]) for one in noted] == [(queue, 1), (queue, 2)]
    finally:
        cups.laser.trouble.unlink(missing_ok=True)
        cups.server.run("cancel", "-a", queue, check=False)
        cups.server.run("lpadmin", "-x", queue, check=False)


def printer_chosen(hands: Hands) -> object:
    return hands.part(QComboBox, "printer").currentData()
